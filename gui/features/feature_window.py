"""Feature maps of the open photo: what the layers of a network answer to the view's middle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QImage, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.atomic_write import write_bytes
from core.engine import Engine
from core.errors import DiptychError
from core.feature_maps import (
    FeatureLayer,
    FeatureMaps,
    grey_maps,
    place_to_look_at,
    sheet_png,
    steps_with_insides,
)
from core.photo import Photo
from core.recipe import Recipe
from core.region import Region
from gui.background import Task
from gui.features.feature_grid import FeatureGrid
from gui.messages import message_of
from gui.pane_parts import elided_secondary, secondary
from gui.recipe.choice_controls import ChoiceBox

REST_MILLISECONDS = 250
NO_PHOTO = "Open a photo first."
NO_NETWORK = "Tick a network, and show it: the result shown has no layers to look at."
LOOKING = "Looking …"


@dataclass(frozen=True)
class Looked:
    """What is looked at.

    Attributes
    ----------
    photo, recipe
        Of the result that the canvas shows.
    visible
        What the canvas shows of the photo.
    """

    photo: Photo | None
    recipe: Recipe | None
    visible: Region


class FeatureWindow(QDialog):
    """Follows the result shown and the view.

    Parameters
    ----------
    engine
        Runs the steps before, and the network.
    looked
        Says what is to be looked at now.
    """

    def __init__(
        self, engine: Engine, looked: Callable[[], Looked], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Feature maps")
        self.setSizeGripEnabled(True)
        self._engine, self._ask = engine, looked
        self._key: tuple = ()
        self._steps: list[str] = []
        self._layers: dict[str, tuple[FeatureLayer, ...]] = {}
        self._task: Task | None = None
        self.maps: FeatureMaps | None = None
        self.step, self.layer, self.range = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.grid = FeatureGrid()
        self.line = elided_secondary(" ")
        self.copy_button, self.save_button = QPushButton("Copy"), QPushButton("Save picture …")
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self.look)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addLayout(self._choices())
        column.addWidget(self.grid, 1)
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(self.copy_button)
        row.addWidget(self.save_button)
        column.addLayout(row)
        self.step.currentIndexChanged.connect(self.look)
        self.layer.currentIndexChanged.connect(self.look)
        self.range.currentIndexChanged.connect(self._draw)
        self.grid.current_changed.connect(self._describe)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self._ask_file)
        for button in (self.copy_button, self.save_button):
            button.setAutoDefault(False)
        self.resize(1040, 760)

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.range.addItems(("Each map by itself", "One scale for all"))
        for text, box in (("Step", self.step), ("Layer", self.layer), ("Greys", self.range)):
            box.setAccessibleName(text)
            box.setMinimumWidth(130)
            box.setMinimumContentsLength(14)
            box.setSizeAdjustPolicy(
                ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            row.addWidget(secondary(text))
            row.addWidget(box, 2 if box is self.layer else 1)
        return row

    @property
    def busy(self) -> bool:
        """Whether maps are being made."""
        return self._task is not None

    def follow(self) -> None:
        """The view, the result or the photo changed."""
        if self.isVisible():
            self._rest.start()

    def look(self) -> None:
        """Make the maps of what is looked at, unless they are there."""
        self._rest.stop()
        now = self._ask()
        reason = self._offer_steps(now)
        if reason:
            self._stop()
            self._key, self.maps = (), None
            self.grid.clear(reason)
            self._describe()
            self._enable(False)
            return
        self._enable(True)
        place = steps_with_insides(now.recipe, self._engine.ops)[self.step.currentIndex()]
        op = now.recipe.active[place].op
        region = place_to_look_at(now.visible, self._engine.ops[op].macs)
        layer = self.layer.currentData() if self._layers_are_of(op) else None
        key = (now.photo.content_hash, now.recipe.digest, place, region, layer)
        if key != self._key:
            self._key = key
            self._start(now, place, op, layer, region)

    def _enable(self, on: bool) -> None:
        for box in (self.step, self.layer, self.range):
            box.setEnabled(on)

    def _offer_steps(self, now: Looked) -> str:
        """List the networks of the recipe; why there is none."""
        if now.photo is None:
            return NO_PHOTO
        steps = [] if now.recipe is None else steps_with_insides(now.recipe, self._engine.ops)
        ids = [now.recipe.active[place].op for place in steps]
        if ids != self._steps:
            self._steps = ids
            self.step.blockSignals(True)
            self.step.clear()
            self.step.addItems([self._engine.ops[op].label for op in ids])
            self.step.blockSignals(False)
        return "" if ids else NO_NETWORK

    def _layers_are_of(self, op: str) -> bool:
        """Whether the list of layers is that of this network; if not, it is filled if known."""
        if self.layer.property("op") != op and op in self._layers:
            self.layer.blockSignals(True)
            self.layer.clear()
            for layer in self._layers[op]:
                self.layer.addItem(f"{layer.label} – {layer.channels} maps", layer)
            first = [place for place, layer in enumerate(self._layers[op]) if layer.guides]
            self.layer.setCurrentIndex(first[0] if first else 0)
            self.layer.setProperty("op", op)
            self.layer.blockSignals(False)
        return self.layer.property("op") == op

    def _start(
        self, now: Looked, place: int, op: str, layer: FeatureLayer | None, region: Region
    ) -> None:
        self._stop()
        self.grid.show_note(LOOKING)
        engine, photo, recipe = self._engine, now.photo, now.recipe

        def work(report, stop) -> FeatureMaps | tuple[FeatureLayer, ...]:
            if layer is None:
                return engine.ops[op].inside.layers()
            return engine.feature_maps(photo, recipe, place, layer, region=region, cancelled=stop)

        self._task = Task(work, self)
        self._task.done.connect(lambda found: self._done(op, found))
        self._task.failed.connect(self._failed)
        self._task.start()

    def _done(self, op: str, found: FeatureMaps | tuple[FeatureLayer, ...]) -> None:
        self._end()
        if isinstance(found, tuple):
            self._layers[op] = found
            self.look()
            return
        self.maps = found
        self._draw()

    def _failed(self, error: Exception) -> None:
        self._end()
        message = message_of(error)
        if message is not None:
            self.maps = None
            self.grid.clear(f"{message.sentence} {message.remedy}")
            self._describe()

    def _draw(self) -> None:
        if self.maps is not None:
            self.grid.show_maps(self._greys())
        self._describe()

    def _greys(self):
        return grey_maps(self.maps, one_scale=self.range.currentIndex() == 1)

    def _describe(self) -> None:
        for button in (self.copy_button, self.save_button):
            button.setEnabled(self.maps is not None)
        if self.maps is None:
            self.line.setText("Click a map, or press Enter, to see it alone.")
            return
        count, height, width = self.maps.values.shape
        low, high = self.maps.ranges[min(self.grid.current, count - 1)]
        of = self.maps.region
        text = (
            f"Map {self.grid.current + 1} of {count}: {low:.3g} … {high:.3g} · "
            f"{width}×{height} values for {of.width}×{of.height} px in the middle of the view "
            f"(x {of.left}, y {of.top}), float32"
        )
        self.line.setText(text.replace("-", "−"))

    # Giving away

    def copy(self) -> None:
        """Put the maps on the clipboard as one picture."""
        QGuiApplication.clipboard().setImage(QImage.fromData(self._png()))
        self.line.setText("Copied the maps.")

    def save(self, path: Path) -> None:
        """Write the maps as one picture."""
        try:
            write_bytes(path.with_suffix(".png"), self._png(), overwrite=True)
        except DiptychError as error:
            self.line.setText(str(error))
        else:
            self.line.setText(f"Saved {path.with_suffix('.png').name}.")

    def _png(self) -> bytes:
        return sheet_png(self._greys(), self.grid.columns)

    def _ask_file(self) -> None:
        photo = self._ask().photo
        start = (photo.path if photo and photo.path else Path.home() / "photo").with_suffix("")
        name, _ = QFileDialog.getSaveFileName(
            self, "Save feature maps", f"{start}-features.png", "Pictures (*.png)"
        )
        if name:
            self.save(Path(name))

    # Ends

    def _end(self) -> None:
        if self._task is not None:
            self._task.wait()
            self._task = None

    def _stop(self) -> None:
        if self._task is not None:
            self._task.blockSignals(True)
            self._task.close()
            self._task = None

    def shut_down(self) -> None:
        """Stop and wait."""
        self._rest.stop()
        self._stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at once."""
        super().showEvent(event)
        self._rest.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give up what is being made."""
        self.shut_down()
        self._key = ()
        super().closeEvent(event)
