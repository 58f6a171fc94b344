"""Stopping inside a network: each layer asks before it begins whether it is still wanted."""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Callable, Iterator

from torch import Tensor, nn

from core.errors import Cancelled

_cancelled: contextvars.ContextVar[Callable[[], bool] | None] = contextvars.ContextVar(
    "cancelled", default=None
)


@contextlib.contextmanager
def stopping(cancelled: Callable[[], bool]) -> Iterator[None]:
    """Networks that run inside the ``with`` block on this thread stop if this returns True."""
    token = _cancelled.set(cancelled)
    try:
        yield
    finally:
        _cancelled.reset(token)


def stop_between_layers(network: nn.Module) -> nn.Module:
    """Let every convolution of a network, and of its copies, ask first.

    Returns
    -------
    torch.nn.Module
        The same network; run without `stopping`, it never stops.
    """
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            layer.register_forward_pre_hook(_raise_if_cancelled)
    return network


def _raise_if_cancelled(layer: nn.Module, inputs: tuple[Tensor, ...]) -> None:
    cancelled = _cancelled.get()
    if cancelled is not None and cancelled():
        raise Cancelled
