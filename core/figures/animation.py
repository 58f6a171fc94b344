"""A figure that moves: the divider sweeps across, or the pictures take turns."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from core.errors import UsageError
from core.figures.pixels import eight_bits, filling, rgb
from core.figures.provenance import as_comment, xmp_packet
from core.figures.spec import FigurePanel, FigureRow, FigureSpec, Font, Motion
from core.figures.typography import (
    MM_PER_POINT,
    drawable,
    run_font,
    run_width,
    runs,
    text_width,
    wrapped,
)
from core.region import Size

LONGEST_SIDE = 960
STEPS = 24
STEP_MS, HOLD_MS, BLINK_MS = 50, 700, 900
_WHITE, _BLACK = 255, 254
_FREE_COLOURS = 254
_LABEL_PIXELS = 15
_STRIP_PIXELS = 28
_STRIP_MARGIN = 8


@dataclass(frozen=True, eq=False)
class Animation:
    """Frames and how long each is shown.

    Attributes
    ----------
    frames
        H×W×3 ``uint8`` each, or H×W of indices where ``palette`` is given.
    milliseconds
        One duration per frame.
    palette
        K×3 ``uint8``; None for frames in full colour.
    """

    frames: tuple[np.ndarray, ...]
    milliseconds: tuple[int, ...]
    palette: np.ndarray | None = None


def gif_bytes(spec: FigureSpec, provenance: str | None) -> bytes:
    """An animated GIF: one palette for all frames, so that what does not move does not flicker.

    Parameters
    ----------
    spec
        The figure; its first row is shown, reduced to at most 960 pixels.
    provenance
        JSON to embed, or None.
    """
    animation = animate(spec, in_palette=True)
    images = [Image.fromarray(frame, "P") for frame in animation.frames]
    for image in images:
        image.putpalette(animation.palette.tobytes())
    comment = {} if provenance is None else {"comment": as_comment(provenance).encode()}
    return _encoded(images, animation, "GIF", optimize=False, disposal=1, **comment)


def webp_bytes(spec: FigureSpec, provenance: str | None) -> bytes:
    """An animated WebP without loss; parameters as for `gif_bytes`."""
    animation = animate(spec)
    images = [Image.fromarray(frame) for frame in animation.frames]
    xmp = {} if provenance is None else {"xmp": xmp_packet(provenance)}
    return _encoded(images, animation, "WEBP", lossless=True, quality=20, method=0, **xmp)


def animate(spec: FigureSpec, *, in_palette: bool = False) -> Animation:
    """The frames of the first row's pictures, with their labels below.

    Parameters
    ----------
    spec
        The figure. A sweep goes from its first to its last picture and back; blinking shows all.
    in_palette
        Frames as indices into one palette of 256 colours.

    Raises
    ------
    UsageError
        The row holds a single picture.
    """
    row = spec.photos[0]
    if len(row.panels) < 2:
        raise UsageError("An animated figure needs at least two pictures.")
    sweep = spec.motion is Motion.SWEEP
    panels = (row.panels[0], row.panels[-1]) if sweep else row.panels
    size = _frame_size(row)
    pictures = [rgb(eight_bits(filling(panel.pixels, size))) for panel in panels]
    strips = _strips(panels, size.width, sweep=sweep)
    stills = [np.vstack(pair) for pair in zip(pictures, strips, strict=True)]
    palette = None
    if in_palette:
        stills, palette = _with_palette(stills)
    frames, times = _sweep(stills, size) if sweep else (stills, [BLINK_MS] * len(stills))
    return Animation(tuple(frames), tuple(times), palette)


def _frame_size(row: FigureRow) -> Size:
    finest = max(row.panels, key=lambda panel: panel.scale).size
    share = min(1.0, LONGEST_SIDE / max(finest.height, finest.width))
    return Size(max(1, round(finest.height * share)), max(1, round(finest.width * share)))


def _strips(panels: tuple[FigurePanel, ...], width: int, *, sweep: bool) -> list[np.ndarray]:
    if sweep:
        return [_strip((panels[0].label, panels[1].label), width)] * 2
    return [_strip((panel.label,), width) for panel in panels]


def _strip(labels: tuple[str, ...], width: int) -> np.ndarray:
    """One label in the middle, or two at the edges, black on white."""
    image = Image.new("RGB", (width, _STRIP_PIXELS), "white")
    draw = ImageDraw.Draw(image)
    room = (width - _STRIP_MARGIN * (len(labels) + 1)) / len(labels)
    ends = ((_STRIP_MARGIN, "lm"), (width - _STRIP_MARGIN, "rm"))
    for label, (x, anchor) in zip(labels, ends, strict=False):
        text, font = drawable(label, Font.SANS)
        lines = wrapped(text, font, _LABEL_PIXELS / MM_PER_POINT, room, most=1)
        place = (x, anchor) if len(labels) > 1 else (width / 2, "mm")
        for line in lines:
            _write(draw, line, font, place)
    return np.asarray(image)


def _write(draw: ImageDraw.ImageDraw, line: str, font: Font, place: tuple[float, str]) -> None:
    """A line that begins, ends or has its middle at a place."""
    width = text_width(line, font, _LABEL_PIXELS / MM_PER_POINT)
    x = place[0] - {"l": 0.0, "m": 0.5, "r": 1.0}[place[1][0]] * width
    for run in runs(line, font):
        font_of_run = run_font(run, _LABEL_PIXELS)
        draw.text((x, _STRIP_PIXELS / 2), run.text, "black", font_of_run, anchor="lm")
        x += run_width(run, _LABEL_PIXELS / MM_PER_POINT)


def _with_palette(stills: list[np.ndarray]) -> tuple[list[np.ndarray], np.ndarray]:
    """Every still as indices; each is dithered once, so that frames made of them hold still."""
    stacked = Image.fromarray(np.vstack(stills))
    found = stacked.quantize(_FREE_COLOURS, Image.Quantize.MEDIANCUT).getpalette()
    colours = np.zeros((256, 3), np.uint8)
    known = np.array(found, np.uint8).reshape(-1, 3)[:_FREE_COLOURS]
    colours[: len(known)] = known
    colours[_WHITE] = 255
    holder = Image.new("P", (1, 1))
    holder.putpalette(colours.tobytes())
    dither = Image.Dither.FLOYDSTEINBERG
    indices = [Image.fromarray(s).quantize(palette=holder, dither=dither) for s in stills]
    return [np.asarray(image) for image in indices], colours


def _sweep(stills: list[np.ndarray], size: Size) -> tuple[list[np.ndarray], list[int]]:
    """From all of the first picture to all of the last and back, slower towards the ends."""
    shares = [(1 + math.cos(math.pi * step / STEPS)) / 2 for step in range(STEPS + 1)]
    there = [_divided(stills, size, round(share * size.width)) for share in shares]
    times = [HOLD_MS, *[STEP_MS] * (STEPS - 1)]
    return there + there[-2:0:-1], times * 2


def _divided(stills: list[np.ndarray], size: Size, split: int) -> np.ndarray:
    before, after = stills
    frame = after.copy()
    frame[:, :split] = before[:, :split]
    if 0 < split < size.width:
        frame[: size.height, max(split - 2, 0) : split + 2] = _BLACK if frame.ndim == 2 else 0
        frame[: size.height, max(split - 1, 0) : split + 1] = _WHITE
    return frame


def _encoded(images: list[Image.Image], animation: Animation, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    images[0].save(
        out,
        kind,
        save_all=True,
        append_images=images[1:],
        duration=list(animation.milliseconds),
        loop=0,
        **options,
    )
    return out.getvalue()
