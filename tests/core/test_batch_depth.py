from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.batch import run_batch
from core.batch_report import Outcome
from core.depths.depth_choice import with_chosen_depth
from core.depths.depth_settings import DepthOrigin, DepthSettings
from core.engine import Engine
from core.ops.unsharp import UNSHARP
from core.ops.unsharp_depth import UNSHARP_DEPTH
from core.photos.reading import open_photo
from core.recipe import Recipe, Step

NEAR_SHARP = Recipe(
    "Near", (Step("unsharp-depth", {"amount": 2.0, "depth_weight": 0.5, "threshold": 0.0}),)
)
UPPER, LOWER = np.s_[8:12], np.s_[28:32]


@pytest.fixture
def engine() -> Engine:
    return Engine([UNSHARP, UNSHARP_DEPTH])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two photos, the first with a sidecar in which the lower half is near."""
    photos = tmp_path / "in"
    photos.mkdir()
    rng = np.random.default_rng(2)
    for name in ("a", "b"):
        pixels = rng.integers(60, 190, (40, 56, 3), np.uint8)
        Image.fromarray(pixels).save(photos / f"{name}.png")
    depth = np.zeros((40, 56), np.uint8)
    depth[20:] = 255
    Image.fromarray(depth).save(photos / "a.depth.png")
    return photos


def change(folder: Path, out: Path, name: str, rows: slice) -> float:
    before, after = (open_photo(place / f"{name}.png").pixels for place in (folder, out))
    return float(np.abs(after[rows].astype(int) - before[rows]).mean())


def test_each_photo_gets_its_own_map_adjusted_as_told(engine, folder, tmp_path):
    plain, turned = tmp_path / "plain", tmp_path / "turned"
    run_batch(engine, folder, plain, NEAR_SHARP)
    run_batch(engine, folder, turned, NEAR_SHARP, depth=DepthSettings(invert=True))
    assert change(folder, plain, "a", LOWER) > 4 * change(folder, plain, "a", UPPER)
    assert change(folder, turned, "a", UPPER) > 4 * change(folder, turned, "a", LOWER)


def test_a_batch_gives_what_one_run_gives(engine, folder, tmp_path):
    settings = DepthSettings(far=0.2, near=0.7, smoothing=40.0)
    run_batch(engine, folder, tmp_path / "out", NEAR_SHARP, depth=settings)
    photo = with_chosen_depth(open_photo(folder / "a.png"), settings, weighed=True)
    wanted = engine.run(photo, NEAR_SHARP).pixels
    assert np.array_equal(open_photo(tmp_path / "out" / "a.png").pixels, wanted)


def test_a_photo_without_a_map_gets_a_guess_that_the_report_names(engine, folder, tmp_path):
    first, second = run_batch(engine, folder, tmp_path / "out", NEAR_SHARP).items[:2]
    assert "estimated" not in first.notes
    assert "depth was estimated, not measured" in second.notes
    off = DepthSettings(DepthOrigin.NONE)
    _, second = run_batch(engine, folder, tmp_path / "off", NEAR_SHARP, depth=off).items[:2]
    assert "depth played no part" in second.notes


def test_other_depth_settings_are_no_reason_to_leave_a_photo_out(engine, folder, tmp_path):
    out = tmp_path / "out"
    run_batch(engine, folder, out, NEAR_SHARP)
    same = run_batch(engine, folder, out, NEAR_SHARP, resume=True)
    assert same.count(Outcome.SKIPPED) == 2
    other = DepthSettings(invert=True)
    again = run_batch(engine, folder, out, NEAR_SHARP, depth=other, resume=True)
    assert again.count(Outcome.DONE) == 2


def test_a_file_that_does_not_fit_gives_way_to_the_sidecar_and_says_so(engine, folder, tmp_path):
    wide = tmp_path / "wide.png"
    Image.linear_gradient("L").resize((200, 20)).save(wide)
    settings = DepthSettings(DepthOrigin.FILE, wide)
    item = run_batch(engine, folder, tmp_path / "out", NEAR_SHARP, depth=settings).items[0]
    assert item.outcome is Outcome.DONE
    assert "wide.png" in item.notes
    assert "Used instead: Sidecar a.depth.png" in item.notes


def test_a_chosen_file_belongs_to_one_photo_only():
    chosen = DepthSettings(DepthOrigin.FILE, Path("x.png"), far=0.3, smoothing=20.0)
    assert chosen.for_folder == DepthSettings(smoothing=20.0)
    estimated = DepthSettings(DepthOrigin.ESTIMATE, near=0.5)
    assert estimated.for_folder == estimated
