"""XMP packets, edited as text so that everything else in them stays as it was."""

from __future__ import annotations

import re

EMPTY_XMP = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>'
    b'</x:xmpmeta><?xpacket end="w"?>'
)
"""A packet that says nothing."""

_CLOSING = b"</rdf:RDF>"
_ORIENTATION = re.compile(rb"(tiff:Orientation(?:\s*=\s*[\"']|\s*>\s*))(\d)")
_GPS_ELEMENT = re.compile(rb"<([\w-]+:GPS\w+)\b[^>]*?(?:/>|>.*?</\1\s*>)\s*", re.DOTALL)
_GPS_ATTRIBUTE = re.compile(rb"\s[\w-]+:GPS\w+\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_APPENDED = re.compile(
    rb"\sxmpNote:HasExtendedXMP\s*=\s*(?:\"[^\"]*\"|'[^']*')"
    rb"|<(xmpNote:HasExtendedXMP|Container:Directory)\b.*?</\1\s*>\s*",
    re.DOTALL,
)


def xmp_orientation(xmp: bytes | None) -> int:
    """Orientation 1 to 8; 0 where the packet says nothing valid."""
    found = _ORIENTATION.search(xmp or b"")
    value = int(found[2]) if found else 0
    return value if 1 <= value <= 8 else 0


def xmp_upright(xmp: bytes) -> bytes:
    """The packet with orientation 1."""
    return _ORIENTATION.sub(rb"\g<1>1", xmp)


def xmp_for_picture(xmp: bytes) -> bytes:
    """The packet for a picture written anew.

    Upright, and without references to pictures that were appended to the original file, such as
    gain maps and depth maps, or to a continuation of the packet.
    """
    return _APPENDED.sub(b"", xmp_upright(xmp))


def xmp_without_gps(xmp: bytes) -> bytes:
    """The packet without any GPS property."""
    return _GPS_ATTRIBUTE.sub(b"", _GPS_ELEMENT.sub(b"", xmp))


def xmp_with_description(xmp: bytes | None, attributes: bytes, content: bytes = b"") -> bytes:
    """The packet with one more description; a packet that cannot hold one starts anew."""
    packet = xmp if xmp and _CLOSING in xmp else EMPTY_XMP
    before, after = packet.rsplit(_CLOSING, 1)
    added = b'<rdf:Description rdf:about="" %s>%s</rdf:Description>' % (attributes, content)
    return before + added + _CLOSING + after
