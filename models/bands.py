"""A network on a strip as high as its picture, band by band from the top down, without halo."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from core.op import TileContext
from core.region import Region
from models.arch.edges import TileEdges, tile_edges
from models.arch.row_stream import RowStream

FIRST_ROWS = 16

Planes = Callable[[Region], Tensor]
"""A region of the picture as 1×C×H×W, as the network takes it, its sides padded to multiples."""


def band_results(
    planes: Planes,
    run: Callable[[Tensor], Tensor],
    tile: TileContext,
    *,
    multiple: int,
    scale: int,
    rows: int,
) -> Iterator[tuple[Region, Tensor]]:
    """Parts of a result as they become ready.

    Parameters
    ----------
    planes
        Gives the network's input.
    run
        Runs the network.
    tile
        A strip of full height; its margins are on the left and the right.
    multiple, scale
        Of the network.
    rows
        Height of a band, a multiple of ``multiple``.

    Yields
    ------
    Region, Tensor
        The next rows of ``tile.core``, and what the network made of them, 1×C×H×W, ``scale``
        times larger.
    """
    outer, done, stream = tile.outer, 0, RowStream()
    waiting: Tensor | None = None
    edges = TileEdges(left=outer.left == 0, right=outer.right == tile.size.width)
    for band in _bands(outer, rows, multiple):
        x = planes(band)
        with tile_edges(edges), stream.band(last=band.bottom == outer.bottom):
            result = run(x)
        result = _without_margins(result, tile, edges, x.shape[3], scale)
        result = result if waiting is None else torch.cat((waiting, result), 2)
        whole = result.shape[2] // scale
        waiting = result[:, :, whole * scale :] if result.shape[2] % scale else None
        end = min(done + whole, tile.size.height)
        part = Region(tile.core.left, done, tile.core.right, end)
        if part.height:
            yield part, result[:, :, : part.height * scale]
        done = end


def _bands(outer: Region, rows: int, multiple: int) -> Iterator[Region]:
    """A low band first, in which the stream learns who reads what."""
    first = -(-FIRST_ROWS // multiple) * multiple
    top, bottom = 0, min(first, outer.bottom)
    while top < outer.bottom:
        yield Region(outer.left, top, outer.right, bottom)
        top, bottom = bottom, min(bottom + rows, outer.bottom)


def _without_margins(
    result: Tensor, tile: TileContext, edges: TileEdges, width: int, scale: int
) -> Tensor:
    """Cut off what of the margins the layers have not used up themselves."""
    lost = width * scale - result.shape[3]
    before = 0 if edges.left else lost if edges.right else lost // 2
    left = tile.margins.left * scale - before
    return result[..., left : left + tile.core.width * scale]
