"""Devices in the order in which they are preferred, and the precision each is trusted with."""

from __future__ import annotations

from enum import Enum

import torch

from core.errors import DeviceError


class DeviceChoice(Enum):
    """What the user asked for."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    MPS = "mps"


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


def pick_dtype(device: torch.device, *, half_precision: bool) -> torch.dtype:
    """bfloat16 where the card allows it and the device computes it natively, else float32."""
    return torch.bfloat16 if half_precision and has_native_bfloat16(device) else torch.float32


def has_native_bfloat16(device: torch.device) -> bool:
    """True if bfloat16 products are faster than float32 ones on this device."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    if device.type == "cpu":
        return torch.backends.cpu.get_cpu_capability() == "AVX512" and _cpu_multiplies_bfloat16()
    return False


def _cpu_multiplies_bfloat16() -> bool:
    return bool(torch.cpu._is_avx512_bf16_supported())
