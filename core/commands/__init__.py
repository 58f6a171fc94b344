"""The commands that need the engine only; each module has `parser` and `run`."""
