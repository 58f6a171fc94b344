"""Apple's GPUs, through Metal."""

from __future__ import annotations

import copy
import platform

import torch
from torch import Tensor, nn

from models.bench.peak import quick_peak_gflops
from models.devices import MEGABYTE, Run


class MpsDevice:
    """The GPU of an Apple computer.

    It knows no float64, and bfloat16 only on newer systems: float16 and float32 are used.
    """

    name = "mps"
    trusted = False
    in_flight = 1

    def __init__(self) -> None:
        self.identity = f"{platform.machine()}, macOS {platform.mac_ver()[0]}, {torch.__version__}"

    def precisions(self, *, half_precision: bool) -> tuple[torch.dtype, ...]:
        """float16 where the card allows it, then float32."""
        return (torch.float16, torch.float32) if half_precision else (torch.float32,)

    def place(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """A copy of the network on the GPU; ``channels_last`` is left to the CPU."""
        placed = copy.deepcopy(network).to("mps", memory_format=torch.contiguous_format)

        def run(planes: Tensor) -> Tensor:
            with torch.autocast("mps", dtype, enabled=dtype != torch.float32):
                outputs = placed(planes.float().contiguous().to("mps"))
            return outputs.float().cpu()

        return run

    def begin_peak(self) -> None:
        """Metal cannot count anew."""

    def peak_mb(self) -> float:
        """What Metal has given to torch; it keeps it until `release`."""
        return torch.mps.driver_allocated_memory() / MEGABYTE

    def peak_gflops(self, dtype: torch.dtype) -> float:
        """Of matrices large enough to fill it."""
        return quick_peak_gflops(self.name, dtype)

    def free_bytes(self) -> int:
        """What Metal recommends as the most, less what is in use."""
        most = torch.mps.recommended_max_memory()
        return max(0, most - torch.mps.current_allocated_memory())

    def release(self) -> None:
        """Give Metal back what torch keeps in reserve."""
        torch.mps.empty_cache()
