"""The buttons of the modes; where there is no room for all, the last ones wait in a menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from core.comparison import Mode
from gui.theme import set_role

SPACING = 4
MORE_WIDTH = 34


@dataclass(frozen=True)
class ModeChoice:
    """A mode, how it is called, and its key."""

    mode: Mode
    text: str
    key: str


class ModeButtons(QWidget):
    """A row of buttons of which one is on.

    Signals
    -------
    chosen
        With the `Mode`.
    """

    chosen = Signal(object)

    def __init__(self, choices: Sequence[ModeChoice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self.buttons = {choice.mode: _button(choice) for choice in choices}
        self.more = QToolButton()
        self._hidden: Sequence[ModeChoice] = []
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        for mode, button in self.buttons.items():
            self._group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(lambda _=False, mode=mode: self.chosen.emit(mode))
        row.addWidget(self.more)
        row.addStretch(1)
        self.more.setText("⋯")
        self.more.setFixedWidth(MORE_WIDTH - SPACING)
        self.more.setToolTip("More ways to compare")
        self.more.setAccessibleName("More ways to compare")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.hide()

    def show_mode(self, mode: Mode) -> None:
        """Draw which one is on."""
        self.buttons[mode].setChecked(True)
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for all."""
        widths = [button.sizeHint().width() for button in self.buttons.values()]
        height = max(button.sizeHint().height() for button in self.buttons.values())
        return QSize(sum(widths) + SPACING * len(widths), height)

    def minimumSizeHint(self) -> QSize:
        """Room for the widest button and the menu."""
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        return QSize(widest + SPACING + MORE_WIDTH, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as fit."""
        super().resizeEvent(event)
        self._fit()

    def width_within(self, room: int) -> int:
        """What it needs of ``room`` pixels: no more than the buttons that fit."""
        shown = self._fitting(room)
        width = sum(self._width(self.buttons[mode]) for mode in shown)
        return width if len(shown) == len(self._choices) else width + MORE_WIDTH

    def _fit(self) -> None:
        """The one that is on is always shown."""
        shown = self._fitting(self.width())
        for mode, button in self.buttons.items():
            button.setVisible(mode in shown)
        self._offer([choice for choice in self._choices if choice.mode not in shown])

    def _fitting(self, room: int) -> set[Mode]:
        """The modes whose buttons have room; the one that is on always has."""
        if self.sizeHint().width() <= room + SPACING:
            return set(self.buttons)
        room -= MORE_WIDTH + self._width(self._group.checkedButton())
        shown = set()
        for mode, button in self.buttons.items():
            room -= 0 if button.isChecked() else self._width(button)
            if button.isChecked() or room >= 0:
                shown.add(mode)
        return shown

    def _width(self, button: QPushButton | None) -> int:
        return button.sizeHint().width() + SPACING if button else 0

    def _offer(self, hidden: Sequence[ModeChoice]) -> None:
        self.more.setVisible(bool(hidden))
        if hidden == self._hidden:
            return
        self._hidden = hidden
        menu = self.more.menu()
        menu.clear()
        for choice in hidden:
            action = menu.addAction(f"{choice.text}\t{choice.key}")
            action.triggered.connect(lambda _=False, mode=choice.mode: self.chosen.emit(mode))


def _button(choice: ModeChoice) -> QPushButton:
    button = QPushButton(choice.text)
    button.setCheckable(True)
    button.setToolTip(f"{choice.text} ({choice.key})")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_role(button, "mode")
    return button
