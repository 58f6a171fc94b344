"""Colour stated by code numbers (CICP) instead of a profile, as AVIF, HEIC and PNG may do."""

from __future__ import annotations

import struct

import numpy as np

from core.colour.icc import write_matrix_profile

_WIDE = {9: "Rec. 2020", 12: "Display P3"}
_PRIMARIES = {
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
_D65 = (0.3127, 0.3290)
_D50_XYZ = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
_HDR = {16: "PQ", 18: "HLG"}


def stated_colour(data: bytes, file_format: str) -> tuple[bytes | None, str]:
    """A profile for the colours that a file states by code numbers, and a note.

    Parameters
    ----------
    data
        The file's bytes.
    file_format
        ``"PNG"``, ``"AVIF"`` or ``"HEIF"``.

    Returns
    -------
    tuple
        None for sRGB and where nothing is stated; the note tells of brightness beyond white, which
        a profile cannot follow.

    References
    ----------
    ITU-T H.273, tables 2 and 3.
    """
    primaries, transfer = _codes(data, file_format)
    note = ""
    if transfer in _HDR:
        note = f"The photo is coded for HDR screens ({_HDR[transfer]}); it is shown without that."
    if primaries not in _WIDE:
        return None, note
    return write_matrix_profile(_to_d50(_PRIMARIES[primaries]), _WIDE[primaries]), note


def _codes(data: bytes, file_format: str) -> tuple[int, int]:
    """Code numbers of primaries and transfer; 2 stands for unspecified."""
    if file_format == "PNG":
        at = data.find(b"cICP", 8, data.find(b"IDAT"))
        return (data[at + 4], data[at + 5]) if at > 0 else (2, 2)
    at = data.find(b"colrnclx")
    return struct.unpack_from(">HH", data, at + 8) if 0 < at < len(data) - 12 else (2, 2)


def _to_d50(primaries: tuple[tuple[float, float], ...]) -> np.ndarray:
    """3×3 from linear RGB to XYZ, with white moved from D65 to D50 (Bradford)."""
    columns = np.stack([_xyz(*xy) for xy in primaries], axis=1)
    white = _xyz(*_D65)
    to_xyz = columns * np.linalg.solve(columns, white)
    gains = (_BRADFORD @ _D50_XYZ) / (_BRADFORD @ white)
    return np.linalg.inv(_BRADFORD) @ np.diag(gains) @ _BRADFORD @ to_xyz


def _xyz(x: float, y: float) -> np.ndarray:
    return np.array([x / y, 1.0, (1 - x - y) / y])
