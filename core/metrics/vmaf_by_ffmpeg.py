"""VMAF through the system's ffmpeg, where that was built with libvmaf."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from core.metrics.planes import comparable

TIMEOUT_SECONDS = 300
SMALLEST = 17
"""libvmaf crashes on 16 pixels and less."""
GRAPH = (
    "[0:v]format=yuv444p[result];[1:v]format=yuv444p[reference];"
    "[result][reference]libvmaf=log_fmt=json:log_path=vmaf.json"
)


@dataclass(frozen=True)
class Vmaf:
    """A score from 0 to 100, or the reason why there is none."""

    score: float | None
    reason: str = ""


def vmaf(result: np.ndarray, reference: np.ndarray, *, data_range: float) -> Vmaf:
    """VMAF of a still picture, by ffmpeg's default model.

    Parameters
    ----------
    result, reference
        H×W×C of the same type; rounded to 8 bits for ffmpeg.
    data_range
        Largest possible value: 255, 65535 or 1.

    Returns
    -------
    Vmaf
        Without a score, and with the reason, where ffmpeg or its libvmaf filter is missing or
        gave up.

    Raises
    ------
    UsageError
        If sizes or types differ.
    """
    pair = comparable(result, reference)
    if min(result.shape[:2]) < SMALLEST:
        return Vmaf(None, f"VMAF needs at least {SMALLEST} pixels on each side.")
    missing = why_no_vmaf()
    if missing:
        return Vmaf(None, missing)
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in zip(("result.png", "reference.png"), pair, strict=True):
            _save(picture, data_range, Path(folder, name))
        return _measured(shutil.which("ffmpeg"), folder)


def why_no_vmaf() -> str:
    """Why VMAF cannot be measured on this machine; empty if it can."""
    program = shutil.which("ffmpeg")
    if program is None:
        return "ffmpeg is not installed."
    found = "libvmaf" in _answer([program, "-hide_banner", "-filters"]).stdout
    return "" if found else "This ffmpeg was built without libvmaf."


def _measured(program: str, folder: str) -> Vmaf:
    inputs = ["-i", "result.png", "-i", "reference.png", "-lavfi", GRAPH, "-f", "null", "-"]
    answer = _answer([program, "-hide_banner", "-nostdin", "-loglevel", "error", *inputs], folder)
    log = Path(folder, "vmaf.json")
    if answer.returncode or not log.exists():
        last = (answer.stderr.strip().splitlines() or ["it stopped without a message"])[-1]
        return Vmaf(None, f"ffmpeg could not measure VMAF: {last}")
    return Vmaf(float(json.loads(log.read_text())["frames"][0]["metrics"]["vmaf"]))


def _answer(command: list[str], folder: str | None = None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return subprocess.CompletedProcess(command, 1, "", str(problem))


def _save(picture: np.ndarray, data_range: float, path: Path) -> None:
    rounded = np.clip(np.rint(picture * (255 / data_range)), 0, 255).astype(np.uint8)
    Image.fromarray(np.broadcast_to(rounded, (*rounded.shape[:2], 3))).save(path)
