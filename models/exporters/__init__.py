"""Networks in the formats that phones and browsers run."""

from __future__ import annotations

from pathlib import Path

from core.errors import UsageError
from models.exporters.core_ml import CoreMl
from models.exporters.lite_rt import LiteRt
from models.exporters.onnx_file import OnnxFile
from models.exporters.phone_format import PhoneFormat

FORMATS: tuple[PhoneFormat, ...] = (OnnxFile(), CoreMl(), LiteRt())


def format_for(path: Path) -> PhoneFormat:
    """The format that a file's name asks for.

    Raises
    ------
    UsageError
        If it is none of `FORMATS`.
    """
    for known in FORMATS:
        if path.suffix.lower() == known.suffix:
            return known
    endings = ", ".join(f"{known.suffix} ({known.name})" for known in FORMATS)
    raise UsageError(f"A network cannot be exported as {path.name}.", remedy=f"Name it {endings}.")
