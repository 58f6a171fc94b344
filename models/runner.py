"""Runs a trained network on tiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.colour.luma import luma, with_luma
from core.colour.profiles import network_curve
from core.op import Backend, Fetch, Margins, StepSource, StripPart, TileContext
from core.region import Region, Size
from core.resample import enlarge_bicubic
from core.stopping import stopping
from core.user_folders import cache_folder
from models.arch.edges import TileEdges, tile_edges
from models.arch.normed import fold_batch_norm
from models.arch.whole_picture import (
    Constants,
    measures_detail,
    needs_whole_picture,
    record,
    with_constants,
)
from models.bands import band_results
from models.card import Channels, ModelCard
from models.device_check import Verdict, Verdicts
from models.devices import Device, DeviceChoice, devices_for
from models.excerpts import excerpts
from models.feature_maps import FeatureView
from models.fitting_tiles import NoRoomError
from models.network_facts import inputs_of, takes_mask, values_per_pixel, works_by_rows
from models.network_ops import tile_side
from models.placement import Place, Placement, dtype_name
from models.remembered import Remembered
from models.stopping import stop_between_layers
from models.tile_choice import (
    TilePlan,
    TileTrial,
    largest_side,
    remembered_plan,
    side_for_memory,
)
from models.weights import load_network

WHOLE_PICTURE_SIDE = 512
BICUBIC_REACH = 4


class NetworkRunner:
    """A network on its device, in its precision.

    Parameters
    ----------
    card
        The network.
    devices
        Where it may run, best first.
    verdicts
        What is known of them from earlier starts; by default what the user's cache holds.
    network
        In evaluation mode and not shared; by default the card's, with its weights.
    sides
        Where the side of its tiles is kept, which is measured once; None keeps the usual side.

    Raises
    ------
    WeightsError
        If the weights are missing or not those of the card.
    DeviceError
        If it can run on none of them.
    """

    def __init__(
        self,
        card: ModelCard,
        devices: Sequence[Device] | None = None,
        verdicts: Verdicts | None = None,
        network: nn.Module | None = None,
        sides: Remembered | None = None,
    ) -> None:
        self.card = card
        network = load_network(card) if network is None else network
        self.network = stop_between_layers(fold_batch_norm(network))
        self._asks_whole = needs_whole_picture(self.network)
        self._sides = sides
        self._plan: TilePlan | None = None
        self._placement = Placement(
            card,
            self.network,
            devices or devices_for(DeviceChoice.AUTO),
            verdicts or Verdicts(cache_folder() / "devices.json"),
        )

    @property
    def dtype(self) -> torch.dtype:
        """Precision that it computes in."""
        return self._placement.now.dtype

    def begin(self) -> None:
        """Count the device's peak memory anew."""
        self._placement.now.device.begin_peak()

    def backend(self) -> Backend:
        """Where and how precisely it runs, and the accelerator's peak memory."""
        place = self._placement.now
        plan = self._quickest_plan(place)
        return Backend(
            device=place.device.name,
            dtype=dtype_name(place.dtype),
            peak_mb=place.device.peak_mb(),
            in_flight=place.device.in_flight,
            notices=self._placement.notices,
            tile=plan.side,
            band=plan.rows,
            peak_gflops=self._peak_gflops(place),
        )

    def _quickest_plan(self, place: Place) -> TilePlan:
        """Tiles or bands: measured on the processor, from free memory elsewhere."""
        if not place.device.trusted:
            return TilePlan(self._side_for_memory(place))
        if self._sides is None:
            return TilePlan(0)
        if self._plan is None:
            key = f"{self.card.sha256 or self.card.id} {dtype_name(place.dtype)}"
            self._plan = remembered_plan(key, self._sides, lambda: self._trial(place).quickest())
        return self._plan

    def _side_for_memory(self, place: Place) -> int:
        """Found out once for a place, so that the plan stays the same."""
        free = place.device.free_bytes()
        if place.side == 0 and free is not None:
            values = values_per_pixel(self.network, side=self._counted_side)
            needed = values * place.dtype.itemsize
            share = free // (2 * place.device.in_flight)
            place.side = side_for_memory(
                share, needed, usual=tile_side(self.card), scale=self.card.scale
            )
        return place.side

    @property
    def _counted_side(self) -> int:
        """Of the picture on which features are counted."""
        return -(-256 // self.card.multiple) * self.card.multiple

    def _peak_gflops(self, place: Place) -> float:
        """Fastest matrix product of the device; 0 where nothing is measured."""
        return 0.0 if self._sides is None else place.device.peak_gflops(place.dtype)

    def _trial(self, place: Place) -> TileTrial:
        values = values_per_pixel(self.network, side=self._counted_side)
        inputs = inputs_of(self.network) + takes_mask(self.network)
        told = ()
        if self._asks_whole:
            side = 2 * self.card.multiple
            told = record(self.network, torch.full((1, inputs, side, side), 0.5))
        return TileTrial(
            halo=self.card.halo,
            multiple=self.card.multiple,
            inputs=inputs,
            usual=tile_side(self.card),
            most=largest_side(values * place.dtype.itemsize),
            prepared=told,
            run=self.run_planes,
            run_rows=self.run_rows if works_by_rows(self.network) else None,
        )

    @torch.inference_mode()
    def look(self, source: StepSource) -> Constants:
        """What the network has to know of the whole picture, from the picture reduced or, where
        it measures detail, from excerpts.

        Parameters
        ----------
        source
            The network's input; at most 512 pixels a side of it, or 768 in excerpts, are looked at.
        """
        if not self._asks_whole:
            return ()
        if measures_detail(self.network):
            looked_at = [source.part(r) for r in excerpts(source.size, self.card.multiple)]
        else:
            looked_at = [source.reduced(WHOLE_PICTURE_SIDE)]
        inputs = torch.cat([_as_input(pixels, self.card.multiple) for pixels in looked_at])
        with stopping(source.cancelled):
            return record(self.network, inputs)

    def apply(self, pixels: np.ndarray, tile: TileContext) -> np.ndarray:
        """Run on one tile; see `core.op.Op.apply`."""
        curve = network_curve(tile.icc)
        encoded = pixels if curve is None else curve.forward(pixels)
        result = self._in_channels(encoded, tile)
        result = result if curve is None else curve.back(np.clip(result, 0, 1))
        return result if tile.holes is None else _only_inside(result, pixels, tile)

    def rows(self, fetch: Fetch, tile: TileContext) -> Iterator[StripPart]:
        """Run on a strip of the picture from the top down; see `core.op.Op.rows`."""
        curve = network_curve(tile.icc)
        luma_only = self.card.channels is Channels.LUMA

        def encoded(region: Region) -> np.ndarray:
            pixels = fetch(region)
            return pixels if curve is None else curve.forward(pixels)

        def planes(region: Region) -> np.ndarray:
            pixels = encoded(region)
            return luma(pixels) if luma_only else _colour_planes(pixels, tile)

        grey = fetch(Region(0, 0, 1, 1)).shape[2] == 1
        for place, result in self.run_rows(planes, tile, self.backend().band):
            if luma_only and not grey:
                pixels = self._with_colour(encoded, place, tile.size, result)
            else:
                pixels = luma(result) if grey else result
            yield place, pixels if curve is None else curve.back(np.clip(pixels, 0, 1))

    def _with_colour(
        self, encoded: Fetch, place: Region, size: Size, new: np.ndarray
    ) -> np.ndarray:
        """New luma of a place on the picture enlarged by bicubic."""
        outer = place.grown(BICUBIC_REACH).within(size)
        enlarged = enlarge_bicubic(encoded(outer), self.card.scale)
        return with_luma(Margins.between(place, outer).cropped(enlarged, self.card.scale), new)

    @torch.inference_mode()
    def run_rows(self, planes: Fetch, tile: TileContext, rows: int) -> Iterator[StripPart]:
        """Run the network itself on a strip, in bands of ``rows`` rows.

        Parameters
        ----------
        planes
            Gives H×W×C ``float32``, C as the network takes it.
        tile
            The strip, as high as the picture, with margins on the left and the right.
        rows
            Of a band; rounded up to the network's multiple.
        """
        place, multiple = self._placement.now, self.card.multiple

        def inputs(region: Region) -> Tensor:
            return _padded(torch.from_numpy(planes(region)), multiple)

        def run(x: Tensor) -> Tensor:
            with stopping(tile.cancelled), with_constants(tile.prepared or ()):
                return place.run(x)

        height = -(-rows // multiple) * multiple
        parts = band_results(
            inputs, run, tile, multiple=multiple, scale=self.card.scale, rows=height
        )
        for part, result in parts:
            yield part, result[0].permute(1, 2, 0).numpy()

    @cached_property
    def features(self) -> FeatureView:
        """The network's layers, to be looked at."""
        return FeatureView(self.network, self.card.multiple)

    def feature_maps(self, pixels: np.ndarray, tile: TileContext, layer: str) -> np.ndarray:
        """What a layer answers to one tile; see `core.feature_maps.Inside.maps`.

        The halo makes up for the zeros that pad it, so that the maps are those of a run.
        """
        curve = network_curve(tile.icc)
        encoded = pixels if curve is None else curve.forward(pixels)
        luma_only = self.card.channels is Channels.LUMA
        planes = luma(encoded) if luma_only else _colour_planes(encoded, tile)
        inputs = _padded(torch.from_numpy(np.ascontiguousarray(planes)), self.card.multiple)
        with stopping(tile.cancelled), with_constants(tile.prepared or ()):
            maps = self.features.maps(inputs, layer)
        return _of_core(maps, tile, inputs.shape[-1]).numpy()

    def _in_channels(self, pixels: np.ndarray, tile: TileContext) -> np.ndarray:
        if self.card.channels is Channels.LUMA:
            return self._on_luma(pixels, tile)
        result = self.run_planes(_colour_planes(pixels, tile), tile)
        return luma(result) if pixels.shape[2] == 1 else result

    def _on_luma(self, pixels: np.ndarray, tile: TileContext) -> np.ndarray:
        """New luma on the picture enlarged by bicubic, so that no colour shifts."""
        new = self.run_planes(luma(pixels), tile)
        if pixels.shape[2] == 1:
            return new
        scale = self.card.scale
        enlarged = enlarge_bicubic(pixels, scale) if scale > 1 else pixels
        return with_luma(tile.margins.cropped(enlarged, scale), new)

    @torch.inference_mode()
    def run_planes(self, planes: np.ndarray, tile: TileContext) -> np.ndarray:
        """Run the network itself.

        Parameters
        ----------
        planes
            H×W×C ``float32`` with halo, C as the network takes it.
        tile
            Where the tile lies.

        Returns
        -------
        numpy.ndarray
            The tile without halo, ``scale`` times larger, ``float32``.
        """
        while True:
            place = self._placement.now
            try:
                result = place.tiles.run(planes, tile, partial(self._once, place))
            except NoRoomError:
                self._placement.leave(place, Verdict.NO_ROOM)
                continue
            except RuntimeError as error:
                if place.device.trusted:
                    raise
                self._placement.leave(place, Verdict.FAILED, str(error))
                continue
            if place.device.trusted or np.isfinite(result).all():
                return result
            self._placement.leave(place, Verdict.NAN)

    def _once(self, place: Place, planes: np.ndarray, tile: TileContext) -> np.ndarray:
        """Run a tile as it is, at one place."""
        edges = _edges(tile)
        inputs = _padded(torch.from_numpy(planes), self.card.multiple)
        with stopping(tile.cancelled), tile_edges(edges), with_constants(tile.prepared or ()):
            outputs = place.run(inputs)
        lost = [
            s * self.card.scale - o
            for s, o in zip(inputs.shape[2:], outputs.shape[2:], strict=True)
        ]
        outputs = _without_halo(outputs, tile, edges, lost, self.card.scale)
        return outputs[0].permute(1, 2, 0).numpy()


def _colour_planes(pixels: np.ndarray, tile: TileContext) -> np.ndarray:
    """What a network of three channels is given: grey as colours, and the holes behind them."""
    planes = np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels
    return planes if tile.holes is None else np.dstack((planes, tile.holes.astype(np.float32)))


def _of_core(maps: Tensor, tile: TileContext, width: int) -> Tensor:
    """The part of channels×h×w maps that belongs to the tile without its halo."""
    ratio = maps.shape[-1] / width
    top, left = round(tile.margins.top * ratio), round(tile.margins.left * ratio)
    height, wide = round(tile.core.height * ratio), round(tile.core.width * ratio)
    return maps[:, top : top + max(height, 1), left : left + max(wide, 1)]


def _only_inside(result: np.ndarray, pixels: np.ndarray, tile: TileContext) -> np.ndarray:
    """The result in the holes, and every other pixel exactly as it came."""
    inside = tile.margins.cropped(tile.holes)[..., None]
    return np.where(inside, result, tile.margins.cropped(pixels))


def _edges(tile: TileContext) -> TileEdges:
    outer, size = tile.outer, tile.size
    return TileEdges(
        outer.top == 0, outer.left == 0, outer.bottom == size.height, outer.right == size.width
    )


def _as_input(pixels: np.ndarray, multiple: int) -> Tensor:
    """What is looked at of a picture, H×W×1 or H×W×3, as 1×3×H×W."""
    pixels = np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels
    return _padded(torch.from_numpy(pixels), multiple)


def _padded(planes: Tensor, multiple: int) -> Tensor:
    """H×W×C to 1×C×H×W, the last row and column repeated up to the multiple."""
    inputs = planes.permute(2, 0, 1)[None]
    below, right = (-side % multiple for side in inputs.shape[2:])
    return F.pad(inputs, (0, right, 0, below), mode="replicate") if below or right else inputs


def _without_halo(
    outputs: Tensor, tile: TileContext, edges: TileEdges, lost: list[int], scale: int
) -> Tensor:
    """Cut off what of the halo the layers have not used up themselves."""
    top = tile.margins.top * scale - _lost_before(lost[0], edges.top, edges.bottom)
    left = tile.margins.left * scale - _lost_before(lost[1], edges.left, edges.right)
    height, width = tile.core.height * scale, tile.core.width * scale
    return outputs[..., top : top + height, left : left + width]


def _lost_before(lost: int, first_is_border: bool, last_is_border: bool) -> int:
    """What a tile has lost at its top or left: nothing at a border, else its inner side's part."""
    if first_is_border:
        return 0
    return lost if last_is_border else lost // 2
