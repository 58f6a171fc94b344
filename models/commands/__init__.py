"""The commands that need the networks themselves; each module has `parser` and `run`."""
