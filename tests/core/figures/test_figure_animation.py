from __future__ import annotations

import numpy as np
import pytest
from figure_parts import noise, pair, panel
from PIL import Image, ImageSequence

from core.errors import UsageError
from core.figures import FigurePanel, FigureSpec, Layout, Motion, read_provenance, save_figure
from core.figures.animation import LONGEST_SIDE, animate

DARK = FigurePanel("Dark", np.full((60, 90, 3), 40, np.uint8))
BRIGHT = FigurePanel("Bright", np.full((60, 90, 3), 210, np.uint8))


def _two(**options) -> FigureSpec:
    return FigureSpec(Layout.PAIR, (DARK, BRIGHT), **options)


@pytest.mark.parametrize("suffix", ["gif", "webp"])
def test_the_divider_sweeps_across_and_back(tmp_path, suffix):
    path = save_figure(_two(), tmp_path / f"figure.{suffix}", provenance={"a": "ü"})
    with Image.open(path) as image:
        assert image.info["loop"] == 0
        frames = [np.asarray(f.convert("L"))[:60] for f in ImageSequence.Iterator(image)]
    dark = [float((frame < 100).mean()) for frame in frames]
    middle = int(np.argmin(dark))
    assert dark[0] == 1 and dark[middle] == 0
    assert dark[: middle + 1] == sorted(dark[: middle + 1], reverse=True)
    assert dark[middle:] == sorted(dark[middle:])
    assert read_provenance(path) == {"a": "ü"}


@pytest.mark.parametrize("suffix", ["gif", "webp"])
def test_blinking_shows_every_picture_in_turn(tmp_path, suffix):
    path = save_figure(_two(motion=Motion.BLINK), tmp_path / f"figure.{suffix}", provenance=None)
    with Image.open(path) as image:
        shown = [np.asarray(f.convert("L"))[:60].mean() for f in ImageSequence.Iterator(image)]
        image.seek(1)
        assert image.info["duration"] == 900
    assert shown == pytest.approx([40, 210], abs=3)
    assert read_provenance(path) is None


def test_webp_frames_hold_the_very_pixels(tmp_path):
    spec = FigureSpec(Layout.PAIR, (panel("A"), panel("B", seed=1)), motion=Motion.BLINK)
    path = save_figure(spec, tmp_path / "figure.webp", provenance=None)
    with Image.open(path) as image:
        for frame, shown in zip(ImageSequence.Iterator(image), spec.panels, strict=True):
            assert np.array_equal(np.asarray(frame.convert("RGB"))[:54], shown.pixels)


def test_what_does_not_move_does_not_flicker():
    frames = animate(pair(), in_palette=True).frames
    still = frames[0][:162, 0:1]
    inner = [frame[:162, 0:1] for frame in frames[:20]]
    assert all(np.array_equal(still, part) for part in inner)


def test_large_pictures_are_reduced_and_small_ones_stay():
    large = FigurePanel("Large", noise(400, 2000))
    frame = animate(FigureSpec(Layout.PAIR, (large, large))).frames[0]
    assert frame.shape[1] == LONGEST_SIDE
    assert animate(_two()).frames[0].shape[1] == 90


def test_a_single_picture_does_not_move():
    with pytest.raises(UsageError, match="at least two"):
        animate(FigureSpec(Layout.GRID, (DARK,)))
