"""Feature maps: what the layers of a network answer."""
