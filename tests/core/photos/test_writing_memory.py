"""A picture that cannot be encoded for want of memory is one sentence, and leaves no file."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import OutputError
from core.photos import writing
from core.photos.writing import save_picture


def test_too_little_memory_names_the_file_and_the_remedy(tmp_path, monkeypatch):
    def fails(*args, **options):
        raise MemoryError

    monkeypatch.setattr(writing, "encode_png", fails)
    with pytest.raises(OutputError, match=r"write out\.png.*save it as TIFF"):
        save_picture(np.zeros((5, 5, 3), np.uint8), tmp_path / "out.png", source=None)
    assert list(tmp_path.iterdir()) == []
