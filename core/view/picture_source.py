"""The pixels of one candidate, as the screen needs them: whole, or arriving tile by tile."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from core.photo import Photo
from core.picture_forms import in_form, reduced
from core.region import Region, Size
from core.view.at_scale import Enlarging, read_at_scale
from core.view.picture import Listeners, Picture

BLOCK = 256
ALL_WAITING = np.broadcast_to(True, (BLOCK, BLOCK))
NOTHING: Mapping[int, np.ndarray] = MappingProxyType({})


class _Piece(NamedTuple):
    """What was written at once, and which blocks lie wholly in it."""

    place: Region
    pixels: np.ndarray
    blocks: frozenset[tuple[int, int]] = frozenset()

    def at(self, region: Region) -> np.ndarray:
        """A part of it; a view."""
        return region.relative_to(self.place).of(self.pixels)


NO_PIECE = _Piece(Region(0, 0, 0, 0), np.empty((0, 0, 1), np.uint8))


class PictureSource(Listeners):
    """Pixels of a photo, or of a result that arrives tile by tile.

    A result takes memory only for what was written, in blocks of 256×256. Where nothing was
    written yet, the fallback shows. Use it from one thread only.

    Parameters
    ----------
    size
        Height and width of the picture in its own pixels.
    scale
        Own pixels per pixel of the photo as opened.
    dtype
        ``numpy.uint8`` or ``numpy.uint16``.
    channels
        3 for RGB, 1 for grey.
    fallback
        What shows where nothing was written, of any scale: the input, or the old result.

    Examples
    --------
    >>> source = PictureSource(Size(4, 6))
    >>> source.write(Region(0, 0, 6, 2), np.full((2, 6, 3), 9, np.uint8))
    >>> source.is_valid(Region(0, 0, 6, 2)), source.is_valid(Region(0, 0, 6, 3))
    (True, False)
    """

    def __init__(
        self,
        size: Size,
        *,
        scale: int = 1,
        dtype: type | np.dtype = np.uint8,
        channels: int = 3,
        fallback: Picture | None = None,
    ) -> None:
        super().__init__()
        self.size = size
        self.scale = scale
        self.dtype = np.dtype(dtype)
        self.channels = channels
        self.fallback = fallback
        self._under: Picture | None = None
        self.alpha: Picture | None = fallback.alpha if fallback is not None else None
        self._whole: np.ndarray | None = None
        self._reduced: Mapping[int, np.ndarray] = {}
        self._blocks: dict[tuple[int, int], np.ndarray] = {}
        self._waiting: dict[tuple[int, int], np.ndarray] = {}
        self._newest = NO_PIECE

    @classmethod
    def from_photo(cls, photo: Photo) -> PictureSource:
        """The photo itself; its pixels are not copied."""
        source = cls.from_pixels(photo.pixels)
        if photo.alpha is not None:
            source.alpha = cls.from_pixels(photo.alpha[..., None])
        return source

    @classmethod
    def from_pixels(cls, pixels: np.ndarray, *, scale: int = 1) -> PictureSource:
        """A picture that is all there: H×W×3 or H×W×1, ``uint8`` or ``uint16``; not copied."""
        height, width, channels = pixels.shape
        source = cls(Size(height, width), scale=scale, dtype=pixels.dtype, channels=channels)
        source._whole = pixels
        return source

    @property
    def nbytes(self) -> int:
        """Memory of the pixels held, in bytes."""
        held = _bytes_behind([*self._blocks.values(), self._newest.pixels])
        whole = self._whole.nbytes if self._whole is not None else 0
        whole += sum(small.nbytes for small in self._reduced.values())
        return held + whole + (self.fallback.nbytes if self._under is not None else 0)

    def is_valid(self, region: Region) -> bool:
        """Whether every pixel of the region was written since the last `start_over`."""
        if self._whole is not None:
            return True
        part = region.within(self.size)
        return part.empty or not any(self._missing(key, part) for key in _keys(part))

    def start_over(self) -> None:
        """Count nothing as valid any more; what was written shows until it is replaced."""
        if self._whole is not None:
            self._under = self.fallback
            self.fallback = PictureSource.from_pixels(self._whole, scale=self.scale)
            self._whole, self._reduced = None, {}
        self._waiting = {
            key: ALL_WAITING[: block.shape[0], : block.shape[1]]
            for key, block in self._blocks.items()
        }

    def keep_only(self, region: Region) -> None:
        """Give back the memory of what lies outside a region."""
        if self._whole is not None:
            self._cut_out(region)
        self._let_old_go()
        self._newest = NO_PIECE
        for key, block in tuple(self._blocks.items()):
            if not self._place(key).overlap(region).empty:
                self._blocks[key] = _own(block)
                continue
            del self._blocks[key]
            self._waiting.pop(key, None)
            self.tell(self._place(key))

    def write(
        self, region: Region, pixels: np.ndarray, reduced: Mapping[int, np.ndarray] = NOTHING
    ) -> None:
        """Put a finished part of the result in its place.

        Parameters
        ----------
        region
            Place in this picture's own pixels; what lies outside is left away.
        pixels
            h×w×C of the picture's type; kept as they are unless they are part of something
            larger, so that nobody may change them.
        reduced
            The same as `read` would reduce them, by factor; kept where they are all of the picture.
        """
        if pixels.shape[:2] != (region.height, region.width) or pixels.dtype != self.dtype:
            raise ValueError(f"{pixels.shape} {pixels.dtype} does not fit {region} {self.dtype}")
        part = region.within(self.size)
        if part == region == self.size.region:
            self._take_over(pixels, reduced)
        else:
            piece = _Piece(part, part.relative_to(region).of(pixels))
            lasting = _bytes_behind([pixels]) == piece.pixels.nbytes
            whole = [key for key in _keys(part) if self._write_block(key, piece, lasting=lasting)]
            self._newest = piece._replace(blocks=frozenset(whole)) if lasting else NO_PIECE
            if self._under is not None and self.is_valid(self.size.region):
                self._let_old_go()
        if not part.empty:
            self.tell(part)

    def _take_over(self, pixels: np.ndarray, reduced: Mapping[int, np.ndarray]) -> None:
        """All of the picture at once, without a copy; reading it is quicker, too."""
        self._whole, self._reduced = pixels, reduced
        self._blocks, self._waiting, self._newest = {}, {}, NO_PIECE
        self._let_old_go()

    def _let_old_go(self) -> None:
        """Nothing of the picture before `start_over` shows any more."""
        if self._under is not None:
            self.fallback, self._under = self._under, None

    def _cut_out(self, region: Region) -> None:
        """Of a picture that is there as a whole, keep the blocks that touch a region."""
        pixels, self._whole, self._reduced = self._whole, None, {}
        keys = _keys(region.within(self.size))
        self._blocks = {key: self._place(key).of(pixels).copy() for key in keys}
        self.tell(self.size.region)

    def read(self, region: Region, reduction: int = 1) -> np.ndarray:
        """Pixels of a region, reduced by area.

        Parameters
        ----------
        region
            Inside the picture; left and top are multiples of ``reduction``.
        reduction
            1, 2, 4 … up to 256: pixels averaged in each direction. Where the region ends with
            the picture in the middle of such a group, the group's own pixels are averaged.

        Returns
        -------
        numpy.ndarray
            ⌈h/reduction⌉ × ⌈w/reduction⌉ × C of the picture's type; nobody may write to it.
        """
        if reduction in self._reduced:
            return _seen(region.covering(reduction).of(self._reduced[reduction]), 1)
        if self._whole is not None:
            return _seen(region.of(self._whole), reduction)
        if self._newest.place.overlap(region) == region:
            return _seen(self._newest.at(region), reduction)
        return self._put_together(region, reduction)

    def _put_together(self, region: Region, reduction: int) -> np.ndarray:
        """What was written at once is copied at once; around it lie blocks and the fallback."""
        result = self._blank(region, reduction)
        newest = self._newest if reduction == 1 else NO_PIECE
        around = [key for key in _keys(region) if key not in newest.blocks]
        missing = [self._place(key) for key in around if key not in self._blocks]
        if missing:
            gap = functools.reduce(Region.around, missing).overlap(region)
            target = gap.relative_to(region).covering(reduction)
            target.of(result)[:] = self._read_fallback(gap, reduction)
        for key in around:
            if key in self._blocks:
                self._read_block(key, region, reduction, result)
        shared = newest.place.overlap(region)
        if not shared.empty:
            shared.relative_to(region).of(result)[:] = newest.at(shared)
        return result

    def reader(self, region: Region) -> Callable[[], np.ndarray]:
        """`read` for another thread: the copy is made there.

        What is written meanwhile may or may not be in it.
        """
        if self._whole is not None:
            part = region.of(self._whole)
            return lambda: part
        frozen = copy.copy(self)
        frozen._blocks = dict(self._blocks)
        return lambda: frozen.read(region)

    def thinned(self, longest: int) -> np.ndarray:
        """Every n-th pixel of the picture, or of the fallback; see `Picture`."""
        if self._whole is not None:
            step = max(1, max(self._whole.shape[:2]) // longest)
            return np.ascontiguousarray(self._whole[::step, ::step])
        if self.fallback is not None:
            return in_form(self.fallback.thinned(longest), self.dtype, self.channels)
        return np.zeros((1, 1, self.channels), self.dtype)

    def _blank(self, region: Region, reduction: int) -> np.ndarray:
        height, width = -(-region.height // reduction), -(-region.width // reduction)
        return np.zeros((height, width, self.channels), self.dtype)

    def _place(self, key: tuple[int, int]) -> Region:
        top, left = key[0] * BLOCK, key[1] * BLOCK
        right, bottom = min(left + BLOCK, self.size.width), min(top + BLOCK, self.size.height)
        return Region(left, top, right, bottom)

    def _missing(self, key: tuple[int, int], region: Region) -> bool:
        if key not in self._blocks:
            return True
        waiting = self._waiting.get(key)
        place = self._place(key)
        return waiting is not None and bool(
            region.overlap(place).relative_to(place).of(waiting).any()
        )

    def _write_block(self, key: tuple[int, int], piece: _Piece, *, lasting: bool) -> bool:
        """Take over what of a piece lies in a block; whether that is all of the block."""
        place = self._place(key)
        shared = piece.place.overlap(place)
        if shared == place:
            self._blocks[key] = piece.at(place) if lasting else piece.at(place).copy()
            self._waiting.pop(key, None)
            return True
        if key not in self._blocks:
            self._blocks[key] = self._read_fallback(place, 1)
            self._waiting[key] = np.ones(self._blocks[key].shape[:2], bool)
        self._blocks[key] = _own(self._blocks[key])
        inside = shared.relative_to(place)
        inside.of(self._blocks[key])[:] = piece.at(shared)
        if key in self._waiting:
            if not self._waiting[key].flags.writeable:
                self._waiting[key] = self._waiting[key].copy()
            inside.of(self._waiting[key])[:] = False
            if not self._waiting[key].any():
                del self._waiting[key]
        return False

    def _read_block(
        self, key: tuple[int, int], region: Region, reduction: int, result: np.ndarray
    ) -> None:
        place = self._place(key)
        shared = place.overlap(region)
        part = shared.relative_to(place).of(self._blocks[key])
        target = shared.relative_to(region).covering(reduction)
        target.of(result)[:] = part if reduction == 1 else reduced(part, reduction)

    def _read_fallback(self, region: Region, reduction: int) -> np.ndarray:
        if self.fallback is None:
            return self._blank(region, reduction)
        pixels = read_at_scale(self.fallback, self, region, reduction, Enlarging.BICUBIC)
        return in_form(pixels, self.dtype, self.channels)


def _keys(region: Region) -> list[tuple[int, int]]:
    blocks = region.covering(BLOCK)
    return [
        (row, column)
        for row in range(blocks.top, blocks.bottom)
        for column in range(blocks.left, blocks.right)
    ]


def _seen(pixels: np.ndarray, reduction: int) -> np.ndarray:
    """A view as `PictureSource.read` gives it."""
    if reduction > 1:
        return reduced(pixels, reduction)
    pixels.flags.writeable = False
    return pixels


def _own(block: np.ndarray) -> np.ndarray:
    """The block itself if it has its memory to itself, else a copy that has."""
    return block if block.base is None else block.copy()


def _bytes_behind(arrays: Iterable[np.ndarray]) -> int:
    """Memory that stays for as long as these arrays do: a view keeps all of what it looks at."""
    owners = (array if array.base is None else array.base for array in arrays)
    return sum({id(owner): owner.nbytes for owner in owners}.values())
