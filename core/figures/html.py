"""A figure as one HTML page with a divider to drag: no other file, no request to anywhere."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from core.comparison import ZoomBox
from core.figures.captions import caption
from core.figures.html_page import PAGE, SCRIPT, STYLE
from core.figures.inset import centre_box
from core.figures.notes import alternative_text, measuring
from core.figures.png import data_uri
from core.figures.provenance import KEYWORD
from core.figures.spec import FigurePanel, FigureRow, FigureSpec, Layout
from core.markup import UNBROKEN_SPACE, plain
from core.versions import PROGRAM

_SEPARATORS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def html_bytes(spec: FigureSpec, provenance: str | None) -> bytes:
    """The file's bytes.

    Parameters
    ----------
    spec
        The figure. Every row becomes a picture with a divider; where a row holds more than two
        pictures, the page lets its reader choose which two are compared.
    provenance
        JSON to embed, or None.
    """
    title = plain(spec.title) or f"{PROGRAM} figure"
    figures = "\n".join(_figure(spec, number) for number in range(len(spec.photos)))
    page = PAGE.format(
        title=_shown(title),
        heading=f"<h1>{_shown(title)}</h1>" if spec.title else "",
        description=_shown(alternative_text(spec)),
        style=STYLE,
        figures=figures + _footer(spec),
        provenance="" if provenance is None else _data_block(provenance),
        script=SCRIPT,
    )
    return page.encode()


def _footer(spec: FigureSpec) -> str:
    how = measuring(spec)
    return f'\n<footer style="opacity:.6;font-size:.8em">{_shown(how)}</footer>' if how else ""


def _figure(spec: FigureSpec, number: int) -> str:
    row = spec.photos[number]
    if spec.layout is Layout.TRIPLE and not row.boxes:
        row = replace(row, boxes=(centre_box(row),))
    first = sum(len(other.panels) for other in spec.photos[:number])
    captions = [caption(spec, panel, first + i) for i, panel in enumerate(row.panels)]
    names = [_shown(text.replace(UNBROKEN_SPACE, " ")) for text in captions]
    photo = row.photo_size
    pictures = "\n".join(
        _picture(panel, name) for panel, name in zip(row.panels, names, strict=True)
    )
    title = f"<h2>{_shown(row.title)}</h2>" if row.title else ""
    return (
        f'{title}<figure class="comparison">\n'
        f'<div class="frame"><div class="stage" style="--ratio:{photo.width / photo.height:.6f}">\n'
        f"{pictures}\n{_outlines(row)}{_divider(row)}</div></div>\n"
        f"{_choices(names)}\n{_crops(row, names)}\n</figure>"
    )


def _picture(panel: FigurePanel, name: str) -> str:
    size = f'width="{panel.size.width}" height="{panel.size.height}"'
    return f'<img class="whole" {size} alt="{name}" src="{data_uri(panel.pixels)}">'


def _divider(row: FigureRow) -> str:
    if len(row.panels) < 2:
        return ""
    return (
        '<div class="divider" role="slider" tabindex="0" aria-orientation="horizontal" '
        'aria-label="Divider" aria-valuemin="0" aria-valuemax="100" aria-valuenow="50"></div>'
    )


def _outlines(row: FigureRow) -> str:
    photo = row.photo_size
    return "".join(
        f'<i class="box" style="left:{100 * box.rect.left / photo.width:.4f}%;'
        f"top:{100 * box.rect.top / photo.height:.4f}%;"
        f"width:{100 * box.rect.width / photo.width:.4f}%;"
        f'height:{100 * box.rect.height / photo.height:.4f}%;--colour:{box.colour}"></i>'
        for box in row.boxes
    )


def _choices(names: list[str]) -> str:
    sides = (("Left", 0), ("Right", len(names) - 1))
    if len(names) < 3:
        spans = zip(sides, names, strict=False)
        return "<figcaption>" + "".join(f"<span>{n}</span>" for _, n in spans) + "</figcaption>"
    selects = "".join(
        f'<label>{side} <select class="side">'
        + "".join(
            f"<option{' selected' * (i == at)}>{name}</option>" for i, name in enumerate(names)
        )
        + "</select></label>"
        for side, at in sides
    )
    return f"<figcaption>{selects}</figcaption>"


def _crops(row: FigureRow, names: list[str]) -> str:
    return "".join(_crop_group(row, names, box) for box in row.boxes)


def _crop_group(row: FigureRow, names: list[str], box: ZoomBox) -> str:
    pictures = "".join(
        f'<div><img class="crop" alt="{name}, magnified" '
        f'src="{data_uri(box.rect.scaled(panel.scale).of(panel.pixels))}"><p>{name}</p></div>'
        for panel, name in zip(row.panels, names, strict=True)
    )
    ratio = box.rect.width / box.rect.height
    return (
        f'<div class="crops" style="--colour:{box.colour};--ratio:{ratio:.6f};'
        f'--count:{len(row.panels)}">{pictures}</div>\n'
    )


def _data_block(provenance: str) -> str:
    """JSON in which nothing can end the script element."""
    for character, code in _SEPARATORS.items():
        provenance = provenance.replace(character, code)
    return f'<script type="application/json" id="{KEYWORD}">{provenance}</script>'


def _shown(text: str) -> str:
    return escape(plain(text))
