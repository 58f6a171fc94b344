"""Depth maps: found, chosen, estimated, adjusted and saved."""
