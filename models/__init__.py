"""Cards, architectures, weights, devices and training: torch, but no Qt."""
