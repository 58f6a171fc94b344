"""``--methods M,M,…``: networks, recipes, baselines and results of other programs, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from core.depths.depth_choice import weighs_depth, with_chosen_depth
from core.depths.depth_settings import DepthSettings
from core.engine import Engine
from core.errors import UsageError
from core.evaluation.evaluation_methods import (
    Candidate,
    EvaluationResult,
    FolderResults,
    Method,
    baseline,
)
from core.hole_mask import HoleMask
from core.photo import Photo
from core.recipe import Recipe, Step, checked_recipe
from core.recipe_files import find_recipe
from core.stopping import never

ORIGINAL = "input"
AS_FOUND = DepthSettings()


def split_methods(text: str) -> list[str]:
    """The names between the commas.

    Raises
    ------
    UsageError
        If there is none, or one twice.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise UsageError("--methods names no method.", remedy="Try --methods input,espcn-x3.")
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"--methods names {name} twice.")
    return names


def named_recipe(engine: Engine, name: str) -> Recipe:
    """The recipe of a network's or an op's id, of a bundled or saved name, or of a file."""
    recipe = Recipe(name, (Step(name),)) if name in engine.ops else find_recipe(name)
    return checked_recipe(recipe, engine.ops)


def is_recipe(name: str) -> bool:
    """Whether a name stands for a recipe of this program, not for a baseline or a folder."""
    return "=" not in name and baseline(name) is None


def evaluation_candidates(
    engine: Engine, names: Sequence[str], depth: DepthSettings = AS_FOUND
) -> list[Candidate]:
    """What `core.evaluation.evaluate.evaluate` runs for each name.

    Raises
    ------
    UsageError
        If a name stands for nothing.
    """
    return [_candidate(engine, name, depth) for name in names]


def _candidate(engine: Engine, name: str, depth: DepthSettings) -> Candidate:
    label, is_pair, place = name.partition("=")
    if is_pair:
        return _other_program(label, Path(place))
    known = baseline(name)
    if known is not None:
        return known
    return recipe_method(engine, name, named_recipe(engine, name), depth=depth)


def recipe_method(
    engine: Engine,
    name: str,
    recipe: Recipe,
    cancelled: Callable[[], bool] = never,
    *,
    depth: DepthSettings = AS_FOUND,
) -> Method:
    """A recipe as a row of the table; ``cancelled`` stops it in the middle of a picture.

    Where it weighs depth, that is guessed from each picture unless ``depth`` switches it off.
    It shares the engine's ops but none of its tiles: else a network would cost nothing where
    another method, or the window, has run it before.
    """
    own = Engine(engine.ops.values())
    own.most_workers, own.on_notice = engine.most_workers, engine.on_notice
    run = _runner(own, recipe, cancelled, depth)
    told = run if any(engine.ops[step.op].uses_mask for step in recipe.active) else None
    return Method(name, engine.scale(recipe), run, told)


def _other_program(label: str, folder: Path) -> FolderResults:
    if not folder.is_dir():
        raise UsageError(
            f"{label}={folder}: there is no such folder.",
            remedy="Name a folder with one result per picture, named like the picture.",
        )
    return FolderResults(label, folder)


def _runner(
    engine: Engine, recipe: Recipe, cancelled: Callable[[], bool], depth: DepthSettings
) -> Callable[..., EvaluationResult]:
    weighed = weighs_depth(recipe, engine.ops)

    def run(pixels: np.ndarray, holes: np.ndarray | None = None) -> EvaluationResult:
        mask = None if holes is None else HoleMask(holes.copy(), "made with the holes")
        photo = Photo(np.ascontiguousarray(pixels), mask=mask)
        photo = with_chosen_depth(photo, depth, weighed=weighed)
        engine.cache.clear()
        rendition = engine.run(photo, recipe, None, None, cancelled)
        report = rendition.report
        return EvaluationResult(
            rendition.pixels, report.seconds, report.peak_mb, report.device, report.dtype
        )

    return run
