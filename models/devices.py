"""Devices in the order in which they are preferred; tests bring devices of their own."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Protocol

import torch
from torch import Tensor, nn

from core.errors import DeviceError
from models.arch.layers import pack
from models.bench.peak import quick_peak_gflops

Run = Callable[[Tensor], Tensor]
"""N×C×H×W ``float32`` on the CPU in and out."""

MEGABYTE = 1e6
SHORT_OF_MEMORY = (
    "out of memory",
    "not enough memory",
    "allocate",
    "alloc_failed",  # cuBLAS and cuDNN
    "unable to find an engine",  # cuDNN, where no algorithm found room to work in
)


class DeviceChoice(Enum):
    """What the user asked for."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    MPS = "mps"


class Device(Protocol):
    """Where networks can run.

    Attributes
    ----------
    name
        As torch calls it: ``"cpu"``, ``"cuda:0"``, ``"mps"``.
    identity
        Product and driver; where they change, the device is checked again.
    trusted
        True for the CPU, which the others are checked against.
    in_flight
        Tiles that it works on at a time.
    """

    name: str
    identity: str
    trusted: bool
    in_flight: int

    def precisions(self, *, half_precision: bool) -> tuple[torch.dtype, ...]:
        """What to run in, best first; float32 is the last."""

    def place(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """Bring a network to the device; ``network`` itself stays as it is."""

    def begin_peak(self) -> None:
        """Count the most memory anew from here."""

    def peak_mb(self) -> float | None:
        """Most memory that its allocator gave out, in 10⁶ bytes; None where it cannot tell."""

    def peak_gflops(self, dtype: torch.dtype) -> float:
        """Its fastest matrix product in 10⁹ operations a second, measured once a start."""

    def free_bytes(self) -> int | None:
        """Memory that can still be had; None where it cannot tell."""

    def release(self) -> None:
        """Give back memory that nothing uses."""


class CpuDevice:
    """The processor: always there, and right by definition."""

    name = "cpu"
    identity = "cpu"
    trusted = True
    in_flight = 1

    def precisions(self, *, half_precision: bool) -> tuple[torch.dtype, ...]:
        """bfloat16 where the card allows it and the processor multiplies it, else float32."""
        native = half_precision and has_native_bfloat16()
        return (torch.bfloat16, torch.float32) if native else (torch.float32,)

    def place(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """The network where it is, its weights in the order that is quickest."""
        placed = pack(network.to(memory_format=torch.channels_last))

        def run(planes: Tensor) -> Tensor:
            with torch.autocast("cpu", dtype, enabled=dtype != torch.float32):
                return placed(planes.contiguous(memory_format=torch.channels_last)).float()

        return run

    def begin_peak(self) -> None:
        """The resident set is looked at instead."""

    def peak_mb(self) -> None:
        """The resident set is looked at instead."""

    def peak_gflops(self, dtype: torch.dtype) -> float:
        """Of all cores together."""
        return quick_peak_gflops(self.name, dtype)

    def free_bytes(self) -> None:
        """Tiles on the CPU are small anyway."""

    def release(self) -> None:
        """The C library does it by itself."""


def devices_for(choice: DeviceChoice) -> tuple[Device, ...]:
    """The devices to try, best first; the CPU comes last.

    Raises
    ------
    DeviceError
        If the device that was asked for is not there.
    """
    wanted = pick_device(choice).type
    if wanted == "cuda":
        from models.cuda_device import CudaDevice

        return CudaDevice(), CpuDevice()
    if wanted == "mps":
        from models.mps_device import MpsDevice

        return MpsDevice(), CpuDevice()
    return (CpuDevice(),)


def pick_device(choice: DeviceChoice) -> torch.device:
    """The device to run on; ``AUTO`` takes CUDA, then MPS, then the CPU.

    Raises
    ------
    DeviceError
        If the device that was asked for is not there.
    """
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if choice is DeviceChoice.AUTO:
        return torch.device(next((name for name, here in present.items() if here), "cpu"))
    if not present.get(choice.value, True):
        message = f"This machine has no {choice.value.upper()} device."
        raise DeviceError(message, remedy="Choose --device auto or cpu.")
    return torch.device(choice.value)


def has_native_bfloat16() -> bool:
    """True if bfloat16 products are faster than float32 ones on this processor."""
    capable = torch.backends.cpu.get_cpu_capability() == "AVX512"
    return capable and bool(torch.cpu._is_avx512_bf16_supported())


def is_out_of_memory(error: BaseException) -> bool:
    """True if an allocation failed, on whichever device.

    Parameters
    ----------
    error
        torch says it in several words and types.
    """
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    said = str(error).lower()
    return isinstance(error, RuntimeError) and any(phrase in said for phrase in SHORT_OF_MEMORY)
