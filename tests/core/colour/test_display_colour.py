from __future__ import annotations

import io

import numpy as np
import pytest
from photo_samples import gamma_profile, grey_profile, noise, srgb_profile
from PIL import Image, ImageCms

from core.colour.display_colour import DisplayTransform
from core.photos.coding_points import stated_colour


def by_littlecms(pixels: np.ndarray, icc: bytes, display: bytes | None = None) -> np.ndarray:
    grey = pixels.shape[2] == 1
    transform = ImageCms.buildTransform(
        io.BytesIO(icc),
        io.BytesIO(display or srgb_profile()),
        "L" if grey else "RGB",
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.NOOPTIMIZE,  # its coarse tables are several levels off in dark greys
    )
    image = Image.fromarray(pixels[..., 0] if grey else pixels)
    return np.asarray(ImageCms.applyTransform(image, transform)).astype(int)


def lab_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


@pytest.mark.parametrize("gamma", [1.0, 1.8, 2.2])
@pytest.mark.parametrize("primaries", ["adobe", "srgb"])
def test_matrix_profiles_agree_with_littlecms(gamma: float, primaries: str) -> None:
    pixels, icc = noise(200, 300, 3), gamma_profile(gamma, primaries)
    shown = DisplayTransform.for_photo(icc, 3, 8).rgb(pixels)
    assert np.abs(shown - by_littlecms(pixels, icc)).max() <= 1


@pytest.mark.parametrize("code", [9, 12])
def test_profiles_made_from_code_numbers_agree_with_littlecms(code: int) -> None:
    icc, note = stated_colour(bytes(4) + b"colrnclx" + bytes([0, code, 0, 13, 0, 0, 128]), "AVIF")
    assert note == ""
    pixels = noise(100, 100, 3)
    shown = DisplayTransform.for_photo(icc, 3, 8).rgb(pixels)
    assert np.abs(shown - by_littlecms(pixels, icc)).max() <= 1


@pytest.mark.parametrize("gamma", [1.0, 1.8, 2.2])
def test_grey_profiles_agree_with_littlecms(gamma: float) -> None:
    pixels, icc = noise(100, 100, 1), grey_profile(gamma)
    shown = DisplayTransform.for_photo(icc, 1, 8).rgb(pixels)
    assert np.abs(shown - by_littlecms(pixels, icc)).max() <= 1


def test_a_monitor_with_its_own_profile() -> None:
    pixels, monitor = noise(100, 100, 3), gamma_profile(2.2)
    shown = DisplayTransform.for_photo(None, 3, 8, monitor).rgb(pixels)
    assert np.abs(shown - by_littlecms(pixels, srgb_profile(), monitor)).max() <= 1
    own = DisplayTransform.for_photo(monitor, 3, 8, monitor).rgb(pixels)
    assert np.array_equal(own, pixels)


@pytest.mark.parametrize("icc", [None, srgb_profile()])
@pytest.mark.parametrize("channels", [1, 3])
def test_srgb_and_untagged_photos_are_shown_as_they_are(icc: bytes | None, channels: int) -> None:
    pixels = noise(70, 50, channels)
    transform = DisplayTransform.for_photo(icc if channels == 3 else None, channels, 8)
    bgra = transform.apply(pixels)
    assert bgra.shape == (70, 50, 4)
    assert np.array_equal(bgra[..., 2::-1], np.broadcast_to(pixels, (70, 50, 3)))
    assert (bgra[..., 3] == 255).all()
    assert transform.note == ""


@pytest.mark.parametrize("icc", [None, gamma_profile(2.2)])
def test_16_bits_are_shown_as_8_bits_rounded(icc: bytes | None) -> None:
    levels = noise(64, 64, 3)
    deep = levels.astype(np.uint16) * 257
    eight = DisplayTransform.for_photo(icc, 3, 8).apply(levels)
    assert np.array_equal(DisplayTransform.for_photo(icc, 3, 16).apply(deep), eight)


def test_rounding_of_every_16_bit_value() -> None:
    values = np.arange(65536, dtype=np.uint16).reshape(256, 256, 1)
    shown = DisplayTransform.for_photo(None, 1, 16).rgb(values)
    assert np.array_equal(shown[..., :1], (values.astype(int) + 128) // 257)


def test_the_two_outputs_show_the_same() -> None:
    pixels = noise(64, 64, 3)
    transform = DisplayTransform.for_photo(gamma_profile(1.8), 3, 8)
    assert np.array_equal(transform.apply(pixels)[..., 2::-1], transform.rgb(pixels))


@pytest.mark.parametrize(
    "icc", [b"no profile at all", gamma_profile(2.2)[:200], gamma_profile(2.2)[:60], lab_profile()]
)
def test_damaged_profiles_are_shown_as_srgb_with_a_note(icc: bytes) -> None:
    pixels = noise(20, 20, 3)
    transform = DisplayTransform.for_photo(icc, 3, 8)
    transform.apply(pixels)
    if icc != lab_profile():
        assert np.array_equal(transform.rgb(pixels), pixels)
    assert "profile" in transform.note


def test_a_grey_photo_with_a_colour_profile_is_shown_as_grey() -> None:
    pixels = noise(20, 20, 1)
    transform = DisplayTransform.for_photo(gamma_profile(2.2), 1, 8)
    assert np.array_equal(transform.rgb(pixels), np.repeat(pixels, 3, axis=2))
