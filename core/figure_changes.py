"""What is another one than when a file was made: the photo, or a network's weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.op import Op
from core.photo import Photo


def changed_since(
    provenance: Mapping[str, Any], photo: Photo, ops: Mapping[str, Op], name: str
) -> tuple[str, ...]:
    """Sentences on what differs from when a figure or picture was made; empty if nothing does.

    Parameters
    ----------
    provenance
        From the file; what it does not state cannot differ.
    photo
        The photo that was found for it.
    ops
        What there is now, by id.
    name
        Of the file, for the sentences.
    """
    found = [_photo_changed(provenance, photo, name), *_weights_changed(provenance, ops, name)]
    return tuple(sentence for sentence in found if sentence)


def _photo_changed(provenance: Mapping[str, Any], photo: Photo, name: str) -> str:
    stated = _mapping(provenance.get("photo")).get("sha256")
    reference = _mapping(_mapping(provenance.get("session")).get("reference"))
    if reference.get("degradation"):
        stated = reference.get("hash")  # the file is the good photo, and no longer what was shown
    if not stated or stated == photo.content_hash:
        return ""
    return f"{photo.name} is not the photo that {name} was made of."


def _weights_changed(provenance: Mapping[str, Any], ops: Mapping[str, Op], name: str) -> list[str]:
    methods = provenance.get("methods")
    reports = [_mapping(_mapping(m).get("report")) for m in methods or ()]
    steps = [_mapping(step) for report in reports for step in report.get("steps", ())]
    stated = {step.get("op"): step.get("fingerprint") for step in steps}
    return [_weights_sentence(op, known, ops, name) for op, known in stated.items() if known]


def _weights_sentence(op: str, known: str, ops: Mapping[str, Op], name: str) -> str:
    if op not in ops:
        return f"{name} was made with {op}, which is not here."
    if ops[op].fingerprint == known:
        return ""
    return f"{ops[op].label} has other weights than when {name} was made."


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
