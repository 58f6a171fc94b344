"""Small parts that all panes are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from gui.elided_label import ElidedLabel
from gui.theme import figures_font, set_role

MARGIN = 12
HEADING_HEIGHT = 24
LABEL_GAP = 8


def caption(text: str) -> QLabel:
    """A heading in small capitals."""
    label = QLabel(text.upper())
    label.setAccessibleName(text)
    label.setFixedHeight(HEADING_HEIGHT)
    set_role(label, "caption")
    return label


def plain_label(text: str = "") -> QLabel:
    """A label that shows its text as it is: names of files may look like markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def secondary(text: str = "", *, wrap: bool = False) -> QLabel:
    """Less important text."""
    label = plain_label(text)
    label.setWordWrap(wrap)
    set_role(label, "secondary")
    return label


def elided_secondary(text: str = "") -> ElidedLabel:
    """Less important text that gives way where there is no room."""
    label = ElidedLabel(text)
    set_role(label, "secondary")
    return label


def add_heading(menu: QMenu, text: str) -> None:
    """A heading inside a menu."""
    label = caption(text)
    label.setContentsMargins(12, 2, 12, 0)
    action = QWidgetAction(menu)
    action.setDefaultWidget(label)
    action.setEnabled(False)
    menu.addAction(action)


def title(text: str) -> QLabel:
    """The title of a card."""
    label = plain_label(text)
    set_role(label, "title")
    return label


def figure(text: str = "") -> ElidedLabel:
    """A number that does not jump when it changes, and gives way where there is no room."""
    label = ElidedLabel(text)
    set_role(label, "figure")
    label.setFont(figures_font(label.font()))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


class Card(QFrame):
    """A lighter ground with a column in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(10, 8, 10, 8)
        self.column.setSpacing(4)


def align_labels(*forms: QFormLayout) -> None:
    """Let the fields of several forms below each other begin at the same place."""
    labels = [
        form.itemAt(row, QFormLayout.ItemRole.LabelRole).widget()
        for form in forms
        for row in range(form.rowCount())
    ]
    widest = max(label.sizeHint().width() for label in labels)
    for label in labels:
        label.setMinimumWidth(widest)
    for form in forms:
        form.setHorizontalSpacing(LABEL_GAP)


def menu_button(tip: str, name: str) -> QToolButton:
    """Three dots that open a menu."""
    button = QToolButton()
    button.setText("⋯")
    button.setFixedWidth(24)
    button.setToolTip(tip)
    button.setAccessibleName(name)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


def panel() -> QFrame:
    """The ground of a side pane."""
    frame = QFrame()
    set_role(frame, "panel")
    return frame


def scrolled(content: QWidget) -> QScrollArea:
    """A column that scrolls up and down where it is too long, and never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
