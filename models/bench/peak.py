"""What the machine can multiply at most, measured beside everything else."""

from __future__ import annotations

import time

import torch

SIDE = 2048
REPEATS = 5


def matmul_gflops(device: torch.device, dtype: torch.dtype) -> float:
    """Gigaflops of a matrix product of 2048³; the best of five.

    Parameters
    ----------
    device, dtype
        Where, and how precisely.
    """
    a = torch.randn(SIDE, SIDE, device=device).to(dtype)
    b = torch.randn(SIDE, SIDE, device=device).to(dtype)
    best = min(_seconds(a, b, device) for _ in range(REPEATS))
    return 2 * SIDE**3 / best / 1e9


def _seconds(a: torch.Tensor, b: torch.Tensor, device: torch.device) -> float:
    started = time.perf_counter()
    a @ b
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter() - started
