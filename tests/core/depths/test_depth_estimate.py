from __future__ import annotations

import cv2
import numpy as np
from skimage import data

from core.depths.depth_estimate import ESTIMATED, estimated_depth, focus_cue, focus_weight
from core.photo import Photo


def test_an_estimate_says_what_it_is_and_covers_the_photo() -> None:
    photo = Photo(data.coffee())
    depth = estimated_depth(photo)
    assert depth.source == ESTIMATED
    assert depth.kind == "estimate"
    assert estimated_depth(photo) is depth
    height, width = depth.nearness.shape
    assert max(height, width) == 512
    assert abs(width / height - photo.width / photo.height) < 0.01
    assert (depth.nearness.min(), depth.nearness.max()) == (0, 1)
    assert (depth.near, depth.far) == (None, None)


def test_what_is_low_in_the_picture_is_nearer() -> None:
    nearness = estimated_depth(Photo(data.coffee())).nearness
    assert nearness[-40:].mean() > nearness[:40].mean() + 0.5


def test_grey_and_16_bit_photos_give_the_same_estimate() -> None:
    grey = data.camera()[..., None]
    eight = estimated_depth(Photo(grey.copy())).nearness
    sixteen = estimated_depth(Photo(grey.astype(np.uint16) * 257)).nearness
    assert np.abs(eight - sixteen).max() < 0.01


def test_a_photo_without_anything_in_it_goes_by_place() -> None:
    nearness = estimated_depth(Photo(np.full((60, 80, 3), 128, np.uint8))).nearness
    assert np.all(np.diff(nearness[:, 40]) >= 0)


def test_focus_counts_only_where_blur_varies_and_agrees_with_place() -> None:
    texture = np.random.default_rng(3).random((240, 320), np.float32)
    soft = cv2.GaussianBlur(texture, (0, 0), 2.5)
    place = np.repeat(np.linspace(0, 1, 240, dtype=np.float32)[:, None], 320, 1)
    sharp_below = np.vstack([soft[:120], texture[120:]])
    cue = focus_cue(sharp_below)
    assert cue[180:].mean() > cue[:60].mean() + 0.3
    assert focus_weight(place, cue) > 0.5
    assert focus_weight(place, focus_cue(sharp_below[::-1].copy())) == 0
    assert focus_weight(place, focus_cue(texture)) < 0.05
