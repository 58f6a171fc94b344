"""Looks at what the layers of a network answer."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from core.errors import UsageError
from core.feature_maps import FeatureLayer
from models.arch.layers import Conv2d, StridedConv2d, TransposedConv2d
from models.arch.modulation import SelfFeatures
from models.network_facts import inputs_of, takes_mask

CONVOLUTIONS = (Conv2d, StridedConv2d, TransposedConv2d)


class _SeenError(Exception):
    """The layer has answered; what comes after it is not needed."""


class FeatureView:
    """A network of which single layers can be seen.

    Parameters
    ----------
    network
        In evaluation mode; copied, and computed on the processor in ``float32``.
    multiple
        What the sides of its input must be multiples of.
    """

    def __init__(self, network: nn.Module, multiple: int) -> None:
        self._network = copy.deepcopy(network).float()
        for layer in self._network.modules():
            if getattr(layer, "packed", None) is not None:
                layer.packed = None  # packed layers do not tell what they give
        self.layers = tuple(_layers(self._network, 8 * multiple))

    @torch.inference_mode()
    def maps(self, inputs: Tensor, layer: str) -> Tensor:
        """What a layer gives for ``inputs`` (1×C×H×W): channels×h×w.

        Raises
        ------
        UsageError
            If there is no such layer.
        """
        if all(known.id != layer for known in self.layers):
            raise UsageError(f"There is no layer {layer} in this network.")
        seen: list[Tensor] = []

        def look(module: nn.Module, given: tuple, result: Tensor) -> None:
            seen.append(result)
            raise _SeenError

        hook = self._network.get_submodule(layer).register_forward_hook(look)
        try:
            self._network(inputs)
        except _SeenError:
            pass
        finally:
            hook.remove()
        return seen[0][0].float().clone()


def _layers(network: nn.Module, side: int) -> Iterator[FeatureLayer]:
    """Layers and blocks in the order of their results; what only passes on is left out."""
    shapes = copy.deepcopy(network).to("meta")
    names = {module: name for name, module in shapes.named_modules() if name}
    given: dict[str, Tensor] = {}

    def look(module: nn.Module, inputs: tuple, result: object) -> None:
        if not isinstance(result, Tensor) or result.ndim != 4:
            return
        inner = [name for name, known in given.items() if known is result]
        for name in inner:  # a block that gives just what its last layer gives is the better name
            del given[name]
        given[names[module]] = result

    for module in names:
        if not isinstance(module, nn.Identity):
            module.register_forward_hook(look)
    channels = inputs_of(network) + takes_mask(network)
    shapes(torch.zeros(1, channels, side, side, device="meta"))
    for name, result in given.items():
        module = shapes.get_submodule(name)
        guides = isinstance(module, SelfFeatures)
        label = "AI feature map" if guides else _label(name, module)
        yield FeatureLayer(name, label, result.shape[1], guides)


def _label(name: str, module: nn.Module) -> str:
    """``Generator · block 1 · convolution 2 (3×3)``."""
    words: list[str] = []
    for part in name.split("."):
        if part.isdecimal() and words:
            words[-1] = f"{words[-1].removesuffix('s')} {int(part) + 1}"
        else:
            words.append(part.replace("_", " "))
    text = " · ".join(words)
    if isinstance(module, CONVOLUTIONS):
        text += f" ({module.kernel_size[0]}×{module.kernel_size[1]})"
    return text[:1].upper() + text[1:]
