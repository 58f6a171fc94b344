"""The cards' figures as one table, for the README and for papers."""

from __future__ import annotations

from collections.abc import Sequence

from models.card import Figure, ModelCard

HEADING = ("network", "parameters", "MACs/pixel", "weights", "measured on", "before", "after")
METRICS = {"psnr": "dB", "psnr_y": "dB luma", "psnr_mask": "dB in the holes"}


def markdown_table(cards: Sequence[ModelCard]) -> str:
    """One line a network and set of photos, in Markdown.

    "Before" is the figure of the input, or of the method that is named there.
    """
    lines = [_line(HEADING), _line(["---"] * len(HEADING))]
    for card in cards:
        for i, figure in enumerate(card.figures):
            lines.append(_line((*_cells_of_network(card, named=i == 0), *_cells_of(figure))))
    return "\n".join(lines)


def _cells_of_network(card: ModelCard, *, named: bool) -> Sequence[str]:
    if not named:
        return ("", "", "", "")
    return f"`{card.id}`", f"{card.parameters:,}", f"{card.macs:,}", card.licence.value


def _cells_of(figure: Figure) -> Sequence[str]:
    unit, other = METRICS[figure.metric], figure.baseline_method
    before = f"{figure.baseline:.2f}" + ("" if other == "input" else f" ({other})")
    return f"{figure.dataset}, {figure.degradation}", before, f"{figure.value:.2f} {unit}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
