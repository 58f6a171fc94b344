"""What JPEG costs the open photo: quality, PSNR, SSIM and bytes, as a table and as a curve."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.atomic_write import write_text
from core.errors import DiptychError
from core.evaluation.evaluation_set import eight_bits
from core.evaluation.jpeg_table import QUALITIES, JpegRow, jpeg_table, jpeg_table_csv
from core.evaluation.printed import formatted
from core.evaluation.table_means import FIGURES
from core.figures.scatter import PlotPoint, PlotScene
from core.photo import Photo
from gui.background import Report, Task
from gui.evaluation.figures_model import Cell
from gui.evaluation.figures_table import FiguresTable
from gui.evaluation.scatter_plot import ScatterPlot
from gui.messages import message_of
from gui.pane_parts import secondary
from gui.recipe.choice_controls import ChoiceBox

HEADS = ("Quality", "PSNR (dB)", "SSIM", "Bytes")
ACROSS = ("Kilobytes", "Quality")
UP = ("PSNR (dB)", "SSIM")
PSNR = next(f for f in FIGURES if f.key == "psnr")
SSIM = next(f for f in FIGURES if f.key == "ssim")


class JpegTableWindow(QDialog):
    """Encodes the photo at each quality beside the window and shows what is lost."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What JPEG costs")
        self.setSizeGripEnabled(True)
        self._photo: Photo | None = None
        self._task: Task | None = None
        self._rows: list[JpegRow] = []
        self._redraw = QTimer(self, singleShot=True, interval=150)
        self._redraw.timeout.connect(self._draw)
        self.table = FiguresTable("Quality against loss and size")
        self.plot = ScatterPlot("Loss against size")
        self.across, self.up = ChoiceBox(), ChoiceBox()
        self.bar = QProgressBar()
        self.line = secondary(" ")
        self.copy_button = QPushButton("Copy")
        self.save_button = QPushButton("Save table …")
        self.plot_button = QPushButton("Save plot …")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        self.table.setFixedWidth(400)
        middle.addWidget(self.table)
        middle.addLayout(self._plot_side(), 1)
        column.addLayout(middle, 1)
        row = QHBoxLayout()
        self.bar.setFixedWidth(160)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        row.addWidget(self.bar)
        row.addWidget(self.line, 1)
        for button in (self.copy_button, self.save_button, self.plot_button):
            row.addWidget(button)
        column.addLayout(row)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self._ask_table)
        self.plot_button.clicked.connect(self._ask_plot)
        self.resize(1120, 640)

    def _plot_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        row = QHBoxLayout()
        for text, box, names in (("Across", self.across, ACROSS), ("Up", self.up, UP)):
            box.addItems(names)
            box.setMinimumWidth(120)
            box.setAccessibleName(f"Axis {text.lower()}")
            box.currentIndexChanged.connect(self._draw_plot)
            row.addWidget(secondary(text))
            row.addWidget(box)
        row.addStretch(1)
        side.addLayout(row)
        side.addWidget(self.plot, 1)
        return side

    @property
    def rows(self) -> list[JpegRow]:
        """What is there so far."""
        return list(self._rows)

    @property
    def running(self) -> bool:
        """Whether the table is being made."""
        return self._task is not None

    def set_photo(self, photo: Photo) -> None:
        """Make the table of another photo; what was being made is given up."""
        if photo is self._photo:
            return
        self._stop()
        self._photo, self._rows = photo, []
        self.setWindowTitle(f"What JPEG costs {photo.name}")
        self._draw()
        self._task = Task(lambda report, stop: _measured(photo, report, stop), self)
        self._task.progressed.connect(self._progressed)
        self._task.done.connect(lambda _rows: self._end(""))
        self._task.failed.connect(self._failed)
        self._task.start()

    def _progressed(self, row: JpegRow) -> None:
        self._rows.append(row)
        self.bar.setValue(round(100 * len(self._rows) / len(QUALITIES)))
        self.bar.setVisible(len(self._rows) < len(QUALITIES))
        self.line.setText(f"Quality {row.quality}")
        if not self._redraw.isActive():
            self._redraw.start()

    def _failed(self, error: Exception) -> None:
        message = message_of(error)
        self._end(f"{message.sentence} {message.remedy}" if message else "Stopped.")

    def _end(self, sentence: str) -> None:
        self._task.wait()
        self._task = None
        self._draw()
        self.line.setText(sentence or "Pillow's JPEG at 4:2:0, measured at 8 bits, SSIM on luma")

    def _stop(self) -> None:
        if self._task is not None:
            self._task.blockSignals(True)
            self._task.close()
            self._task = None
        self._redraw.stop()

    def _draw(self) -> None:
        self._redraw.stop()
        self.table.show_cells(HEADS, [_cells(row) for row in self._rows])
        for button in (self.copy_button, self.save_button, self.plot_button):
            button.setEnabled(bool(self._rows))
        self._draw_plot()

    def _draw_plot(self) -> None:
        across, up = self.across.currentText(), self.up.currentText()
        points = tuple(_point(row, across, up) for row in self._rows)
        self.plot.show_scene(PlotScene(points, across, up, line=True))

    # Giving away

    def copy(self) -> None:
        """Put the table on the clipboard, for a spreadsheet."""
        QGuiApplication.clipboard().setText(jpeg_table_csv(self._rows).replace(",", "\t"))
        self.line.setText("Copied the table.")

    def save(self, path: Path) -> None:
        """Write the table as CSV."""
        content = jpeg_table_csv(self._rows)
        self._attempt(lambda: write_text(path.with_suffix(".csv"), content, overwrite=True))

    def save_plot(self, path: Path) -> None:
        """Write the curve as PNG or SVG."""
        self._attempt(lambda: self.plot.save(path))

    def _ask_table(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save table", str(self._start("csv")), "Tables (*.csv)"
        )
        if name:
            self.save(Path(name))

    def _ask_plot(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save plot", str(self._start("pdf")), "Plots (*.pdf *.png *.svg)"
        )
        if name:
            self.save_plot(Path(name))

    def _start(self, ending: str) -> Path:
        path = self._photo.path or Path.home() / "photo"
        return path.with_name(f"{path.stem}-jpeg.{ending}")

    def _attempt(self, does) -> None:
        try:
            does()
        except DiptychError as error:
            self.line.setText(str(error))
        else:
            self.line.setText("Saved.")

    def shut_down(self) -> None:
        """Stop and wait."""
        self._stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give up what is being made; the next time starts anew."""
        self._stop()
        self._photo = None
        super().closeEvent(event)


def _measured(photo: Photo, report: Report, stop) -> list[JpegRow]:
    """Row after row, so that each shows as soon as it is there."""
    pixels = np.ascontiguousarray(eight_bits(photo.pixels))
    rows: list[JpegRow] = []
    for quality in QUALITIES:
        rows += jpeg_table(pixels, qualities=(quality,), cancelled=stop)
        report(rows[-1])
    return rows


def _cells(row: JpegRow) -> list[Cell]:
    return [
        Cell(str(row.quality), row.quality),
        Cell(formatted(row.psnr, PSNR), row.psnr),
        Cell(formatted(row.ssim, SSIM), row.ssim),
        Cell(f"{row.bytes:,}", row.bytes),
    ]


def _point(row: JpegRow, across: str, up: str) -> PlotPoint:
    x = row.bytes / 1000 if across == ACROSS[0] else row.quality
    y = row.psnr if up == UP[0] else row.ssim
    return PlotPoint(str(row.quality), float(x), float("nan") if y is None else y)
