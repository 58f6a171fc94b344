"""Core ML, which iPhones and Macs run."""

from __future__ import annotations

import platform
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.exporters.phone_format import INPUT, OUTPUT, Run

LARGEST_SIDE = 4096


class CoreMl:
    """An ML program in a package, for pictures of any size; Apple's own library runs it."""

    name = "Core ML"
    suffix = ".mlpackage"
    packages = ("coremltools",)
    any_size = True

    def cannot_run(self) -> str:
        """Only macOS has the library."""
        return "" if platform.system() == "Darwin" else "Core ML runs on macOS and iOS only"

    def write(
        self, network: nn.Module, example: Tensor, about: Mapping[str, str], path: Path
    ) -> None:
        """See `models.exporters.phone_format.PhoneFormat.write`."""
        import coremltools

        _teach_missing_operations()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            traced = torch.jit.trace(network, example, check_trace=False)
        sides = [coremltools.RangeDim(side, LARGEST_SIDE, side) for side in example.shape[2:]]
        model = coremltools.convert(
            traced,
            inputs=[coremltools.TensorType(INPUT, shape=(*example.shape[:2], *sides))],
            outputs=[coremltools.TensorType(OUTPUT)],
            convert_to="mlprogram",
            compute_precision=coremltools.precision.FLOAT32,
            minimum_deployment_target=coremltools.target.iOS16,
        )
        model.short_description = f"{about.get('name', '')}. {about.get('input', '')}"
        model.author, model.license = about.get("authors", ""), about.get("licence", "")
        model.user_defined_metadata.update(about)
        model.save(str(path))

    def opened(self, path: Path) -> Run:
        """The package as macOS runs it on the processor."""
        import coremltools

        units = coremltools.ComputeUnit.CPU_ONLY
        model = coremltools.models.MLModel(str(path), compute_units=units)
        return lambda x: model.predict({INPUT: x})[OUTPUT]


def _teach_missing_operations() -> None:
    """The converter does not know x + a·b, nor x + w·(y − x), in one operation."""
    from coremltools.converters.mil import Builder, register_torch_op

    def addcmul(context: Any, node: Any) -> None:
        x, a, b = (context[name] for name in node.inputs[:3])
        context.add(Builder.add(x=x, y=Builder.mul(x=a, y=b), name=node.name))

    def lerp(context: Any, node: Any) -> None:
        x, y, weight = (context[name] for name in node.inputs)
        way = Builder.mul(x=Builder.sub(x=y, y=x), y=weight)
        context.add(Builder.add(x=x, y=way, name=node.name))

    for operation in (addcmul, lerp):
        register_torch_op(operation, override=True)
