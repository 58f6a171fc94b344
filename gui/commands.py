"""What the actions do: each one a short proposal to the state, the canvas or the opener."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMenu, QWidget

from core.atomic_write import write_text
from core.comparison import Mode
from core.errors import DiptychError
from core.photos.photo_files import PHOTO_SUFFIXES
from core.session import Session, session_to_text
from core.view.navigation import actual_size, fit_toggled, fitted
from gui.actions import Act
from gui.canvas.canvas import ComparisonCanvas
from gui.export.exports import Exports
from gui.file_dialogs import ask_for_file
from gui.messages import MessageBar
from gui.open_files import SESSION_SUFFIX, next_photo
from gui.opening import Opening
from gui.results import Results
from gui.state import State
from gui.status import StatusBar

MODES = {
    Act.SPLIT: Mode.SPLIT,
    Act.SPLIT_HORIZONTAL: Mode.SPLIT_HORIZONTAL,
    Act.SIDE_BY_SIDE: Mode.SIDE_BY_SIDE,
    Act.TOP_BOTTOM: Mode.TOP_BOTTOM,
    Act.GRID: Mode.GRID,
    Act.DIFFERENCE: Mode.DIFFERENCE,
    Act.BLINK: Mode.BLINK,
    Act.TRUST: Mode.TRUST,
}
NEEDS_PHOTO = (
    *(Act.PREVIOUS, Act.NEXT, Act.SAVE_SESSION, Act.SAVE_PICTURE, Act.EXPORT_FIGURE),
    *(Act.COPY_VIEW, Act.RUN_AGAIN, Act.SWAP, Act.FIT, Act.ACTUAL_SIZE, Act.NEW_BOX),
    *(Act.OPEN_RESULT, Act.OPEN_REFERENCE, Act.REFERENCE_FOLDER, *MODES),
    *(Act.LAB, Act.JPEG_TABLE, Act.PASTE_RECIPE),
)
NEEDS_CANDIDATE = (
    *(Act.DUPLICATE, Act.REMOVE),
    *(Act.QUICK_FIGURE, Act.SAVE_PRESET, Act.COPY_RECIPE, Act.APPLY_TO_FOLDER),
)
PHOTO_FILTER = f"Photos ({' '.join('*' + suffix for suffix in PHOTO_SUFFIXES)});;All files (*)"
SESSION_FILTER = f"Sessions (*{SESSION_SUFFIX})"


@dataclass(frozen=True, eq=False)
class Parts:
    """What actions act on.

    Attributes
    ----------
    owner
        Parent of dialogs.
    state, results, opening, canvas, messages, status, exports
        Of the window.
    """

    owner: QWidget
    state: State
    results: Results
    opening: Opening
    canvas: ComparisonCanvas
    messages: MessageBar
    status: StatusBar
    exports: Exports


class Commands(QObject):
    """Connects actions to what they do.

    Parameters
    ----------
    parts
        What they act on.
    actions
        By name.
    """

    def __init__(self, parts: Parts, actions: dict[Act, QAction]) -> None:
        super().__init__(parts.owner)
        self.parts, self.actions = parts, actions
        for act, does in self._table().items():
            actions[act].triggered.connect(lambda _=False, does=does: self.attempt(does))
        parts.state.history_changed.connect(self.enable)
        parts.state.session_changed.connect(self.enable)
        self.enable()

    def _table(self) -> dict[Act, Callable[[], object]]:
        state, canvas = self.parts.state, self.parts.canvas
        modes = {act: lambda mode=mode: self.set_mode(mode) for act, mode in MODES.items()}
        return {
            Act.OPEN: self.open_photo,
            Act.PREVIOUS: lambda: self.go(-1),
            Act.NEXT: lambda: self.go(1),
            Act.OPEN_RESULT: self.open_result,
            Act.OPEN_SESSION: self.open_session,
            Act.SAVE_SESSION: self.save_session,
            Act.UNDO: state.undo,
            Act.REDO: state.redo,
            Act.COPY_VIEW: self.copy_view,
            Act.DUPLICATE: self.duplicate,
            Act.REMOVE: self.remove,
            Act.RUN_AGAIN: self.parts.results.run_again,
            Act.CANCEL: self.cancel,
            Act.SWAP: self.swap,
            Act.FIT: self.fit,
            Act.ACTUAL_SIZE: self.actual_size,
            Act.KEYS: self.show_keys,
            Act.PALETTE: self.find_action,
            Act.NEW_BOX: lambda: canvas.pointer.start_drawing(True),
            **modes,
        }

    def attempt(self, does: Callable[[], object]) -> None:
        """Do something that may fail; the failure goes to the message bar."""
        try:
            does()
        except DiptychError as error:
            self.parts.messages.report(error)

    def enable(self, _session: Session | None = None) -> None:
        """Offer only what makes sense now."""
        state = self.parts.state
        for act in NEEDS_PHOTO:
            self.actions[act].setEnabled(state.photo is not None)
        for act in NEEDS_CANDIDATE:
            self.actions[act].setEnabled(state.session.shown is not None)
        self.actions[Act.UNDO].setEnabled(state.can_undo)
        self.actions[Act.REDO].setEnabled(state.can_redo)

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Keys that the canvas left over; False if they mean nothing."""
        does: dict[int, Callable[[], object]] = {Qt.Key.Key_Escape: self.cancel}
        button = QApplication.focusWidget()
        if isinstance(button, QAbstractButton):  # by itself only Space presses it
            does[Qt.Key.Key_Return] = does[Qt.Key.Key_Enter] = button.click
        if self.parts.canvas.hasFocus() and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            does[Qt.Key.Key_Left] = lambda: self.go(-1)
            does[Qt.Key.Key_Right] = lambda: self.go(1)
            does[Qt.Key.Key_I] = self.actions[Act.INSPECTOR].toggle
            does[Qt.Key.Key_H] = self.actions[Act.HISTOGRAM].toggle
            does[Qt.Key.Key_J] = self.actions[Act.CLIPPING].toggle
            does[Qt.Key.Key_P] = self.actions[Act.PIN].trigger
        if event.key() in does:
            self.attempt(does[event.key()])
            return True
        if event.text() == "?":
            self.actions[Act.KEYS].trigger()
            return True
        return False

    # Files

    def open_photo(self) -> None:
        """Ask for a photo."""
        path = self._asked("Open photo", PHOTO_FILTER)
        if path:
            self.parts.opening.open(path)

    def go(self, by: int) -> None:
        """To the next or previous photo of the folder."""
        path = next_photo(self.parts.opening.place, by)
        if path is None:
            self.parts.status.say("There is no other photo in this folder.")
        else:
            self.parts.opening.open(path)

    def open_result(self) -> None:
        """Ask for a picture that another program made of this photo."""
        path = self._asked("Add another program's result", PHOTO_FILTER)
        if path:
            self.parts.opening.other_results.open(path)

    def open_session(self) -> None:
        """Ask for a saved session."""
        path = self._asked("Open session", SESSION_FILTER)
        if path:
            self.parts.opening.open(path)

    def _asked(self, title: str, filters: str) -> Path | None:
        return ask_for_file(self.parts.owner, title, self.parts.opening.recent.folder, filters)

    def save_session(self) -> None:
        """Ask where to, and write the session."""
        photo = self.parts.state.photo
        start = self.parts.opening.recent.folder / f"{Path(photo.name).stem}{SESSION_SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self.parts.owner, "Save session", str(start), SESSION_FILTER
        )
        if name:
            path = Path(name).with_suffix(SESSION_SUFFIX)
            write_text(path, session_to_text(self.parts.state.session), overwrite=True)
            self.parts.status.say(f"Saved {path.name}.")

    def fill_recent(self, menu: QMenu) -> None:
        """List the photos opened last."""
        menu.clear()
        for path in self.parts.opening.recent.paths:
            action = menu.addAction(str(path))
            action.triggered.connect(lambda _=False, path=path: self.parts.opening.open(path))
        menu.setEnabled(bool(self.parts.opening.recent.paths))

    # Candidates

    def duplicate(self) -> None:
        """The candidate shown once more, to compare other values with it."""
        state = self.parts.state
        shown = state.session.shown
        if shown is not None:
            session = state.session.with_candidate(shown.recipe, file=shown.file)
            state.change(session)

    def remove(self) -> None:
        """Take the candidate shown out of the comparison."""
        state = self.parts.state
        if state.session.shown is not None:
            state.change(state.session.without_candidate(state.session.shown.key))

    def cancel(self) -> None:
        """Stop what runs; else close the message; else go back to the canvas."""
        stopped = self.parts.results.cancel()
        stopped = self.parts.exports.cancel() or stopped
        if not stopped and self.parts.messages.message is not None:
            self.parts.messages.dismiss()
        elif not stopped:
            self.parts.canvas.setFocus()

    # Help

    def show_keys(self) -> None:
        """The list of keys."""
        from gui.keys_dialog import KeysDialog

        KeysDialog(self.parts.owner).show()

    def find_action(self) -> None:
        """The command palette."""
        from gui.action_finder import ActionFinder

        ActionFinder(list(self.actions.values()), self.parts.owner).show()

    # View

    def set_mode(self, mode: Mode) -> None:
        """Compare in another way."""
        state = self.parts.state
        state.look(replace(state.comparison, mode=mode))

    def swap(self) -> None:
        """Exchange the sides."""
        state, now = self.parts.state, self.parts.state.comparison
        state.look(replace(now, shown=now.reference, reference=now.shown))

    def fit(self) -> None:
        """The whole photo."""
        canvas = self.parts.canvas
        self.parts.state.look(fitted(canvas.comparison, canvas.stage()))

    def actual_size(self) -> None:
        """100 % where the view is."""
        canvas = self.parts.canvas
        changed = actual_size(canvas.comparison, canvas.stage(), canvas.zoom_point())
        self.parts.state.look(changed)

    def toggle_fit(self) -> None:
        """Fit or 100 %."""
        canvas = self.parts.canvas
        changed = fit_toggled(canvas.comparison, canvas.stage(), canvas.zoom_point())
        self.parts.state.look(changed)

    def copy_view(self) -> None:
        """Put the view on the clipboard as it is seen."""
        focus = QApplication.focusWidget()
        if hasattr(focus, "hasSelectedText") and focus.hasSelectedText():
            focus.copy()
            return
        QGuiApplication.clipboard().setImage(self.parts.canvas.render_view())
        self.parts.status.say("Copied the view.")
