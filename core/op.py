"""An op: one way to change a picture, tile by tile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from core.depth import DepthMap
from core.params import Param, Values, checked_values
from core.region import Region, Size

if TYPE_CHECKING:
    from core.feature_maps import Inside


@dataclass(frozen=True)
class Margins:
    """Pixels of halo that are present around a tile; fewer at the picture's borders."""

    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0

    @classmethod
    def between(cls, core: Region, outer: Region) -> Margins:
        """What ``outer`` has around ``core``."""
        return cls(
            core.top - outer.top,
            core.left - outer.left,
            outer.bottom - core.bottom,
            outer.right - core.right,
        )

    def at_most(self, reach: int) -> Margins:
        """What of them lies within ``reach`` pixels of the tile."""
        return Margins(*(min(side, reach) for side in astuple(self)))

    def beyond(self, reach: int) -> Margins:
        """What of them lies further away."""
        return Margins(*(max(side - reach, 0) for side in astuple(self)))

    def cropped(self, pixels: np.ndarray, scale: int = 1) -> np.ndarray:
        """The tile without its halo; a view."""
        height, width = pixels.shape[:2]
        return pixels[
            self.top * scale : height - self.bottom * scale,
            self.left * scale : width - self.right * scale,
        ]


@dataclass(frozen=True, eq=False)
class TileContext:
    """What an op may know about the tile it works on.

    Attributes
    ----------
    core
        The tile without halo, in pixels of the op's input.
    margins
        Halo present on each side.
    size
        The op's whole input.
    prepared
        What the op's own ``prepare`` returned; None without one.
    depth
        The photo's depth map, if it has one.
    holes
        H×W ``bool`` of the tile with its halo, True where the photo was destroyed; None where
        nobody said so, or for ops that do not ask.
    icc
        The photo's profile, for ops that need its tone curve.
    overview
        The whole photo's luma at a glance, h×w ``float32`` in [0, 1]; None where nobody gives it.
    cancelled
        True once the user asked to stop; long ops look at it and raise `Cancelled`.
    kept
        Gives the array of a name that says what it depends on besides the op's input and the
        tile's place; the second argument makes it if it is not kept. Nobody may write to it.
    """

    core: Region
    margins: Margins
    size: Size
    prepared: Any = None
    depth: DepthMap | None = None
    holes: np.ndarray | None = None
    icc: bytes | None = None
    overview: Callable[[], np.ndarray] | None = None
    cancelled: Callable[[], bool] = lambda: False
    kept: Callable[[str, Callable[[], np.ndarray]], np.ndarray] = lambda name, make: make()

    @property
    def outer(self) -> Region:
        """The tile with its halo, in pixels of the op's input."""
        m = self.margins
        return Region(
            self.core.left - m.left,
            self.core.top - m.top,
            self.core.right + m.right,
            self.core.bottom + m.bottom,
        )


class StepSource(Protocol):
    """The whole input of a step, streamed.

    Attributes
    ----------
    size, channels
        Of the picture.
    cancelled
        True once the user asked to stop; what looks long at the picture looks at it too.
    """

    size: Size
    channels: int
    cancelled: Callable[[], bool]

    def tiles(self) -> Iterator[np.ndarray]:
        """Every pixel once, as H×W×C ``float32`` tiles in [0, 1]."""

    def part(self, region: Region) -> np.ndarray:
        """A region at its own size, ``float32`` in [0, 1]."""

    def reduced(self, longest: int) -> np.ndarray:
        """The picture area-reduced to at most ``longest`` pixels, ``float32`` in [0, 1]."""


@dataclass(frozen=True)
class Backend:
    """What an op runs on.

    Attributes
    ----------
    device, dtype
        ``"cpu"``, ``"cuda:0"``, ``"mps"``, and the precision.
    peak_mb
        Peak of an accelerator's memory in 10⁶ bytes since `Op.begin`; None on the CPU.
    in_flight
        Tiles of a costly op that it works on at a time.
    notices
        Sentences on why it runs otherwise than was meant; none if it does not.
    tile
        Side of tiles that was found to be quickest there; 0 leaves the op's own.
    band
        Rows of a band if `Op.rows` was found to be quicker than tiles for a whole picture, else 0.
    peak_gflops
        Its fastest matrix product in 10⁹ operations a second; 0 if nobody measured it.
    """

    device: str = "cpu"
    dtype: str = "float32"
    peak_mb: float | None = None
    in_flight: int = 1
    notices: tuple[str, ...] = ()
    tile: int = 0
    band: int = 0
    peak_gflops: float = 0.0


Fetch = Callable[[Region], np.ndarray]
"""A region inside an op's input, H×W×C ``float32`` in [0, 1]."""

StripPart = tuple[Region, np.ndarray]
"""The next rows of a strip, in pixels of the input, and the result there."""


@dataclass(frozen=True, eq=False)
class Op:
    """One way to change a picture.

    Attributes
    ----------
    id
        In recipes and on the command line; a network's op has the network's id.
    label
        For people.
    apply
        Maps a tile with its halo (H×W×C ``float32`` in [0, 1]), the values and the context to the
        tile without halo, ``scale`` times larger. Values outside [0, 1] are clipped afterwards.
    group
        Heading in the registry.
    params
        Its parameters.
    help
        One sentence on when to use it.
    citation
        Where the method comes from.
    halo
        Input pixels needed around a tile.
    multiple
        Tiles begin at multiples of this.
    scale
        Whole factor of enlargement.
    prepare
        Looks at the op's whole input once, if it needs more than the tile.
    prepare_params
        Parameters that ``prepare`` looks at, so that moving another slider does not prepare again;
        None stands for all of them.
    uses_depth
        True if it looks at the photo's depth map.
    uses_mask
        True if it looks at the mask of the photo's holes.
    tile
        Preferred side of a tile in input pixels.
    expensive
        True if its tiles are worth keeping.
    fingerprint
        Hash of weights, empty for an op without.
    backend
        What it runs on.
    begin
        Called before each run; an accelerator's peak memory is counted anew from here.
    macs
        Multiplications per input pixel, 0 if unknown.
    rows
        Computes a strip of the picture from its top to its bottom, as ``apply`` does tiles, but
        with halos on the left and the right only; None if it cannot.
    inside
        Shows what the layers of a network answer; None where there is nothing to look into.
    integers
        True if ``apply`` takes tiles of ``uint8`` and ``uint16`` over their full range as well and
        gives back the same type, clipped and rounded: the same picture, sooner.
    """

    id: str
    label: str
    apply: Callable[[np.ndarray, Values, TileContext], np.ndarray]
    group: str = ""
    params: tuple[Param, ...] = ()
    help: str = ""
    citation: str = ""
    halo: Callable[[Values], int] = lambda values: 0
    multiple: Callable[[Values], int] = lambda values: 1
    scale: int = 1
    prepare: Callable[[StepSource, Values], Any] | None = None
    prepare_params: tuple[str, ...] | None = None
    uses_depth: bool = False
    uses_mask: bool = False
    tile: int = 512
    expensive: bool = False
    fingerprint: str = ""
    backend: Callable[[], Backend] = Backend
    begin: Callable[[], None] = lambda: None
    macs: float = 0.0
    rows: Callable[[Fetch, Values, TileContext], Iterator[StripPart]] | None = None
    inside: Inside | None = None
    integers: bool = False

    def values(self, given: Values | None = None) -> Values:
        """All values, defaults filled in.

        Raises
        ------
        UsageError
            If one is unknown or not allowed.
        """
        return checked_values(self.id, self.params, given or {})
