from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest
from figure_parts import BOXES, pair, panel
from hostile import NAME
from PIL import Image

from core.figures import FigureRow, FigureSpec, Layout, read_provenance, save_figure
from core.figures.layout import lay_out

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == tag and wanted.items() <= a.items()]


def _pixels(uri: str) -> np.ndarray:
    head, data = uri.split(",", 1)
    assert head == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))


def _hostile_pair() -> FigureSpec:
    panels = panel(NAME), panel("After", 3, seed=1, psnr_y=32.125)
    return pair(panels=panels, title=NAME)


def _svg(tmp_path, spec, provenance=None):
    path = save_figure(spec, tmp_path / "figure.svg", provenance=provenance)
    return ElementTree.parse(path).getroot()


def test_svg_text_is_text_and_crops_are_exact(tmp_path):
    spec = pair()
    root = _svg(tmp_path, spec)
    assert [text.text for text in root.iter(SVG + "text")] == ["(a) Before", "(b) After, 32.12 dB"]
    images = list(root.iter(SVG + "image"))
    crops = lay_out(spec).crops
    for image, crop in zip(images[-len(crops) :], crops, strict=True):
        assert "pixelated" in image.get("style")
        source = crop.region.of(spec.photos[crop.row].panels[crop.column].pixels)
        assert np.array_equal(_pixels(image.get(HREF)), source)
        assert float(image.get("width")) == pytest.approx(crop.rect.width, abs=1e-3)


def test_svg_survives_any_name_and_brings_provenance_back(tmp_path):
    root = _svg(tmp_path, _hostile_pair(), {"name": NAME})
    assert root.find(SVG + "title").text == NAME
    assert not list(root.iter(SVG + "script"))
    assert read_provenance(tmp_path / "figure.svg") == {"name": NAME}
    assert root.get("width") == "175.000mm" and root.get("role") == "img"


def _html(tmp_path, spec, provenance=None) -> tuple[str, _Page]:
    path = save_figure(spec, tmp_path / "figure.html", provenance=provenance)
    text = path.read_text("utf-8")
    return text, _Page(text)


def test_the_page_asks_nothing_of_anyone(tmp_path):
    text, page = _html(tmp_path, pair(), {"a": 1})
    written = re.sub(r"base64,[^\"]*", "", text)
    assert not re.search(r"https?:|//[a-z]|url\(|@import|fetch\(|XMLHttp", written)
    for _, attributes in page.tags:
        for name in ("src", "href", "srcset", "action"):
            assert (attributes.get(name) or "data:").startswith("data:")
    policy = page.all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"]
    assert policy.startswith("default-src 'none'; img-src data:;")


def test_the_divider_is_a_slider_for_keyboard_and_touch(tmp_path):
    text, page = _html(tmp_path, pair())
    (slider,) = page.all("div", role="slider")
    assert slider["tabindex"] == "0" and slider["aria-label"]
    assert [slider[f"aria-value{end}"] for end in ("min", "now", "max")] == ["0", "50", "100"]
    script = text.rpartition("<script>")[2]
    for word in ("ArrowLeft", "ArrowRight", "Home", "End", "pointerdown", "aria-valuetext"):
        assert word in script
    assert "touch-action: pan-y" in text
    assert page.all("html", lang="en") and page.all("meta", name="viewport")


def test_the_page_holds_every_pixel(tmp_path):
    spec = pair()
    _, page = _html(tmp_path, spec)
    wholes, crops = page.all("img", **{"class": "whole"}), page.all("img", **{"class": "crop"})
    for image, shown in zip(wholes, spec.panels, strict=True):
        assert np.array_equal(_pixels(image["src"]), shown.pixels)
        assert image["alt"]
    assert len(crops) == 4
    assert np.array_equal(_pixels(crops[0]["src"]), BOXES[0].rect.of(spec.panels[0].pixels))


def test_any_name_stays_text_on_the_page(tmp_path):
    text, page = _html(tmp_path, _hostile_pair(), {"name": NAME})
    scripts = page.all("script")
    assert [script.get("type") for script in scripts] == ["application/json", None]
    assert page.all("img", **{"class": "whole"})[0]["alt"] == f"(a) {NAME}"
    assert text.count("alert(") == text.count("&lt;script&gt;alert(") + 1
    assert read_provenance(tmp_path / "figure.html") == {"name": NAME}


def test_more_than_two_pictures_can_be_chosen_and_every_photo_has_a_divider(tmp_path):
    panels = tuple(panel(name, seed=i) for i, name in enumerate(("Input", "Ours", "Theirs")))
    rows = (FigureRow(panels, BOXES, "one"), FigureRow(panels, BOXES[:1], "two"))
    _, page = _html(tmp_path, FigureSpec(Layout.ROWS, rows=rows))
    assert len(page.all("select")) == 4 and len(page.all("option")) == 12
    assert len(page.all("div", role="slider")) == 2


def test_without_provenance_there_is_none(tmp_path):
    _html(tmp_path, pair())
    _svg(tmp_path, pair())
    assert read_provenance(tmp_path / "figure.html") is None
    assert read_provenance(tmp_path / "figure.svg") is None
