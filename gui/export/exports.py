"""Saving and batches: asks where to, works beside the window, says what became of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.engine import Engine, TileDone
from core.photo import Photo
from core.recipe import Recipe
from core.session import Session
from gui.background import Task, Work
from gui.messages import MessageBar
from gui.registry.methods import Methods
from gui.settings import Settings
from gui.state import State
from gui.status import StatusBar

if TYPE_CHECKING:  # loaded when first used: the window appears sooner
    from core.photos.writing import SaveOptions
    from gui.export.batch_dialog import BatchDialog
    from gui.export.export_dialog import SavePictureDialog
    from gui.reference.reference_mode import ReferenceMode


class Exports(QObject):
    """Owns the dialogs and the threads behind them.

    Parameters
    ----------
    owner
        Parent of the dialogs.
    engine, methods
        What runs, and what can be chosen for a batch.
    state, messages, status, settings
        Of the window.
    """

    def __init__(
        self,
        owner: QWidget,
        engine: Engine,
        methods: Methods,
        *,
        state: State,
        messages: MessageBar,
        status: StatusBar,
        settings: Settings,
    ) -> None:
        super().__init__(owner)
        self._owner, self._engine, self._methods = owner, engine, methods
        self._state, self._messages, self._status = state, messages, status
        self._settings = settings
        self._tasks: list[Task] = []
        self._batch: BatchDialog | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being written."""
        return bool(self._tasks)

    @property
    def batch_dialog(self) -> BatchDialog | None:
        """The batch's dialog while it is open."""
        return self._batch

    # Picture

    def ask_picture(self) -> SavePictureDialog | None:
        """Ask where the result goes."""
        from gui.export.export_dialog import SavePictureDialog

        photo, session = self._state.seen_photo, self._state.session
        if photo is None:
            return None
        if session.shown is not None and session.shown.file is not None:
            self._status.say(f"This result is a file already: {session.shown.file}")
            return None
        recipe = session.shown.recipe if session.shown else Recipe("")
        scale = self._engine.scale(recipe)
        start = suggested(photo, session, self._engine, ".png" if photo.bits > 8 else ".jpg")
        facts = (
            f"{photo.width * scale}×{photo.height * scale} pixels with the profile, EXIF and XMP "
            "of the photo. The photo itself is never replaced."
        )
        dialog = SavePictureDialog(start, facts, self._settings, self._owner)
        dialog.form.offer_depth(photo.depth is not None)
        dialog.chosen.connect(
            lambda path, options: self.save_picture(photo, session, recipe, path, options)
        )
        dialog.show()
        return dialog

    def save_picture(
        self, photo: Photo, session: Session, recipe: Recipe, path: Path, options: SaveOptions
    ) -> None:
        """Compute the whole result and write it."""
        from core.photos.picture_origin import origin_text
        from core.photos.writing import check_target, format_of, save_picture

        engine = self._engine

        def work(report, stop):
            format_of(path, options)
            check_target(path, photo, overwrite=options.overwrite)
            made = engine.run(photo, recipe, None, report, stop)
            text = origin_text(session, made.report)
            return save_picture(
                made.pixels, path, source=photo, options=options, alpha=made.alpha, text=text
            )

        self._start(work, path)

    def quick_figure(self, reference: ReferenceMode) -> None:
        """Write the figure of what is compared beside the photo, without asking."""
        from core.figures.figure_draft import FigureSource
        from core.figures.figure_methods import Subject
        from gui.export.quick_figure import figure_path, write_figure

        photo, truth = reference.photo, reference.truth_photo
        if photo is None:
            return
        source = FigureSource(self._engine, Subject(photo, truth), self._state.session)
        path = figure_path(photo, Path.home())
        self._start(lambda report, stop: write_figure(source, path, report, stop), path)

    # Batch

    def ask_batch(self) -> BatchDialog:
        """Open the batch's dialog, or bring it to the front."""
        from gui.export.batch_dialog import BatchDialog

        session = self._state.session
        recipes = batch_recipes(session, self._methods)
        if self._batch is None:
            folder = self._state.photo.path.parent if _has_file(self._state.photo) else Path.home()
            self._batch = BatchDialog(self._engine, folder, self._settings, self._owner)
            self._batch.destroyed.connect(self._batch_gone)
        self._batch.offer(recipes, session.depth)
        self._batch.show()
        self._batch.raise_()
        return self._batch

    def _batch_gone(self) -> None:
        self._batch = None

    # Threads

    def cancel(self) -> bool:
        """Stop what is being written; False if there is nothing."""
        for task in self._tasks:
            task.cancel()
        return bool(self._tasks)

    def close(self) -> None:
        """Stop everything and wait for it."""
        for task in self._tasks:
            task.close()
        if self._batch is not None:
            self._batch.close()

    def _start(self, work: Work, path: Path) -> None:
        task = Task(work, self)
        self._tasks.append(task)
        task.progressed.connect(lambda tile: self._progressed(path, tile))
        task.done.connect(lambda notes: self._ended(task, f"Saved {path}.", notes or ()))
        task.failed.connect(lambda error: self._failed(task, error))
        self._status.set_progress(f"Saving {path.name}", 0.0)
        task.start()

    def _progressed(self, path: Path, tile: TileDone) -> None:
        text = f"Saving {path.name} · tile {tile.done} of {tile.total}"
        self._status.set_progress(text, tile.done / tile.total)

    def _ended(self, task: Task, sentence: str, notes: tuple[str, ...] = ()) -> None:
        task.wait()
        self._tasks.remove(task)
        self._status.end_progress(" ".join((sentence, *notes)))

    def _failed(self, task: Task, error: Exception) -> None:
        self._ended(task, "")
        self._messages.report(error)


def suggested(photo: Photo, session: Session, engine: Engine, ending: str) -> Path:
    """A name beside the photo that says what was done."""
    folder = photo.path.parent if photo.path else Path.home()
    label = session.shown.label(engine.ops) if session.shown else "copy"
    words = re.sub(r"[^\w×.-]+", "-", label).strip("-").lower()
    return folder / f"{Path(photo.name).stem}-{words[:60]}{ending}"


def batch_recipes(session: Session, methods: Methods) -> dict[str, Recipe]:
    """What a batch can run: the candidates first, then everything in the registry."""
    found: dict[str, Recipe] = {}
    shown = session.shown
    ordered = ([shown] if shown else []) + [c for c in session.candidates if c is not shown]
    for candidate in ordered:
        if candidate.file is None:
            found.setdefault(candidate.label(methods.ops), candidate.recipe)
    for key, op in methods.ops.items():
        found.setdefault(op.label, methods.recipe(key))
    for recipe in methods.recipes.values():
        found.setdefault(recipe.name, recipe)
    return found


def _has_file(photo: Photo | None) -> bool:
    return photo is not None and photo.path is not None
