"""Captions by template: letter, label and metrics of each picture."""

from __future__ import annotations

import math
import re
import string

from core.errors import UsageError
from core.figures.spec import FigurePanel, FigureSpec
from core.markup import UNBROKEN_SPACE

KNOWN_METRICS = frozenset(
    (
        "psnr",
        "psnr_y",
        "psnr_mask",
        "ssim",
        "ms_ssim",
        "mse",
        "delta_e",
        "vmaf",
        "sharpness",
        "noise",
        "seconds",
        "peak_mb",
    )
)
_SEPARATORS = re.compile(r"(,|;|\n)(?![^{]*\})")


def letter(index: int) -> str:
    """``a`` … ``z``, then ``aa``, ``ab`` …"""
    first, last = divmod(index, 26)
    return (letter(first - 1) if first else "") + string.ascii_lowercase[last]


def names_metrics(template: str) -> bool:
    """Whether the captions differ from photo to photo."""
    return bool(_fields(template) - {"letter", "label"})


def caption(spec: FigureSpec, panel: FigurePanel, index: int) -> str:
    """The caption of one picture, with an unbroken space between a number and its unit.

    Parameters
    ----------
    spec
        The figure, which holds the template.
    panel
        The picture.
    index
        Its place among the figure's captions, from 0.

    Raises
    ------
    UsageError
        The template cannot be read, or names what is neither measured nor given.
    """
    _check(spec)
    values = {"letter": letter(index), "label": panel.label}
    measured = {name: v for name, v in panel.metrics.items() if v is not None}
    values |= {name: float(v) for name, v in measured.items() if not math.isnan(v)}
    parts = _SEPARATORS.split(spec.caption)
    kept = ""
    for number in range(0, len(parts), 2):
        separator = parts[number - 1] if number else ""
        if _fields(parts[number]) <= values.keys():
            kept += (separator if kept else "") + _unbroken(_filled(parts[number], values))
    return kept.strip()


def _check(spec: FigureSpec) -> None:
    known = {"letter", "label"}.union(*(panel.metrics for panel in spec.every_panel))
    unknown = _fields(spec.caption) - known - KNOWN_METRICS
    if unknown:
        raise UsageError(
            f"The caption template names {{{min(unknown)}}}, which is not known.",
            remedy=f"It may name {', '.join(sorted(known | KNOWN_METRICS))}.",
        )


def _fields(template: str) -> set[str]:
    try:
        found = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError as problem:
        raise UsageError(
            f"The caption template “{template}” cannot be read: {problem}.",
            remedy="Write names in braces, as in “({letter}) {label}, {psnr_y:.2f} dB”.",
        ) from problem
    return found


def _filled(template: str, values: dict[str, str | float]) -> str:
    text = ""
    for literal, name, form, _ in string.Formatter().parse(template):
        text += literal + ("" if name is None else _formatted(values[name], form or "", template))
    return text


def _unbroken(part: str) -> str:
    """A number stays on one line with its unit."""
    return re.sub(r"(?<=[\d∞]) (?=\S{1,4}$)", UNBROKEN_SPACE, part)


def _formatted(value: str | float, form: str, template: str) -> str:
    if isinstance(value, float) and math.isinf(value):
        return "∞" if value > 0 else "−∞"
    try:
        return format(value, form).replace("-", "−") if isinstance(value, float) else value
    except ValueError as problem:
        raise UsageError(
            f"The caption template “{template}” cannot be read: {problem}."
        ) from problem
