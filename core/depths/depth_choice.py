"""The depth map that was chosen, or the next one where it cannot be used; a guess comes last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from core.depths.depth_adjusting import adjusted
from core.depths.depth_estimate import ESTIMATE_NOTE, estimated_depth
from core.depths.depth_network import network_depth
from core.depths.depth_settings import DepthOrigin, DepthSettings
from core.depths.depth_sources import FoundDepth, depth_for, read_depth_file
from core.depths.known_networks import KnownNetworks
from core.errors import DepthError
from core.op import Op
from core.photo import Photo
from core.recipe import Recipe, Step

_NO_OTHER = "There is no other depth map."
_MISSING = {
    DepthOrigin.PHOTO: "{0.name} holds no depth map.",
    DepthOrigin.SIDECAR: "There is no {0.stem}.depth.png beside {0.name}.",
}


def chosen_depth(photo: Photo, settings: DepthSettings) -> FoundDepth:
    """The map of the chosen source, as it is; where that fails, the photo's own or its sidecar.

    Parameters
    ----------
    photo
        An opened photo, or one made in memory.
    settings
        Only the source counts; see `adjusted_depth`.

    Returns
    -------
    FoundDepth
        With one sentence for every source that could not be used.
    """
    if settings.origin is DepthOrigin.NONE:
        return FoundDepth(None)
    if settings.origin is DepthOrigin.ESTIMATE:
        return FoundDepth(estimated_depth(photo), (ESTIMATE_NOTE,))
    own = FoundDepth(photo.depth, photo.depth_notes)
    if settings.origin is DepthOrigin.AUTOMATIC:
        return own
    if settings.origin is DepthOrigin.FILE:
        found = _from_file(photo, settings.file)
    elif settings.origin is DepthOrigin.NETWORK:
        found = _from_network(photo, settings.file)
    else:
        found = _only(photo, settings.origin)
    if found.depth is not None:
        return found
    instead = f"Used instead: {own.depth.source}." if own.depth else _NO_OTHER
    return FoundDepth(own.depth, (*found.notes, instead))


def or_estimated(photo: Photo, settings: DepthSettings, found: FoundDepth) -> FoundDepth:
    """What `chosen_depth` found, or the last source of all, a guess, where it found nothing."""
    if found.depth is not None or settings.origin is DepthOrigin.NONE:
        return found
    guess = estimated_depth(photo)
    failed = tuple(note for note in found.notes if note != _NO_OTHER)
    instead = (f"Used instead: {guess.source}.",) if failed else ()
    return FoundDepth(guess, (*failed, *instead, ESTIMATE_NOTE))


def weighs_depth(recipe: Recipe, ops: Mapping[str, Op]) -> bool:
    """Whether a step that runs makes something of depth; one with a weight of 0 does not."""
    return any(step.op in ops and _weighs(ops[step.op], step) for step in recipe.active)


def adjusted_depth(photo: Photo, settings: DepthSettings, *, weighed: bool = False) -> FoundDepth:
    """`chosen_depth`, else a guess where depth is weighed, adjusted: what the engine sees."""
    found = chosen_depth(photo, settings)
    found = or_estimated(photo, settings, found) if weighed else found
    if found.depth is None:
        return found
    return FoundDepth(adjusted(found.depth, settings, photo), found.notes)


def with_chosen_depth(photo: Photo, settings: DepthSettings, *, weighed: bool) -> Photo:
    """The photo as methods get to see it: with the map that the settings describe.

    Parameters
    ----------
    photo
        As it was opened.
    settings
        Which map, and how it is adjusted.
    weighed
        Whether a method makes something of depth; only then is it guessed unasked.
    """
    if settings == DepthSettings() and not (weighed and photo.depth is None):
        return photo
    found = adjusted_depth(photo, settings, weighed=weighed)
    others = tuple(note for note in photo.notes if note not in photo.depth_notes)
    notes = others + found.notes
    return replace(photo, depth=found.depth, notes=notes, depth_notes=found.notes)


def _weighs(op: Op, step: Step) -> bool:
    weights = [param for param in op.params if param.name == "depth_weight"]
    return op.uses_depth and all(step.values.get(w.name, w.default) > 0 for w in weights)


def _from_file(photo: Photo, path: Path) -> FoundDepth:
    """Where it was, or beside the photo, as in a session that was given away."""
    if not path.is_file() and photo.path is not None:
        path = photo.path.with_name(path.name)
    try:
        return read_depth_file(path, photo)
    except DepthError as error:
        return FoundDepth(None, (error.message,))


def _from_network(photo: Photo, path: Path) -> FoundDepth:
    try:
        return FoundDepth(*network_depth(photo, KnownNetworks().located(path)))
    except DepthError as error:
        return FoundDepth(None, (error.message,))


def _only(photo: Photo, origin: DepthOrigin) -> FoundDepth:
    """The photo's own map, or its sidecar's."""
    if photo.path is None or not photo.path.is_file():
        return FoundDepth(None, ("The photo has no file that could hold a depth map.",))
    found = depth_for(photo.path, photo, only=origin)
    if found.depth is None and not found.notes:
        return FoundDepth(None, (_MISSING[origin].format(photo.path),))
    return found
