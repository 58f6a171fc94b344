"""The visible list of training recipes, one per network that is trained here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from core.degradations import degradation
from core.errors import UsageError
from models.train.blurring import random_blur
from models.train.data import PatchSampler
from models.train.losses import charbonnier
from models.train.pairs import Degrade, PairMaker
from models.train.recipe import TrainingRecipe

FREE_PHOTOS = ("photos", "faces")


def degraded_pairs(
    photos: Sequence[np.ndarray], size: int, *, name: str, channels: str
) -> PairMaker:
    """Pairs made from sharp patches by the degradation of this name."""
    return PairMaker(PatchSampler(photos, size), degradation(name).apply, channels)


JPEG_BLOCK = 16


def compressed_pairs(photos: Sequence[np.ndarray], size: int, *, name: str) -> PairMaker:
    """Pairs whose input went through JPEG, at every offset to its 16-pixel grid."""
    chosen = degradation(name)
    sampler = PatchSampler(photos, size + JPEG_BLOCK * chosen.reduces)
    return PairMaker(sampler, chosen.apply, crop=size)


def spoiled_pairs(
    photos: Sequence[np.ndarray], size: int, *, spoil: Degrade, channels: str = "rgb"
) -> PairMaker:
    """Pairs made from sharp patches by a degradation whose strength varies."""
    return PairMaker(PatchSampler(photos, size), spoil, channels)


RECIPES: tuple[TrainingRecipe, ...] = (
    TrainingRecipe(
        "espcn-x3",
        FREE_PHOTOS,
        partial(degraded_pairs, name="area-x3", channels="luma"),
        patch=96,
        batch=16,
    ),
    TrainingRecipe(
        "autoencoder",
        FREE_PHOTOS,
        partial(spoiled_pairs, spoil=random_blur),
        patch=64,
        batch=16,
    ),
    TrainingRecipe(
        "lightweight-sr-x4",
        FREE_PHOTOS,
        partial(compressed_pairs, name="bicubic-x4-jpeg20"),
        patch=96,
        batch=16,
        loss=charbonnier,
    ),
)


def training_recipe(network_id: str) -> TrainingRecipe:
    """Find the recipe of a network.

    Raises
    ------
    UsageError
        If the network is not trained here.
    """
    for recipe in RECIPES:
        if recipe.network_id == network_id:
            return recipe
    known = ", ".join(recipe.network_id for recipe in RECIPES)
    raise UsageError(
        f"{network_id!r} has no training recipe.", remedy=f"Networks that can be trained: {known}."
    )
