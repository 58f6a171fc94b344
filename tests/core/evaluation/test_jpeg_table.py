"""The JPEG table of a photo."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from skimage import data

from core.errors import Cancelled
from core.evaluation.jpeg_table import QUALITIES, jpeg_table, jpeg_table_csv


def test_quality_runs_from_95_to_5_and_everything_falls_with_it():
    rows = jpeg_table(data.coffee()[:200, :240])
    assert [row.quality for row in rows] == list(QUALITIES) == list(range(95, 0, -5))
    assert all(a.bytes > b.bytes for a, b in pairwise(rows))
    assert rows[0].psnr > rows[8].psnr > rows[-1].psnr
    assert rows[0].ssim > rows[8].ssim > rows[-1].ssim


def test_grey_and_flat_pictures():
    assert jpeg_table(data.camera()[:64, :80, None], qualities=(50,))[0].psnr > 20
    flat = jpeg_table(np.full((16, 16, 3), 128, np.uint8), qualities=(90,))[0]
    assert flat.psnr == math.inf
    assert flat.ssim == 1.0


def test_csv_progress_and_cancel():
    seen = []
    rows = jpeg_table(data.coffee()[:32, :32], qualities=(90, 10), progress=seen.append)
    assert seen == [0.5, 1.0]
    lines = jpeg_table_csv(rows).splitlines()
    assert lines[0] == "quality,psnr,ssim,bytes"
    assert lines[2].startswith("10,")
    with pytest.raises(Cancelled):
        jpeg_table(data.coffee()[:32, :32], cancelled=lambda: True)
