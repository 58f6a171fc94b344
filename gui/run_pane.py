"""The run pane: on what it ran, how long it took and how much memory it needed."""

from __future__ import annotations

import os

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from core.rendition import RunReport
from gui.pane_parts import Card, caption, figure, secondary
from gui.sparkline import Sparkline

ROWS = ("Device", "Latency", "Throughput", "Peak memory", "Tiles")
NOTHING = "–"
LOADING_TO_TELL = 0.05


class RunPane(QWidget):
    """Figures of the last run of the candidate shown, and how its latency went."""

    def __init__(self, parent: QWidget | None = None, *, cores: int | None = None) -> None:
        super().__init__(parent)
        self._cores = cores or os.cpu_count() or 1
        self._seconds: dict[str, tuple[float, ...]] = {}
        self._cold: dict[str, float] = {}
        self._values: dict[str, QLabel] = {name: figure(NOTHING) for name in ROWS}
        self.history = Sparkline()
        self._warnings = secondary(wrap=True)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(caption("Run"))
        card = Card()
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        for row, (name, label) in enumerate(self._values.items()):
            grid.addWidget(secondary(name), row, 0)
            grid.addWidget(label, row, 1)
            label.setAccessibleName(name)
        grid.setColumnStretch(1, 1)
        card.column.addLayout(grid)
        card.column.addWidget(self.history)
        card.column.addWidget(self._warnings)
        self.history.setAccessibleName("Latency of recent runs")
        self.history.setToolTip("Seconds per megapixel of recent runs of this recipe, oldest left")
        self._warnings.hide()
        column.addWidget(card)

    def add(self, key: str, report: RunReport) -> None:
        """Remember a run for the plot, and how long the first one took with all its loading."""
        if report.load_seconds >= LOADING_TO_TELL:
            self._cold[heaviest_op(report)] = report.cold_seconds
        if report.megapixels > 0:
            known = self._seconds.get(key, ())
            self._seconds[key] = (*known, report.warm_seconds / report.megapixels)[-40:]

    def show_report(self, key: str, report: RunReport | None) -> None:
        """Draw a candidate's last run; None if it has none."""
        texts = dict.fromkeys(ROWS, NOTHING) if report is None else self._texts(report)
        for name, label in self._values.items():
            label.setText(texts[name])
        self.history.set_values(self._seconds.get(key, ()) if report else ())
        self._warnings.setText("\n".join(report.warnings) if report else "")
        self._warnings.setVisible(bool(report and report.warnings))

    def _texts(self, report: RunReport) -> dict[str, str]:
        return run_texts(report, self._cores, self._cold.get(heaviest_op(report)))


def latency(warm: float, cold: float | None) -> str:
    """``412 ms warm · 655 cold``; a unit that both share is named once."""
    first, second = duration(warm), duration(cold) if cold else ""
    if second and first.split()[1:] == second.split()[1:]:
        second = second.split()[0]
    return f"{first} warm · {second} cold" if second else f"{first} warm"


def heaviest_op(report: RunReport) -> str:
    """Id of the step that took longest; empty without steps."""
    heaviest = max(report.steps, key=lambda step: step.seconds, default=None)
    return heaviest.op if heaviest else ""


def run_texts(report: RunReport, cores: int, cold: float | None = None) -> dict[str, str]:
    """A report as the pane's five rows; ``cold`` is the first run with all its loading."""
    warm = report.warm_seconds
    speed = f"{throughput(report.megapixels / warm)} MP/s" if warm > 0 else NOTHING
    share = f" · {report.share_of_peak:.0%} of peak" if 0 < report.share_of_peak <= 1 else ""
    heaviest = max(report.steps, key=lambda step: step.seconds, default=None)
    tiles = f"{heaviest.tiles} × {heaviest.tile} px" if heaviest else NOTHING
    return {
        "Device": f"{device_name(report.device)} · {short_type(report.dtype)} · {cores} cores",
        "Latency": latency(warm, cold),
        "Throughput": speed + share,
        "Peak memory": f"{report.working_mb:.0f} MB + {report.result_mb:.0f} MB result",
        "Tiles": tiles,
    }


def throughput(rate: float) -> str:
    """``0.048``, ``2.9``, ``310``: two figures that count."""
    return f"{rate:.0f}" if rate >= 9.95 else f"{rate:.2g}"


def device_name(device: str) -> str:
    """``cpu`` → ``CPU``, ``cuda:0`` → ``CUDA 0``."""
    return device.replace(":", " ").upper()


def short_type(dtype: str) -> str:
    """``bfloat16`` → ``bf16``."""
    return dtype.replace("bfloat", "bf").replace("float", "fp")


def duration(seconds: float) -> str:
    """``412 ms``, ``3.2 s``, ``2 min 5 s``."""
    if seconds < 0.9995:
        return f"{1000 * seconds:.0f} ms"
    if seconds < 99.5:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"
