"""Shares the memory budget out to all that keeps pictures, and remembers it between starts."""

from __future__ import annotations

from pathlib import Path

import psutil
from PySide6.QtCore import QObject, Signal

from core.disk_tiles import DiskTiles
from core.errors import OutputError
from core.memory_budget import GIGABYTE, MemoryBudget, memory_param
from core.user_folders import cache_folder
from gui.canvas.layers import Layers
from gui.memory_pane import MemoryPane
from gui.results import Results
from gui.settings import DISK_LIMIT, KEEP_ON_DISK, MEMORY, Settings


class MemoryKeeper(QObject):
    """Owns the budget; its pane proposes changes.

    Parameters
    ----------
    owner
        The window.
    results, layers
        Who keeps tiles and results, and what the screen takes.
    settings
        Of the window.
    folder
        For results on disk; by default in the user's folder for caches.

    Signals
    -------
    failed
        With the exception.
    """

    failed = Signal(object)

    def __init__(
        self,
        owner: QObject,
        results: Results,
        layers: Layers,
        settings: Settings,
        *,
        folder: Path | None = None,
    ) -> None:
        super().__init__(owner)
        self._results, self._layers, self._settings = results, layers, settings
        param = memory_param(psutil.virtual_memory().total)
        self._disk = DiskTiles(folder or cache_folder() / "tiles", settings.get(DISK_LIMIT))
        self.pane = MemoryPane(param)
        self.pane.memory_proposed.connect(self.set_memory)
        self.pane.disk_proposed.connect(self.set_disk)
        self.pane.clear_proposed.connect(self.clear_disk)
        results.finished.connect(self.refresh)
        self._share_out(settings.get(MEMORY) or round(param.default * GIGABYTE))
        self._use_disk(settings.get(KEEP_ON_DISK))

    def set_memory(self, total: int) -> None:
        """Take another budget in bytes; what goes beyond it is given up at once."""
        self._share_out(total)
        self._settings.set(MEMORY, total)

    def set_disk(self, on: bool, limit: int) -> None:
        """Keep results of networks on disk or not, up to so many bytes."""
        try:
            self._disk.limit = limit
        except OutputError as error:
            self.failed.emit(error)
        self._use_disk(on)
        self._settings.set(KEEP_ON_DISK, on)
        self._settings.set(DISK_LIMIT, limit)

    def clear_disk(self) -> None:
        """Delete what the disk holds."""
        try:
            self._disk.clear()
        except OutputError as error:
            self.failed.emit(error)
        self.refresh()

    def refresh(self) -> None:
        """Draw what the disk holds now."""
        on = self._results.engine.cache.disk is not None
        self.pane.show_disk(on, self._disk.limit, self._disk.used)

    def _share_out(self, total: int) -> None:
        budget = MemoryBudget(total)
        engine = self._results.engine
        engine.cache.budget = budget.steps
        engine.parts.budget = budget.parts
        engine.most_workers = budget.tiles_in_work
        self._results.pictures.kept_bytes = budget.pictures
        self._layers.set_memory(budget.display)
        self.pane.show_memory(total)

    def _use_disk(self, on: bool) -> None:
        self._results.engine.cache.disk = self._disk if on else None
        self.refresh()
