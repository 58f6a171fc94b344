"""The table of figures, and the README that repeats it."""

from __future__ import annotations

from pathlib import Path

from models.card_table import markdown_table
from models.cards import CARDS

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_shows_the_figures_of_the_cards():
    assert markdown_table(CARDS) in README.read_text("utf-8")


def test_every_figure_of_every_card_has_a_line():
    lines = markdown_table(CARDS).splitlines()[2:]
    assert len(lines) == sum(len(card.figures) for card in CARDS)
    for card in CARDS:
        assert sum(f"`{card.id}`" in line for line in lines) == 1
