"""The memory pane: how much memory, and whether the disk is used too."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.memory_budget import GIGABYTE
from core.params import Param, ParamScale
from gui.pane_parts import Card, caption, elided_secondary
from gui.recipe.param_slider import ParamSlider
from gui.theme import set_role

DISK = Param(
    "disk",
    "At most",
    5.0,
    low=0.5,
    high=100.0,
    step=0.5,
    scale=ParamScale.LOG,
    unit="GB",
    help="Beyond it the results used longest ago are deleted.",
)
DISK_HELP = (
    "What networks have computed stays on disk, in the system's folder for caches, "
    "so that it need not be computed again after a restart; never beside your photos."
)


class MemoryPane(QWidget):
    """Sliders for memory and disk, and what the disk holds.

    Parameters
    ----------
    memory
        The budget's parameter.

    Signals
    -------
    memory_proposed
        With the budget in bytes, while the slider moves.
    disk_proposed
        ``(on, limit in bytes)``.
    clear_proposed
        Delete what the disk holds.
    """

    memory_proposed = Signal(object)
    disk_proposed = Signal(bool, object)
    clear_proposed = Signal()

    def __init__(self, memory: Param, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.memory = ParamSlider(memory, memory.default)
        self.on_disk = QCheckBox("Keep results on disk")
        self.limit = ParamSlider(DISK, DISK.default)
        self.used = elided_secondary()
        self.clear = QPushButton("Clear")
        self._build()

    def _build(self) -> None:
        column, card = QVBoxLayout(self), Card()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(caption("Memory"))
        column.addWidget(card)
        self.on_disk.setToolTip(DISK_HELP)
        self.clear.setAccessibleName("Clear the results on disk")
        set_role(self.clear, "small")
        self._disk = QWidget()
        row = QHBoxLayout(self._disk)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.used, 1)
        row.addWidget(self.clear)
        for part in (self.memory, self.on_disk, self.limit, self._disk):
            card.column.addWidget(part)
        self.memory.changed.connect(self._propose_memory)
        self.limit.changed.connect(self._propose_disk)
        self.on_disk.toggled.connect(self._propose_disk)
        self.clear.clicked.connect(self.clear_proposed)

    def show_memory(self, total: int) -> None:
        """Draw the budget, in bytes."""
        self.memory.set_value(total / GIGABYTE)

    def show_disk(self, on: bool, limit: int, used: int) -> None:
        """Draw whether the disk is used, how far it may be, and how far it is, in bytes."""
        self.on_disk.blockSignals(True)
        self.on_disk.setChecked(on)
        self.on_disk.blockSignals(False)
        self.limit.set_value(limit / GIGABYTE)
        self.limit.setVisible(on)
        self._disk.setVisible(on or used > 0)
        self.clear.setEnabled(used > 0)
        self.used.setText(f"{size_text(used)} on disk" if used else "Nothing on disk yet")

    def _propose_memory(self) -> None:
        self.memory_proposed.emit(round(self.memory.value * GIGABYTE))

    def _propose_disk(self) -> None:
        self.disk_proposed.emit(self.on_disk.isChecked(), round(self.limit.value * GIGABYTE))


def size_text(size: int) -> str:
    """``3 MB``, ``1.2 GB``."""
    if size >= GIGABYTE:
        return f"{size / GIGABYTE:.1f} GB"
    return f"{max(1, round(size / 1e6))} MB"
