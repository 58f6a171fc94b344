"""The pyramids of all candidates under one budget of memory."""

from __future__ import annotations

from math import inf
from time import perf_counter

import numpy as np
from PySide6.QtGui import QImage

from core.region import Size
from core.view.derived_picture import DifferencePicture, EnlargedPicture
from core.view.pyramid import Pyramid, TileCache
from core.view.viewing import Viewing
from gui.canvas.candidate_view import CandidateView

BUDGET = 384 * 2**20
SHARE_OF_PICTURES = 1.6
TILES_PER_VIEW = 36  # two pictures of four bytes, up to twice as fine as the view, and margins


class FrameBudget:
    """Time for making tiles in one frame.

    Parameters
    ----------
    seconds
        For the tiles of a frame, counted from now.
    in_any_case
        One tile of at most so many seconds is made in any case, so that the frame brings the
        picture further.
    """

    def __init__(self, seconds: float, *, in_any_case: float = inf) -> None:
        self._end = perf_counter() + seconds
        self._free = in_any_case

    def allows(self, cost: float) -> bool:
        """Whether a tile that takes this many seconds may be made in this frame."""
        if cost <= self._free:
            self._free = 0.0
            return True
        return perf_counter() + cost < self._end


def qimage(pixels: np.ndarray) -> QImage:
    """A picture of the painter around h×w×4 pixels (not copied; keep them alive)."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format_RGB32)


class Layers:
    """Gives each candidate the pyramid that fits the zoom.

    Parameters
    ----------
    budget
        Bytes for the tiles of all candidates; never more than 1.6 × the pictures in 8 bits.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self.cache = TileCache(budget)
        self._viewing = Viewing()
        self._budget = budget
        self._view_bytes = 0
        self._candidates: list[CandidateView] = []
        self._own: dict[int, Pyramid] = {}
        self._enlarged: dict[int, Pyramid] = {}
        self._differences: dict[tuple[int, int], Pyramid] = {}

    @property
    def candidates(self) -> list[CandidateView]:
        """What is compared, in order."""
        return self._candidates

    def set_candidates(self, candidates: list[CandidateView]) -> None:
        """Take over a new list; tiles of candidates that stay are kept."""
        staying = {id(candidate.picture): candidate for candidate in candidates}
        kept: dict[int, Pyramid] = {}
        for index, pyramid in self._own.items():
            old = self._candidates[index]
            new = staying.get(id(old.picture))
            same = new is not None and new.to_display == old.to_display
            if same and candidates.index(new) not in kept:
                kept[candidates.index(new)] = pyramid
            else:
                pyramid.close()
        self._close_derived()
        self._own = kept
        self._candidates = list(candidates)
        self._limit_memory()

    def set_view_pixels(self, view: Size) -> None:
        """Tell how large the view is: what it shows must fit into memory at once."""
        self._view_bytes = TILES_PER_VIEW * view.height * view.width
        self._limit_memory()

    def set_memory(self, budget: int) -> None:
        """Take another budget in bytes; what the view itself needs it gets in any case."""
        self._budget = budget
        self._limit_memory()

    def set_viewing(self, viewing: Viewing) -> None:
        """Choose filter, gain and colours of what is made from the pictures."""
        made_with = (self._viewing.enlarging, self._viewing.difference)
        if made_with != (viewing.enlarging, viewing.difference):
            self._close_derived()
        self._viewing = viewing

    def scale(self, indices: list[int]) -> int:
        """The largest scale among some candidates."""
        known = [self._candidates[index] for index in indices if index < len(self._candidates)]
        return max((candidate.picture.scale for candidate in known), default=1)

    def pyramid(self, index: int, zoom: float, scale: int) -> Pyramid:
        """The candidate's own tiles, or enlarged ones where a larger picture is beside it."""
        if self.is_enlarged(index, zoom, scale):
            return self._enlarged_pyramid(index, scale)
        return self._own_pyramid(index)

    def is_enlarged(self, index: int, zoom: float, scale: int) -> bool:
        """Whether a candidate's pixels do not suffice beside a picture of a larger scale.

        At a zoom where its own pixels are reduced anyway, they are what is shown.
        """
        own = self._candidates[index].picture.scale
        return own < min(scale, zoom)

    def difference(self, shown: int, reference: int) -> Pyramid:
        """Tiles of the difference of two candidates."""
        if (shown, reference) not in self._differences:
            pair = (self._candidates[shown].picture, self._candidates[reference].picture)
            picture = DifferencePicture(*pair, self._viewing.difference, self._viewing.enlarging)
            self._differences[shown, reference] = Pyramid(picture, self.cache, None, qimage)
        return self._differences[shown, reference]

    def close(self) -> None:
        """Give everything back."""
        self.set_candidates([])

    def _own_pyramid(self, index: int) -> Pyramid:
        if index not in self._own:
            candidate = self._candidates[index]
            self._own[index] = Pyramid(candidate.picture, self.cache, candidate.to_display, qimage)
        return self._own[index]

    def _enlarged_pyramid(self, index: int, scale: int) -> Pyramid:
        known = self._enlarged.get(index)
        if known is not None and known.picture.scale != scale:
            _close(known)
            known = None
        if known is None:
            candidate = self._candidates[index]
            size = candidate.picture.size.scaled(scale)
            for other in self._candidates:
                if other.picture.scale == scale:
                    size = other.picture.size
            picture = EnlargedPicture(candidate.picture, size, scale, self._viewing.enlarging)
            known = Pyramid(picture, self.cache, candidate.to_display, qimage)
            self._enlarged[index] = known
        return known

    def _close_derived(self) -> None:
        for pyramid in (*self._enlarged.values(), *self._differences.values()):
            _close(pyramid)
        self._enlarged, self._differences = {}, {}

    def _limit_memory(self) -> None:
        """Never less than the view needs, else tiles would be made over and over again."""
        pictures = [candidate.picture for candidate in self._candidates]
        largest = max((3 * one.size.height * one.size.width for one in pictures), default=0)
        eight_bit = sum(3 * one.size.height * one.size.width for one in pictures)
        needed = min(self._view_bytes, int(SHARE_OF_PICTURES * largest * len(pictures)))
        most = min(self._budget, int(SHARE_OF_PICTURES * eight_bit))
        self.cache.set_budget(max(most, needed))


def _close(pyramid: Pyramid) -> None:
    pyramid.close()
    pyramid.picture.close()
