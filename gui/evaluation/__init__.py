"""Tables of methods in windows of their own."""
