"""What a first start shows: the sample, enhanced, with zoom boxes."""

from __future__ import annotations

from core.comparison import BOX_COLOURS, Comparison, ZoomBox
from core.photo import Photo
from core.region import Region, Size
from core.session import Session
from gui.registry.methods import Methods

SIDE = 0.13
PLACES = ((0.30, 0.34), (0.62, 0.55), (0.80, 0.25))


def first_session(photo: Photo, method: str, methods: Methods) -> Session:
    """A session with one method ticked and zoom boxes placed on a photo."""
    session = Session().with_candidate(methods.recipe(method), origin=method)
    comparison = Comparison(shown=1, boxes=first_boxes(Size(photo.height, photo.width)))
    return Session(photo.path, photo.content_hash, session.candidates, comparison)


def first_boxes(size: Size) -> tuple[ZoomBox, ...]:
    """Three square boxes spread over a photo, or none on a tiny one."""
    side = int(SIDE * min(size.height, size.width))
    if side < 8:
        return ()
    corners = [(int(x * size.width), int(y * size.height)) for x, y in PLACES]
    return tuple(
        ZoomBox(Region(x, y, x + side, y + side).within(size), colour)
        for (x, y), colour in zip(corners, BOX_COLOURS, strict=False)
    )
