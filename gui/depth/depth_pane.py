"""The depth pane: where the map came from, what it looks like, and how it is adjusted."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.depth import DepthMap
from core.depths.depth_settings import (
    LEAST_SPAN,
    SMOOTHING,
    SMOOTHING_RADIUS,
    DepthOrigin,
    DepthSettings,
)
from core.params import Value
from core.photo import Photo
from gui.depth.depth_picture import PICTURE_WIDTH, depth_facts, depth_pixmap
from gui.depth.range_slider import RangeSlider
from gui.elided_label import ElidedButton, ElidedLabel
from gui.pane_parts import Card, caption, elided_secondary, secondary
from gui.recipe.param_slider import ParamSlider
from gui.theme import set_role

NO_PHOTO = "No photo yet."
NO_MAP = "This photo brings no depth map. Methods that weigh depth get an estimate."
SWITCHED_OFF = "Depth is switched off: methods work without it."
ORIGINS = {
    DepthOrigin.AUTOMATIC: (
        "Automatic",
        "The photo's own map, else its sidecar, else an estimate where a method weighs depth",
    ),
    DepthOrigin.PHOTO: ("Photo", "The map that is stored in the photo"),
    DepthOrigin.SIDECAR: ("Sidecar", "NAME.depth.png beside the photo"),
    DepthOrigin.FILE: ("File …", "A grey picture: bright is near, or distances in millimetres"),
    DepthOrigin.ESTIMATE: ("Estimate", "A guess from position and focus, not measured"),
    DepthOrigin.NETWORK: ("Network …", "Estimated by a depth network of yours: an ONNX file"),
    DepthOrigin.NONE: ("None", "Work without depth"),
}


class DepthPane(QWidget):
    """Draws the depth settings and proposes others.

    Signals
    -------
    settings_proposed
        ``(DepthSettings, merge)``; equal ``merge`` of quick changes means one undo.
    file_wanted, network_wanted
        A map's, or a depth network's, file is to be chosen.
    """

    settings_proposed = Signal(object, str)
    file_wanted = Signal()
    network_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Depth")
        self._settings = DepthSettings()
        self._depth: DepthMap | None = None
        self.chooser = ElidedButton()
        self.picture = QLabel()
        self.source = ElidedLabel()
        self.facts = secondary(wrap=True)
        self.notes = secondary(NO_PHOTO, wrap=True)
        self.range = RangeSlider(("Far", "Near"), LEAST_SPAN)
        self.smoothing = ParamSlider(SMOOTHING, SMOOTHING.default)
        self.radius = ParamSlider(SMOOTHING_RADIUS, SMOOTHING_RADIUS.default)
        self.invert = QCheckBox("Invert")
        self.file_button = QPushButton("File …")
        self.estimate_button = QPushButton("Estimate")
        self._map_parts = QWidget()
        self._build()
        self._connect()
        self.show_photo(None)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(caption("Depth"))
        head.addStretch(1)
        head.addWidget(self.chooser)
        column.addLayout(head)
        card = Card()
        card.column.addWidget(self._map_parts)
        card.column.addWidget(self.notes)
        card.column.addLayout(self._buttons())
        column.addWidget(card)
        self._lay_out_map()
        self._describe()

    def _lay_out_map(self) -> None:
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self.source)
        text.addWidget(self.facts)
        ends = QHBoxLayout()
        ends.addWidget(elided_secondary("Far – near"), 1)
        ends.addWidget(self.invert)
        text.addLayout(ends)
        text.addWidget(self.range)
        text.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        column = QVBoxLayout(self._map_parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.smoothing)
        column.addWidget(self.radius)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.file_button, self.estimate_button):
            set_role(button, "small")
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _describe(self) -> None:
        self.chooser.setToolTip("Where depth comes from")
        self.chooser.setAccessibleName("Source of the depth map")
        self.chooser.setMenu(self._menu())
        self.picture.setAccessibleName("Depth map, near is bright")
        self.picture.setFixedWidth(PICTURE_WIDTH)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.source.setAccessibleName("Where the depth map came from")
        self.range.setAccessibleName("Far and near")
        self.range.setToolTip(
            "What lies beyond the handles counts as farthest or nearest.\nDouble click: all of it."
        )
        self.invert.setToolTip("For maps in which bright is far")
        self.file_button.setToolTip("Use a depth map from a file")
        self.file_button.setAccessibleName("Choose a depth map's file")
        self.estimate_button.setToolTip("Guess depth from position and focus; nothing is measured")

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        self._choices = {}
        for origin, (text, tip) in ORIGINS.items():
            action = menu.addAction(text, lambda origin=origin: self._choose(origin))
            action.setCheckable(True)
            action.setToolTip(tip)
            group.addAction(action)
            self._choices[origin] = action
        return menu

    def _connect(self) -> None:
        self.range.changed.connect(self._range_changed)
        self.smoothing.changed.connect(self._value_changed)
        self.radius.changed.connect(self._value_changed)
        self.invert.toggled.connect(self._invert_toggled)
        self.file_button.clicked.connect(self.file_wanted)
        self.estimate_button.clicked.connect(lambda: self._choose(DepthOrigin.ESTIMATE))

    # What is shown

    def show_photo(self, photo: Photo | None) -> None:
        """Without a photo there is nothing to choose."""
        for part in (self.chooser, self.file_button, self.estimate_button):
            part.setVisible(photo is not None)
        self.show_depth(photo.depth if photo else None)
        if photo is None:
            self.notes.setText(NO_PHOTO)

    def show_settings(self, settings: DepthSettings) -> None:
        """Draw the settings without reporting them."""
        self._settings = settings
        self._choices[settings.origin].setChecked(True)
        self.chooser.set_whole_text(ORIGINS[settings.origin][0].removesuffix(" …"))
        self.range.set_values(settings.far, settings.near)
        self.smoothing.set_value(settings.smoothing)
        self.radius.set_value(settings.radius)
        self.radius.setVisible(settings.smoothing > 0)
        self.invert.blockSignals(True)
        self.invert.setChecked(settings.invert)
        self.invert.blockSignals(False)

    def show_depth(self, depth: DepthMap | None, notes: tuple[str, ...] = ()) -> None:
        """Draw the map as methods get to see it, and what has to be said about it."""
        self._depth = depth
        self._map_parts.setVisible(depth is not None)
        self.notes.setText("\n".join(notes) or self._nothing())
        self.notes.setVisible(bool(self.notes.text()))
        if depth is not None:
            self.source.setText(depth.source)
            self.facts.setText(depth_facts(depth))
            self.picture.setPixmap(depth_pixmap(depth, self.devicePixelRatioF()))

    def show_waiting(self, text: str) -> None:
        """Say what is being done while the map before is still shown."""
        self.notes.setText(text)
        self.notes.show()

    def _nothing(self) -> str:
        if self._depth is not None:
            return ""
        return SWITCHED_OFF if self._settings.origin is DepthOrigin.NONE else NO_MAP

    # What is proposed

    def _choose(self, origin: DepthOrigin) -> None:
        self._choices[self._settings.origin].setChecked(True)
        if origin is DepthOrigin.FILE:
            self.file_wanted.emit()
        elif origin is DepthOrigin.NETWORK:
            self.network_wanted.emit()
        else:
            self.settings_proposed.emit(self._settings.of(origin), "")

    def _range_changed(self, far: float, near: float) -> None:
        self.settings_proposed.emit(replace(self._settings, far=far, near=near), "depth range")

    def _value_changed(self, name: str, value: Value) -> None:
        changed = replace(self._settings, **{name: float(value)})
        self.settings_proposed.emit(changed, f"depth {name}")

    def _invert_toggled(self, on: bool) -> None:
        self.settings_proposed.emit(replace(self._settings, invert=on), "")
