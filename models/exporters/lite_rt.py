"""LiteRT, once TensorFlow Lite, which Android phones run."""

from __future__ import annotations

import contextlib
import json
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path

from torch import Tensor, nn

from models.exporters.phone_format import Run

METADATA = "diptych"
IDENTIFIER = b"TFL3"


class LiteRt:
    """One file, for pictures of one size."""

    name = "LiteRT"
    suffix = ".tflite"
    packages = ("litert_torch", "ai_edge_litert")
    any_size = False

    def cannot_run(self) -> str:
        """Its interpreter comes with the converter."""
        return ""

    def write(
        self, network: nn.Module, example: Tensor, about: Mapping[str, str], path: Path
    ) -> None:
        """See `models.exporters.phone_format.PhoneFormat.write`; the text is JSON there."""
        with warnings.catch_warnings(), contextlib.redirect_stdout(sys.stderr):
            warnings.simplefilter("ignore")
            import litert_torch

            litert_torch.convert(network, (example,)).export(str(path))
        path.write_bytes(_with_metadata(path.read_bytes(), json.dumps(dict(about))))

    def opened(self, path: Path) -> Run:
        """The interpreter on the processor."""
        from ai_edge_litert.interpreter import Interpreter

        runner = Interpreter(model_content=path.read_bytes()).get_signature_runner()
        (given,), (wanted,) = runner.get_input_details(), runner.get_output_details()
        return lambda x: runner(**{given: x})[wanted]


def _with_metadata(content: bytes, text: str) -> bytes:
    """The model with a text of the program's own among its metadata."""
    import flatbuffers
    from ai_edge_litert import schema_py_generated as schema

    model = schema.ModelT.InitFromPackedBuf(content, 0)
    buffer, entry = schema.BufferT(), schema.MetadataT()
    buffer.data = list(text.encode())
    entry.name, entry.buffer = METADATA, len(model.buffers)
    model.buffers.append(buffer)
    model.metadata = [*(model.metadata or []), entry]
    builder = flatbuffers.Builder(len(content))
    builder.Finish(model.Pack(builder), file_identifier=IDENTIFIER)
    return bytes(builder.Output())
