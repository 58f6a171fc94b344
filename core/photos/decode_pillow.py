"""Pictures of 8 bits and fewer, decoded by Pillow."""

from __future__ import annotations

import numpy as np
from PIL import Image

from core.colour.to_srgb import cmyk_to_srgb, lab_to_srgb
from core.errors import PhotoError
from core.photos.decoded import Decoded
from core.photos.exif import bare_exif, exif_orientation
from core.photos.pillow_pixels import upright_pixels
from core.photos.tiff_structure import exif_of_tiff
from core.photos.xmp import xmp_orientation

_CONVERTED = ("CMYK", "LAB")
_HAS_ALPHA = ("LA", "La", "PA", "RGBA", "RGBa")
_TURNED_BY_CONTAINER = ("AVIF",)
_ONE_FRAME = ("PSD", "ICO", "JPEG")


def decode_pillow(image: Image.Image, data: bytes) -> Decoded:
    """Decode the first frame of an opened Pillow picture.

    Parameters
    ----------
    image
        As `PIL.Image.open` gives it, not yet loaded.
    data
        The file's bytes.

    Returns
    -------
    Decoded
        8 bits per channel, except for CMYK and Lab, which come in 16-bit sRGB.
    """
    bits = _file_bits(image)
    frame_notes = frames_note(image)
    image.load()
    metadata = carried_metadata(image, data)
    if image.format == "TIFF":
        metadata["orientation"] = 1  # Pillow has turned it while loading
    if image.mode in _CONVERTED:
        pixels, note = _converted(image)
        alpha, notes = None, (*frame_notes, note)
        metadata["icc"] = None
    else:
        pixels, alpha = _planes(_plain(image), metadata["orientation"])
        metadata["orientation"], notes = 1, frame_notes
    return Decoded(
        pixels,
        alpha,
        file_format=image.format or "",
        file_bits=bits,
        notes=notes,
        **metadata,
    )


def carried_metadata(image: Image.Image, data: bytes) -> dict:
    """ICC, EXIF and XMP bytes and the orientation they state, as `Decoded` wants them."""
    tiff = image.format == "TIFF"
    exif = exif_of_tiff(data) if tiff else bare_exif(image.info.get("exif") or _text_exif(image))
    xmp = image.info.get("xmp") or None
    if isinstance(xmp, str):
        xmp = xmp.encode()
    orientation = exif_orientation(exif)
    if not orientation and image.format not in _TURNED_BY_CONTAINER:
        orientation = xmp_orientation(xmp)
    return {
        "icc": image.info.get("icc_profile") or None,
        "exif": exif,
        "xmp": xmp,
        "orientation": orientation or 1,
        "dpi": _dpi(image),
    }


def _text_exif(image: Image.Image) -> bytes | None:
    """EXIF as ImageMagick used to write it into PNG: hexadecimal text behind three lines."""
    text = image.info.get("Raw profile type exif")
    try:
        return bytes.fromhex("".join(text.split("\n")[3:])) if text else None
    except ValueError:
        return None


def _dpi(image: Image.Image) -> tuple[float, float] | None:
    across, down = image.info.get("dpi", (0, 0))
    return (float(across), float(down)) if across > 1 and down > 1 else None


def frames_note(image: Image.Image) -> tuple[str, ...]:
    """A note where the file holds more pictures than the one that is opened."""
    if image.format in _ONE_FRAME or not getattr(image, "is_animated", False):
        return ()
    return (f"The file holds {image.n_frames} pictures; the first was opened.",)


def _planes(image: Image.Image, orientation: int) -> tuple[np.ndarray, np.ndarray | None]:
    if image.mode in ("L", "RGB"):
        return upright_pixels(image, orientation), None
    colours = image.convert("L" if image.mode == "LA" else "RGB")
    alpha = upright_pixels(image.getchannel("A"), orientation)
    return upright_pixels(colours, orientation), alpha[..., 0]


def _converted(image: Image.Image) -> tuple[np.ndarray, str]:
    if image.mode == "CMYK":
        return cmyk_to_srgb(np.asarray(image), image.info.get("icc_profile"))
    return lab_to_srgb(_lab_values(image))


def _plain(image: Image.Image) -> Image.Image:
    """The same picture as L, LA, RGB or RGBA."""
    if image.mode[0] in "IF":
        raise PhotoError(
            f"holds {image.mode} values, which this format is not read with.",
            remedy="Save it as a 16-bit PNG or TIFF first.",
        )
    transparent = image.mode in _HAS_ALPHA or "transparency" in image.info
    grey = image.mode in ("1", "L", "LA", "La")
    mode = ("LA" if transparent else "L") if grey else ("RGBA" if transparent else "RGB")
    if image.mode == "1" and transparent:
        image = image.convert("L")
    return image if image.mode == mode else image.convert(mode)


def _lab_values(image: Image.Image) -> np.ndarray:
    """H×W×3 ``float32``: L* in 0 … 100, a* and b* in −128 … 127."""
    raw = np.dstack([np.asarray(image.getchannel(i)) for i in range(3)]).astype(np.float32)
    return raw * np.float32([100 / 255, 1, 1]) - np.float32([0, 128, 128])


def _file_bits(image: Image.Image) -> int:
    if image.mode == "1":
        return 1
    stated = image.tag_v2.get(258, (8,)) if image.format == "TIFF" else (8,)
    return int(stated[0])
