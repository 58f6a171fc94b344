"""The recipe pane."""
