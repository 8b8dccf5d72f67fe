"""The words of the field as frozen, typed records without input or output."""
