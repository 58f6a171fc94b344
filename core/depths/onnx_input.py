"""What an ONNX file says of the network's inputs: just enough of its protocol buffers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

GRAPH = 7
INITIALIZER, INPUT = 5, 11
TENSOR_NAME = 8
VALUE_NAME, VALUE_TYPE = 1, 2
TENSOR_TYPE, TENSOR_SHAPE, DIMENSION, DIMENSION_VALUE = 1, 2, 1, 1
_VARINT, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5

Field = tuple[int, int | memoryview]


@dataclass(frozen=True)
class OnnxInput:
    """One input.

    Attributes
    ----------
    name
        As the graph calls it.
    shape
        Its sizes; None for those that are free.
    """

    name: str
    shape: tuple[int | None, ...]


def onnx_inputs(content: memoryview) -> list[OnnxInput]:
    """The inputs of a network that are no weights.

    Raises
    ------
    ValueError
        If the bytes are no ONNX model.

    References
    ----------
    https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
    """
    graph = _bytes(_first(content, GRAPH))
    weights, inputs = set(), []
    for number, value in _fields(graph):
        if number == INITIALIZER:
            weights.add(bytes(_bytes(_first(_bytes(value), TENSOR_NAME))))
        elif number == INPUT:
            inputs.append(_bytes(value))
    named = [(bytes(_bytes(_first(one, VALUE_NAME))), one) for one in inputs]
    return [OnnxInput(name.decode(), _shape(one)) for name, one in named if name not in weights]


def _shape(value_info: memoryview) -> tuple[int | None, ...]:
    tensor = _first(_bytes(_first(value_info, VALUE_TYPE)), TENSOR_TYPE)
    shape = _first(_bytes(tensor), TENSOR_SHAPE)
    sizes = [_bytes(value) for number, value in _fields(_bytes(shape)) if number == DIMENSION]
    found = [_first(size, DIMENSION_VALUE, 0) for size in sizes]
    return tuple(size if isinstance(size, int) and size > 0 else None for size in found)


def _first(message: memoryview, wanted: int, default: int | None = None) -> int | memoryview:
    found = next((value for number, value in _fields(message) if number == wanted), default)
    if found is None:
        raise ValueError(f"no field {wanted}")
    return found


def _bytes(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise ValueError("a number where a message was meant")
    return value


def _fields(message: memoryview) -> Iterator[Field]:
    """Numbers and contents of a message's fields, in their order."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, place = _varint(message, place)
            yield number, value
            continue
        if kind == _BYTES:
            size, place = _varint(message, place)
        elif kind in (_EIGHT_BYTES, _FOUR_BYTES):
            size = 8 if kind == _EIGHT_BYTES else 4
        else:
            raise ValueError(f"wire type {kind}")
        if place + size > len(message):
            raise ValueError("it ends too early")
        yield number, message[place : place + size]
        place += size


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(message):
        byte = message[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place
    raise ValueError("it ends too early")
