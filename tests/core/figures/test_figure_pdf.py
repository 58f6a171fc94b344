from __future__ import annotations

import re

import numpy as np
from figure_parts import BOXES, pair, panel
from pdf_reading import pdf_pictures, pdf_text

from core.figures import FigureSpec, Layout, read_provenance, save_figure
from core.figures.layout import lay_out


def _saved(tmp_path, spec, provenance=None):
    return save_figure(spec, tmp_path / "figure.pdf", provenance=provenance).read_bytes()


def test_every_crop_is_in_the_file_at_its_own_pixels(tmp_path):
    spec = pair()
    pictures = pdf_pictures(_saved(tmp_path, spec))
    for crop in lay_out(spec).crops:
        source = crop.region.of(spec.photos[crop.row].panels[crop.column].pixels)
        assert any(np.array_equal(source, picture) for picture in pictures)
    assert len(pictures) == 2 + 4


def test_a_crop_of_few_colours_comes_back_too(tmp_path):
    flat = panel("Flat")
    flat.pixels[:] = flat.pixels // 128 * 100 + 40
    pictures = pdf_pictures(_saved(tmp_path, FigureSpec(Layout.GRID, (flat,), BOXES[:1])))
    assert np.array_equal(pictures[0], BOXES[0].rect.of(flat.pixels))


def test_text_can_be_searched(tmp_path):
    pdf = _saved(tmp_path, pair())
    assert b"/ToUnicode" in pdf
    assert pdf_text(pdf).splitlines() == ["(a) Before", "(b) After, 32.12 dB"]


def test_provenance_comes_back_and_can_be_left_out(tmp_path):
    about = {"photo": "ü <script> %d \\alpha & \"q\" 'p' ]]>", "steps": [1, 2.5, None]}
    assert b"/Metadata" in _saved(tmp_path, pair(), about)
    assert read_provenance(tmp_path / "figure.pdf") == about
    save_figure(pair(), tmp_path / "figure.pdf", provenance=None, overwrite=True)
    assert read_provenance(tmp_path / "figure.pdf") is None


def test_the_file_opens_by_its_cross_reference_table(tmp_path):
    pdf = _saved(tmp_path, pair(), {"a": 1})
    start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    assert pdf[start:].startswith(b"xref\n")
    entries = re.findall(rb"(\d+) 1\n(\d{10}) 00000 n", pdf[start:])
    assert len(entries) == 2
    for number, offset in entries:
        assert pdf[int(offset) :].startswith(number + b" 0 obj")
