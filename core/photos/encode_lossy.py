"""JPEG and WebP files with everything that came along."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from core.photos.carried import Carried
from core.photos.exif import EXIF_PREFIX

_FULL_COLOUR_FROM = 90
_SEGMENT = 65_000


def encode_jpeg(
    pixels: np.ndarray,
    alpha: np.ndarray | None,
    carried: Carried,
    quality: int,
    text: dict[str, str],
) -> tuple[bytes, tuple[str, ...]]:
    """Encode a JPEG file; transparent places are laid on white.

    Returns
    -------
    tuple
        The file and notes on what JPEG could not hold.
    """
    notes: tuple[str, ...] = ()
    if alpha is not None:
        pixels = _on_white(pixels, alpha)
        notes += ("JPEG holds no transparency: transparent places were laid on white.",)
    blocks, more = _fitting(carried, text)
    file = io.BytesIO()
    _image(pixels).save(
        file,
        "JPEG",
        quality=quality,
        subsampling=0 if quality >= _FULL_COLOUR_FROM else 2,
        optimize=False,
        **_present(blocks, carried.dpi),
    )
    return file.getvalue(), notes + more


def _fitting(
    carried: Carried, text: dict[str, str]
) -> tuple[dict[str, bytes | None], tuple[str, ...]]:
    """Blocks that fit into JPEG's segments, and what had to stay behind."""
    blocks, notes = carried.with_text(text).blocks(), []
    if len(blocks["xmp"] or b"") > _SEGMENT:
        fits = len(carried.xmp or b"") <= _SEGMENT
        blocks["xmp"] = carried.xmp if fits else None
        notes.append("The embedded text or XMP is too large for JPEG and was left out.")
    if len(blocks["exif"] or b"") > _SEGMENT:
        blocks["exif"] = None
        notes.append("The EXIF block is too large for JPEG and was left out.")
    if blocks["exif"]:
        blocks["exif"] = EXIF_PREFIX + blocks["exif"]
    return blocks, tuple(notes)


def encode_webp(
    pixels: np.ndarray,
    alpha: np.ndarray | None,
    blocks: dict[str, bytes | None],
    quality: int,
) -> bytes:
    """Encode a WebP file; quality 100 is lossless."""
    if alpha is not None:
        colours = np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels
        pixels = np.dstack([colours, alpha])
    file = io.BytesIO()
    _image(pixels).save(
        file,
        "WEBP",
        quality=quality,
        lossless=quality == 100,
        exact=True,
        method=4,
        **_present(blocks, None),
    )
    return file.getvalue()


def _image(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)


def _present(blocks: dict[str, bytes | None], dpi: tuple[float, float] | None) -> dict:
    names = {"icc": "icc_profile", "exif": "exif", "xmp": "xmp"}
    given = {names[name]: block for name, block in blocks.items() if block}
    return given | ({"dpi": tuple(round(d) for d in dpi)} if dpi else {})


def _on_white(pixels: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    weight = alpha[..., None].astype(np.uint32)
    mixed = pixels * weight + 255 * (255 - weight)
    return ((mixed + 127) // 255).astype(np.uint8)
