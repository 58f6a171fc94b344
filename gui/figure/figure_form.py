"""What can be chosen for a figure: layout, pictures, boxes, captions and measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.comparison import ZoomBox
from core.figures import Font, Layout, Motion, WidthPreset
from core.figures.figure_draft import ORIGINAL, TEMPLATES, Choice, FigureDraft
from core.params import Param
from core.photos.photo_files import PHOTO_SUFFIXES
from gui.pane_parts import Card, caption, secondary
from gui.recipe.choice_controls import ChoiceBox
from gui.recipe.param_slider import ParamSlider
from gui.row_list import Row, RowList
from gui.theme import set_role

PHOTO_FILTER = f"Photos ({' '.join('*' + suffix for suffix in PHOTO_SUFFIXES)});;All files (*)"
LAYOUTS = (
    ("Pair", Layout.PAIR),
    ("Triple with an inset", Layout.TRIPLE),
    ("Rows of crops per box", Layout.ROWS),
    ("Grid", Layout.GRID),
)
WIDTHS = (
    ("One column, 85 mm", WidthPreset.ONE_COLUMN),
    ("Two columns, 175 mm", WidthPreset.TWO_COLUMNS),
    ("Slide, 16:9", WidthPreset.SLIDE),
    ("Screen", WidthPreset.SCREEN),
)
PICTURES = {Layout.PAIR: 2, Layout.TRIPLE: 3}
FONTS = (("The width's own", None), ("Serif (STIX)", Font.SERIF), ("Sans (DejaVu)", Font.SANS))
MOTIONS = (("Sweep of the divider", Motion.SWEEP), ("Blink", Motion.BLINK))
COLUMNS = (("As many as look even", None), *((str(n), n) for n in range(1, 9)))
GAP = Param("gap", "Gap", 1.6, 0, 10, 0.1, unit="mm", help="Between pictures.")
POINTS = Param("points", "Font size", 9, 5, 28, 0.5, unit="pt", help="Of the captions.")


class FigureForm(QWidget):
    """The controls of the figure editor.

    Signals
    -------
    changed
        Something else is chosen; quick changes come together.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_box = _box("Layout", LAYOUTS)
        self.width_box = _box("Width", WIDTHS)
        self.columns = _box("Columns", COLUMNS)
        self.font_box = _box("Font", FONTS)
        self.motion = _box("Movement of an animation", MOTIONS)
        self.gap, self.points = ParamSlider(GAP, GAP.default), ParamSlider(POINTS, POINTS.default)
        self.caption, self.title = QLineEdit(), QLineEdit()
        self.templates = QPushButton("Templates")
        self.photo_list = RowList("More photos, one row each")
        self.add_button, self.clear_button = QPushButton("Add photos …"), QPushButton("Only one")
        self.pictures = RowList("Pictures of the figure", movable=True)
        self.boxes = RowList("Zoom boxes")
        self.folder = Path.home()
        self._own_measures = False
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        form = QFormLayout()
        form.setSpacing(6)
        form.addRow(secondary("Layout"), self.layout_box)
        form.addRow(secondary("Width"), self.width_box)
        form.addRow(secondary("Columns"), self.columns)
        form.addRow(secondary("Font"), self.font_box)
        form.addRow(secondary("Animation"), self.motion)
        self._form = form
        measures = Card()
        measures.column.addLayout(form)
        measures.column.addWidget(self.gap)
        measures.column.addWidget(self.points)
        self.pictures.setToolTip("Drag to change the order, or press Alt and an arrow key")
        for part in (caption("Layout"), measures, caption("Pictures"), self.pictures):
            column.addWidget(part)
        column.addWidget(caption("More photos"))
        column.addLayout(self._photos())
        self._boxes_caption = caption("Zoom boxes")
        for part in (self._boxes_caption, self.boxes, caption("Captions"), self._captions()):
            column.addWidget(part)
        column.addStretch(1)

    def _photos(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self.photo_list.setToolTip("The same methods and zoom boxes on other photos, a row each")
        row = QHBoxLayout()
        for button in (self.add_button, self.clear_button):
            set_role(button, "small")
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self.photo_list)
        column.addLayout(row)
        self.set_photos(())
        return column

    @property
    def photos(self) -> tuple[Path, ...]:
        """Photos that get a row each, below the open one."""
        return tuple(Path(row.key) for row in self.photo_list.rows)

    def set_photos(self, paths: Sequence[Path]) -> None:
        """Give these photos a row each."""
        rows = [Row(str(path), path.name, str(path)) for path in dict.fromkeys(paths)]
        self.photo_list.show_rows(rows, most=5)
        self.photo_list.setVisible(bool(rows))
        self.clear_button.setVisible(bool(rows))
        self._touched()

    def _ask_photos(self) -> None:
        start = str(self.photos[-1].parent if self.photos else self.folder)
        names, _ = QFileDialog.getOpenFileNames(self, "Add photos", start, PHOTO_FILTER)
        if names:
            self.set_photos((*self.photos, *map(Path, names)))

    def _captions(self) -> QWidget:
        card = Card()
        self.caption.setAccessibleName("Template of the captions")
        self.caption.setToolTip("{letter}, {label} and metrics such as {psnr_y:.2f} or {ssim:.4f}")
        self.title.setAccessibleName("Title of the figure")
        self.title.setPlaceholderText("Title, for metadata and captions")
        menu = QMenu(self)
        for template in TEMPLATES:
            action = menu.addAction(template.replace("\n", " ⏎ "))
            action.triggered.connect(lambda _=False, t=template: self._use_template(t))
        self.templates.setMenu(menu)
        set_role(self.templates, "small")
        row = QHBoxLayout()
        row.addWidget(self.caption, 1)
        row.addWidget(self.templates)
        card.column.addLayout(row)
        card.column.addWidget(self.title)
        return card

    def _connect(self) -> None:
        self.layout_box.currentIndexChanged.connect(self._layout_chosen)
        for box in (self.columns, self.font_box, self.motion):
            box.currentIndexChanged.connect(self._touched)
        self.width_box.currentIndexChanged.connect(self._width_chosen)
        for slider in (self.gap, self.points):
            slider.changed.connect(self._measured)
        for field in (self.caption, self.title):
            field.textEdited.connect(self._touched)
        for ticks in (self.pictures, self.boxes):
            ticks.changed.connect(self._touched)
        self.add_button.clicked.connect(self._ask_photos)
        self.clear_button.clicked.connect(lambda: self.set_photos(()))
        self._soon.timeout.connect(self.changed)

    # What is chosen

    def show_draft(
        self, draft: FigureDraft, choices: Sequence[Choice], boxes: Sequence[ZoomBox]
    ) -> None:
        """Show a draft without reporting it."""
        self.blockSignals(True)
        for box, value in (
            (self.layout_box, draft.layout),
            (self.width_box, draft.width),
            (self.columns, draft.columns),
            (self.font_box, draft.font),
            (self.motion, draft.motion),
        ):
            box.setCurrentIndex(_index(box, value))
        self.caption.setText(draft.caption.replace("\n", "\\n"))
        self.caption.setCursorPosition(0)
        self.title.setText(draft.title)
        self._own_measures = draft.gap is not None or draft.points is not None
        self._show_measures(draft)
        self._show_pictures(draft, choices)
        self._show_boxes(draft, boxes)
        self.blockSignals(False)
        self._enable()
        self._soon.stop()

    def draft(self) -> FigureDraft:
        """What is chosen now."""
        own = self._own_measures
        return FigureDraft(
            layout=self.layout_box.currentData(),
            width=self.width_box.currentData(),
            shown=self.pictures.ticked,
            boxes=tuple(int(key) for key in self.boxes.ticked),
            caption=self.caption.text().replace("\\n", "\n"),
            title=self.title.text(),
            gap=self.gap.value if own else None,
            points=self.points.value if own else None,
            font=self.font_box.currentData(),
            columns=self.columns.currentData(),
            motion=self.motion.currentData(),
        )

    def _show_pictures(self, draft: FigureDraft, choices: Sequence[Choice]) -> None:
        order = {key: place for place, key in enumerate(draft.shown)}
        rows = sorted(choices, key=lambda choice: order.get(choice.key, len(order)))
        self.pictures.show_rows([Row(c.key, c.label, on=c.key in order) for c in rows], most=9)

    def _show_boxes(self, draft: FigureDraft, boxes: Sequence[ZoomBox]) -> None:
        rows = [Row(str(n), _box_label(b, n), on=n in draft.boxes) for n, b in enumerate(boxes)]
        self.boxes.show_rows(rows, most=9)
        for part in (self.boxes, self._boxes_caption):
            part.setVisible(bool(boxes))

    def _show_measures(self, draft: FigureDraft) -> None:
        preset = draft.width.value
        self.gap.set_value(preset.gap if draft.gap is None else draft.gap)
        self.points.set_value(preset.points if draft.points is None else draft.points)

    # Changes

    def _layout_chosen(self) -> None:
        """A pair takes two pictures and a triple three: tick or untick to get there."""
        wanted = PICTURES.get(self.layout_box.currentData())
        if wanted is not None and not self.signalsBlocked():
            self.pictures.show_rows(_ticked_exactly(self.pictures.rows, wanted))
        self._touched()

    def _width_chosen(self) -> None:
        self._own_measures = False
        self._show_measures(self.draft())
        self._touched()

    def _measured(self) -> None:
        self._own_measures = True
        self._touched()

    def _use_template(self, template: str) -> None:
        self.caption.setText(template.replace("\n", "\\n"))
        self._touched()

    def _touched(self) -> None:
        self._enable()
        if not self.signalsBlocked():
            self._soon.start()

    def _enable(self) -> None:
        self._form.setRowVisible(self.columns, self.layout_box.currentData() is Layout.GRID)


def _box(name: str, rows: Sequence[tuple[str, object]]) -> ChoiceBox:
    box = ChoiceBox()
    box.setAccessibleName(name)
    for text, data in rows:
        box.addItem(text, data)
    return box


def _index(box: ChoiceBox, value: object) -> int:
    """Where a value stands; Qt compares enums and None by identity itself only in part."""
    return next((n for n in range(box.count()) if box.itemData(n) == value), 0)


def _ticked_exactly(rows: Sequence[Row], wanted: int) -> list[Row]:
    """Untick the truth first, then from the end; tick what comes next in the list."""
    on, off = [row.key for row in rows if row.on], [row.key for row in rows if not row.on]
    spare = sorted(reversed(on), key=lambda key: key != ORIGINAL)[: max(len(on) - wanted, 0)]
    more = off[: max(wanted - len(on), 0)]
    kept = {key for key in on if key not in spare} | set(more)
    return [replace(row, on=row.key in kept) for row in rows]


def _box_label(box: ZoomBox, number: int) -> str:
    rect = box.rect
    return f"{box.name or f'Box {number + 1}'} · {rect.width}×{rect.height} px"
