"""What made a figure, carried inside the figure itself as JSON, and read back from it."""

from __future__ import annotations

import html
import json
import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from core.errors import InputError

KEYWORD = "diptych-provenance"
NAMESPACE = "https://diptych.invalid/ns/provenance/"
_PIECES = {
    ".svg": (rb'<metadata id="diptych-provenance">(.*?)</metadata>', html.unescape),
    ".html": (rb'<script type="application/json" id="diptych-provenance">(.*?)</script>', str),
}
_IMAGE_DESCRIPTION = 270
_XMP_PIECE = re.compile(rb"<diptych:provenance>(.*?)</diptych:provenance>", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def as_json(provenance: Mapping[str, Any]) -> str:
    """JSON in plain ASCII, the same for the same provenance."""
    return json.dumps(dict(provenance), ensure_ascii=True, sort_keys=True, default=str)


def as_comment(text: str) -> str:
    """JSON that tells itself apart from other programs' comments, for TIFF and GIF files."""
    return f'{{"{KEYWORD}": {text}}}'


def xmp_packet(text: str) -> bytes:
    """An XMP packet that carries a piece of JSON, for PDF and WebP files."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:diptych="{NAMESPACE}">'
        f"<diptych:provenance>{html.escape(text, quote=False)}</diptych:provenance>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    ).encode()


def read_provenance(path: str | Path) -> dict[str, Any] | None:
    """What made a figure.

    Parameters
    ----------
    path
        A figure in any of the formats that are written.

    Returns
    -------
    dict or None
        The provenance as it was given when the figure was saved; None where the file carries none
        or is no figure.

    Raises
    ------
    InputError
        The file cannot be read.
    """
    path = Path(path)
    try:
        text = _embedded(path)
    except Image.DecompressionBombError:
        return None
    except OSError as problem:
        if problem.errno is None:  # the decoder's word, not the system's: this is no figure
            return None
        raise InputError(
            f"{path} cannot be read: {problem.strerror}.",
            remedy="Check the file.",
        ) from problem
    return _parsed(text) if text else None


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _embedded(path: Path) -> str | None:
    suffix = path.suffix.lower()
    if suffix in _PIECES:
        pattern, unescaped = _PIECES[suffix]
        found = re.search(pattern, path.read_bytes(), re.DOTALL)
        return unescaped(found[1].decode("utf-8", "replace")) if found else None
    if suffix == ".pdf":
        return _in_pdf(path.read_bytes())
    with Image.open(path) as image:
        return _in_picture(image)


def _in_picture(image: Image.Image) -> str | None:
    if image.format == "PNG":
        return image.info.get(KEYWORD)
    if image.format == "TIFF":
        return _in_comment(str(image.tag_v2.get(_IMAGE_DESCRIPTION, "")))
    if image.format == "GIF":
        return _in_comment(image.info.get("comment", b"").decode("utf-8", "replace"))
    return _in_xmp(image.info.get("xmp", b""))


def _in_comment(text: str) -> str | None:
    wrapped = _parsed(text) or {}
    return json.dumps(wrapped[KEYWORD]) if KEYWORD in wrapped else None


def _in_xmp(packet: bytes) -> str | None:
    found = _XMP_PIECE.search(packet)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else None


def _in_pdf(data: bytes) -> str | None:
    return _in_xmp(data) or next(
        (text for piece in _STREAM.finditer(data) if (text := _in_xmp(_inflated(piece[1])))), None
    )


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, 1 << 24)
    except zlib.error:
        return b""
