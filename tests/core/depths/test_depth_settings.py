from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.depth import DepthMap
from core.depths.depth_adjusting import MOST_PIXELS, adjusted
from core.depths.depth_settings import DepthOrigin, DepthSettings
from core.depths.guided_filter import guided_filter
from core.errors import UsageError
from core.photo import Photo
from core.session import Session, session_from_json, session_to_json, session_to_text

RAMP = np.tile(np.linspace(0, 1, 50, dtype=np.float32), (40, 1))


def step_photo(height: int = 80, width: int = 100) -> Photo:
    """Dark at the left, light at the right of the middle."""
    pixels = np.full((height, width, 3), 40, np.uint8)
    pixels[:, width // 2 :] = 210
    return Photo(pixels)


def test_nothing_to_adjust_leaves_the_map_itself() -> None:
    depth = DepthMap(RAMP.copy(), "known")
    assert adjusted(depth, DepthSettings(DepthOrigin.ESTIMATE), step_photo()) is depth


def test_handles_cut_off_and_stretch() -> None:
    depth = DepthMap(RAMP.copy(), "known", near=1.0, far=4.0)
    made = adjusted(depth, DepthSettings(far=0.2, near=0.6), step_photo())
    assert made.nearness == pytest.approx(np.clip((RAMP - 0.2) / 0.4, 0, 1), abs=1e-6)
    assert (made.near, made.far) == pytest.approx((1 / 0.7, 1 / 0.4))
    assert made.digest != depth.digest
    assert made.source == "known"


def test_inverting_comes_before_the_handles() -> None:
    depth = DepthMap(RAMP.copy(), "known", near=1.0, far=4.0)
    made = adjusted(depth, DepthSettings(far=0.5, near=1.0, invert=True), step_photo())
    assert made.nearness == pytest.approx(np.clip(1 - 2 * RAMP, 0, 1), abs=1e-6)
    assert (made.near, made.far) == (None, None)


def test_smoothing_removes_noise_and_keeps_the_edge_of_the_photo() -> None:
    photo = step_photo()
    clean = np.zeros((80, 100), np.float32)
    clean[:, 50:] = 1
    rng = np.random.default_rng(1)
    noisy = np.clip(0.2 + 0.6 * clean + rng.normal(0, 0.06, clean.shape), 0, 1).astype(np.float32)
    made = adjusted(DepthMap(noisy, "noisy"), DepthSettings(smoothing=100, radius=4), photo)
    flat = made.nearness[10:70, 5:40]
    assert flat.std() < noisy[10:70, 5:40].std() / 4
    assert (made.nearness[:, 50] - made.nearness[:, 49]).mean() > 0.5


def test_smoothing_moves_a_border_towards_the_edge_of_the_photo() -> None:
    shifted = np.zeros((80, 100), np.float32)
    shifted[:, 47:] = 1
    settings = DepthSettings(smoothing=100, radius=8)
    made = adjusted(DepthMap(shifted.copy(), "shifted"), settings, step_photo())
    truth = np.zeros((80, 100))
    truth[:, 50:] = 1
    wrong = np.abs(made.nearness - truth)[:, 46:54].mean()
    assert wrong < np.abs(shifted - truth)[:, 46:54].mean() * 0.8


def test_a_large_map_is_reduced() -> None:
    large = DepthMap(np.tile(RAMP, (30, 30)), "large")
    made = adjusted(large, DepthSettings(invert=True), step_photo())
    assert made.nearness.size <= MOST_PIXELS
    assert made.nearness.shape[1] / made.nearness.shape[0] == pytest.approx(1.25, abs=0.01)


def test_a_guided_filter_leaves_a_linear_function_of_its_guide() -> None:
    guide = np.random.default_rng(2).random((30, 40), np.float32)
    plane = 0.25 + 0.5 * guide
    assert guided_filter(guide, plane, radius=5, eps=1e-6) == pytest.approx(plane, abs=1e-3)


@pytest.mark.parametrize(("far", "near"), [(0.5, 0.5), (0.7, 0.2), (-0.1, 1.0), (0.0, 1.1)])
def test_handles_that_cross_are_refused(far: float, near: float) -> None:
    with pytest.raises(ValueError, match="no range"):
        DepthSettings(far=far, near=near)


def test_settings_come_back_with_the_session() -> None:
    settings = DepthSettings(
        DepthOrigin.FILE, Path("/maps/mine.png"), 0.1, 0.11, True, smoothing=40.0, radius=3.5
    )
    session = Session(Path("/photos/a.jpg"), "ab", depth=settings)
    assert session_from_json(json.loads(session_to_text(session))) == session
    assert "/maps" not in session_to_text(session, portable=True)
    assert "mine.png" in session_to_text(session, portable=True)


def test_a_session_of_before_opens_with_the_defaults() -> None:
    data = session_to_json(Session(Path("/photos/a.jpg"), "ab"))
    del data["depth"]
    assert session_from_json(data).depth == DepthSettings()


@pytest.mark.parametrize("change", [{"origin": "guess"}, {"far": 2}, {"smoothing": 900}])
def test_damaged_settings_are_refused(change: dict) -> None:
    data = session_to_json(Session())
    data["depth"] |= change
    with pytest.raises(UsageError):
        session_from_json(data)
