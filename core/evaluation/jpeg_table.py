"""What JPEG costs a photo: quality against PSNR, SSIM and bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np

from core.errors import Cancelled
from core.metrics import psnr, ssim
from core.photos.jpeg import decoded_jpeg, jpeg_bytes

QUALITIES = tuple(range(95, 0, -5))


@dataclass(frozen=True)
class JpegRow:
    """One quality.

    Attributes
    ----------
    quality
        Pillow's, 1 to 95.
    psnr
        dB on RGB; infinite if nothing was lost.
    ssim
        On luma; None where the picture is too small.
    bytes
        Size of the file without metadata.
    """

    quality: int
    psnr: float
    ssim: float | None
    bytes: int


def jpeg_table(
    picture: np.ndarray,
    *,
    qualities: Sequence[int] = QUALITIES,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[JpegRow]:
    """Encode a picture at each quality, at 4:2:0, and measure what comes back.

    Parameters
    ----------
    picture
        H×W×C ``uint8``.
    qualities
        In the order of the rows; 95, 90 … 5 if not given.
    progress
        Called with the share that is done.
    cancelled
        Looked at between two rows.

    Raises
    ------
    Cancelled
        If the user asked to stop.
    """
    rows = []
    for number, quality in enumerate(qualities):
        if cancelled():
            raise Cancelled
        rows.append(jpeg_row(picture, quality))
        if progress:
            progress((number + 1) / len(qualities))
    return rows


def jpeg_row(picture: np.ndarray, quality: int) -> JpegRow:
    """One row of the table."""
    data = jpeg_bytes(picture, quality)
    result = decoded_jpeg(data, picture.shape)
    return JpegRow(
        quality,
        psnr(result, picture, data_range=255),
        ssim(result, picture, data_range=255),
        len(data),
    )


def jpeg_table_csv(rows: Sequence[JpegRow]) -> str:
    """The table as CSV."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, [field.name for field in fields(JpegRow)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return stream.getvalue()
