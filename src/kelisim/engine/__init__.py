"""The engine: what must run, what can be reused, and a build folder that changes all at once or not at all."""
