"""What is done with a whole recipe: kept, chosen, copied, pasted, applied to a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from core.errors import DiptychError
from core.op import Op
from core.recipe import Recipe, checked_recipe
from core.recipe_files import recipe_from_text, recipe_text
from core.session import Candidate
from gui.actions import Act, fill_menu
from gui.messages import MessageBar
from gui.recipe.preset_book import PresetBook
from gui.recipe.presets import Presets
from gui.recipe.save_preset_dialog import SavePresetDialog
from gui.registry.methods import Methods
from gui.state import State
from gui.status import StatusBar

NO_RECIPE = "Tick a method first: its recipe can then be kept, copied and applied to a folder."
NO_PHOTO = "Open a photo first: Ctrl+O, or drop one here."


@dataclass(frozen=True, eq=False)
class Desk:
    """What recipes are taken from and handed to.

    Attributes
    ----------
    owner
        Parent of dialogs.
    state, messages, status
        Of the window.
    methods
        What steps can be, and the bundled recipes.
    """

    owner: QWidget
    state: State
    messages: MessageBar
    status: StatusBar
    methods: Methods

    @property
    def ops(self) -> Mapping[str, Op]:
        """What steps can be."""
        return self.methods.ops


class RecipeDesk(QObject):
    """Owns the presets and the dialogs about them.

    Parameters
    ----------
    desk
        What is worked with.
    presets
        The user's own recipes.
    """

    def __init__(self, desk: Desk, presets: Presets) -> None:
        super().__init__(desk.owner)
        self._desk, self.presets = desk, presets
        self.book: PresetBook | None = None
        desk.state.session_changed.connect(self._tell_book)

    def follow(self, actions: Mapping[Act, QAction], menu: QMenu) -> None:
        """Do what the actions say, and offer them in the recipe's own menu."""
        for act, does in {
            Act.RECIPES: self.show_book,
            Act.SAVE_PRESET: self.ask_name,
            Act.COPY_RECIPE: self.copy,
            Act.PASTE_RECIPE: self.paste,
        }.items():
            actions[act].triggered.connect(does)
        fill_menu(menu, "Recipe", actions)

    @property
    def shown(self) -> Candidate | None:
        """The candidate examined, if it has a recipe."""
        shown = self._desk.state.session.shown
        return shown if shown is not None and shown.file is None else None

    def show_book(self) -> PresetBook:
        """All recipes, to choose from."""
        if self.book is None:
            desk = self._desk
            self.book = PresetBook(self.presets, desk.methods.bundled, desk.ops, desk.owner)
            self.book.used.connect(self._use)
            self.book.added.connect(self._add)
            self.book.destroyed.connect(self._book_gone)
        self._tell_book()
        self.book.show()
        self.book.raise_()
        self.book.activateWindow()
        return self.book

    def ask_name(self) -> SavePresetDialog | None:
        """Ask under which name the recipe shown is kept."""
        shown = self._shown_or_say()
        if shown is None:
            return None
        named = replace(shown.recipe, name=shown.label(self._desk.ops))
        dialog = SavePresetDialog(named, self.presets.known, self._desk.owner)
        dialog.chosen.connect(lambda name, when: self._attempt(self._keep, shown.key, name, when))
        dialog.show()
        return dialog

    def copy(self) -> None:
        """Put the recipe shown on the clipboard as text."""
        shown = self._shown_or_say()
        if shown is not None:
            named = replace(shown.recipe, name=shown.label(self._desk.ops))
            QGuiApplication.clipboard().setText(recipe_text(named))
            self._desk.status.say("Copied the recipe as text.")

    def paste(self) -> None:
        """Compare the recipe on the clipboard as one more result."""
        self._attempt(self._paste)

    def _paste(self) -> None:
        recipe = recipe_from_text(QGuiApplication.clipboard().text())
        checked_recipe(recipe, self._desk.ops)
        self._add("", recipe)

    def _keep(self, key: str, name: str, when: str) -> None:
        """Save it; the result is called by its new name from now on."""
        state = self._desk.state
        candidate = state.session.candidate(key)
        if candidate is None:
            return
        recipe = replace(candidate.recipe, name=name.strip(), when=when)
        self.presets.save(recipe, name)
        state.change(state.session.with_recipe(key, recipe))
        self._desk.status.say(f"Saved the recipe “{recipe.name}”.")

    def _use(self, key: str, recipe: Recipe) -> None:
        shown = self._shown_or_say()
        if shown is not None:
            session = self._desk.state.session
            changed = replace(shown, recipe=recipe, origin=self._origin(key))
            candidates = tuple(changed if c is shown else c for c in session.candidates)
            self._desk.state.change(replace(session, candidates=candidates))

    def _add(self, key: str, recipe: Recipe) -> None:
        state = self._desk.state
        if state.photo is None:
            self._desk.status.say(NO_PHOTO)
        else:
            state.change(state.session.with_candidate(recipe, origin=self._origin(key)))

    def _origin(self, key: str) -> str:
        """A row of the registry is ticked by one result only."""
        return key if key and self._desk.state.session.ticked(key) is None else ""

    def _shown_or_say(self) -> Candidate | None:
        if self.shown is None:
            self._desk.status.say(NO_RECIPE)
        return self.shown

    def _tell_book(self) -> None:
        if self.book is not None:
            self.book.let_replace(self.shown is not None)

    def _book_gone(self) -> None:
        self.book = None

    def _attempt(self, does: Callable[..., None], *args: object) -> None:
        try:
            does(*args)
        except DiptychError as error:
            self._desk.messages.report(error)
