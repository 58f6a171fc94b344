"""Strips of a picture from its top to its bottom, for steps that need no halo above and below."""

from __future__ import annotations

from collections.abc import Iterator

from core.region import Region, Size

WIDEST = 768
"""Pixels of a strip: what it takes in memory grows with it, its halo is a share of it."""


def strips(size: Size, multiple: int) -> Iterator[Region]:
    """A picture divided into equally wide strips that begin at multiples."""
    count = -(-size.width // WIDEST)
    width = -(-size.width // (count * multiple)) * multiple
    for left in range(0, size.width, width):
        yield Region(left, 0, left + width, size.height).within(size)


def with_margins(strip: Region, halo: int, size: Size) -> Region:
    """A strip with its halo on the left and the right."""
    return Region(strip.left - halo, 0, strip.right + halo, size.height).within(size)
