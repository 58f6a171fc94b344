"""Texts inside picture files, such as how a picture was made, and getting them back."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from core.errors import PhotoError
from core.photos.file_kinds import is_tiff
from core.photos.tiff_structure import read_directory
from core.photos.xmp import xmp_with_description

_OURS = b'xmlns:diptych="urn:diptych:text:1"'
_ENTRY = re.compile(rb'<diptych:entry diptych:key="([^"]*)">(.*?)</diptych:entry>', re.DOTALL)


def xmp_with_text(xmp: bytes | None, text: Mapping[str, str]) -> bytes:
    """An XMP packet that also holds these texts; earlier ones of ours are replaced."""
    entries = b"".join(
        b'<rdf:li><diptych:entry diptych:key="%s">%s</diptych:entry></rdf:li>'
        % (html.escape(key).encode(), html.escape(value).encode())
        for key, value in text.items()
    )
    bag = b"<diptych:texts><rdf:Bag>%s</rdf:Bag></diptych:texts>" % entries
    return xmp_with_description(xmp_without_text(xmp or b""), _OURS, bag)


def text_in_xmp(xmp: bytes | None) -> dict[str, str]:
    """Texts that `xmp_with_text` put into a packet."""
    found = _ENTRY.findall(xmp or b"")
    return {html.unescape(k.decode()): html.unescape(v.decode()) for k, v in found}


def read_text(path: Path) -> dict[str, str]:
    """Texts embedded in a picture file that this program wrote; empty where there are none.

    Raises
    ------
    PhotoError
        If the file cannot be read as a picture.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
        if is_tiff(data):
            return text_in_xmp(next((f.raw for f in read_directory(data) if f.tag == 700), None))
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
        return _text_of(image)
    except (OSError, ValueError, SyntaxError) as error:
        raise PhotoError(
            f"{path.name} holds no texts that can be read.", detail=str(error)
        ) from error


def _text_of(image: Image.Image) -> dict[str, str]:
    if image.format == "PNG":
        texts = {key: value for key, value in image.info.items() if isinstance(value, str)}
        return {key: str(value) for key, value in texts.items() if not key.startswith("XML:")}
    xmp = image.info.get("xmp") or b""
    return text_in_xmp(xmp.encode() if isinstance(xmp, str) else xmp)


def xmp_without_text(packet: bytes) -> bytes:
    """An XMP packet without the texts that `xmp_with_text` put into it."""
    ours = rb'<rdf:Description rdf:about="" %s>.*?</rdf:Description>' % re.escape(_OURS)
    return re.sub(ours, b"", packet, flags=re.DOTALL)
