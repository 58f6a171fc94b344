"""Recipes as files: the bundled ones, the user's own presets, and any file by its path."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from core.atomic_write import delete_file, make_folder, write_text
from core.errors import DiptychError, InputError, UsageError
from core.recipe import Recipe, recipe_from_json, recipe_to_json
from core.user_folders import config_folder
from resources import recipes_folder

SUFFIX = ".json"


def presets_folder() -> Path:
    """Where the user's own recipes are kept; it may not exist yet."""
    return config_folder() / "recipes"


def bundled_recipes() -> dict[str, Recipe]:
    """The recipes that come with the program, by the name used on the command line."""
    return {path.stem: load_recipe(path) for path in _files(recipes_folder())}


def presets() -> tuple[dict[str, Recipe], list[DiptychError]]:
    """The recipes that the user saved, by file name, and what is wrong with unreadable ones."""
    found: dict[str, Recipe] = {}
    problems: list[DiptychError] = []
    for path in _files(presets_folder()):
        try:
            found[path.stem] = load_recipe(path)
        except (InputError, UsageError) as error:
            problems.append(error)
    return found, problems


def find_recipe(name_or_file: str) -> Recipe:
    """A recipe by the path of its file, or by the name of a preset or of a bundled recipe.

    Raises
    ------
    UsageError
        If there is none, or the file holds no recipe.
    InputError
        If the file cannot be read.
    """
    path = Path(name_or_file)
    if path.suffix == SUFFIX or path.is_file():
        return load_recipe(path)
    own, bundled = _files(presets_folder()), _files(recipes_folder())
    files = {path.stem: path for path in (*bundled, *own)}
    if name_or_file not in files:
        names = ", ".join(sorted(files))
        raise UsageError(f"There is no recipe {name_or_file!r}.", remedy=f"Known: {names}.")
    return load_recipe(files[name_or_file])


def load_recipe(path: Path) -> Recipe:
    """Read a recipe's file.

    Raises
    ------
    InputError
        If the file cannot be read.
    UsageError
        If it is missing or holds no recipe.
    """
    try:
        return recipe_from_text(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{path} does not exist.", remedy="Check the name.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path.name} could not be read.",
            remedy="Choose a recipe, which is a text file.",
            detail=str(error),
        ) from error
    except UsageError as error:
        raise UsageError(f"{path.name}: {error.message}", remedy=error.remedy) from error


def recipe_text(recipe: Recipe) -> str:
    """The recipe as text, for a file or the clipboard."""
    return json.dumps(recipe_to_json(recipe), indent=2, ensure_ascii=False) + "\n"


def recipe_from_text(text: str) -> Recipe:
    """Read a recipe from text, as `recipe_text` writes it.

    Raises
    ------
    UsageError
        If the text holds no recipe.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise UsageError(
            "This text is not a recipe.",
            remedy="Copy a recipe again, all of it, from { to }.",
            detail=str(error),
        ) from error
    return recipe_from_json(data)


def save_preset(recipe: Recipe, name: str, *, overwrite: bool = False) -> Path:
    """Keep a recipe under a name of the user's choice.

    Returns
    -------
    pathlib.Path
        Its file.

    Raises
    ------
    UsageError
        If nothing of the name can stand in a file name.
    OutputError
        If a preset of this name exists and ``overwrite`` is False, or it cannot be written.
    """
    path = preset_path(name)
    make_folder(path.parent)
    write_text(path, recipe_text(replace(recipe, name=name.strip())), overwrite=overwrite)
    return path


def delete_preset(name: str) -> None:
    """Forget a preset; one that does not exist is no failure.

    Raises
    ------
    OutputError
        If its file cannot be removed.
    """
    delete_file(preset_path(name))


def preset_path(name: str) -> Path:
    """Where a preset of this name is kept.

    Raises
    ------
    UsageError
        If nothing of the name can stand in a file name.
    """
    stem = re.sub(r"[^\w -]+", "", name).strip().lower().replace(" ", "-")
    if not stem:
        raise UsageError(
            f"A preset cannot be called {name!r}.", remedy="Use letters or digits in its name."
        )
    return presets_folder() / f"{stem}{SUFFIX}"


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}"))
