"""Nvidia GPUs (and AMD ones under ROCm, which torch calls CUDA too)."""

from __future__ import annotations

import contextlib
import copy
import ctypes
import sys
from collections.abc import Iterator
from functools import lru_cache
from queue import SimpleQueue

import torch
from torch import Tensor, nn

from models.bench.peak import quick_peak_gflops
from models.devices import MEGABYTE, Run

IN_FLIGHT = 3


class CudaDevice:
    """The first GPU.

    Tiles run one by one on streams of their own, so that copies of one overlap with the
    arithmetic of another. They are not put into batches: what a batch holds would depend on the
    part of the photo that is wanted, the library chooses its algorithm by the batch, and a
    region would no longer equal the crop of the full run. Large tiles fill the device just as
    well, with less halo.
    """

    trusted = False
    in_flight = IN_FLIGHT

    def __init__(self, index: int = 0) -> None:
        self.name = f"cuda:{index}"
        self._device = torch.device(self.name)
        properties = torch.cuda.get_device_properties(self._device)
        libraries = f"cuDNN {torch.backends.cudnn.version()}, torch {torch.__version__}"
        self.identity = f"{properties.name}, driver {_driver_version()}, {libraries}"
        _always_the_same_bytes()

    def precisions(self, *, half_precision: bool) -> tuple[torch.dtype, ...]:
        """float16 first: as fast as bfloat16, and eight times finer where nothing overflows."""
        if not half_precision:
            return (torch.float32,)
        coarse = torch.cuda.is_bf16_supported(including_emulation=False)
        return (torch.float16, *([torch.bfloat16] if coarse else []), torch.float32)

    def place(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """A copy of the network on the GPU."""
        placed = copy.deepcopy(network).to(self._device, memory_format=torch.channels_last)
        torch.cuda.synchronize(self._device)

        def run(planes: Tensor) -> Tensor:
            with _lent_stream(self.name) as stream, torch.cuda.stream(stream):
                result = self._queued(placed, planes, dtype)
                stream.synchronize()
            return result

        return run

    def _queued(self, placed: nn.Module, planes: Tensor, dtype: torch.dtype) -> Tensor:
        """Queue copy, network and copy back; the result is there once the stream is."""
        inputs = planes.contiguous().pin_memory().to(self._device, non_blocking=True)
        with torch.autocast("cuda", dtype, enabled=dtype != torch.float32):
            outputs = placed(inputs.contiguous(memory_format=torch.channels_last)).float()
        result = torch.empty(outputs.shape, pin_memory=True)
        return result.copy_(outputs, non_blocking=True)

    def begin_peak(self) -> None:
        """From what is held now; what only a measurement took does not count."""
        torch.cuda.reset_peak_memory_stats(self._device)

    def peak_mb(self) -> float:
        """Most memory that torch has held at a time."""
        return torch.cuda.max_memory_allocated(self._device) / MEGABYTE

    def peak_gflops(self, dtype: torch.dtype) -> float:
        """Of matrices large enough to fill it."""
        return quick_peak_gflops(self.name, dtype)

    def free_bytes(self) -> int:
        """What the driver and torch's own reserve can still give."""
        free, _ = torch.cuda.mem_get_info(self._device)
        unused = torch.cuda.memory_reserved(self._device) - torch.cuda.memory_allocated(
            self._device
        )
        return free + unused

    def release(self) -> None:
        """Let other programs have what torch keeps in reserve; a broken device keeps it."""
        with contextlib.suppress(RuntimeError):
            torch.cuda.empty_cache()


@contextlib.contextmanager
def _lent_stream(device: str) -> Iterator[torch.cuda.Stream]:
    """A stream for one tile: torch keeps memory in reserve for each, so there are only a few."""
    idle = _idle_streams(device)
    stream = idle.get()
    try:
        yield stream
    finally:
        idle.put(stream)


@lru_cache(maxsize=8)
def _idle_streams(device: str) -> SimpleQueue[torch.cuda.Stream]:
    """Streams that all networks on a device share."""
    idle: SimpleQueue[torch.cuda.Stream] = SimpleQueue()
    for _ in range(IN_FLIGHT):
        idle.put(torch.cuda.Stream(device))
    return idle


def _always_the_same_bytes() -> None:
    """One algorithm for every shape, chosen without measuring, and float32 that is float32."""
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False


def _driver_version() -> str:
    """Of Nvidia's driver, as its own library tells it; empty where there is none (ROCm)."""
    library = "nvml.dll" if sys.platform == "win32" else "libnvidia-ml.so.1"
    text = ctypes.create_string_buffer(80)
    try:
        nvml = ctypes.CDLL(library)
    except OSError:
        return ""
    nvml.nvmlInit_v2()
    nvml.nvmlSystemGetDriverVersion(text, len(text))
    nvml.nvmlShutdown()
    return text.value.decode()
