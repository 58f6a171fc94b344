"""The figure editor: chooses, shows the figure live, and gives it away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.engine import TileDone
from core.errors import DiptychError
from core.figures import FigureSpec, RasterFigure, SnippetKind, paint, save_figure, snippet
from core.figures.figure_draft import FigureDraft, FigurePart, FigureSource, draft_spec
from core.figures.figure_methods import ShownMethod
from core.figures.figure_rows import row_source
from core.figures.notes import notes_on
from core.figures.typography import MM_PER_INCH
from core.watched_engine import WatchedEngine
from gui.background import Report, Task
from gui.figure.figure_form import FigureForm
from gui.figure.figure_preview import FigurePreview, figure_image, fitted_figure
from gui.latest import Latest
from gui.messages import message_of
from gui.pane_parts import panel, scrolled, secondary
from gui.theme import set_role

FILTER = (
    "PDF (*.pdf);;PNG (*.png);;TIFF (*.tif);;SVG (*.svg);;Page with a divider (*.html);;"
    "Animation (*.gif *.webp)"
)
MOST_PREVIEW_DPI = 300.0
Panel = tuple[Path | None, str]
"""A picture: the photo that was added (None for the open one), and the key of what is made."""


class FigureEditor(QDialog):
    """Lays a figure out with a live preview; pictures are computed once, in full, beside it.

    Signals
    -------
    saved
        With the `Path` that was written.
    activated
        The window came to the front: what is compared may have changed.
    """

    saved = Signal(object)
    activated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Figure")
        self.setSizeGripEnabled(True)
        self._source: FigureSource | None = None
        self._made: dict[Panel, ShownMethod] = {}
        self._rows: dict[Path, FigureSource] = {}
        self._trouble = ""
        self._digests: dict[str, str] = {}
        self._failed: set[Panel] = set()
        self._task: Task | None = None
        self._painting, self._giving = Latest(self), Latest(self)
        self._path: Path | None = None
        self.form = FigureForm()
        self.preview = FigurePreview()
        self.bar = QProgressBar()
        self.line = secondary(" ", wrap=True)
        self.embed = QCheckBox("Embed recipes and session, never the place")
        self.copy_button, self.export_button = QPushButton("Copy"), QPushButton("Export …")
        self._build()
        self._connect()

    # Building

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = panel()
        side.setFixedWidth(330)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 4, 12)
        column.addWidget(scrolled(self.form))
        row.addWidget(side)
        row.addLayout(self._right(), 1)
        self.resize(1280, 820)

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(10)
        column.addWidget(self.preview, 1)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        self.bar.setFixedWidth(120)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the pictures")
        self.bar.hide()
        self.embed.setChecked(True)
        self.embed.setToolTip(
            "Opened again, the figure brings its session back; photo hash and weights are stated.\n"
            "The place (GPS) of the photo is never in a figure."
        )
        self.copy_button.setMenu(self._copy_menu())
        set_role(self.export_button, "primary")
        row.addWidget(self.bar)
        row.addWidget(self.line, 1)
        for part in (self.embed, self.copy_button, self.export_button):
            row.addWidget(part)
        column.addLayout(row)
        return column

    def _copy_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("Copy the picture").triggered.connect(self.copy_picture)
        menu.addAction("Copy LaTeX").triggered.connect(lambda: self.copy_text(SnippetKind.LATEX))
        markdown = menu.addAction("Copy Markdown")
        markdown.triggered.connect(lambda: self.copy_text(SnippetKind.MARKDOWN))
        return menu

    def _connect(self) -> None:
        self.form.changed.connect(self.refresh)
        self.preview.resized.connect(self._paint)
        self.export_button.clicked.connect(self._ask_file)
        self._painting.done.connect(self._painted)
        self._painting.failed.connect(self._report)
        self._giving.failed.connect(self._report)
        self._giving.done.connect(lambda then: then())

    # What is shown

    @property
    def busy(self) -> bool:
        """Whether something is computed, painted or written."""
        return self._task is not None or self._painting.busy or self._giving.busy

    def set_source(self, source: FigureSource) -> None:
        """Lay out a figure of another photo, or of other candidates of the same one."""
        before, self._source = self._source, source
        if self._task is not None:
            self._task.cancel()
        photo = source.subject.photo
        same = before is not None and before.subject.photo is photo
        digests = {c.key: f"{c.recipe.digest} {c.file}" for c in source.session.candidates}
        truth = before.subject.truth if before else None
        if not same or truth is not source.subject.truth:
            self._made.clear()
        changed = {k for k in self._digests if self._digests[k] != digests.get(k)}
        self._made = {p: made for p, made in self._made.items() if p[1] not in changed}
        self._digests = digests
        self._rows.clear()
        self._failed.clear()
        self._trouble = ""
        draft = self._next_draft(before, source) if before else source.first_draft()
        self.form.show_draft(draft, source.choices(), source.session.comparison.boxes)
        self.form.folder = photo.path.parent if photo.path else Path.home()
        self.setWindowTitle(f"Figure of {photo.name}")
        self.refresh()

    def _next_draft(self, before: FigureSource, source: FigureSource) -> FigureDraft:
        """What was chosen stays as far as it suits what is compared now."""
        old, fresh = self.form.draft(), source.first_draft()
        alike = before.choices() == source.choices() and len(old.boxes) == len(fresh.boxes)
        if alike and before.subject.photo is source.subject.photo:
            return old
        look = {"width": old.width, "gap": old.gap, "points": old.points, "font": old.font}
        return replace(fresh, **look, motion=old.motion)

    def spec(self) -> FigureSpec:
        """The figure as it is chosen now.

        Raises
        ------
        UsageError
            If the pictures do not suit the layout.
        """
        return draft_spec(self.form.draft(), self._parts())

    def _parts(self) -> list[FigurePart]:
        """The open photo, then the others that were added."""
        found = [(None, self._source), *((p, self._rows.get(p)) for p in self.form.photos)]
        return [
            FigurePart(
                {key: made for (path, key), made in self._made.items() if path == place},
                source.subject.photo,
                source.session.comparison.boxes,
            )
            for place, source in found
            if source is not None
        ]

    def refresh(self) -> None:
        """Compute what is missing, then paint."""
        if self._source is None or not self.isVisible():
            return
        missing = self._missing()
        if missing and self._task is None:
            self._compute(missing)
        elif not missing:
            self._paint()

    def _missing(self) -> list[Panel]:
        """Pictures to be computed; an empty key stands for a photo that is not open yet."""
        known = {*self._made, *self._failed}
        shown, photos = self.form.draft().shown, self.form.photos
        unopened = [(path, "") for path in photos if path not in self._rows]
        wanted = [(None, key) for key in shown] + [(path, key) for path in photos for key in shown]
        lost = {path for path, key in self._failed if not key}
        return [p for p in (*unopened, *wanted) if p not in known and p[0] not in lost]

    # Computing

    def _compute(self, panels: list[Panel]) -> None:
        source, rows = self._source, dict(self._rows)
        labels = {choice.key: choice.label for choice in source.choices()}

        def work(report: Report, stop: Callable[[], bool]) -> None:
            for path, key in panels:
                if path is not None and path not in rows:
                    rows[path] = row_source(source, path)
                    report((source, (path, ""), rows[path]))
                if key:
                    report((labels.get(key, ""), 0.0))
                    tiles = partial(_report_tile, report, labels.get(key, ""))
                    of = rows[path] if path is not None else source
                    made = of.made(key, WatchedEngine(of.engine, tiles, stop))
                    report((source, (path, key), made))

        self._task = Task(work, self)
        self._task.progressed.connect(self._computed)
        self._task.done.connect(lambda _: self._ended())
        self._task.failed.connect(self._not_computed)
        self._task.start()

    def _computed(self, what: tuple) -> None:
        if len(what) == 3:
            source, panel, made = what
            if source is self._source:
                store = self._made if panel[1] else self._rows
                store[panel if panel[1] else panel[0]] = made
            return
        label, share = what
        self.bar.show()
        self.bar.setValue(round(100 * share))
        self.preview.show_note(f"Computing {label} …")

    def _not_computed(self, error: Exception) -> None:
        message = message_of(error)
        if message is not None:
            self._failed |= set(self._missing()[:1])
            self._trouble = f"{message.sentence} {message.remedy}".strip()
        self._ended()
        self._report(error)

    def _ended(self) -> None:
        self._task.wait()
        self._task = None
        self.bar.hide()
        self.refresh()

    # Painting

    def _paint(self) -> None:
        if self._source is None or self._task is not None:
            return
        try:
            spec = self.spec()
        except DiptychError as error:
            self._report(error)
            return
        wide, high = self.preview.room.width(), self.preview.room.height()
        dpi = wide / spec.width.value.millimetres * MM_PER_INCH
        self._painting.submit(
            lambda: (fitted_figure(spec, min(dpi, MOST_PREVIEW_DPI), high), notes_on(spec))
        )

    def _painted(self, made: tuple[RasterFigure, str]) -> None:
        figure, note = made
        self.preview.show_pixels(figure.pixels)
        height, width = (side / figure.dpi * MM_PER_INCH for side in figure.pixels.shape[:2])
        size = f"{width:.0f} × {height:.0f} mm"
        self.line.setText(" · ".join(part for part in (size, self._trouble, note) if part))

    def _report(self, error: Exception) -> None:
        message = message_of(error)
        if message is not None:
            self.line.setText("")
            self.preview.show_note(f"{message.sentence}\n{message.remedy}".strip())

    # Giving away

    def copy_picture(self) -> None:
        """Put the figure on the clipboard, its crops exact."""
        spec = self._spec_or_note()
        if spec is not None:
            self._giving.submit(lambda: _then(self._to_clipboard, paint(spec)))

    def _to_clipboard(self, figure: RasterFigure) -> None:
        QGuiApplication.clipboard().setImage(figure_image(figure.pixels))
        height, width = figure.pixels.shape[:2]
        self.line.setText(f"Copied {width}×{height} pixels.")

    def copy_text(self, kind: SnippetKind) -> None:
        """Put the lines for LaTeX or Markdown on the clipboard."""
        spec = self._spec_or_note()
        if spec is not None:
            name = (self._path or self._suggested()).name
            QGuiApplication.clipboard().setText(snippet(spec, name, kind))
            self.line.setText(f"Copied the lines for {name}.")

    def export(self, path: Path) -> None:
        """Write the figure in the format that the name ends in; it may be replaced."""
        spec, source = self._spec_or_note(), self._source
        if spec is None:
            return
        draft = self.form.draft()
        parts = self._parts()
        shown = [part.made[key] for part in parts for key in draft.shown if key in part.made]
        photos = [part.photo for part in parts[1:]]
        about = source.provenance(draft, shown, photos) if self.embed.isChecked() else None
        self.line.setText(f"Writing {path.name} …")
        self._giving.submit(
            lambda: _then(self._written, save_figure(spec, path, provenance=about, overwrite=True))
        )

    def _written(self, path: Path) -> None:
        self._path = path
        self.line.setText(f"Saved {path.name}.")
        self.saved.emit(path)

    def _spec_or_note(self) -> FigureSpec | None:
        if self._source is None:
            return None
        try:
            return self.spec()
        except DiptychError as error:
            self._report(error)
            return None

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Export figure", str(self._path or self._suggested()), FILTER
        )
        if name:
            self.export(Path(name))

    def _suggested(self) -> Path:
        photo = self._source.subject.photo
        folder = photo.path.parent if photo.path else Path.home()
        return folder / f"{Path(photo.name).stem}-figure.pdf"

    # Closing

    def event(self, event: QEvent) -> bool:
        """Tell when the window comes to the front."""
        if event.type() == QEvent.Type.WindowActivate:
            self.activated.emit()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with what was put off while nobody looked."""
        super().showEvent(event)
        self.refresh()

    def shut_down(self) -> None:
        """Stop, and wait for what runs."""
        if self._task is not None:
            self._task.blockSignals(True)
            self._task.close()
            self._task = None
        self._painting.close()
        self._giving.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop computing; what is written is written to the end."""
        if self._task is not None:
            self._task.cancel()
        super().closeEvent(event)


def _report_tile(report: Report, label: str, tile: TileDone) -> None:
    report((label, tile.done / tile.total))


def _then(show: Callable[..., None], result: object) -> Callable[[], None]:
    """What is to be done on the window's thread with a result."""
    return lambda: show(result)
