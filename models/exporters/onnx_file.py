"""ONNX, which ONNX Runtime runs on phones, in browsers and on servers."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from models.exporters.phone_format import INPUT, OUTPUT, Run

OPSET = 17


class OnnxFile:
    """One file, for pictures of any size."""

    name = "ONNX"
    suffix = ".onnx"
    packages = ("onnx", "onnxruntime")
    any_size = True

    def cannot_run(self) -> str:
        """ONNX Runtime is there for every system."""
        return ""

    def write(
        self, network: nn.Module, example: Tensor, about: Mapping[str, str], path: Path
    ) -> None:
        """See `models.exporters.phone_format.PhoneFormat.write`."""
        import onnx

        model = onnx.load_from_string(as_onnx(network, example))
        onnx.helper.set_model_props(model, dict(about))
        model.producer_name = about.get("program", "")
        onnx.save_model(model, str(path))

    def opened(self, path: Path) -> Run:
        """A session on the processor."""
        import onnxruntime

        providers = ["CPUExecutionProvider"]
        session = onnxruntime.InferenceSession(path.read_bytes(), providers=providers)
        return lambda x: session.run([OUTPUT], {INPUT: x})[0]


def as_onnx(network: nn.Module, example: Tensor) -> bytes:
    """A network of this package in ONNX, for any height and width.

    Parameters
    ----------
    network
        In evaluation mode.
    example
        1×C×H×W; its size does not matter.
    """
    axes = {2: "height", 3: "width"}
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (example,),
            file,
            dynamo=False,
            opset_version=OPSET,
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_axes={INPUT: axes, OUTPUT: axes},
        )
    return file.getvalue()
