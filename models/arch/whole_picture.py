"""What a network needs to know of the whole picture, recorded once and then constant.

A normalisation or a pooled gate depends on every pixel, so that no tile can compute it. It is
recorded on the picture reduced to a few hundred pixels, or on excerpts of it, in the order in which
the network asks, and every tile gets it back in the same order::

    constants = record(network, looked_at)
    with with_constants(constants):
        network(tile)
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor, nn

Constants = tuple[Tensor, ...]

_recording: contextvars.ContextVar[list[Tensor] | None] = contextvars.ContextVar(
    "recording", default=None
)
_given: contextvars.ContextVar[Iterator[Tensor] | None] = contextvars.ContextVar(
    "given", default=None
)


def needs_whole_picture(network: nn.Module) -> bool:
    """True if something inside the network depends on the whole picture."""
    return any(getattr(module, "asks_whole_picture", False) for module in network.modules())


def measures_detail(network: nn.Module) -> bool:
    """True if what it needs changes when the picture is reduced."""
    return any(getattr(module, "measures_detail", False) for module in network.modules())


@torch.no_grad()
def record(network: nn.Module, looked_at: Tensor) -> Constants:
    """Run a network on the reduced picture, or on excerpts of it, and keep what it measured.

    Parameters
    ----------
    network
        In evaluation mode.
    looked_at
        N×C×H×W in [0, 1], its sides multiples of the network's ``multiple``; several count as one
        picture.

    Returns
    -------
    tuple of Tensor
        To be given back by `with_constants`.
    """
    measured: list[Tensor] = []
    token = _recording.set(measured)
    try:
        network(looked_at)
    finally:
        _recording.reset(token)
    return tuple(measured)


@contextlib.contextmanager
def with_constants(constants: Sequence[Tensor]) -> Iterator[None]:
    """Run a network once inside the ``with`` block with these constants."""
    token = _given.set(iter(constants))
    try:
        yield
    finally:
        _given.reset(token)


def of_whole_picture(measure: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """What ``measure`` says of the whole picture: recorded before, or measured on ``x`` now."""
    given = _given.get()
    if given is not None:
        return next(given).to(x.device, x.dtype)
    recording = _recording.get()
    if recording is None:
        return measure(x)
    value = _in_one_thread(measure, x.transpose(0, 1).flatten(1, 2)[None])  # 1×C×N·H×W
    recording.append(value.float())
    return value


def _in_one_thread(measure: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Sum in one order: several threads would each sum a part, and round otherwise."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return measure(x)
    finally:
        torch.set_num_threads(threads)
