"""The blind rating."""
