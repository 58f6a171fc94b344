"""ICC profiles, read as far as showing photos needs."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

_SAMPLES = np.linspace(0, 1, 65536)
_PRIMARIES = (b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = {3: (b"rTRC", b"gTRC", b"bTRC"), 1: (b"kTRC",)}
_CHANNELS = {b"RGB ": 3, b"GRAY": 1, b"CMYK": 4, b"Lab ": 3}
_D50 = (0.9642, 1.0, 0.8249)
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_PARAMETERS = (1, 3, 4, 5, 7)


@dataclass(frozen=True, eq=False)
class IccProfile:
    """A colour profile.

    Attributes
    ----------
    name
        Its own description; may be empty.
    space
        Colour space of the pixels: ``"RGB"``, ``"GRAY"``, ``"CMYK"`` …
    channels
        How many values a pixel has.
    curves
        One row per channel: light (0 to 1) at every value of 16 bits. None where the profile has
        no curves.
    to_xyz
        3×3 from linear RGB to XYZ under D50; None where the profile works by tables instead.
    """

    name: str
    space: str
    channels: int
    curves: np.ndarray | None
    to_xyz: np.ndarray | None

    @property
    def by_matrix(self) -> bool:
        """True if curves and, for colour, a matrix say everything."""
        return self.curves is not None and (self.channels == 1 or self.to_xyz is not None)


@lru_cache(maxsize=16)
def read_icc(icc: bytes | None) -> IccProfile | None:
    """Read a profile; None where there is none or it is damaged.

    References
    ----------
    ICC.1:2022, Image technology colour management, clauses 7 to 10.
    """
    try:
        return _read(icc) if icc else None
    except (struct.error, ValueError, KeyError, IndexError):
        return None


def write_matrix_profile(to_xyz: np.ndarray, name: str) -> bytes:
    """A display profile with the sRGB curve.

    Parameters
    ----------
    to_xyz
        3×3 from linear RGB to XYZ under D50.
    name
        Its description.
    """
    text = name.encode("utf-16-be")
    curve = _fixed(b"para\x00\x00\x00\x00\x00\x03\x00\x00", _SRGB_CURVE)
    tags = {
        b"desc": b"mluc" + struct.pack(">4xII4sII", 1, 12, b"enUS", len(text), 28) + text,
        b"cprt": b"mluc" + struct.pack(">4xII4sII", 1, 12, b"enUS", 0, 28),
        b"wtpt": _fixed(b"XYZ \x00\x00\x00\x00", _D50),
    }
    columns = np.asarray(to_xyz).T
    tags |= {
        n: _fixed(b"XYZ \x00\x00\x00\x00", c) for n, c in zip(_PRIMARIES, columns, strict=True)
    }
    tags |= dict.fromkeys(_CURVES[3], curve)
    return _assembled(tags)


def _assembled(tags: dict[bytes, bytes]) -> bytes:
    """Header, table and contents; equal contents are stored once."""
    places: dict[bytes, int] = {}
    table, body = struct.pack(">I", len(tags)), b""
    start = 132 + 12 * len(tags)
    for name, content in tags.items():
        if content not in places:
            places[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", name, places[content], len(content))
    size = start + len(body)
    header = struct.pack(">I4xI4s4s4s", size, 0x04300000, b"mntr", b"RGB ", b"XYZ ")
    header = header.ljust(36, b"\x00") + b"acsp"
    header = _fixed(header.ljust(68, b"\x00"), _D50).ljust(128, b"\x00")
    return header + table + body


def _fixed(head: bytes, values: Iterable[float]) -> bytes:
    return head + b"".join(struct.pack(">i", round(float(v) * 65536)) for v in values)


def _read(icc: bytes) -> IccProfile:
    if icc[36:40] != b"acsp":
        raise ValueError("no ICC signature")
    channels = _CHANNELS[icc[16:20]]
    tags = _tags(icc)
    curves = to_xyz = None
    names = _CURVES.get(channels, ())
    if names and all(name in tags for name in names) and icc[16:20] != b"Lab ":
        curves = np.stack([_curve(tags[name]) for name in names])
    by_table = b"A2B0" in tags or icc[20:24] != b"XYZ "
    if channels == 3 and curves is not None and not by_table:
        to_xyz = np.stack([_xyz(tags[name]) for name in _PRIMARIES], axis=1)
        if abs(np.linalg.det(to_xyz)) < 1e-6:
            raise ValueError("primaries lie on a line")
    if channels == 1 and by_table:
        curves = None
    space = icc[16:20].decode().strip()
    return IccProfile(_name(tags.get(b"desc", b"")), space, channels, curves, to_xyz)


def _tags(icc: bytes) -> dict[bytes, bytes]:
    count = struct.unpack_from(">I", icc, 128)[0]
    if count > 1000:
        raise ValueError("too many tags")
    entries = (struct.unpack_from(">4sII", icc, 132 + 12 * i) for i in range(count))
    return {name: icc[offset : offset + size] for name, offset, size in entries}


def _xyz(tag: bytes) -> np.ndarray:
    if tag[:4] != b"XYZ ":
        raise ValueError("no XYZ")
    return np.array(struct.unpack_from(">3i", tag, 8)) / 65536


def _curve(tag: bytes) -> np.ndarray:
    if tag[:4] == b"curv":
        return _sampled_curve(tag)
    if tag[:4] == b"para":
        return _parametric_curve(tag)
    raise ValueError("no curve")


def _sampled_curve(tag: bytes) -> np.ndarray:
    count = struct.unpack_from(">I", tag, 8)[0]
    if count == 0:
        return _SAMPLES.copy()
    values = np.frombuffer(tag, ">u2", count, 12)
    if count == 1:
        return _SAMPLES ** (values[0] / 256)
    return np.interp(_SAMPLES, np.linspace(0, 1, count), values / 65535)


def _parametric_curve(tag: bytes) -> np.ndarray:
    kind = struct.unpack_from(">H", tag, 8)[0]
    g, a, b, c, d, e, f = _parameters(kind, tag)
    power = np.maximum(a * _SAMPLES + b, 0) ** g + e
    return np.clip(np.where(d <= _SAMPLES, power, c * _SAMPLES + f), 0, 1)


def _parameters(kind: int, tag: bytes) -> tuple[float, ...]:
    """Parameters of every kind of curve as those of kind 4."""
    values = [v / 65536 for v in struct.unpack_from(f">{_PARAMETERS[kind]}i", tag, 12)]
    if kind == 0:
        return values[0], 1, 0, 0, 0, 0, 0
    if kind in (1, 2):
        g, a, b = values[:3]
        offset = values[3] if kind == 2 else 0
        return g, a, b, 0, -b / a if a else 0, offset, offset
    if kind == 3:
        return *values, 0, 0
    return tuple(values)


def _name(tag: bytes) -> str:
    if tag[:4] == b"desc":
        length = struct.unpack_from(">I", tag, 8)[0]
        return tag[12 : 12 + length].split(b"\x00")[0].decode("latin-1").strip()
    if tag[:4] == b"mluc":
        return _localised(tag)
    return ""


def _localised(tag: bytes) -> str:
    """The English text, or else the first."""
    count, size = struct.unpack_from(">II", tag, 8)
    records = [struct.unpack_from(">2s2sII", tag, 16 + size * i) for i in range(min(count, 100))]
    if not records:
        return ""
    _, _, length, offset = next((r for r in records if r[0] == b"en"), records[0])
    return tag[offset : offset + length].decode("utf-16-be", "replace").strip("\x00 ")
