"""Devices that are not there, with the faults that real ones were seen to have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn

from models.devices import CpuDevice, Run

Fault = Callable[[Tensor], Tensor]


def black(result: Tensor) -> Tensor:
    """What float16 gave on Apple's GPUs."""
    return torch.zeros_like(result)


def not_numbers(result: Tensor) -> Tensor:
    """An overflow."""
    return torch.full_like(result, float("nan"))


def shifted(result: Tensor) -> Tensor:
    """Values in the wrong places."""
    return result.roll(3, -1)


def no_memory(result: Tensor) -> Tensor:
    """As torch says it on the CPU."""
    raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: error 12")


def not_there(result: Tensor) -> Tensor:
    """An operation that the device does not know."""
    raise NotImplementedError("The operator 'aten::fold' is not implemented for fake")


class PreciseCpu(CpuDevice):
    """The processor in float32 only, so that pictures can be compared to a level."""

    def precisions(self, *, half_precision: bool) -> tuple[torch.dtype, ...]:
        return (torch.float32,)


class FakeDevice:
    """An accelerator that computes on the CPU, and then spoils the result.

    Parameters
    ----------
    faults
        What happens to a result in a precision; a precision without one is right.
    """

    name = "fake:0"
    trusted = False
    in_flight = 2

    def __init__(
        self, faults: Mapping[torch.dtype, Fault] | None = None, identity: str = "Fake, driver 1"
    ) -> None:
        self.faults, self.identity = faults or {}, identity
        self.runs = 0
        self.peak = 99.0
        self.released = 0

    def precisions(self, *, half_precision: bool) -> tuple[torch.dtype, ...]:
        return (torch.float16, torch.float32) if half_precision else (torch.float32,)

    def place(self, network: nn.Module, dtype: torch.dtype) -> Run:
        fault = self.faults.get(dtype, lambda result: result)
        network = network.to(memory_format=torch.channels_last)

        def run(planes: Tensor) -> Tensor:
            self.runs += 1
            return fault(network(planes))

        return run

    def begin_peak(self) -> None:
        self.peak = 12.0

    def peak_mb(self) -> float:
        return self.peak

    def peak_gflops(self, dtype: torch.dtype) -> float:
        return 4000.0

    def free_bytes(self) -> int:
        return 1 << 24

    def release(self) -> None:
        self.released += 1
