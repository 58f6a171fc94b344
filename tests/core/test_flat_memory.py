"""What a run takes beside photo and result does not grow with the photo."""

from __future__ import annotations

import gc
import tracemalloc

import numpy as np
import pytest

from core.engine import Engine
from core.op import Op
from core.ops.contrast_stretch import CONTRAST_STRETCH
from core.ops.unsharp import UNSHARP
from core.photo import Photo
from core.recipe import Recipe, Step
from core.resample import enlarge_bicubic

MB = 1_000_000
FOUR = Op(
    "four",
    "Four",
    lambda pixels, values, tile: tile.margins.cropped(enlarge_bicubic(pixels, 4), 4),
    scale=4,
    halo=lambda values: 4,
    tile=128,
    expensive=True,
)
RECIPES = {
    "sharpen": Recipe("", (Step("unsharp"),)),
    "whole picture": Recipe("", (Step("contrast-stretch"), Step("unsharp"))),
    "enlarge": Recipe("", (Step("four", strength=0.5),)),
}


def working_mb(recipe: Recipe, side: int) -> float:
    """Peak of all arrays of a warmed run, without photo and result."""
    engine = Engine([UNSHARP, CONTRAST_STRETCH, FOUR], cache_bytes=0)
    engine.most_workers = 1
    photo = Photo(np.zeros((side, side, 3), np.uint8))
    engine.run(photo, recipe)
    gc.collect()
    tracemalloc.start()
    try:
        result = engine.run(photo, recipe).pixels.nbytes
        return (tracemalloc.get_traced_memory()[1] - result) / MB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", RECIPES)
def test_six_times_the_pixels_take_no_more(name):
    small, large = (working_mb(RECIPES[name], side) for side in (400, 1000))
    assert large < small + 8
    assert large < 100
