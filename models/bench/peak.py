"""What the machine can multiply at most, measured beside everything else."""

from __future__ import annotations

import time
from functools import lru_cache

import torch

SIDE, QUICK_SIDE, ACCELERATOR_SIDE = 2048, 1024, 4096
REPEATS = 5


def matmul_gflops(device: torch.device, dtype: torch.dtype, *, side: int = 0) -> float:
    """Gigaflops of a product of two square matrices; the best of five.

    Parameters
    ----------
    device, dtype
        Where, and how precisely.
    side
        Of the matrices; by default 2048 on a processor and 4096 elsewhere.
    """
    side = side or (SIDE if device.type == "cpu" else ACCELERATOR_SIDE)
    a = torch.randn(side, side, device=device).to(dtype)
    b = torch.randn(side, side, device=device).to(dtype)
    best = min(_seconds(a, b, device) for _ in range(REPEATS))
    return 2 * side**3 / best / 1e9


@lru_cache(maxsize=8)
def quick_peak_gflops(device: str, dtype: torch.dtype) -> float:
    """The same in some hundredths of a second, once a start; 0 if there is no memory for it."""
    place = torch.device(device)
    try:
        return matmul_gflops(place, dtype, side=QUICK_SIDE if place.type == "cpu" else 0)
    except (RuntimeError, MemoryError):
        return 0.0


def _seconds(a: torch.Tensor, b: torch.Tensor, device: torch.device) -> float:
    started = time.perf_counter()
    a @ b
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
    return time.perf_counter() - started
