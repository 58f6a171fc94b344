"""Depth maps that phones put into their photos."""

from __future__ import annotations

import base64
import binascii
import re

import numpy as np

from core.depths.depth_values import RawDepth, grey_values
from core.errors import DepthError
from core.photos.decode_heif import heif_module
from core.photos.jpeg_segments import appended_pictures, is_jpeg, jpeg_xmp

_SAMSUNG = (b"DualShot_DepthMap", b"SingleShot_DepthMap", b"SingeShot_DepthMap")
_GAIN_MAP = (b"hdrgm:", b"HDRGainMap", b"hdrgainmap")
_ITEM = re.compile(rb"<(?:Container|GContainer):Item\b[^>]*>", re.DOTALL)
_METRES = {b"m": 1.0, b"meters": 1.0, b"mm": 1e-3}
_TRAILER_END = 1 << 16
_LINEAR, _UNIFORM_INVERSE, _DISTANCE = "RangeLinear", 0, 2


def heif_depth(data: bytes) -> RawDepth | None:
    """Auxiliary depth picture of a HEIC file."""
    heif = heif_module().open_heif(data)
    pictures = heif[heif.primary_index].info.get("depth_images") or []
    if not pictures:
        return None
    values = np.asarray(pictures[0])
    values = values if values.ndim == 2 else values[..., 0]
    share = values.astype(np.float32) / np.float32(np.iinfo(values.dtype).max)
    details = pictures[0].info.get("metadata") or {}
    near, far = details.get("z_near"), details.get("z_far")
    kind = details.get("representation_type", _UNIFORM_INVERSE)
    source = "From the photo (HEIC)"
    if kind == _DISTANCE:
        return RawDepth(1 - share, source, kind="distance")
    if kind == _UNIFORM_INVERSE and near and far:
        inverse = (share / near + (1 - share) / far).astype(np.float32)
        return RawDepth(inverse, source, in_metres=True, kind="inverse distance")
    return RawDepth(share, source, kind="disparity")


def google_depth(data: bytes) -> RawDepth | None:
    """GDepth in XMP: a picture in base64, with near and far.

    References
    ----------
    https://developers.google.com/depthmap-metadata
    """
    xmp = jpeg_xmp(data) if is_jpeg(data) else b""
    content = _property(xmp, "GDepth:Data")
    if not content:
        return None
    try:
        picture = base64.b64decode(content + b"=" * (-len(content) % 4))
    except binascii.Error as error:
        raise DepthError("its picture is damaged.", detail=str(error)) from error
    return _ranged(grey_values(picture), xmp, "GDepth", "From the photo (Google)")


def dynamic_depth(data: bytes) -> RawDepth | None:
    """Dynamic Depth: a picture appended to the file and listed in the XMP.

    References
    ----------
    Dynamic Depth 1.0, developer.android.com/static/training/camera2/Dynamic-depth-v1.0.pdf
    """
    xmp = jpeg_xmp(data) if is_jpeg(data) else b""
    items = _ITEM.findall(xmp)
    lengths = [int(_property(item, "Item:Length") or 0) for item in items]
    for index, item in enumerate(items):
        if index and b"depth" in _property(item, "Item:(?:Semantic|DataURI)").lower():
            start = len(data) - sum(lengths[index:])
            picture = data[max(start, 0) : start + lengths[index]]
            source = "From the photo (Dynamic Depth)"
            return _ranged(grey_values(picture), xmp, "(?:DepthMap|GDepth|Depth)", source)
    return None


def apple_depth(data: bytes) -> RawDepth | None:
    """The disparity picture of a portrait JPEG; gain maps and mattes are passed over."""
    if not is_jpeg(data):
        return None
    for picture in appended_pictures(data):
        xmp = jpeg_xmp(picture)
        kind = _property(xmp, "apdi:AuxiliaryImageType").lower()
        depth = kind in (b"disparity", b"depth") or (not kind and b"depthData:" in xmp)
        if depth and not any(mark in xmp for mark in _GAIN_MAP):
            values = grey_values(picture).astype(np.float32)
            values = 255 - values if kind == b"depth" else values
            source, named = "From the photo (Apple)", kind.decode() or "disparity"
            return RawDepth(values, source, upright=False, kind=named)
    return None


def samsung_depth(data: bytes) -> RawDepth | None:
    """The record in a Samsung trailer: bare bytes whose shape follows from the photo's."""
    content = next((c for name, c in _samsung_records(data) if name.startswith(_SAMSUNG)), None)
    if content is None:
        return None
    if content[:3] == b"\xff\xd8\xff" or content[:4] == b"\x89PNG":
        values = grey_values(content)
    else:
        values = np.frombuffer(content, np.uint8).reshape(_shape(len(content), data))
    return RawDepth(values.astype(np.float32), "From the photo (Samsung)", upright=False)


def _ranged(values: np.ndarray, xmp: bytes, prefix: str, source: str) -> RawDepth:
    """Values from near (0) to far, spaced evenly in distance or in inverse distance.

    Files that name no unit have one of their own: chairs at arm's length are 15 away.
    """
    share = values / np.float32(np.iinfo(values.dtype).max)
    near, far = (_number(_property(xmp, f"{prefix}:{end}")) for end in ("Near", "Far"))
    linear = _property(xmp, f"{prefix}:Format").decode("latin-1") == _LINEAR
    if not 0 < near < far:
        return RawDepth(1 - share, source, upright=False)
    metres = _METRES.get(_property(xmp, f"{prefix}:Units").lower())
    near, far = near * (metres or 1), far * (metres or 1)
    inverse = 1 / (near + share * (far - near)) if linear else (1 - share) / near + share / far
    kind = "distance" if linear else "inverse distance"
    known = metres is not None
    return RawDepth(inverse.astype(np.float32), source, in_metres=known, upright=False, kind=kind)


def _property(xmp: bytes, name: str) -> bytes:
    """A property's value, written as attribute or as element; empty where it is absent."""
    pattern = rf"\b{name}\s*(?:=\s*[\"']([^\"']*)[\"']|>([^<]*)<)".encode()
    found = re.search(pattern, xmp)
    return (found[1] or found[2] or b"").strip() if found else b""


def _number(text: bytes) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _samsung_records(data: bytes) -> list[tuple[bytes, bytes]]:
    """Names and contents of the records that the directory before ``SEFT`` lists."""
    end = data.rfind(b"SEFT", max(0, len(data) - _TRAILER_END))
    start = data.rfind(b"SEFH", 0, end) if end > 0 else -1
    if start < 0:
        return []
    records = []
    count = min(int.from_bytes(data[start + 8 : start + 12], "little"), 1000)
    for entry in range(start + 12, start + 12 + 12 * count, 12):
        back = int.from_bytes(data[entry + 4 : entry + 8], "little")
        size = int.from_bytes(data[entry + 8 : entry + 12], "little")
        block = data[max(start - back, 0) : max(start - back, 0) + size]
        length = int.from_bytes(block[4:8], "little")
        records.append((block[8 : 8 + length], block[8 + length :]))
    return records


def _shape(size: int, data: bytes) -> tuple[int, int]:
    height, width = _jpeg_size(data)
    columns = round((size * width / max(height, 1)) ** 0.5)
    near = range(max(1, int(columns * 0.97)), int(columns * 1.03) + 2)
    fitting = [c for c in near if size % c == 0]
    if not fitting:
        raise DepthError("its size does not fit the photo.")
    best = min(fitting, key=lambda c: abs(c - columns))
    return size // best, best


def _jpeg_size(data: bytes) -> tuple[int, int]:
    found = re.search(rb"\xff[\xc0-\xc2]\x00[\x0b\x11]\x08(..)(..)", data, re.DOTALL)
    if not found:
        return 1, 1
    return int.from_bytes(found[1], "big"), int.from_bytes(found[2], "big")
