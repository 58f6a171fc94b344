"""Save a figure in the format its name ends in."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

from core.atomic_write import write_bytes
from core.errors import OutputError, UsageError, already_exists
from core.figures.animation import gif_bytes, webp_bytes
from core.figures.html import html_bytes
from core.figures.notes import description
from core.figures.pdf import pdf_bytes
from core.figures.provenance import KEYWORD, as_comment, as_json
from core.figures.raster import paint
from core.figures.spec import FigureSpec
from core.figures.svg import svg_bytes
from core.markup import plain
from core.versions import PROGRAM, VERSION


def save_figure(
    spec: FigureSpec,
    path: str | Path,
    *,
    provenance: Mapping[str, Any] | None,
    overwrite: bool = False,
) -> Path:
    """Write a figure: PNG, TIFF, PDF, SVG, HTML, GIF or WebP, by the ending of the name.

    Parameters
    ----------
    spec
        The figure.
    path
        Where to; the folder must exist.
    provenance
        What made the figure, embedded as JSON; None leaves it out.
    overwrite
        Replace an existing file.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    OutputError
        The file exists already or cannot be written.
    UsageError
        The ending is unknown, or the figure cannot be laid out.
    """
    path = Path(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UsageError(
            f"{path}: figures are not written as “{path.suffix}”.",
            remedy=f"Let the name end in {', '.join(sorted(_WRITERS))}.",
        )
    _refuse(path, overwrite)
    content = writer(spec, None if provenance is None else as_json(provenance))
    write_bytes(path, content, overwrite=overwrite)
    return path


def _png(spec: FigureSpec, provenance: str | None) -> bytes:
    figure = paint(spec)
    text = PngImagePlugin.PngInfo()
    text.add(b"sRGB", b"\0")
    text.add_text("Software", f"{PROGRAM} {VERSION}")
    text.add_itxt("Title", plain(spec.title) or f"{PROGRAM} figure")
    text.add_itxt("Description", description(spec))
    if provenance is not None:
        text.add_itxt(KEYWORD, provenance, zip=len(provenance) > 4096)
    return _encoded(
        figure.pixels, "PNG", pnginfo=text, dpi=(figure.dpi, figure.dpi), compress_level=4
    )


def _tiff(spec: FigureSpec, provenance: str | None) -> bytes:
    figure = paint(spec)
    about = description(spec).encode("ascii", "replace").decode()
    return _encoded(
        figure.pixels,
        "TIFF",
        compression="tiff_adobe_deflate",
        dpi=(figure.dpi, figure.dpi),
        icc_profile=_srgb_profile(),
        software=f"{PROGRAM} {VERSION}",
        description=about if provenance is None else as_comment(provenance),
    )


def _srgb_profile() -> bytes:
    """Without the time of its making, so that the same figure has the same bytes."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:24] + bytes(12) + profile[36:]


def _encoded(pixels: Any, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


_WRITERS: dict[str, Callable[[FigureSpec, str | None], bytes]] = {
    ".png": _png,
    ".tif": _tiff,
    ".tiff": _tiff,
    ".pdf": pdf_bytes,
    ".svg": svg_bytes,
    ".html": html_bytes,
    ".gif": gif_bytes,
    ".webp": webp_bytes,
}


def _refuse(path: Path, overwrite: bool) -> None:
    """Say so before the work is done, not after it."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder.", remedy="Give the name of a file.")
    if path.exists() and not overwrite:
        raise already_exists(str(path))
    if not path.parent.is_dir():
        raise OutputError(
            f"{path} cannot be written: its folder does not exist.", remedy="Make the folder first."
        )
