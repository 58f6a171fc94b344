"""Other engines that a user could run the same network in."""

from __future__ import annotations

import importlib.util
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn

from core.errors import UsageError
from models.exporters.onnx_file import as_onnx
from models.exporters.phone_format import Run
from models.network_facts import inputs_of

EXPORT_SIDE = 64


class Peer(Protocol):
    """Another engine.

    Attributes
    ----------
    packages
        What has to be installed for it.
    dtypes
        Precisions that it computes convolutions in on a processor.
    """

    packages: tuple[str, ...]
    dtypes: tuple[torch.dtype, ...]

    def prepare(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """The network, ready to run on all cores."""


class Eager:
    """PyTorch as it comes: the module is called."""

    packages = ("torch",)
    dtypes = (torch.float32, torch.bfloat16)

    def prepare(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """The module itself, under autocast for lower precision."""

        @torch.inference_mode()
        def run(x: np.ndarray) -> np.ndarray:
            with torch.autocast("cpu", dtype, enabled=dtype != torch.float32):
                return network(torch.from_numpy(x)).float().numpy()

        return run


class OnnxRuntime:
    """ONNX Runtime, which has no bfloat16 convolutions on processors."""

    packages = ("onnx", "onnxruntime")
    dtypes = (torch.float32,)

    def prepare(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """A session with as many threads as torch uses."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        providers = ["CPUExecutionProvider"]
        exported = as_onnx(network, _example(network))
        session = onnxruntime.InferenceSession(exported, options, providers=providers)
        return lambda x: session.run(None, {"x": x})[0]


class OpenVino:
    """OpenVINO, compiled anew for every size, as it runs fastest."""

    packages = ("onnx", "openvino")
    dtypes = (torch.float32, torch.bfloat16)

    def prepare(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """One compiled model a size."""
        import openvino

        core, exported = openvino.Core(), as_onnx(network, _example(network))
        settings = {
            "INFERENCE_PRECISION_HINT": "bf16" if dtype == torch.bfloat16 else "f32",
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": torch.get_num_threads(),
        }
        requests = {}

        def run(x: np.ndarray) -> np.ndarray:
            if x.shape not in requests:
                model = core.read_model(exported, b"")
                model.reshape(list(x.shape))
                compiled = core.compile_model(model, "CPU", settings)
                requests[x.shape] = compiled.create_infer_request()
            return requests[x.shape].infer({0: x})[0]

        return run


class Ncnn:
    """ncnn, made for phones; its own converter reads the traced module."""

    packages = ("ncnn", "pnnx")
    dtypes = (torch.float32, torch.bfloat16)

    def prepare(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """A net with as many threads as torch uses."""
        import ncnn

        net = ncnn.Net()
        net.opt.num_threads = torch.get_num_threads()
        net.opt.use_bf16_storage = dtype == torch.bfloat16
        with tempfile.TemporaryDirectory() as folder:
            convert_for_ncnn(network, Path(folder))
            net.load_param(str(Path(folder) / "net.ncnn.param"))
            net.load_model(str(Path(folder) / "net.ncnn.bin"))

        def run(x: np.ndarray) -> np.ndarray:
            extractor = net.create_extractor()
            extractor.input("in0", ncnn.Mat(x[0]))
            return np.array(extractor.extract("out0")[1])[None]

        return run


PEERS: dict[str, Peer] = {
    "eager": Eager(),
    "onnxruntime": OnnxRuntime(),
    "openvino": OpenVino(),
    "ncnn": Ncnn(),
}


def missing_package(name: str) -> str | None:
    """What has to be installed before a peer can run; None if it is there.

    Raises
    ------
    UsageError
        If there is no such peer.
    """
    if name not in PEERS:
        raise UsageError(f"There is no engine {name!r}.", remedy=f"Known: {', '.join(PEERS)}.")
    packages = PEERS[name].packages
    return next((p for p in packages if importlib.util.find_spec(p) is None), None)


def convert_for_ncnn(network: nn.Module, folder: Path) -> None:
    """Write ``net.ncnn.param`` and ``net.ncnn.bin``, for any height and width.

    Raises
    ------
    subprocess.CalledProcessError
        If the converter does not know an operation.
    """
    import pnnx

    channels, x = inputs_of(network), _example(network)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.trace(network, x, check_trace=False).save(str(folder / "net.pt"))
    sides = [f"[1,{channels},{side},{side}]f32" for side in (EXPORT_SIDE, 2 * EXPORT_SIDE)]
    converter = Path(pnnx.__file__).parent / "pnnx"
    shapes = [f"inputshape={sides[0]}", f"inputshape2={sides[1]}"]
    command = [str(converter), "net.pt", *shapes, "fp16=0"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def _example(network: nn.Module) -> Tensor:
    return torch.zeros(1, inputs_of(network), EXPORT_SIDE, EXPORT_SIDE)
