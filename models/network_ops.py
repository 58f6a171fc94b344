"""Every network as an op; torch is imported when one of them first runs."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from core.feature_maps import FeatureLayer
from core.op import Backend, Fetch, Op, StepSource, StripPart, TileContext
from core.params import Values
from core.user_folders import cache_folder
from models.card import ModelCard

if TYPE_CHECKING:
    from models.runner import NetworkRunner

TILE = 256
LEAST_HALOS_PER_TILE = 4


def network_ops(
    cards: Iterable[ModelCard], device: str = "auto", *, measure: bool = False
) -> list[Op]:
    """One op a card.

    Parameters
    ----------
    cards
        Networks to offer.
    device
        ``"auto"``, ``"cpu"``, ``"cuda"`` or ``"mps"``.
    measure
        Measure once on this machine which tiles are quickest, and keep that in the user's cache;
        otherwise every network has its usual tiles.
    """
    return [_network_op(card, _LazyRunner(card, device, measure=measure)) for card in cards]


def _network_op(card: ModelCard, runner: _LazyRunner) -> Op:
    return Op(
        id=card.id,
        label=card.name,
        apply=runner.apply,
        group=card.task,
        help=card.weakness,
        citation=card.citation,
        halo=lambda values: card.halo,
        multiple=lambda values: card.multiple,
        scale=card.scale,
        prepare=runner.prepare if card.whole_picture else None,
        uses_mask=card.takes_mask,
        tile=tile_side(card),
        expensive=True,
        fingerprint=card.sha256,
        backend=runner.backend,
        begin=runner.begin,
        macs=card.macs,
        rows=runner.rows,
        inside=runner,
    )


def tile_side(card: ModelCard) -> int:
    """Side of a network's tiles in pixels of its input."""
    side = max(TILE, LEAST_HALOS_PER_TILE * card.halo)
    return -(-side // card.multiple) * card.multiple


class _LazyRunner:
    """Loads a network when it is first asked for, once, whichever thread asks."""

    def __init__(self, card: ModelCard, device: str, *, measure: bool) -> None:
        self._card, self._device, self._measure = card, device, measure
        self._runner: NetworkRunner | None = None
        self._lock = threading.Lock()

    def apply(self, pixels: np.ndarray, values: Values, tile: TileContext) -> np.ndarray:
        """Run the network on a tile; see `core.op.Op.apply`."""
        return self._loaded().apply(pixels, tile)

    def rows(self, fetch: Fetch, values: Values, tile: TileContext) -> Iterator[StripPart]:
        """Run the network on a strip of the picture; see `core.op.Op.rows`."""
        return self._loaded().rows(fetch, tile)

    def prepare(self, source: StepSource, values: Values) -> tuple:
        """Record what the network has to know of the whole picture."""
        return self._loaded().look(source)

    def backend(self) -> Backend:
        """Device and precision; loads the network to know them."""
        return self._loaded().backend()

    def layers(self) -> tuple[FeatureLayer, ...]:
        """What can be looked at inside; see `core.feature_maps.Inside`."""
        return self._loaded().features.layers

    def maps(self, pixels: np.ndarray, tile: TileContext, layer: str) -> np.ndarray:
        """What a layer answers to a tile."""
        return self._loaded().feature_maps(pixels, tile, layer)

    def begin(self) -> None:
        """Count the device's peak memory anew."""
        self._loaded().begin()

    def _loaded(self) -> NetworkRunner:
        with self._lock:
            if self._runner is None:
                from models.devices import DeviceChoice, devices_for
                from models.remembered import Remembered
                from models.runner import NetworkRunner

                devices = devices_for(DeviceChoice(self._device))
                sides = Remembered(cache_folder() / "tiles.json") if self._measure else None
                self._runner = NetworkRunner(self._card, devices, sides=sides)
            return self._runner
