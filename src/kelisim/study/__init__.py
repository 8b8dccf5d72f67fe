"""The study folder: plain files in, typed records out, every problem with file, line and mend."""
