"""Files that come with the program."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def sample_path() -> Path:
    """The photo that a first start opens; see ``resources/samples/README.md`` for its licence."""
    return FOLDER / "samples" / "coffee.png"


def recipes_folder() -> Path:
    """Bundled recipes, one JSON file each."""
    return FOLDER / "recipes"
