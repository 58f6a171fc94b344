"""Depth estimated by a network that the user brings: an ONNX file, run by OpenCV.

Such networks get a small RGB picture and give one plane. Most of them (MiDaS, DPT, Depth Anything)
give inverse distance up to a factor and an offset, so that bright is near; those that give a
distance are to be inverted.
"""

from __future__ import annotations

import json
import math
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from core.depth import ESTIMATE, DepthMap
from core.depths.depth_values import RawDepth, fitted, is_nearer_above
from core.depths.onnx_input import OnnxInput, onnx_inputs
from core.errors import DepthError
from core.levels import to_float
from core.photo import Photo
from core.photos.quiet import silence_decoders

PREPROCESSOR = "preprocessor_config.json"
"""Files of this name beside a network, or one folder above it, say how its input is scaled."""

IMAGENET_MEAN, IMAGENET_DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
PROBE_SIDE, ASPECT_TOLERANCE = 64, 0.1
STEP, SHORTEST, LONGEST = 224, 448, 896
"""Sides of pictures for networks that take any: patches of 14 as well as strides of 32 divide
them."""

_REMEDY = "Choose an ONNX file of a network that maps a colour picture to one plane."
_lock = threading.Lock()
_loaded: dict[tuple, LoadedNetwork] = {}


@dataclass(frozen=True, eq=False)
class LoadedNetwork:
    """A network in memory, with what has to be known to feed it.

    Attributes
    ----------
    path
        Its file.
    net
        OpenCV's.
    shape
        Of its input; None where it is free.
    mean, deviation
        Of RGB in [0, 1]; what is taken off the picture, and by what it is divided then.
    """

    path: Path
    net: cv2.dnn.Net
    shape: tuple[int | None, ...]
    mean: tuple[float, ...]
    deviation: tuple[float, ...]

    @property
    def rows(self) -> int:
        """Which axis of the input runs down the picture: 2, or 1 where channels come last."""
        return 2 if self.shape[1] in (3, None) else 1


def network_depth(photo: Photo, path: Path) -> tuple[DepthMap, tuple[str, ...]]:
    """The depth that a network estimates for a photo, and sentences on how it was read.

    Parameters
    ----------
    photo
        Colour or grey, of any size.
    path
        An ONNX file; it stays loaded until another one is asked for.

    Raises
    ------
    DepthError
        If the file cannot be read, is no such network, or gives no usable map for this photo.
    """
    silence_decoders()
    with _lock:
        network = _load(path)
        values = _plane(network, _input(network, photo))
    values = cv2.resize(values, _like(photo, values), interpolation=cv2.INTER_LINEAR)
    raw = RawDepth(values, f"Estimate by {path.stem}", kind=ESTIMATE)
    try:
        depth, note = fitted(raw, 1, photo.height, photo.width)
    except DepthError as error:
        raise _unusable(path, f"for {photo.name}, {error.message}") from error
    notes = [f"Estimated by the network {path.name}; nothing was measured."]
    notes += [note] if note else []
    if is_nearer_above(depth):
        notes.append("Its output was read as bright is near; invert it if bright is far.")
    return depth, tuple(notes)


def check_network(path: Path) -> None:
    """Run a network once, to see whether it is one for depth.

    Raises
    ------
    DepthError
        If it is not.
    """
    grey = np.linspace(0, 255, PROBE_SIDE, dtype=np.uint8)
    pixels = np.broadcast_to(grey[:, None, None], (PROBE_SIDE, PROBE_SIDE, 3)).copy()
    with _lock:
        network = _load(path)
        _plane(network, _input(network, Photo(pixels)))


def _load(path: Path) -> LoadedNetwork:
    try:
        state = path.stat()
    except OSError as error:
        message = f"The depth network {path.name} is not there any more."
        raise DepthError(message, remedy="Choose it again.", detail=str(error)) from error
    key = (path, state.st_mtime_ns, state.st_size)
    if key not in _loaded:
        _loaded.clear()
        _loaded[key] = _read(path)
    return _loaded[key]


def _read(path: Path) -> LoadedNetwork:
    try:
        inputs = onnx_inputs(memoryview(path.read_bytes()))
        net = cv2.dnn.readNetFromONNX(str(path))
    except (OSError, ValueError, cv2.error) as error:
        raise _unusable(path, "it is no ONNX network that OpenCV can read.", error) from error
    return LoadedNetwork(path, net, _picture_shape(path, inputs), *_scaling(path))


def _picture_shape(path: Path, inputs: list[OnnxInput]) -> tuple[int | None, ...]:
    """Shape of the only input, which has to be a colour picture."""
    if len(inputs) != 1:
        raise _unusable(path, f"it has {len(inputs)} inputs, and a photo is one.")
    shape = inputs[0].shape
    if len(shape) != 4 or 3 not in (shape[1] or 3, shape[3] or 3):
        text = "×".join("?" if size is None else str(size) for size in shape)
        raise _unusable(path, f"its input of {text} is no colour picture.")
    return shape


def _scaling(path: Path) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and deviation from the file beside the network, else ImageNet's."""
    places = (path.with_name(PREPROCESSOR), path.parent.parent / PREPROCESSOR)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        return IMAGENET_MEAN, IMAGENET_DEVIATION
    try:
        return _stated(json.loads(found.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _unusable(path, f"{PREPROCESSOR} beside it is damaged.", error) from error


def _stated(data: dict[str, Any]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    if not data.get("do_normalize", True):
        return (0.0,) * 3, (1.0,) * 3
    mean = tuple(float(value) for value in data.get("image_mean", IMAGENET_MEAN))
    deviation = tuple(float(value) for value in data.get("image_std", IMAGENET_DEVIATION))
    if len(mean) != 3 or len(deviation) != 3 or min(deviation) <= 0:
        raise ValueError("mean and deviation of three channels are needed")
    return mean, deviation


def _input(network: LoadedNetwork, photo: Photo) -> np.ndarray:
    """The photo, reduced and scaled, as a blob."""
    height, width = network.shape[network.rows : network.rows + 2]
    size = (width or _side(photo.width, photo), height or _side(photo.height, photo))
    small = cv2.resize(photo.pixels, size, interpolation=cv2.INTER_AREA)
    small = to_float(small.reshape(size[1], size[0], -1))
    small = np.repeat(small, 3, axis=2) if small.shape[2] == 1 else small
    scaled = (small - np.float32(network.mean)) / np.float32(network.deviation)
    laid = scaled if network.rows == 1 else scaled.transpose(2, 0, 1)
    return np.ascontiguousarray(laid[None])


def _side(length: int, photo: Photo) -> int:
    wanted = SHORTEST * length / min(photo.width, photo.height)
    return min(max(round(wanted / STEP) * STEP, SHORTEST), LONGEST)


def _plane(network: LoadedNetwork, blob: np.ndarray) -> np.ndarray:
    path, sides = network.path, blob.shape[network.rows : network.rows + 2]
    try:
        network.net.setInput(blob)
        result = np.asarray(network.net.forward())
    except cv2.error as error:
        raise _unusable(path, "OpenCV cannot run it.", error) from error
    plane = np.squeeze(result)
    if plane.ndim != 2 or min(plane.shape) < 2 or not _alike(plane.shape, *sides):
        text = "×".join(str(size) for size in result.shape)
        raise _unusable(path, f"its output of {text} is not one plane.")
    return plane.astype(np.float32)


def _alike(shape: tuple[int, ...], height: int, width: int) -> bool:
    """Whether two pictures have about the same aspect."""
    return abs(math.log(shape[1] * height / (shape[0] * width))) < ASPECT_TOLERANCE


def _like(photo: Photo, values: np.ndarray) -> tuple[int, int]:
    """Width and height in the photo's aspect with about as many pixels as the network gave."""
    rows = math.sqrt(values.size * photo.height / photo.width)
    return max(2, round(rows * photo.width / photo.height)), max(2, round(rows))


def _unusable(path: Path, why: str, error: Exception | None = None) -> DepthError:
    return DepthError(
        f"{path.name} cannot be used as a depth network: {why}",
        remedy=_REMEDY,
        detail="" if error is None else str(error),
    )
