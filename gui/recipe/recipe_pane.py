"""The recipe of the candidate shown: a card for every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from core.op import Op
from core.recipe import Recipe, Step
from core.session import Session
from gui.elided_label import ElidedButton
from gui.pane_parts import add_heading, caption, menu_button, secondary
from gui.recipe.drag_handle import DropLine, gap_at, place_after_drop
from gui.recipe.missing_step_card import MissingStepCard
from gui.recipe.step_card import StepCard
from gui.tab_order import set_tab_order

NO_CANDIDATE = "Tick a method at the left: its steps and sliders appear here."
NO_STEPS = "No step yet: the result is the photo itself."


class RecipePane(QWidget):
    """Draws the steps of one candidate and proposes other recipes for it.

    Signals
    -------
    recipe_proposed
        ``(key, Recipe, merge)``; equal ``merge`` of quick changes means one undo.
    candidate_chosen, reference_chosen
        Index of the candidate to show, or to compare it with; 0 for the photo.
    """

    recipe_proposed = Signal(str, object, str)
    candidate_chosen = Signal(int)
    reference_chosen = Signal(int)

    def __init__(self, ops: Mapping[str, Op], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ops = ops
        self._key = ""
        self._recipe: Recipe | None = None
        self._choices: tuple[tuple[str, ...], int, int] = ((), 0, 0)
        self.cards: list[StepCard | MissingStepCard] = []
        self._chooser = ElidedButton()
        self._hint = secondary(NO_CANDIDATE, wrap=True)
        self.menu_button = menu_button("What to do with the whole recipe", "Menu of the recipe")
        self.add_button = QPushButton("+  Add step")
        self._cards_column = QVBoxLayout()
        self._drop_line = DropLine(self)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(caption("Recipe"))
        head.addStretch(1)
        head.addWidget(self._chooser)
        head.addWidget(self.menu_button)
        column.addLayout(head)
        column.addWidget(self._hint)
        self._cards_column.setSpacing(8)
        column.addLayout(self._cards_column)
        column.addWidget(self.add_button)
        self.add_button.setMenu(self._step_menu())
        self.add_button.hide()
        self.menu_button.setMenu(QMenu(self.menu_button))
        self._chooser.setToolTip("Which result is examined (keys 1 – 9)")
        self._chooser.setAccessibleName("Result examined")

    def _step_menu(self) -> QMenu:
        menu = QMenu(self)
        for group in dict.fromkeys(op.group for op in self._ops.values()):
            add_heading(menu, group or "Other")
            for op in self._ops.values():
                if op.group == group:
                    menu.addAction(op.label, lambda op=op: self._add(op))
        return menu

    def show_session(self, session: Session) -> None:
        """Draw the candidate that is shown; cheap while it stays the same."""
        shown = session.shown
        key = shown.key if shown and shown.file is None else ""
        recipe = shown.recipe if key else None
        self._show_chooser(session)
        if key == self._key and recipe == self._recipe:
            return
        same = key == self._key and _ops_of(recipe) == _ops_of(self._recipe)
        self._key, self._recipe = key, recipe
        if same:
            for card in self.cards:
                card.show_step(recipe.steps[card.place])
        else:
            self._rebuild()
        self._hint.setVisible(not self.cards)
        self._hint.setText(NO_STEPS if recipe else NO_CANDIDATE)
        self.add_button.setVisible(recipe is not None)

    def _show_chooser(self, session: Session) -> None:
        names = ("Photo", *(c.label(self._ops) for c in session.candidates))
        comparison = session.comparison
        choices = (names, comparison.shown, comparison.reference)
        if choices == self._choices:
            return
        self._choices = choices
        name = names[comparison.shown]
        self._chooser.set_whole_text(name)
        self._chooser.setToolTip(f"{name}: the result examined (keys 1 – 9)")
        self._chooser.setMenu(self._choice_menu(*choices))

    def _choice_menu(self, names: tuple[str, ...], shown: int, reference: int) -> QMenu:
        menu = QMenu(self._chooser)
        for heading, prefix, chosen, signal in (
            ("Examined", "", shown, self.candidate_chosen),
            ("Compared with", "Shift+", reference, self.reference_chosen),
        ):
            add_heading(menu, heading)
            for index, name in enumerate(names):
                key = f"\t{prefix}{index + 1}" if index < 9 else ""
                action = menu.addAction(name + key)
                action.setCheckable(True)
                action.setChecked(index == chosen)
                action.triggered.connect(lambda _=False, i=index, s=signal: s.emit(i))
        return menu

    def _rebuild(self) -> None:
        for card in self.cards:
            self._cards_column.removeWidget(card)
            card.hide()
            card.deleteLater()
        steps = self._recipe.steps if self._recipe else ()
        self.cards = [self._card(place, step) for place, step in enumerate(steps)]
        for card in self.cards:
            self._cards_column.addWidget(card)
        set_tab_order(self.menu_button, *self.cards, self.add_button)

    def _card(self, place: int, step: Step) -> StepCard | MissingStepCard:
        if step.op not in self._ops:
            missing = MissingStepCard(place, step)
            missing.removed.connect(self._step_removed)
            return missing
        card = StepCard(place, step, self._ops[step.op])
        card.changed.connect(self._step_changed)
        card.moved.connect(self._step_moved)
        card.removed.connect(self._step_removed)
        card.duplicated.connect(self._step_duplicated)
        self._follow_drag(card)
        return card

    def _follow_drag(self, card: StepCard) -> None:
        card.handle.dragged.connect(self._show_gap)
        card.handle.given_up.connect(self._drop_line.hide)
        card.handle.dropped.connect(lambda y: self._dropped(card.place, y))

    def _spans(self) -> list[tuple[int, int]]:
        """Tops and bottoms of the cards in this pane."""
        return [(card.y(), card.y() + card.height()) for card in self.cards]

    def _gap(self, y: int) -> int:
        return gap_at(self._spans(), self.mapFromGlobal(QPoint(0, y)).y())

    def _show_gap(self, y: int) -> None:
        gap, spans = self._gap(y), self._spans()
        half = self._cards_column.spacing() // 2
        middle = spans[gap][0] - half if gap < len(spans) else spans[-1][1] + half
        self._drop_line.show_at(0, middle, self.width())

    def _dropped(self, place: int, y: int) -> None:
        self._drop_line.hide()
        self._step_moved(place, place_after_drop(place, self._gap(y)) - place)

    def _step_changed(self, place: int, step: Step, what: str) -> None:
        steps = list(self._recipe.steps)
        steps[place] = step
        self._propose(steps, f"{self._key}/{place}/{what}" if what else "")

    def _step_moved(self, place: int, by: int) -> None:
        steps = list(self._recipe.steps)
        target = min(max(place + by, 0), len(steps) - 1)
        if target == place:
            return
        steps.insert(target, steps.pop(place))
        self._propose(steps)

    def _step_removed(self, place: int) -> None:
        steps = list(self._recipe.steps)
        del steps[place]
        self._propose(steps)

    def _step_duplicated(self, place: int) -> None:
        steps = list(self._recipe.steps)
        steps.insert(place + 1, steps[place])
        self._propose(steps)

    def _add(self, op: Op) -> None:
        self._propose([*self._recipe.steps, Step(op.id)])

    def _propose(self, steps: list[Step], merge: str = "") -> None:
        """With other methods in it, a recipe's name no longer says what it does."""
        recipe = replace(self._recipe, steps=tuple(steps))
        if {step.op for step in steps} != {step.op for step in self._recipe.steps}:
            recipe = Recipe("", recipe.steps)
        self.recipe_proposed.emit(self._key, recipe, merge)


def _ops_of(recipe: Recipe | None) -> tuple[str, ...]:
    return tuple(step.op for step in recipe.steps) if recipe else ()
