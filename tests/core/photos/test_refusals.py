"""What is said of files that cannot be opened, where the reason is not the photo itself."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from core.errors import PhotoError
from core.photos.reading import open_photo


def bitmap_with_masks(masks: tuple[int, int, int]) -> bytes:
    """A sound 4×4 bitmap of 32 bits whose channels lie where its header says."""
    header = struct.pack("<IiiHHIIiiII", 40, 4, 4, 1, 32, 3, 64, 2835, 2835, 0, 0)
    content = header + struct.pack("<III", *masks) + bytes(64)
    return b"BM" + struct.pack("<IHHI", 14 + len(content), 0, 0, 66) + content


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match="there is no folder") as caught:
        open_photo(tmp_path / "Ördner" / "a.jpg")
    assert "Ördner" in caught.value.message
    assert caught.value.remedy == "Check the path."


def test_a_sound_file_of_an_unknown_layout_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "deep.bmp"
    path.write_bytes(bitmap_with_masks((0x3FF00000, 0x000FFC00, 0x000003FF)))
    with pytest.raises(PhotoError, match="cannot read") as caught:
        open_photo(path)
    assert "damaged" not in caught.value.message
    assert "PNG" in caught.value.remedy
