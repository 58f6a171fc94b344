"""Recipes travel as JSON and have a digest."""

from __future__ import annotations

import json

import pytest

from core.errors import UsageError
from core.recipe import Recipe, Step, recipe_from_json, recipe_to_json

SHARP = Recipe("Sharp", (Step("unsharp", {"amount": 1.5}), Step("x", {}, False, 0.5)), "for text")


def test_a_recipe_survives_json():
    assert recipe_from_json(json.loads(json.dumps(recipe_to_json(SHARP)))) == SHARP


def test_the_digest_follows_what_is_done_not_what_it_is_called():
    renamed = Recipe("Other", SHARP.steps)
    changed = Recipe("Sharp", (SHARP.steps[0].with_value("amount", 1.6),))
    assert renamed.digest == SHARP.digest
    assert changed.digest != SHARP.digest


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "not a recipe"),
        ({"steps": "unsharp"}, "no list of steps"),
        ({"schema": 99, "steps": []}, "schema 99"),
        ({"schema": 1, "steps": [{"values": {}}]}, "does not name its op"),
        ({"schema": 1, "steps": [{"op": "unsharp", "strength": "full"}]}, "not complete"),
    ],
)
def test_what_is_no_recipe_is_named(data, words):
    with pytest.raises(UsageError, match=words):
        recipe_from_json(data)
