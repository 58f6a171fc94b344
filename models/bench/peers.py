"""Other engines that a user could run the same network in."""

from __future__ import annotations

import importlib.util
import io
import warnings
from collections.abc import Callable
from typing import Protocol

import numpy as np
import torch
from torch import nn

from core.errors import UsageError
from models.network_facts import inputs_of

Run = Callable[[np.ndarray], np.ndarray]
"""1×C×H×W ``float32`` in and out, at any size."""

EXPORT_SIDE = 64
OPSET = 17


class Peer(Protocol):
    """Another engine.

    Attributes
    ----------
    package
        What has to be installed for it.
    dtypes
        Precisions that it computes convolutions in on a processor.
    """

    package: str
    dtypes: tuple[torch.dtype, ...]

    def prepare(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """The network, ready to run on all cores."""


class Eager:
    """PyTorch as it comes: the module is called."""

    package = "torch"
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

    package = "onnxruntime"
    dtypes = (torch.float32,)

    def prepare(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """A session with as many threads as torch uses."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        providers = ["CPUExecutionProvider"]
        session = onnxruntime.InferenceSession(as_onnx(network), options, providers=providers)
        return lambda x: session.run(None, {"x": x})[0]


class OpenVino:
    """OpenVINO, compiled anew for every size, as it runs fastest."""

    package = "openvino"
    dtypes = (torch.float32, torch.bfloat16)

    def prepare(self, network: nn.Module, dtype: torch.dtype) -> Run:
        """One compiled model a size."""
        import openvino

        core, exported = openvino.Core(), as_onnx(network)
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


PEERS: dict[str, Peer] = {
    "eager": Eager(),
    "onnxruntime": OnnxRuntime(),
    "openvino": OpenVino(),
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
    packages = [PEERS[name].package] + ["onnx"] * (name != "eager")
    return next((p for p in packages if importlib.util.find_spec(p) is None), None)


def as_onnx(network: nn.Module) -> bytes:
    """A network of this package in ONNX, for any height and width."""
    x = torch.zeros(1, inputs_of(network), EXPORT_SIDE, EXPORT_SIDE)
    axes = {2: "height", 3: "width"}
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (x,),
            file,
            dynamo=False,
            opset_version=OPSET,
            input_names=["x"],
            output_names=["y"],
            dynamic_axes={"x": axes, "y": axes},
        )
    return file.getvalue()
