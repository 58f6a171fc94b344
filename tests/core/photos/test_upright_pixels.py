from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from core.photos import orientation as turning
from core.photos import pillow_pixels
from core.photos.orientation import turned_upright
from core.photos.pillow_pixels import upright_pixels


@pytest.mark.parametrize("strip", [1, 700, 5000, 1 << 21])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_strips_come_together_upright(monkeypatch, strip, channels, orientation):
    monkeypatch.setattr(pillow_pixels, "_STRIP_BYTES", strip)
    shape = (53, 37) if channels == 1 else (53, 37, 3)
    stored = np.random.default_rng(orientation).integers(0, 256, shape, np.uint8)
    upright = upright_pixels(Image.fromarray(stored), orientation)
    assert upright.shape[2] == channels
    assert np.array_equal(upright, turned_upright(stored.reshape(53, 37, channels), orientation))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("shape", [(301, 2070), (301, 2070, 1), (150, 1030, 3)])
@pytest.mark.parametrize("orientation", range(5, 9))
def test_large_pictures_are_turned_in_blocks_to_the_same(monkeypatch, shape, dtype, orientation):
    stored = np.random.default_rng(orientation).integers(0, 256, shape, dtype)
    whole = turned_upright(stored, orientation)
    monkeypatch.setattr(turning, "_LARGE", 0)
    assert np.array_equal(turned_upright(stored, orientation), whole)
