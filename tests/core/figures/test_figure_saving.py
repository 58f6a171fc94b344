from __future__ import annotations

import numpy as np
import pytest
from figure_parts import pair, panel
from hostile import NAME
from PIL import Image

from core.errors import InputError, OutputError, UsageError
from core.figures import FigurePanel, FigureSpec, Layout, paint, read_provenance, save_figure

SUFFIXES = ("png", "tiff", "tif", "pdf", "svg", "html", "gif", "webp")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_carries_its_provenance(tmp_path, suffix):
    about = {"recipe": {"steps": [{"op": "unsharp", "amount": 0.5}]}, "photo": NAME, "n": None}
    path = save_figure(pair(), tmp_path / f"a figure.{suffix}", provenance=about)
    assert read_provenance(path) == about
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    save_figure(pair(), path, provenance=None, overwrite=True)
    assert read_provenance(path) is None
    assert b"unsharp" not in path.read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_figure_has_the_same_bytes(tmp_path, suffix):
    first, second = (
        save_figure(pair(), tmp_path / f"{n}.{suffix}", provenance={"b": 1, "a": 2}).read_bytes()
        for n in "12"
    )
    assert first == second


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_label_can_be_drawn(tmp_path, suffix):
    spec = pair(panels=(panel(NAME + "\udcff\n"), panel("\\x00" * 90)), title=NAME + "\udcff")
    assert save_figure(spec, tmp_path / f"x.{suffix}", provenance={"n": NAME}).stat().st_size > 999


@pytest.mark.parametrize("suffix", ["png", "tiff"])
def test_raster_files_hold_the_painted_pixels_and_their_resolution(tmp_path, suffix):
    path = save_figure(pair(), tmp_path / f"figure.{suffix}", provenance=None)
    figure = paint(pair())
    with Image.open(path) as image:
        assert np.array_equal(np.asarray(image), figure.pixels)
        assert float(image.info["dpi"][0]) == pytest.approx(figure.dpi, abs=0.1)
    assert figure.pixels.shape[1] / figure.dpi * 25.4 == pytest.approx(175, abs=0.1)


def test_an_existing_file_is_only_replaced_when_told(tmp_path):
    path = tmp_path / "figure.png"
    path.write_bytes(b"precious")
    with pytest.raises(OutputError, match=r"figure\.png exists already"):
        save_figure(pair(), path, provenance=None)
    assert path.read_bytes() == b"precious"
    save_figure(pair(), path, provenance=None, overwrite=True)
    assert path.read_bytes()[:4] == b"\x89PNG"


def test_places_that_cannot_be_written_are_named(tmp_path):
    with pytest.raises(OutputError, match="its folder does not exist"):
        save_figure(pair(), tmp_path / "missing" / "figure.png", provenance=None)
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(OutputError, match=r"folder\.png is a folder"):
        save_figure(pair(), tmp_path / "folder.png", provenance=None, overwrite=True)
    with pytest.raises(UsageError, match=r"“\.bmp”"):
        save_figure(pair(), tmp_path / "figure.bmp", provenance=None)


def test_reduced_pictures_are_said_to_be_reduced(tmp_path):
    big = FigurePanel("Big", np.zeros((2000, 3000, 1), np.uint16))
    spec = FigureSpec(Layout.PAIR, (big, big))
    with Image.open(save_figure(spec, tmp_path / "figure.png", provenance=None)) as image:
        assert "reduced by area" in image.text["Description"]
        assert "16 bits are rounded" in image.text["Description"]
    with Image.open(save_figure(pair(), tmp_path / "small.png", provenance=None)) as image:
        assert "reduced" not in image.text["Description"]


def test_reading_provenance_from_what_is_no_figure(tmp_path):
    Image.new("RGB", (4, 4)).save(tmp_path / "photo.jpg")
    Image.new("RGB", (4, 4)).save(tmp_path / "photo.tiff", description="a holiday")
    assert read_provenance(tmp_path / "photo.jpg") is None
    assert read_provenance(tmp_path / "photo.tiff") is None
    (tmp_path / "photo.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(40))
    assert read_provenance(tmp_path / "photo.heic") is None
    Image.new("RGB", (4, 4)).save(tmp_path / "other.tiff", description='{"shape": [4, 4]}')
    assert read_provenance(tmp_path / "other.tiff") is None
    (tmp_path / "text.png").write_text("no picture")
    assert read_provenance(tmp_path / "text.png") is None
    with pytest.raises(InputError, match=r"missing\.pdf cannot be read"):
        read_provenance(tmp_path / "missing.pdf")
