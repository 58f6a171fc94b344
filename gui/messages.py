"""The one road for errors: a bar that says what happened and what to do, and never asks."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from core.errors import Cancelled, DiptychError
from core.versions import PROGRAM, VERSION, versions
from gui.pane_parts import plain_label, secondary
from gui.theme import set_role

QUEUE = 20


@dataclass(frozen=True)
class Offer:
    """Something that can be done about a message: what its button says, and what it does."""

    text: str
    accept: Callable[[], None]


@dataclass(frozen=True)
class Message:
    """What the user is told.

    Attributes
    ----------
    sentence, remedy
        What happened, and what can be done about it.
    detail
        Technical detail to copy; may be empty.
    offer
        What a button beside it does; None without one.
    """

    sentence: str
    remedy: str = ""
    detail: str = ""
    offer: Offer | None = None


def message_of(error: BaseException) -> Message | None:
    """What to say about an error; None if there is nothing to say."""
    if isinstance(error, Cancelled):
        return None
    if isinstance(error, DiptychError):
        return Message(error.message, error.remedy, error.detail)
    detail = "".join(traceback.format_exception(error))
    if isinstance(error, MemoryError):
        return Message("There is not enough memory for this.", "Close other programs.", detail)
    return Message(
        "Something went wrong in the program itself; your files are untouched.",
        "Copy the detail and report it.",
        detail,
    )


def about() -> Message:
    """What program this is, with all versions to copy."""
    detail = "\n".join(f"{name} {version}" for name, version in versions())
    return Message(
        f"{PROGRAM} {VERSION} shows what an enhancer really does to your photo.",
        "Originals are never touched.",
        detail,
    )


class MessageBar(QFrame):
    """Shows one message at a time above the canvas, the newest; the others wait behind it.

    Signals
    -------
    shown
        With every `Message`, for the status bar and screen readers.
    """

    shown = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.setAccessibleName("Message")
        self._waiting: list[Message] = []
        self._sentence = plain_label()
        self._remedy = secondary()
        self.offer_button = QPushButton()
        self._copy = QPushButton("Copy detail")
        self._close = QToolButton()
        self._build()
        self.hide()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(10)
        for label in (self._sentence, self._remedy):
            label.setMinimumWidth(1)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._sentence)
        row.addWidget(self._remedy)
        row.addWidget(self.offer_button)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        self._close.setText("✕")
        self._close.setAccessibleName("Close the message")
        self._close.clicked.connect(self.dismiss)
        self._copy.clicked.connect(self.copy_detail)
        self.offer_button.clicked.connect(self._accept_offer)

    @property
    def message(self) -> Message | None:
        """The one that is shown now."""
        return self._waiting[-1] if self._waiting else None

    def report(self, error: BaseException) -> None:
        """Tell the user about an error; a cancelled run is none."""
        message = message_of(error)
        if message is not None:
            self.show_message(message)

    def notify(self, sentence: str) -> None:
        """Tell the user something that is no error."""
        self.show_message(Message(sentence))

    def show_message(self, message: Message) -> None:
        """Show a message in front of those before; one that is shown already is not repeated."""
        if message == self.message:
            return
        others = [one for one in self._waiting if one != message]
        self._waiting = [*others, message][-QUEUE:]
        self._draw()
        self.shown.emit(message)

    def dismiss(self) -> None:
        """Close the message; the one before shows again if there is one."""
        self._waiting = self._waiting[:-1]
        self._draw()

    def clear(self) -> None:
        """Close all messages: what they were about is past."""
        self._waiting = []
        self._draw()

    def copy_detail(self) -> None:
        """Put message and detail on the clipboard."""
        if self.message is not None:
            parts = (self.message.sentence, self.message.remedy, self.message.detail)
            QGuiApplication.clipboard().setText("\n".join(part for part in parts if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the texts anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The remedy follows the sentence; where there is no room for that, both break."""
        texts = (self._sentence, self._remedy)
        others = (self.offer_button, self._copy, self._close)
        margins = self.layout().contentsMargins()
        room = self.width() - margins.left() - margins.right()
        for part in others:
            room -= 0 if part.isHidden() else part.sizeHint().width() + self.layout().spacing()
        wanted = sum(text.fontMetrics().horizontalAdvance(text.text()) + 12 for text in texts)
        for text in texts:
            text.setWordWrap(wanted > room)
        alone = self._remedy.isHidden()
        shares = (3, 2) if wanted > room else (int(alone), 1)
        for place, share in enumerate(shares):
            self.layout().setStretch(place, share)

    def _accept_offer(self) -> None:
        message = self.message
        self.dismiss()
        message.offer.accept()

    def _draw(self) -> None:
        message = self.message
        self.setVisible(message is not None)
        if message is None:
            return
        more = len(self._waiting) - 1
        self._sentence.setText(message.sentence)
        self._remedy.setText(message.remedy)
        self._remedy.setVisible(bool(message.remedy))
        self.offer_button.setText(message.offer.text if message.offer else "")
        self.offer_button.setVisible(message.offer is not None)
        self._copy.setVisible(bool(message.detail))
        self._close.setText(f"✕ {more} more" if more else "✕")
        self._arrange()
