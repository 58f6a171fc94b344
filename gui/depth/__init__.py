"""The depth pane."""
