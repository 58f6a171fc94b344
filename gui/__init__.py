"""The window: PySide6 and pyqtgraph, but no torch."""
