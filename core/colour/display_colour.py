"""From a photo's own colours to those of the screen."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageCms

from core.colour.icc import IccProfile, read_icc
from core.levels import sixteen_to

_STEPS = 65536
_SAME = 1e-3
_STRIP_ROWS = 32
_DAMAGED = "The colour profile is damaged; the photo is shown as sRGB."


@dataclass(frozen=True, eq=False)
class DisplayTransform:
    """Turns photo values into screen values, 8 bits each.

    Attributes
    ----------
    note
        A sentence where the profile could not be followed; empty otherwise.
    """

    _light: np.ndarray | None = None
    _matrix: np.ndarray | None = None
    _encoded: np.ndarray | None = None
    _by_root: bool = False
    _cms: ImageCms.ImageCmsTransform | None = None
    note: str = ""

    @staticmethod
    def for_photo(
        icc: bytes | None, channels: int, bits: int, display_icc: bytes | None = None
    ) -> DisplayTransform:
        """The transform for photos with this profile.

        Parameters
        ----------
        icc
            The photo's profile; None stands for sRGB.
        channels
            3 for RGB, 1 for grey.
        bits
            8 or 16.
        display_icc
            The monitor's profile; None stands for sRGB.
        """
        return _transform(icc, channels, bits, display_icc)

    def apply(self, pixels: np.ndarray) -> np.ndarray:
        """Screen values in the order of a 32-bit RGB picture in memory.

        Parameters
        ----------
        pixels
            H×W×3 or H×W×1 of the type the transform was made for.

        Returns
        -------
        numpy.ndarray
            H×W×4 ``uint8``: blue, green, red, 255.
        """
        result = np.empty((*pixels.shape[:2], 4), np.uint8)
        for top in range(0, len(pixels), _STRIP_ROWS):  # what stays in the cache is twice as fast
            shown = self._shown(pixels[top : top + _STRIP_ROWS])
            order = cv2.COLOR_GRAY2BGRA if shown.shape[2] == 1 else cv2.COLOR_RGB2BGRA
            cv2.cvtColor(shown, order, dst=result[top : top + _STRIP_ROWS])
        return result

    def rgb(self, pixels: np.ndarray) -> np.ndarray:
        """Screen values as H×W×3 ``uint8`` RGB; see `apply`."""
        shown = self._shown(pixels)
        return cv2.cvtColor(shown, cv2.COLOR_GRAY2RGB) if shown.shape[2] == 1 else shown

    def _shown(self, pixels: np.ndarray) -> np.ndarray:
        if self._matrix is not None:
            light = cv2.transform(_looked_up(pixels, self._light), self._matrix)
            return _looked_up(_rooted(light) if self._by_root else light, self._encoded)
        if self._encoded is not None:
            return _looked_up(pixels, self._encoded)
        shown = sixteen_to(pixels, np.uint8) if pixels.dtype == np.uint16 else pixels
        return shown if self._cms is None else _through_cms(shown, self._cms)


@lru_cache(maxsize=16)
def _transform(
    icc: bytes | None, channels: int, bits: int, display_icc: bytes | None
) -> DisplayTransform:
    photo, screen = read_icc(icc), _screen(display_icc)
    fits = photo is not None and photo.channels == channels
    note = _DAMAGED if icc and not fits else ""
    if not fits:
        photo = _srgb() if channels == 3 else _srgb_grey()
    if not (photo.by_matrix and screen.by_matrix):
        return _by_cms(icc if fits else None, display_icc, channels, note)
    if channels == 1:
        return _by_table(photo, screen, bits, note)
    return _by_matrix(photo, screen, bits, note)


def _screen(display_icc: bytes | None) -> IccProfile:
    screen = read_icc(display_icc)
    return screen if screen is not None and screen.space == "RGB" else _srgb()


@lru_cache(maxsize=1)
def _srgb() -> IccProfile:
    profile = read_icc(_srgb_icc())
    assert profile is not None
    return profile


def _srgb_grey() -> IccProfile:
    return IccProfile("sRGB grey", "GRAY", 1, _srgb().curves[:1], None)


def _srgb_icc() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _by_matrix(photo: IccProfile, screen: IccProfile, bits: int, note: str) -> DisplayTransform:
    matrix = np.linalg.solve(screen.to_xyz, photo.to_xyz)
    same_curves = np.abs(photo.curves - screen.curves).max() < _SAME
    if same_curves and np.abs(matrix - np.eye(3)).max() < _SAME:
        return DisplayTransform(note=note)
    light, encoded = _light_table(photo, bits), _encoding_table(screen)
    by_root = int(encoded[1].max()) > 0  # pure gamma: steps of light are too coarse in shadows
    if by_root:
        light, encoded = light.astype(np.float32), _encoding_table(screen, power=2)
    else:
        light = np.rint(light * (_STEPS - 1)).astype(np.uint16)
    return DisplayTransform(_shared(light), matrix.astype(np.float32), encoded, by_root, note=note)


def _by_table(photo: IccProfile, screen: IccProfile, bits: int, note: str) -> DisplayTransform:
    """Grey needs one table from value to screen value."""
    encoding = _encoding_table(screen)
    if encoding.shape[1] == 1 and np.abs(photo.curves - screen.curves).max() < _SAME:
        return DisplayTransform(note=note)
    steps = np.rint(_light_table(photo, bits)[:, 0] * (_STEPS - 1)).astype(int)
    return DisplayTransform(_encoded=encoding[steps], note=note)


def _light_table(photo: IccProfile, bits: int) -> np.ndarray:
    """Light for every value: 2**bits×C."""
    return photo.curves[:, :: 257 if bits == 8 else 1].T


def _encoding_table(screen: IccProfile, power: int = 1) -> np.ndarray:
    """Screen value, ``uint8``, for each of 65536 steps of light, or of a root of it."""
    light = np.linspace(0, 1, _STEPS) ** power
    knots = np.linspace(0, 1, screen.curves.shape[1])
    rows = [np.interp(light, np.maximum.accumulate(row), knots) for row in screen.curves]
    return _shared(np.rint(np.stack(rows, axis=1) * 255).astype(np.uint8))


def _rooted(light: np.ndarray) -> np.ndarray:
    """Square roots of light in 65536 steps."""
    roots = cv2.sqrt(cv2.max(light, 0.0)).reshape(len(light), -1)
    return cv2.addWeighted(roots, _STEPS - 1, roots, 0, 0, dtype=cv2.CV_16U).reshape(light.shape)


def _shared(table: np.ndarray) -> np.ndarray:
    """One column where the channels' columns are alike, which is faster to look up."""
    alike = (table == table[:, :1]).all()
    return np.ascontiguousarray(table[:, :1] if alike else table)


def _looked_up(pixels: np.ndarray, table: np.ndarray) -> np.ndarray:
    """``table`` (N×1 or N×C) at every value of ``pixels``."""
    channels = table.shape[1]
    if channels == 1:
        return cv2.LUT(pixels.reshape(len(pixels), -1), table[None]).reshape(pixels.shape)
    if pixels.shape[2] == 1:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)
    return cv2.LUT(pixels, table[None])


def _by_cms(
    icc: bytes | None, display_icc: bytes | None, channels: int, note: str
) -> DisplayTransform:
    modes = {1: "L", 3: "RGB"}
    try:
        cms = ImageCms.buildTransform(
            _cms_profile(icc),
            _cms_profile(display_icc),
            modes[channels],
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (OSError, ImageCms.PyCMSError):
        return DisplayTransform(note=_DAMAGED)
    return DisplayTransform(_cms=cms, note=note)


def _cms_profile(icc: bytes | None) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(icc or _srgb_icc()))


def _through_cms(pixels: np.ndarray, cms: ImageCms.ImageCmsTransform) -> np.ndarray:
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    return np.asarray(ImageCms.applyTransform(image, cms))
