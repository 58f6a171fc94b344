from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from photo_samples import XMP, exif_block, noise, saved, srgb_profile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from core.colour.display_colour import DisplayTransform
from core.colour.profiles import network_curve, profile_name
from core.errors import PhotoError
from core.photos.exif import exif_orientation
from core.photos.orientation import turned_upright
from core.photos.reading import MAX_MEGAPIXELS, open_photo
from core.photos.tiff_structure import number, read_directory, write_directory
from core.photos.xmp import xmp_orientation

MODES = {1: "L", 3: "RGB"}


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def image_of(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)


def with_chunk(png: bytes, name: bytes, content: bytes) -> bytes:
    """A PNG file with one more chunk behind its header."""
    check = struct.pack(">I", zlib.crc32(name + content))
    return png[:33] + struct.pack(">I", len(content)) + name + content + check + png[33:]


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("file_format", ["PNG", "TIFF", "BMP", "JPEG2000"])
def test_8_bits_come_back_exactly(tmp_path: Path, file_format: str, channels: int) -> None:
    pixels = noise(23, 31, channels)
    photo = open_photo(written(tmp_path / "photo", saved(image_of(pixels), file_format)))
    assert np.array_equal(photo.pixels, pixels)
    assert photo.file_format == file_format
    assert (photo.bits, photo.file_bits, photo.alpha, photo.notes) == (8, 8, None, ())
    assert photo.pixels.flags.c_contiguous


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("ending", [".png", ".tiff", ".jp2", ".pgm"])
def test_16_bits_come_back_exactly(tmp_path: Path, ending: str, channels: int) -> None:
    pixels = noise(67, 75, channels, np.uint16)
    ending = ".ppm" if ending == ".pgm" and channels == 3 else ending
    options = [cv2.IMWRITE_JPEG2000_COMPRESSION_X1000, 1000] if ending == ".jp2" else []
    bgr = pixels if channels == 1 else pixels[..., ::-1]
    content = cv2.imencode(ending, np.ascontiguousarray(bgr), options)[1].tobytes()
    photo = open_photo(written(tmp_path / "photo", content))
    assert np.array_equal(photo.pixels, pixels)
    assert (photo.bits, photo.file_bits) == (16, 16)


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize("samples", [1, 2, 3, 4])
def test_16_bit_tiff_of_every_layout(
    tmp_path: Path, compression: str | None, byteorder: str, samples: int
) -> None:
    planes = noise(20, 31, samples, np.uint16)
    path = tmp_path / "deep.tif"
    colour = samples >= 3
    tifffile.imwrite(
        path,
        planes if samples > 1 else planes[..., 0],
        photometric="rgb" if colour else "minisblack",
        planarconfig="contig",
        extrasamples=["unassalpha"] if samples in (2, 4) else None,
        byteorder=byteorder,
        compression=compression,
        predictor=bool(compression),
    )
    photo = open_photo(path)
    colours = 3 if colour else 1
    assert np.array_equal(photo.pixels, planes[..., :colours])
    if samples > colours:
        assert np.array_equal(photo.alpha, planes[..., colours])


def test_planar_tiff(tmp_path: Path) -> None:
    planes = noise(20, 31, 3, np.uint16)
    path = tmp_path / "planar.tif"
    tifffile.imwrite(path, np.moveaxis(planes, 2, 0), photometric="rgb", planarconfig="separate")
    assert np.array_equal(open_photo(path).pixels, planes)


@pytest.mark.parametrize("orientation", [1, 6])
def test_lzw_compressed_16_bit_tiff_is_turned_once(tmp_path: Path, orientation: int) -> None:
    pixels = noise(20, 31, 3, np.uint16)
    lzw = [cv2.IMWRITE_TIFF_COMPRESSION, cv2.IMWRITE_TIFF_COMPRESSION_LZW]
    content = cv2.imencode(".tiff", pixels[..., ::-1].copy(), lzw)[1].tobytes()
    fields = [*read_directory(content), number(orientation, "<", 274, short=True)]
    content = content[:4] + struct.pack("<I", len(content)) + content[8:]
    content += write_directory(fields, "<", len(content))
    photo = open_photo(written(tmp_path / "lzw.tif", content))
    assert np.array_equal(photo.pixels, turned_upright(pixels, orientation))


@pytest.mark.parametrize("bits", [10, 12, 14])
def test_packed_tiff_fills_16_bits(tmp_path: Path, bits: int) -> None:
    values = noise(4, 16, 1, np.uint16) >> (16 - bits)
    shifts = np.arange(bits - 1, -1, -1)
    strip = np.packbits((values >> shifts & 1).astype(np.uint8).reshape(4, -1), axis=1).tobytes()
    stated = {256: 16, 257: 4, 258: bits, 259: 1, 262: 1, 273: 8, 277: 1, 278: 4, 279: len(strip)}
    fields = [number(value, "<", tag, short=True) for tag, value in stated.items()]
    content = b"II*\x00" + struct.pack("<I", 8 + len(strip)) + strip
    content += write_directory(fields, "<", len(content))
    photo = open_photo(written(tmp_path / "packed.tif", content))
    assert photo.file_bits == bits
    assert np.array_equal(photo.pixels, np.rint(values / (2**bits - 1) * 65535).astype(np.uint16))


def test_16_bit_inks(tmp_path: Path) -> None:
    inks = np.uint16([[[0, 65535, 65535, 0], [0, 0, 0, 0]]])
    path = tmp_path / "inks.tif"
    tifffile.imwrite(path, inks, photometric="separated")
    photo = open_photo(path)
    assert photo.pixels.tolist() == [[[65535, 0, 0], [65535, 65535, 65535]]]
    assert "by formula" in photo.notes[0]


def test_16_bit_lab(tmp_path: Path) -> None:
    lab = np.uint16([[[65535, 0, 0], [0, 0, 0], [32768, 256 * 20, 65536 - 256 * 30]]])
    path = tmp_path / "lab.tif"
    tifffile.imwrite(path, lab, photometric="cielab")
    white, black, blue = open_photo(path).pixels[0] / 257
    assert white.min() > 254.9
    assert black.max() == 0
    assert blue == pytest.approx([133, 109, 170], abs=1)


def test_white_is_zero_tiff_is_shown_positive(tmp_path: Path) -> None:
    values = noise(9, 7, 1, np.uint16)
    path = tmp_path / "negative.tif"
    tifffile.imwrite(path, values[..., 0], photometric="miniswhite")
    assert np.array_equal(open_photo(path).pixels, 65535 - values)


def test_premultiplied_alpha_is_taken_out(tmp_path: Path) -> None:
    planes = np.uint16([[[10000, 20000, 30000, 32768], [0, 0, 0, 0], [500, 600, 700, 65535]]])
    path = tmp_path / "premultiplied.tif"
    tifffile.imwrite(path, planes, photometric="rgb", extrasamples=["assocalpha"])
    photo = open_photo(path)
    assert photo.pixels[0, 0].tolist() == [20000, 39999, 59999]
    assert photo.pixels[0, 2].tolist() == [500, 600, 700]
    assert photo.alpha.tolist() == [[32768, 0, 65535]]


def test_10_bit_avif_fills_16_bits(tmp_path: Path) -> None:
    values = (np.arange(64 * 64 * 3).reshape(64, 64, 3) % 1024).astype(np.uint16)
    options = [cv2.IMWRITE_AVIF_DEPTH, 10, cv2.IMWRITE_AVIF_QUALITY, 100]
    content = cv2.imencode(".avif", values[..., ::-1].copy(), options)[1].tobytes()
    photo = open_photo(written(tmp_path / "ten.avif", content))
    assert photo.file_bits == 10
    assert np.array_equal(photo.pixels, np.rint(values / 1023 * 65535).astype(np.uint16))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "TIFF16", "PNG16"])
def test_orientation_is_applied_once(tmp_path: Path, kind: str, orientation: int) -> None:
    upright = noise(6, 10, 4, np.uint16 if kind.endswith("16") else np.uint8)
    path = tmp_path / "turned"
    path.write_bytes(_turned_file(upright, orientation, kind))
    photo = open_photo(path)
    assert np.array_equal(photo.pixels, upright[..., :3])
    assert np.array_equal(photo.alpha, upright[..., 3])
    assert exif_orientation(photo.exif) == 1


def _turned_file(upright: np.ndarray, orientation: int, kind: str) -> bytes:
    back = {6: 8, 8: 6}.get(orientation, orientation)
    stored = np.ascontiguousarray(turned_upright(upright, back))
    if kind == "TIFF16":
        file = io.BytesIO()
        tags = [(274, "H", 1, orientation, True)]
        tifffile.imwrite(
            file, stored, photometric="rgb", extrasamples=["unassalpha"], extratags=tags
        )
        return file.getvalue()
    exif = exif_block(orientation)
    if kind == "PNG16":
        png = cv2.imencode(".png", cv2.cvtColor(stored, cv2.COLOR_RGBA2BGRA))[1].tobytes()
        return with_chunk(png, b"eXIf", exif[6:])
    if kind == "TIFF":
        return saved(Image.fromarray(stored), kind, tiffinfo={274: orientation})
    return saved(Image.fromarray(stored), kind, exif=exif, lossless=True)


def test_orientation_in_jpeg_exif_and_xmp_is_1_afterwards(tmp_path: Path) -> None:
    image = Image.new("RGB", (40, 20))
    content = saved(image, "JPEG", exif=exif_block(6), xmp=XMP)
    photo = open_photo(written(tmp_path / "photo.jpg", content))
    assert (photo.width, photo.height) == (20, 40)
    assert exif_orientation(photo.exif) == 1
    assert xmp_orientation(photo.xmp) == 1
    assert b"maker's own bytes" in photo.exif


def test_exif_as_imagemagick_writes_it_into_png(tmp_path: Path) -> None:
    block = exif_block(6)
    text = PngInfo()
    text.add_text("Raw profile type exif", f"\nexif\n    {len(block)}\n{block.hex()}\n")
    content = saved(Image.new("RGB", (40, 20)), "PNG", pnginfo=text)
    photo = open_photo(written(tmp_path / "photo.png", content))
    assert (photo.width, photo.height) == (20, 40)
    assert photo.exif[:4] == block[6:10]
    text.add_text("Raw profile type exif", "\nexif\n 4\nno hex\n")
    content = saved(Image.new("RGB", (40, 20)), "PNG", pnginfo=text)
    assert open_photo(written(tmp_path / "bad.png", content)).width in (20, 40)


def test_metadata_and_hash_are_carried(tmp_path: Path) -> None:
    icc = srgb_profile()
    image = Image.new("RGB", (8, 8))
    content = saved(image, "JPEG", icc_profile=icc, exif=exif_block(), dpi=(300, 200))
    photo = open_photo(written(tmp_path / "photo.jpg", content))
    assert photo.icc == icc
    assert photo.exif == exif_block()[6:]
    assert photo.dpi == (300, 200)
    assert photo.content_hash == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(("code", "name"), [(12, "Display P3"), (9, "Rec. 2020")])
def test_colours_stated_by_code_numbers_get_a_profile(tmp_path: Path, code: int, name: str) -> None:
    png = saved(Image.fromarray(noise(8, 8, 3)), "PNG")
    photo = open_photo(
        written(tmp_path / "wide.png", with_chunk(png, b"cICP", bytes([code, 13, 0, 1])))
    )
    assert profile_name(photo.icc) == name
    assert network_curve(photo.icc) is None
    assert ImageCms.getProfileName(io.BytesIO(photo.icc)).strip() == name
    white = DisplayTransform.for_photo(photo.icc, 3, 8).rgb(np.full((1, 1, 3), 255, np.uint8))
    assert white.min() == 255


def test_plain_srgb_and_hdr_by_code_numbers(tmp_path: Path) -> None:
    png = saved(Image.fromarray(noise(8, 8, 3)), "PNG")
    plain = open_photo(written(tmp_path / "a.png", with_chunk(png, b"cICP", bytes([1, 13, 0, 1]))))
    assert (plain.icc, plain.notes) == (None, ())
    hdr = open_photo(written(tmp_path / "b.png", with_chunk(png, b"cICP", bytes([9, 16, 0, 1]))))
    assert "HDR" in hdr.notes[0]


def test_names_in_any_script(tmp_path: Path) -> None:
    path = written(tmp_path / "фото 写真 é.jpg", saved(Image.new("RGB", (5, 4)), "JPEG"))
    assert open_photo(path).name == "фото 写真 é.jpg"


def test_palette_and_one_bit(tmp_path: Path) -> None:
    palette = Image.fromarray(noise(9, 8, 3)).quantize(8)
    colours = open_photo(written(tmp_path / "palette.png", saved(palette, "PNG")))
    assert np.array_equal(colours.pixels, np.asarray(palette.convert("RGB")))
    black_white = Image.fromarray(noise(9, 8, 1)[..., 0]).convert("1")
    photo = open_photo(written(tmp_path / "bits.png", saved(black_white, "PNG")))
    assert photo.file_bits == 1
    assert np.array_equal(photo.pixels[..., 0], np.asarray(black_white) * np.uint8(255))


def test_transparent_palette_colour_becomes_alpha(tmp_path: Path) -> None:
    palette = Image.new("P", (2, 1))
    palette.putpalette([255, 0, 0, 0, 255, 0])
    palette.putpixel((1, 0), 1)
    photo = open_photo(written(tmp_path / "key.png", saved(palette, "PNG", transparency=1)))
    assert photo.alpha.tolist() == [[255, 0]]
    assert photo.pixels[0, 0].tolist() == [255, 0, 0]


def test_transparent_colour_of_a_16_bit_png(tmp_path: Path) -> None:
    pixels = noise(2, 3, 3, np.uint16)
    png = cv2.imencode(".png", pixels[..., ::-1].copy())[1].tobytes()
    png = with_chunk(png, b"tRNS", pixels[1, 2].astype(">u2").tobytes())
    photo = open_photo(written(tmp_path / "key16.png", png))
    assert np.array_equal(photo.pixels, pixels)
    assert photo.alpha.tolist() == [[65535, 65535, 65535], [65535, 65535, 0]]


def test_an_opaque_alpha_plane_is_none(tmp_path: Path) -> None:
    photo = open_photo(written(tmp_path / "a.png", saved(Image.new("RGBA", (3, 3), "red"), "PNG")))
    assert photo.alpha is None


@pytest.mark.parametrize("file_format", ["GIF", "TIFF", "WEBP", "PNG"])
def test_first_of_several_frames_with_a_note(tmp_path: Path, file_format: str) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "lime", "blue")]
    content = saved(frames[0], file_format, save_all=True, append_images=frames[1:])
    photo = open_photo(written(tmp_path / "frames", content))
    assert photo.pixels[4, 4, 0] > 200
    assert "3 pictures" in photo.notes[0]


def test_cmyk_without_a_profile_goes_by_formula(tmp_path: Path) -> None:
    inks = Image.new("CMYK", (8, 8), (0, 255, 255, 0))
    photo = open_photo(written(tmp_path / "inks.tif", saved(inks, "TIFF")))
    assert photo.pixels[4, 4].tolist() == [65535, 0, 0]
    assert photo.icc is None
    assert "by formula" in photo.notes[0]


def test_cmyk_jpeg_is_not_inverted(tmp_path: Path) -> None:
    inks = Image.new("CMYK", (8, 8), (0, 0, 0, 0))
    photo = open_photo(written(tmp_path / "paper.jpg", saved(inks, "JPEG", quality=100)))
    assert photo.pixels.min() > 65000


def test_lab_comes_back_as_the_srgb_it_was_made_of(tmp_path: Path) -> None:
    srgb = Image.fromarray(noise(16, 16, 3) // 2 + 64)
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB", 5000), "RGB", "LAB"
    )
    lab = ImageCms.applyTransform(srgb, to_lab)
    photo = open_photo(written(tmp_path / "lab.tif", saved(lab, "TIFF")))
    difference = photo.pixels / 257 - np.asarray(srgb)
    assert np.abs(difference).max() < 4
    assert photo.notes == ("Lab was converted to sRGB.",)


def test_float_files_need_a_range(tmp_path: Path) -> None:
    values = np.float32([[0.0, 0.5, 1.0, 2.0, np.nan]])
    path = tmp_path / "float.tif"
    tifffile.imwrite(path, values)
    with pytest.raises(PhotoError, match=r"float\.tif holds float32 values.*range"):
        open_photo(path)
    photo = open_photo(path, float_range=(0, 1))
    assert photo.pixels[0, :, 0].tolist() == [0, 32768, 65535, 65535, 0]
    with pytest.raises(PhotoError, match="range"):
        open_photo(path, float_range=(1, 1))


def test_missing_file_folder_and_empty_file(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match=r"gone\.jpg is not there"):
        open_photo(tmp_path / "gone.jpg")
    with pytest.raises(PhotoError, match="is a folder"):
        open_photo(tmp_path)
    with pytest.raises(PhotoError, match=r"empty\.jpg is empty"):
        open_photo(written(tmp_path / "empty.jpg", b""))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"Dear diary,\n", "a text file"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
        (bytes(128) + b"DICM" + bytes(100), "a DICOM file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "an Office document"),
        (b"%PDF-1.7\n" + bytes(10), "a PDF document"),
        (bytes(range(1, 200)), "no photo this program knows"),
    ],
)
def test_other_files_are_named(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(PhotoError, match=rf"holiday\.jpg is {kind}") as caught:
        open_photo(written(tmp_path / "holiday.jpg", content))
    assert caught.value.remedy


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "TIFF", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_cut_off_files_are_refused(tmp_path: Path, file_format: str, share: float) -> None:
    content = saved(Image.fromarray(noise(90, 120, 3)), file_format)
    path = written(tmp_path / "half.bin", content[: int(len(content) * share)])
    with pytest.raises(PhotoError, match=r"half\.bin") as caught:
        open_photo(path)
    if file_format in ("JPEG", "PNG"):
        assert "cut off" in caught.value.message


def test_a_cut_off_16_bit_png_is_refused(tmp_path: Path) -> None:
    content = cv2.imencode(".png", noise(200, 300, 3, np.uint16))[1].tobytes()
    with pytest.raises(PhotoError, match="half"):
        open_photo(written(tmp_path / "half.png", content[: len(content) // 2]))


def test_damaged_files_never_raise_anything_else(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rng = np.random.default_rng(7)
    originals = [saved(Image.fromarray(noise(20, 30, 3)), f) for f in ("JPEG", "PNG", "TIFF")]
    originals.append(cv2.imencode(".png", noise(20, 30, 3, np.uint16))[1].tobytes())
    originals.append(cv2.imencode(".tiff", noise(20, 30, 3, np.uint16))[1].tobytes())
    path = tmp_path / "damaged"
    for round_number in range(150):
        content = bytearray(originals[round_number % len(originals)])
        for position in rng.integers(0, len(content), 4):
            content[position] = rng.integers(0, 256)
        path.write_bytes(content)
        try:
            open_photo(path)
        except PhotoError as error:
            assert "damaged" in str(error)
    assert capfd.readouterr() == ("", "")


def test_pictures_above_the_limit_are_refused_unread(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    png += struct.pack(">I", zlib.crc32(chunk)) + bytes(4) + b"IEND" + bytes(4)
    with pytest.raises(PhotoError, match=f"{MAX_MEGAPIXELS} megapixels"):
        open_photo(written(tmp_path / "huge.png", png))


def test_a_small_file_that_claims_to_be_huge_is_refused(tmp_path: Path) -> None:
    content = saved(Image.new("1", (11000, 11000)), "TIFF", compression="group4")
    with pytest.raises(PhotoError, match="which no photo does"):
        open_photo(written(tmp_path / "bomb.tif", content))


@pytest.mark.parametrize("file_format", ["TIFF", "PNG"])
def test_the_limit_of_pillow_does_not_stop_large_photos(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file_format: str
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    content = saved(Image.new("RGB", (100, 100)), file_format)
    assert open_photo(written(tmp_path / "large", content)).width == 100


def test_heic_without_the_extra_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pillow_heif", None)
    content = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(50)
    with pytest.raises(PhotoError, match="pillow-heif") as caught:
        open_photo(written(tmp_path / "photo.heic", content))
    assert "pip install" in caught.value.remedy
