"""Stopping inside a network: each layer asks before it begins whether it is still wanted."""

from __future__ import annotations

from torch import Tensor, nn

from core.stopping import raise_if_stopped


def stop_between_layers(network: nn.Module) -> nn.Module:
    """Let every convolution of a network, and of its copies, ask first.

    Returns
    -------
    torch.nn.Module
        The same network; run without `core.stopping.stopping`, it never stops.
    """
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            layer.register_forward_pre_hook(_ask_first)
    return network


def _ask_first(layer: nn.Module, inputs: tuple[Tensor, ...]) -> None:
    raise_if_stopped()
