"""Tiny ONNX networks, written byte by byte: one 1×1 convolution of a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

FLOAT, INT = 1, 2


def _varint(value: int) -> bytes:
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    content = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _value(name: str, shape: Sequence[int | None]) -> bytes:
    dims = b"".join(
        _bytes(1, _bytes(2, "free") if size is None else _number(1, size)) for size in shape
    )
    tensor = _number(1, FLOAT) + _bytes(2, dims)
    return _bytes(1, name) + _bytes(2, _bytes(1, tensor))


def _tensor(name: str, values: np.ndarray) -> bytes:
    dims = b"".join(_number(1, size) for size in values.shape)
    raw = values.astype("<f4").tobytes()
    return dims + _number(2, FLOAT) + _bytes(8, name) + _bytes(9, raw)


def write_network(
    path: Path,
    weights: Sequence[Sequence[float]] = ((1.0, 0.0, 0.0),),
    *,
    shape: Sequence[int | None] = (1, 3, None, None),
    inputs: Sequence[str] = ("picture",),
) -> Path:
    """A network whose outputs are weighted sums of the picture's channels.

    Parameters
    ----------
    weights
        One row an output channel; the first takes red.
    shape
        Of the input; None is free.
    inputs
        Names; only the first is used.
    """
    kernel = np.array(weights, np.float32)[..., None, None]
    convolution = _bytes(1, inputs[0]) + _bytes(1, "w") + _bytes(2, "plane") + _bytes(4, "Conv")
    graph = _bytes(1, convolution) + _bytes(2, "graph") + _bytes(5, _tensor("w", kernel))
    graph += b"".join(_bytes(11, _value(name, shape)) for name in inputs)
    graph += _bytes(12, _value("plane", (1, len(weights), shape[2], shape[3])))
    path.write_bytes(_number(1, 8) + _bytes(7, graph) + _bytes(8, _number(2, 13)))
    return path
