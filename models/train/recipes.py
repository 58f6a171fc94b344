"""The visible list of training recipes, one per network that is trained here."""

from __future__ import annotations

from functools import partial

from core.errors import UsageError
from models.train.adversarial import Adversary, Game, PatchDiscriminator, TextureDiscriminator
from models.train.blurring import random_blur
from models.train.losses import log_mse, luma_first
from models.train.pair_makers import (
    HalfVaried,
    compressed_pairs,
    degraded_pairs,
    printed_pairs,
    real_and_degraded_pairs,
    spoiled_pairs,
)
from models.train.paper_losses import dped_loss, enhancement_loss
from models.train.recipe import TrainingRecipe

FREE_PHOTOS = ("photos", "faces")
PHONE_AND_DSLR = ("dslr", "photos")
DARK_AND_BRIGHT = ("lowlight", "photos")

RECIPES: tuple[TrainingRecipe, ...] = (
    TrainingRecipe(
        "espcn-x3",
        FREE_PHOTOS,
        partial(degraded_pairs, name="area-x3", channels="luma"),
        loss=log_mse,
        patch=192,
        batch=6,
        inner=True,
    ),
    TrainingRecipe(
        "autoencoder",
        FREE_PHOTOS,
        partial(spoiled_pairs, spoil=random_blur),
        patch=96,
        batch=8,
    ),
    TrainingRecipe(
        "lightweight-sr-x4",
        FREE_PHOTOS,
        partial(compressed_pairs, name="bicubic-x4-jpeg20"),
        patch=224,
        batch=3,
        loss=luma_first,
        muon_lr=0.008,
    ),
    TrainingRecipe(
        "srgan-reduced-x4",
        FREE_PHOTOS,
        partial(compressed_pairs, name="bicubic-x4-jpeg20"),
        patch=224,
        batch=3,
        loss=luma_first,
        muon_lr=0.008,
    ),
    TrainingRecipe(
        "esrgan-reduced-x4",
        FREE_PHOTOS,
        partial(compressed_pairs, name="bicubic-x4-jpeg20"),
        patch=224,
        batch=3,
        loss=luma_first,
        muon_lr=0.008,
    ),
    TrainingRecipe(
        "sftgan-reduced-x4",
        FREE_PHOTOS,
        partial(compressed_pairs, name="bicubic-x4-jpeg20"),
        patch=224,
        batch=3,
        loss=luma_first,
        muon_lr=0.008,
    ),
    TrainingRecipe(
        "fast-strided",
        PHONE_AND_DSLR,
        partial(real_and_degraded_pairs, name="phone", share=0.8),
        patch=96,
        batch=16,
        loss=log_mse,
        held_out=96,
    ),
    TrainingRecipe(
        "dped-baseline",
        PHONE_AND_DSLR,
        partial(real_and_degraded_pairs, name="phone", share=0.8),
        patch=64,
        batch=8,
        loss=log_mse,
        held_out=96,
    ),
    TrainingRecipe(
        "detail-enhance",
        FREE_PHOTOS,
        partial(degraded_pairs, name="bicubic-x4-same", channels="rgb", native=0.5),
        patch=192,
        batch=4,
        loss=log_mse,
        muon_lr=0.01,
    ),
    TrainingRecipe(
        "detail-enhance-vivid",
        FREE_PHOTOS,
        partial(degraded_pairs, name="bicubic-x4-same", channels="rgb"),
        patch=192,
        batch=4,
        loss=enhancement_loss,
        adversary=Adversary(PatchDiscriminator, Game.RELATIVISTIC, weight=5e-3),
        muon_lr=0.01,
    ),
    TrainingRecipe(
        "fast-strided-vivid",
        PHONE_AND_DSLR,
        partial(real_and_degraded_pairs, name="phone", share=0.8),
        patch=96,
        batch=16,
        loss=dped_loss,
        held_out=96,
        adversary=Adversary(TextureDiscriminator, Game.STANDARD, weight=0.4),
    ),
    TrainingRecipe(
        "old-photo",
        FREE_PHOTOS,
        partial(printed_pairs, grey=0.35),
        patch=192,
        batch=4,
        loss=log_mse,
        muon_lr=0.01,
    ),
    TrainingRecipe(
        "lowlight-cnn",
        DARK_AND_BRIGHT,
        partial(real_and_degraded_pairs, name="low-light", share=0.8, scenes=True),
        patch=192,
        batch=4,
        loss=log_mse,
        held_out=384,
    ),
    TrainingRecipe(
        "mirnet-small",
        DARK_AND_BRIGHT,
        partial(real_and_degraded_pairs, name="low-light", share=0.8, scenes=True),
        patch=192,
        batch=4,
        loss=log_mse,
        muon_lr=0.01,
        held_out=384,
    ),
    TrainingRecipe(
        "damage-repair",
        FREE_PHOTOS,
        partial(spoiled_pairs, spoil=HalfVaried("holes"), native=0.4),
        patch=192,
        batch=4,
        loss=log_mse,
        muon_lr=0.01,
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
