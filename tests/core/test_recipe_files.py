"""Recipes are found by name or file, saved as presets, and travel as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import OutputError, UsageError
from core.ops import OPS
from core.recipe import Recipe, Step, checked_recipe
from core.recipe_files import (
    bundled_recipes,
    delete_preset,
    find_recipe,
    load_recipe,
    preset_path,
    presets,
    recipe_from_text,
    recipe_text,
    save_preset,
)

MINE = Recipe("Mine", (Step("unsharp", {"amount": 2.0}, strength=0.5),), "Always.")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)


def test_bundled_recipes_run_and_say_when_to_use_them():
    ops = {op.id: op for op in OPS}
    bundled = bundled_recipes()
    assert {"sharpen", "hybrid"} <= set(bundled)
    for recipe in bundled.values():
        known = tuple(step for step in recipe.steps if step.op != "autoencoder")
        checked_recipe(Recipe(recipe.name, known), ops)
        assert recipe.when.endswith(".")
        assert "\n" not in recipe.when


def test_hybrid_is_the_network_then_depth_unsharp_masking():
    assert [step.op for step in find_recipe("hybrid").steps] == ["autoencoder", "unsharp-depth"]


def test_sharpen_is_linear_unsharp_masking():
    assert [step.op for step in find_recipe("sharpen").steps] == ["unsharp"]


def test_a_preset_comes_back_by_name():
    save_preset(MINE, "My sharpener")
    assert find_recipe("my-sharpener").steps == MINE.steps
    assert find_recipe("my-sharpener").name == "My sharpener"


def test_a_preset_goes_before_a_bundled_recipe_of_its_name():
    save_preset(MINE, "sharpen")
    assert find_recipe("sharpen").steps == MINE.steps


def test_a_preset_is_only_replaced_when_told_so():
    save_preset(MINE, "mine")
    with pytest.raises(OutputError, match="exists already"):
        save_preset(MINE, "mine")
    save_preset(MINE, "mine", overwrite=True)


def test_a_deleted_preset_is_gone():
    save_preset(MINE, "mine")
    delete_preset("mine")
    delete_preset("mine")
    assert presets() == ({}, [])


def test_a_preset_needs_a_name():
    with pytest.raises(UsageError, match="cannot be called"):
        save_preset(MINE, "../..")


def test_a_broken_preset_is_named_and_the_others_stay():
    save_preset(MINE, "good")
    preset_path("bad").write_text("{")
    found, problems = presets()
    assert list(found) == ["good"]
    assert "bad.json" in str(problems[0])


def test_a_recipe_is_found_by_its_file(tmp_path: Path):
    path = tmp_path / "shared.json"
    path.write_text(recipe_text(MINE))
    assert find_recipe(str(path)) == MINE


def test_text_there_and_back():
    assert recipe_from_text(recipe_text(MINE)) == MINE


def test_text_that_is_no_recipe():
    with pytest.raises(UsageError, match="not a recipe"):
        recipe_from_text("hello")


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(UsageError, match=r"lost\.json"):
        load_recipe(tmp_path / "lost.json")


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UsageError, match="hybrid"):
        find_recipe("sharpenn")
