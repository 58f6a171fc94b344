"""Intensity-level slicing and bit-plane slicing."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.colour.luma import luma
from core.levels import sixteen_to, to_sixteen_bits
from core.op import Op, TileContext
from core.ops.tables import ENTRIES, as_table, through_table
from core.ops.tone import GONZALEZ
from core.params import Param, Values


def intensity_slice(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Set pixels whose luma lies in a band to one value, and keep or darken the others."""
    core = tile.margins.cropped(pixels)
    levels = to_sixteen_bits(luma(core))
    low, high = (round(values[name] / 100 * (ENTRIES - 1)) for name in ("low", "high"))
    inside = (levels >= low) & (levels <= high)
    others = core if values["others"] == "kept" else np.float32(0)
    return np.where(inside, np.float32(values["level"] / 100), others)


@lru_cache(maxsize=8)
def bit_plane_table(plane: int, shown: str) -> np.ndarray:
    """One bit of the value rounded to 8 bits, or that bit with all higher ones."""
    levels = sixteen_to(np.arange(ENTRIES, dtype=np.uint16)[None], np.uint8)[0]
    if shown == "one plane":
        return as_table((levels >> plane) & 1)
    return as_table((levels >> plane << plane) / 255)


def bit_plane(pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
    """Show which bits of the values carry the picture."""
    table = bit_plane_table(round(values["plane"]), values["shown"])
    return through_table(tile.margins.cropped(pixels), table)


INTENSITY_SLICE = Op(
    id="intensity-slice",
    label="Intensity-level slicing",
    apply=intensity_slice,
    group="Tone",
    params=(
        Param("low", "From", 40.0, 0.0, 100.0, 0.5, unit="%", help="Darkest luma of the band."),
        Param("high", "To", 60.0, 0.0, 100.0, 0.5, unit="%", help="Brightest luma of the band."),
        Param("level", "Becomes", 100.0, 0.0, 100.0, 1.0, unit="%", help="Value inside the band."),
        Param(
            "others",
            "Others",
            "kept",
            choices=("kept", "black"),
            help="What becomes of pixels outside the band.",
        ),
    ),
    help="Marks everything of a certain brightness, as in medical pictures.",
    citation=f"{GONZALEZ}, section 3.2.",
)
BIT_PLANE = Op(
    id="bit-plane",
    label="Bit-plane slicing",
    apply=bit_plane,
    group="Tone",
    params=(
        Param("plane", "Plane", 7.0, 0.0, 7.0, 1.0, help="Bit of the 8-bit value; 7 weighs most."),
        Param(
            "shown",
            "Shows",
            "one plane",
            choices=("one plane", "this and higher"),
            help="The bit alone, or the picture without the bits below it.",
        ),
    ),
    help="Shows how much of a picture each bit carries, and where noise begins.",
    citation=f"{GONZALEZ}, section 3.2.",
)
