"""What the machine can multiply at most, measured beside everything else."""

from __future__ import annotations

import time
from functools import lru_cache

import torch

SIDE, QUICK_SIDE = 2048, 1024
REPEATS = 5


def matmul_gflops(device: torch.device, dtype: torch.dtype, *, side: int = SIDE) -> float:
    """Gigaflops of a product of two square matrices; the best of five.

    Parameters
    ----------
    device, dtype
        Where, and how precisely.
    side
        Of the matrices.
    """
    a = torch.randn(side, side, device=device).to(dtype)
    b = torch.randn(side, side, device=device).to(dtype)
    best = min(_seconds(a, b, device) for _ in range(REPEATS))
    return 2 * side**3 / best / 1e9


@lru_cache(maxsize=8)
def quick_peak_gflops(device: str, dtype: torch.dtype) -> float:
    """The same in some hundredths of a second, measured once a start of the program."""
    return matmul_gflops(torch.device(device), dtype, side=QUICK_SIDE)


def _seconds(a: torch.Tensor, b: torch.Tensor, device: torch.device) -> float:
    started = time.perf_counter()
    a @ b
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter() - started
