"""The card of one method: what it is, how good it is, what it was trained on, where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from core.op import Op
from core.recipe import Recipe
from gui.pane_parts import Card, secondary, title
from models.card import Figure, ModelCard

DECIBELS = ("psnr", "psnr_y")


class MethodCard(Card):
    """Shows a network's card, or what is known of a classical method."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Card of the method")
        self._title = title("")
        self._title.setWordWrap(True)
        self._title.setMinimumWidth(1)
        self.column.addWidget(self._title)
        self._lines: list[QLabel] = []

    def show_network(self, card: ModelCard, *, weights_here: bool) -> None:
        """Show a network."""
        self._show(card.name, network_lines(card, weights_here=weights_here))

    def show_op(self, op: Op) -> None:
        """Show a classical method."""
        self._show(op.label, [line for line in (op.help, op.citation) if line])

    def show_recipe(self, recipe: Recipe, ops: Mapping[str, Op]) -> None:
        """Show a saved recipe."""
        names = [ops[step.op].label if step.op in ops else step.op for step in recipe.steps]
        self._show(recipe.name, [line for line in (recipe.when, " → ".join(names)) if line])

    def show_depth_network(self, name: str, file: Path) -> None:
        """Show a depth network of the user's."""
        is_here = file.is_file()
        lines = [
            "A depth network of yours. Ticked, it estimates the depth that depth-buffer unsharp "
            "masking looks at; nothing is measured.",
            str(file) if is_here else f"{file} is not there any more: it cannot run.",
        ]
        self._show(name, lines)

    def _show(self, name: str, lines: list[str]) -> None:
        self._title.setText(name)
        for label in self._lines:
            self.column.removeWidget(label)
            label.deleteLater()
        self._lines = [_line(text) for text in lines]
        for label in self._lines:
            self.column.addWidget(label)
            label.show()


def network_lines(card: ModelCard, *, weights_here: bool) -> list[str]:
    """The lines of a network's card."""
    sight = "luma" if card.channels.value == "luma" else "colour"
    lines = [f"{card.parameters:,} parameters · {sight} · {card.licence.value}"]
    lines += [figure_line(figure) for figure in card.figures]
    if not weights_here:
        lines.append("Its weights are not here: it cannot run.")
    lines.append(f"Trained on {_lower_first(card.training)}.")
    if card.weakness:
        lines.append(card.weakness)
    lines.append(card.citation)
    return lines


def figure_line(figure: Figure) -> str:
    """A measured result as people read it: ``Set5 32.9 dB, bicubic 30.6 · area-x3``."""
    unit, digits = (" dB", 1) if figure.metric in DECIBELS else ("", 3)
    name = "" if figure.metric in DECIBELS else f" {figure.metric.upper()}"
    return (
        f"{figure.dataset}{name} {figure.value:.{digits}f}{unit}, "
        f"{figure.baseline_method} {figure.baseline:.{digits}f} · {figure.degradation}"
    )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


def _line(text: str) -> QLabel:
    label = secondary(text, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setMinimumWidth(1)  # or one long word, as a DOI, makes all lines too wide
    return label
