"""Measurements of the networks, against the machine's own peak and against other engines."""
