"""What lies under the cursor, in words and in the photo's own values."""

from __future__ import annotations

from core.region import Region
from core.view.picture import Picture


def cursor_text(x: int, y: int, before: Picture, after: Picture) -> str:
    """Place and values, ``x 1180  y 842   R 128 G 117 B 98 → R 131 G 118 B 97``.

    Parameters
    ----------
    x, y
        Pixel of the photo.
    before, after
        What is compared; one and the same is named once, and what is not computed has a dash.
    """
    place = f"x {x}  y {y}"
    shown = (before,) if after is before else (before, after)
    texts = [values_text(values_at(one, x, y)) if is_known(one, x, y) else "–" for one in shown]
    return f"{place}    {'  →  '.join(texts)}"


def values_at(picture: Picture, x: int, y: int) -> tuple[int, ...]:
    """The picture's values at the middle of a pixel of the photo."""
    pixel = picture.read(_pixel_at(picture, x, y))
    return tuple(int(value) for value in pixel.reshape(-1))


def is_known(picture: Picture, x: int, y: int) -> bool:
    """Whether a result's own values are there, not what stands in for them."""
    valid = getattr(picture, "is_valid", None)
    return valid is None or valid(_pixel_at(picture, x, y))


def _pixel_at(picture: Picture, x: int, y: int) -> Region:
    left, top = x * picture.scale + picture.scale // 2, y * picture.scale + picture.scale // 2
    return Region(left, top, left + 1, top + 1).within(picture.size)


def values_text(values: tuple[int, ...]) -> str:
    """Values with their channels."""
    if len(values) == 1:
        return f"Grey {values[0]}"
    return " ".join(f"{name} {value}" for name, value in zip("RGB", values, strict=True))
