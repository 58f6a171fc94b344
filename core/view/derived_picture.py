"""Pictures made from others on the fly: enlarged to a common size, or the difference of two."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from core.picture_forms import in_form
from core.region import Region, Size
from core.view.at_scale import Enlarging, read_at_scale
from core.view.picture import Listeners, Picture


class EnlargedPicture(Listeners):
    """A picture shown at the size of a larger one; only what is read gets enlarged.

    Parameters
    ----------
    picture
        What is enlarged.
    size, scale
        Those of the larger picture.
    enlarging
        The filter.
    """

    def __init__(
        self, picture: Picture, size: Size, scale: int, enlarging: Enlarging = Enlarging.BICUBIC
    ) -> None:
        super().__init__()
        self.picture = picture
        self.size = size
        self.scale = scale
        self.enlarging = enlarging
        self.alpha = picture.alpha
        picture.subscribe(self._changed)

    def read(self, region: Region, reduction: int = 1) -> np.ndarray:
        """As `core.view.picture_source.PictureSource.read`."""
        return read_at_scale(self.picture, self, region, reduction, self.enlarging)

    def thinned(self, longest: int) -> np.ndarray:
        """As `core.view.picture_source.Picture.thinned`."""
        return self.picture.thinned(longest)

    def close(self) -> None:
        """Let go of the picture underneath."""
        self.picture.unsubscribe(self._changed)

    def _changed(self, region: Region) -> None:
        self.tell(_mapped(region, self.picture.size, self.size))


@dataclass(frozen=True)
class DifferenceStyle:
    """How a difference is made visible.

    Attributes
    ----------
    gain
        Factor on the difference; 1 shows one level as one level.
    luma_only
        Compare BT.601 luma instead of each channel.
    false_colour
        Show the size of the luma difference in a perceptual colour map instead of signed grey.
    """

    gain: float = 4.0
    luma_only: bool = False
    false_colour: bool = False


class DifferencePicture(Listeners):
    """Signed difference of two pictures around middle grey, in 8 bits.

    Both are compared at the size of the larger one; the values are those of the files, before
    any display colour.

    Parameters
    ----------
    shown, reference
        The pictures; brighter than grey means that ``shown`` is brighter.
    style
        Gain and colours.
    enlarging
        The filter for the smaller of the two.
    """

    def __init__(
        self,
        shown: Picture,
        reference: Picture,
        style: DifferenceStyle | None = None,
        enlarging: Enlarging = Enlarging.BICUBIC,
    ) -> None:
        super().__init__()
        larger = max(shown, reference, key=lambda picture: picture.scale)
        self.size, self.scale = larger.size, larger.scale
        self.shown, self.reference = shown, reference
        self.style = style or DifferenceStyle()
        self.enlarging = enlarging
        self.alpha = None
        shown.subscribe(self._shown_changed)
        reference.subscribe(self._reference_changed)

    def read(self, region: Region, reduction: int = 1) -> np.ndarray:
        """The picture of the difference, h×w×3 ``uint8``; see `PictureSource.read`."""
        read = [
            read_at_scale(picture, self, region, reduction, self.enlarging)
            for picture in (self.shown, self.reference)
        ]
        return difference(*read, self.style)

    def thinned(self, longest: int) -> np.ndarray:
        """As `core.view.picture_source.Picture.thinned`."""
        shown, reference = self.shown.thinned(longest), self.reference.thinned(longest)
        size = shown.shape[1::-1]
        again = cv2.resize(reference, size, interpolation=cv2.INTER_NEAREST)
        return difference(shown, again.reshape(*size[::-1], -1), self.style)

    def close(self) -> None:
        """Let go of the pictures underneath."""
        self.shown.unsubscribe(self._shown_changed)
        self.reference.unsubscribe(self._reference_changed)

    def _shown_changed(self, region: Region) -> None:
        self.tell(_mapped(region, self.shown.size, self.size))

    def _reference_changed(self, region: Region) -> None:
        self.tell(_mapped(region, self.reference.size, self.size))


def difference(shown: np.ndarray, reference: np.ndarray, style: DifferenceStyle) -> np.ndarray:
    """Make the difference of two equally large pictures visible.

    Parameters
    ----------
    shown, reference
        H×W×C each, ``uint8`` or ``uint16``.
    style
        Gain and colours.

    Returns
    -------
    numpy.ndarray
        H×W×3 ``uint8``: 128 + gain × difference in levels of 8 bits, or a colour map.
    """
    channels = max(shown.shape[2], reference.shape[2])
    dtype = max(shown.dtype, reference.dtype, key=lambda kind: kind.itemsize)
    first, second = (
        in_form(pixels, dtype, channels).astype(np.float32) for pixels in (shown, reference)
    )
    levels = (first - second) / (257.0 if dtype.itemsize == 2 else 1.0)
    if style.luma_only or style.false_colour:
        levels = _luma(levels)
    if style.false_colour:
        return _in_colours(np.abs(levels) * style.gain)
    signed = np.clip(np.rint(128.0 + style.gain * levels), 0, 255).astype(np.uint8)
    return np.repeat(signed, 3, axis=2) if signed.shape[2] == 1 else signed


def _luma(levels: np.ndarray) -> np.ndarray:
    if levels.shape[2] == 1:
        return levels
    return levels @ np.array([[0.299], [0.587], [0.114]], np.float32)


def _in_colours(magnitude: np.ndarray) -> np.ndarray:
    index = np.clip(np.rint(magnitude[..., 0]), 0, 255).astype(np.uint8)
    return cv2.cvtColor(cv2.applyColorMap(index, cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB)


def _mapped(region: Region, own: Size, other: Size) -> Region:
    """The place of a region in an equally framed picture of another size, with a margin."""
    across, along = other.width / own.width, other.height / own.height
    place = Region(
        int(region.left * across),
        int(region.top * along),
        int(np.ceil(region.right * across)),
        int(np.ceil(region.bottom * along)),
    )
    return place.grown(4 * max(1, round(across))).within(other)
