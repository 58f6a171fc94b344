"""The registry pane."""
