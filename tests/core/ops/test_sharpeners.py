"""What every sharpener promises: nothing at zero, colours kept, noise and overshoot held."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data

from core.engine import Engine
from core.evaluation.sharpening_figures import step_card
from core.ops import OPS
from core.photo import Photo
from core.recipe import Recipe, Step

ENGINE = Engine(OPS)
SHARPENERS = [op.id for op in OPS if op.group == "Sharpen"]
STRONG = {"amount": 3.0, "overshoot": 100}


def run(op: str, pixels: np.ndarray, **values) -> np.ndarray:
    return ENGINE.run(Photo(pixels.copy()), Recipe(op, (Step(op, values),))).pixels


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    picture = data.astronaut()[60:220, 160:330]
    return (cv2.GaussianBlur(picture, (0, 0), 1.0) // 2 + 64).astype(np.uint8)


@pytest.mark.parametrize("op", SHARPENERS)
def test_an_amount_of_zero_changes_nothing(op, photo):
    np.testing.assert_array_equal(run(op, photo, amount=0), photo)


@pytest.mark.parametrize("op", SHARPENERS)
def test_an_edge_becomes_steeper(op):
    row = step_card(60).pixels[:20]
    slopes = [np.diff(p[10, :, 0].astype(int)).max() for p in (row, run(op, row, **STRONG))]
    assert slopes[1] > 1.2 * slopes[0]


@pytest.mark.parametrize("op", SHARPENERS)
def test_on_luma_colours_stay(op, photo):
    before, after = (cv2.cvtColor(p, cv2.COLOR_RGB2YCrCb) for p in (photo, run(op, photo)))
    inside = (after[..., 0] > 30) & (after[..., 0] < 225)
    assert np.abs(after[inside].astype(int) - before[inside])[:, 1:].max() <= 2


@pytest.mark.parametrize("op", SHARPENERS)
def test_on_rgb_every_channel_is_sharpened_by_itself(op, photo):
    together = run(op, photo, on="rgb")
    for channel in range(3):
        alone = run(op, photo[..., channel : channel + 1])
        assert np.abs(together[..., [channel]].astype(int) - alone).max() <= 1


@pytest.mark.parametrize("op", SHARPENERS)
def test_no_overshoot_where_none_is_allowed(op, photo):
    grey = photo[..., :1]
    square = np.ones((5, 5), np.uint8)
    low, high = cv2.erode(grey[..., 0], square), cv2.dilate(grey[..., 0], square)
    held = run(op, grey, amount=5, overshoot=0)[..., 0]
    assert (held >= low).all()
    assert (held <= high).all()
    assert np.abs(held.astype(int) - grey[..., 0]).max() > 2


@pytest.mark.parametrize("op", SHARPENERS)
def test_a_threshold_keeps_noise_from_being_sharpened(op):
    rng = np.random.default_rng(3)
    noise = np.rint(128 + rng.normal(0, 2, (80, 80, 1))).astype(np.uint8)
    assert run(op, noise, amount=3, threshold=12).std() < 1.1 * noise.std()


def test_wavelet_levels_act_on_detail_of_their_size():
    settings = {f"gain_{level}": 0 for level in range(1, 5)}

    def swing(period: float, level: int) -> float:
        line = 128 + 30 * np.sin(2 * np.pi * np.arange(200) / period)
        pixels = np.rint(np.broadcast_to(line, (60, 200)))[..., None].astype(np.uint8)
        return np.ptp(run("sharpen-wavelet", pixels, **settings | {f"gain_{level}": 1.0})) / 60

    fine, coarse = [swing(4, 1), swing(4, 3)], [swing(20, 1), swing(20, 3)]
    assert fine[0] > fine[1] + 0.3
    assert coarse[1] > coarse[0] + 0.3
