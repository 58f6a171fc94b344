"""All figures at once, and figures without a reference."""

from __future__ import annotations

import math
import stat

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import gaussian_filter
from skimage import data

from core.metrics import Channel, Protocol, measure, noise_sigma, psnr, sharpness, ssim, vmaf


@pytest.fixture(scope="module")
def truth() -> np.ndarray:
    return data.astronaut()[:200, :240]


def test_scores_carry_their_protocol(truth):
    protocol = Protocol(border=3)
    result = np.clip(truth, 10, 240)
    scores = measure(result, truth, protocol=protocol)
    assert scores.protocol is protocol
    assert scores.psnr_y == psnr(result, truth, data_range=255, channel=Channel.LUMA, border=3)
    assert scores.ssim == ssim(result, truth, data_range=255, border=3)
    assert scores.delta_e > 0
    assert scores.psnr_mask is None
    assert not scores.identical


def test_protocol_says_channel_border_range_and_window():
    text = str(Protocol(border=3))
    for part in ("peak 255", "border 3 px", "BT.601 luma 16–235", "11×11", "σ 1.5", "0.01/0.03"):
        assert part in text
    assert "no border" in str(Protocol())


def test_identical_inside_the_border_counts_as_identical(truth):
    spoiled = truth.copy()
    spoiled[0] = 0
    assert measure(spoiled, truth, protocol=Protocol(border=1)).identical
    assert measure(spoiled, truth, protocol=Protocol(border=1)).psnr == math.inf
    assert not measure(spoiled, truth, protocol=Protocol()).identical


@pytest.mark.parametrize("sigma", [3.0, 8.0, 20.0])
def test_noise_is_found_on_a_ramp(sigma):
    ramp = np.add.outer(np.linspace(60, 120, 300), np.linspace(0, 60, 400))
    noise = np.random.default_rng(0).normal(0, sigma, ramp.shape)
    found = noise_sigma((ramp + noise)[..., None] / 255, data_range=1)
    assert found == pytest.approx(sigma * 219 / 255, rel=0.03)
    assert noise_sigma(ramp / 255, data_range=1) < 1e-9


def test_blur_lowers_sharpness_whatever_the_depth(truth):
    blurred = gaussian_filter(truth, (1.5, 1.5, 0))
    assert sharpness(blurred, data_range=255) < 0.3 * sharpness(truth, data_range=255)
    deep = truth.astype(np.uint16) * np.uint16(257)
    assert sharpness(deep, data_range=65535) == pytest.approx(sharpness(truth, data_range=255))
    assert sharpness(truth[:2], data_range=255) is None


def test_vmaf_without_ffmpeg_says_so(truth, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = vmaf(truth, truth, data_range=255)
    assert answer.score is None
    assert "ffmpeg is not installed" in answer.reason


def stand_in(folder, filters: str, measuring: str) -> None:
    program = folder / "ffmpeg"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *-filters*) echo "{filters}";; *) {measuring};; esac'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_vmaf_without_the_filter_says_so(truth, monkeypatch, tmp_path):
    stand_in(tmp_path, "ssim", "true")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "without libvmaf" in vmaf(truth, truth, data_range=255).reason


def test_vmaf_reads_the_score_of_the_two_pictures(truth, monkeypatch, tmp_path):
    kept = tmp_path / "kept.png"
    log = '{"frames": [{"metrics": {"vmaf": 87.5}}]}'
    stand_in(tmp_path, "libvmaf", f"/bin/cp {tmp_path}/log vmaf.json; /bin/cp result.png {kept}")
    (tmp_path / "log").write_text(log)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert vmaf(truth, truth, data_range=255).score == 87.5
    assert np.array_equal(np.asarray(Image.open(kept)), truth)


def test_vmaf_passes_on_what_ffmpeg_says(truth, monkeypatch, tmp_path):
    stand_in(tmp_path, "libvmaf", "echo no such model >&2; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = vmaf(truth, truth, data_range=255)
    assert answer.score is None
    assert "no such model" in answer.reason


def test_vmaf_refuses_pictures_that_crash_it(truth):
    assert "17 pixels" in vmaf(truth[:16], truth[:16], data_range=255).reason
