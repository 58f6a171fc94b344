from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from photo_samples import noise
from PIL import Image

from core.depths.depth_choice import adjusted_depth, chosen_depth
from core.depths.depth_estimate import ESTIMATED
from core.depths.depth_settings import DepthOrigin, DepthSettings
from core.photo import Photo
from core.photos.reading import open_photo

RAMP = np.tile(np.linspace(0, 255, 40).astype(np.uint8), (30, 1))


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    """A photo with a sidecar."""
    Image.fromarray(noise(60, 80, 3)).save(tmp_path / "photo.png")
    Image.fromarray(RAMP).save(tmp_path / "photo.depth.png")
    return open_photo(tmp_path / "photo.png")


def by_hand(path: Path) -> DepthSettings:
    return DepthSettings(DepthOrigin.FILE, path)


def test_automatic_takes_what_the_photo_was_opened_with(photo: Photo) -> None:
    assert chosen_depth(photo, DepthSettings()).depth is photo.depth
    assert photo.depth.source == "Sidecar photo.depth.png"


def test_none_and_estimate(photo: Photo) -> None:
    assert chosen_depth(photo, DepthSettings(DepthOrigin.NONE)).depth is None
    assert chosen_depth(photo, DepthSettings(DepthOrigin.ESTIMATE)).depth.source == ESTIMATED


def test_a_photo_without_a_map_of_its_own_says_so_and_takes_the_sidecar(photo: Photo) -> None:
    found = chosen_depth(photo, DepthSettings(DepthOrigin.PHOTO))
    assert found.depth is photo.depth
    assert found.notes == (
        "photo.png holds no depth map.",
        "Used instead: Sidecar photo.depth.png.",
    )


def test_the_sidecar_alone(photo: Photo) -> None:
    found = chosen_depth(photo, DepthSettings(DepthOrigin.SIDECAR))
    assert (found.depth.digest, found.notes) == (photo.depth.digest, ())
    photo.path.with_name("photo.depth.png").unlink()
    bare = open_photo(photo.path)
    notes = chosen_depth(bare, DepthSettings(DepthOrigin.SIDECAR)).notes
    assert notes == (
        "There is no photo.depth.png beside photo.png.",
        "There is no other depth map.",
    )


def test_a_file_chosen_by_hand(photo: Photo, tmp_path: Path) -> None:
    path = tmp_path / "mine.png"
    Image.fromarray(255 - RAMP).save(path)
    found = adjusted_depth(photo, replace(by_hand(path), invert=True))
    assert found.depth.source == "File mine.png"
    assert found.depth.nearness == pytest.approx(RAMP / 255, abs=1e-6)


def test_a_file_of_a_session_that_was_given_away_lies_beside_the_photo(photo: Photo) -> None:
    found = chosen_depth(photo, by_hand(Path("/elsewhere/photo.depth.png")))
    assert found.depth.source == "File photo.depth.png"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (RAMP.T.copy(), "mine.tif cannot be used as a depth map: its 30×40 pixels"),
        (np.full((30, 40), 9, np.uint8), "it is the same everywhere"),
        (np.full((30, 40), np.nan, np.float32), "100% of it is unknown"),
        (cv2.applyColorMap(RAMP, cv2.COLORMAP_VIRIDIS), "in colours"),
        (None, "could not be read"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "its picture is damaged"),
    ],
)
def test_what_cannot_be_used_says_why_and_the_next_source_is_used(
    photo: Photo, tmp_path: Path, values: np.ndarray | bytes | None, reason: str
) -> None:
    path = tmp_path / "mine.tif"
    if isinstance(values, bytes):
        path.write_bytes(values)
    elif values is not None:
        Image.fromarray(values).save(path)
    found = chosen_depth(photo, by_hand(path))
    assert reason in found.notes[0]
    assert "mine.tif" in found.notes[0]
    assert found.notes[1] == "Used instead: Sidecar photo.depth.png."
    assert found.depth is photo.depth


def test_floating_point_with_holes_is_filled_and_says_so(photo: Photo, tmp_path: Path) -> None:
    values = RAMP.astype(np.float32) * 10
    values[4:6, 7:9] = np.nan
    Image.fromarray(values).save(tmp_path / "mine.tif")
    found = chosen_depth(photo, by_hand(tmp_path / "mine.tif"))
    assert np.isfinite(found.depth.nearness).all()
    assert found.notes == ("0.3% of the depth map was unknown and was filled in.",)


def test_16_bits_with_an_inverted_convention_say_how_they_were_read(photo: Photo) -> None:
    bright_above = np.tile(np.linspace(65535, 0, 30).astype(np.uint16)[:, None], (1, 40))
    sidecar = photo.path.with_name("photo.depth.png")
    sidecar.write_bytes(cv2.imencode(".png", bright_above)[1].tobytes())
    opened = open_photo(photo.path)
    sentence = "Sidecar photo.depth.png was read as bright is near; invert it if bright is far."
    assert opened.depth_notes == (sentence,)
    assert sentence in opened.notes
    found = adjusted_depth(opened, DepthSettings(invert=True))
    assert found.depth.nearness[-1, 0] == 1
    assert found.notes == (sentence,)
