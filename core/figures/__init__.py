"""Figures for papers, slides and the web."""

from __future__ import annotations

from core.figures.provenance import read_provenance
from core.figures.raster import RasterFigure, paint
from core.figures.save import save_figure
from core.figures.snippet import SnippetKind, snippet
from core.figures.spec import (
    FigurePanel,
    FigureRow,
    FigureSpec,
    Font,
    Layout,
    Motion,
    WidthPreset,
)

__all__ = [
    "FigurePanel",
    "FigureRow",
    "FigureSpec",
    "Font",
    "Layout",
    "Motion",
    "RasterFigure",
    "SnippetKind",
    "WidthPreset",
    "paint",
    "read_provenance",
    "save_figure",
    "snippet",
]
