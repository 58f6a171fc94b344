"""Depth weighting on a scene whose depth is known: a near square before a far wall."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.depth import DepthMap
from core.depths.depth_estimate import estimated_depth
from core.engine import Engine
from core.op import Op
from core.ops import OPS
from core.ops.depth_sampling import blurred_nearness, sampled
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Region, Size

SIDE = 192
INSIDE_NEAR, INSIDE_FAR = np.s_[84:108, 84:108], np.s_[4:188, 4:20]
RIM_NEAR, RIM_FAR = np.s_[80:112, 49:53], np.s_[80:112, 43:47]


@pytest.fixture(scope="module")
def texture() -> np.ndarray:
    return np.random.default_rng(2).normal(128, 12, (SIDE, SIDE, 1)).clip(0, 255).astype(np.uint8)


def scene(texture: np.ndarray, map_side: int = SIDE // 3) -> Photo:
    nearness = np.zeros((map_side, map_side), np.float32)
    third = map_side // 4
    nearness[third:-third, third:-third] = 1
    return Photo(texture.copy(), depth=DepthMap(nearness, "known"))


def sharpened(photo: Photo, op: str = "unsharp-depth", **values) -> np.ndarray:
    step = Step(op, {"amount": 1.0, "radius": 1.5, **values})
    return Engine(OPS).run(photo, Recipe("depth", (step,))).pixels.astype(float)


def test_without_a_depth_map_it_is_plain_unsharp_masking(texture):
    photo = Photo(texture.copy())
    for weight in (0.0, 0.5, 1.0):
        np.testing.assert_array_equal(
            sharpened(photo, depth_weight=weight), sharpened(photo, "unsharp")
        )


def guessed(texture: np.ndarray) -> Photo:
    """The same with an estimate."""
    photo = Photo(texture.copy())
    return replace(photo, depth=estimated_depth(photo))


def test_without_a_depth_map_or_with_a_guess_the_report_says_so(texture):
    recipe = Recipe("depth", (Step("unsharp-depth"),))
    warnings = [
        Engine(OPS).run(photo, recipe).report.warnings
        for photo in (Photo(texture.copy()), scene(texture), guessed(texture))
    ]
    assert "no depth map" in warnings[0][0]
    assert not warnings[1]
    assert "estimated, not measured" in warnings[2][0]


def test_a_weight_of_zero_is_plain_unsharp_masking(texture):
    photo = scene(texture)
    np.testing.assert_array_equal(sharpened(photo, depth_weight=0), sharpened(photo, "unsharp"))


@pytest.mark.parametrize("weight", [0.5, 1.0])
def test_the_background_keeps_its_softness_and_the_subject_gains(texture, weight):
    photo = scene(texture)
    before, plain = photo.pixels.astype(float), sharpened(photo, "unsharp")
    after = sharpened(photo, depth_weight=weight)
    assert after[INSIDE_FAR].std() == pytest.approx(before[INSIDE_FAR].std(), rel=0.01)
    assert plain[INSIDE_FAR].std() > 1.5 * before[INSIDE_FAR].std()
    assert after[INSIDE_NEAR].std() == pytest.approx(plain[INSIDE_NEAR].std(), rel=0.01)


def test_depth_edges_gain_contrast_as_the_weight_grows():
    flat = scene(np.full((SIDE, SIDE, 1), 128, np.uint8))

    def contrast(weight: float) -> float:
        after = sharpened(flat, depth_weight=weight)
        return after[RIM_NEAR].mean() - after[RIM_FAR].mean()

    contrasts = [contrast(weight) for weight in (0.5, 0.75, 1.0)]
    assert contrasts[0] == 0
    assert contrasts[1] > 10
    assert contrasts[2] > 1.8 * contrasts[1]


@pytest.mark.parametrize(("near", "far"), [(60, 190), (190, 60), (120, 128)])
def test_layers_gain_contrast_whichever_is_the_lighter_one(near, far):
    photo = scene(np.full((SIDE, SIDE, 1), far, np.uint8))
    third = SIDE // 4
    pixels = photo.pixels.copy()
    pixels[third:-third, third:-third] = near
    after = sharpened(replace(photo, pixels=pixels), depth_weight=1.0, threshold=50)
    assert np.abs(after[RIM_NEAR].mean() - after[RIM_FAR].mean()) > abs(near - far) + 15


def test_far_from_depth_edges_flat_places_stay_as_they_are():
    flat = scene(np.full((SIDE, SIDE, 1), 128, np.uint8))
    after = sharpened(flat, depth_weight=1.0)
    assert np.abs(after[INSIDE_NEAR] - 128).max() <= 1
    assert np.abs(after[:, :12] - 128).max() <= 1


def test_another_map_of_the_same_photo_gives_another_picture(texture):
    photo, engine = scene(texture), Engine(OPS)
    steps = tuple(Step("unsharp-depth", {"depth_weight": 0.5}) for _ in range(2))
    first = engine.run(photo, Recipe("twice", steps)).pixels
    turned = Photo(texture.copy(), depth=DepthMap(1 - photo.depth.nearness, "turned around"))
    assert (engine.run(turned, Recipe("twice", steps)).pixels != first).mean() > 0.3


def test_the_map_follows_a_step_that_enlarges(texture):
    def doubled(pixels, values, tile):
        return tile.margins.cropped(pixels).repeat(2, axis=0).repeat(2, axis=1)

    photo, engine = scene(texture), Engine([Op("double", "Double", doubled, scale=2), *OPS])
    steps = (Step("double"), Step("unsharp-depth", {"amount": 1.0, "radius": 3.0}))
    after = engine.run(photo, Recipe("enlarged", steps)).pixels.astype(float)
    before = engine.run(photo, Recipe("double", steps[:1])).pixels.astype(float)
    near, far = np.s_[168:216, 168:216], np.s_[8:376, 8:40]
    assert after[far].std() == pytest.approx(before[far].std(), rel=0.01)
    assert after[near].std() > 1.5 * before[near].std()


def test_sampling_is_the_same_in_every_region_and_at_every_scale():
    plane = np.random.default_rng(0).random((7, 11), dtype=np.float32)
    size = Size(50, 83)
    whole = sampled(plane, size.region, size)
    part = Region(13, 9, 60, 41)
    np.testing.assert_array_equal(sampled(plane, part, size), part.of(whole))
    assert whole.shape == (50, 83)
    doubled = sampled(plane, size.scaled(2).region, size.scaled(2))
    middles = doubled.reshape(50, 2, 83, 2).mean(axis=(1, 3))
    np.testing.assert_allclose(middles, whole, atol=0.06)


def test_sampling_at_the_maps_own_size_changes_nothing():
    plane = np.random.default_rng(0).random((7, 11), dtype=np.float32)
    np.testing.assert_array_equal(sampled(plane, Region(0, 0, 11, 7), Size(7, 11)), plane)


def test_spatial_importance_changes_sign_at_the_edge(texture):
    photo, size = scene(texture), Size(SIDE, SIDE)
    blurred = sampled(blurred_nearness(photo.depth, 0.02), size.region, size)
    steps = sampled(photo.depth.nearness, size.region, size) - blurred
    assert steps[RIM_NEAR].min() > 0
    assert steps[RIM_FAR].max() < 0
