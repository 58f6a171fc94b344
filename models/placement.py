"""Where a network runs: the best device and precision that passed the check, else the next."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn

from core.errors import DeviceError
from models.card import ModelCard
from models.device_check import Verdict, Verdicts, probe, verdict
from models.devices import CpuDevice, Device, Run, is_out_of_memory
from models.fitting_tiles import FittingTiles
from models.network_facts import inputs_of

MOST_SAID = 100
"""Letters of an error that fit into a notice."""


@dataclass(eq=False)
class Place:
    """A network on a device in a precision.

    Attributes
    ----------
    device, dtype, run
        Where, how precisely, and what runs it.
    tiles
        Makes them smaller where they do not fit.
    side
        Side of a tile that memory has room for; 0 as long as nobody asked.
    """

    device: Device
    dtype: torch.dtype
    run: Run
    tiles: FittingTiles
    side: int = 0

    @property
    def label(self) -> str:
        """``CUDA 0 in float16``."""
        return _label(self.device, self.dtype)


class Placement:
    """Tries places in turn and remembers what was wrong with each.

    Parameters
    ----------
    card, network
        What runs; the network is on the CPU in float32.
    devices
        To be tried, best first.
    verdicts
        What is known from earlier starts.

    Raises
    ------
    DeviceError
        If there is no place at all.
    """

    def __init__(
        self, card: ModelCard, network: nn.Module, devices: Sequence[Device], verdicts: Verdicts
    ) -> None:
        self._card, self._network, self._verdicts = card, network, verdicts
        precise = card.half_precision
        self._waiting = [(d, t) for d in devices for t in d.precisions(half_precision=precise)]
        self._faults: list[str] = []
        self._lock = threading.Lock()
        self._now = self._next_good()

    @property
    def now(self) -> Place:
        """Where it runs at present."""
        return self._now

    @property
    def notices(self) -> tuple[str, ...]:
        """Why it does not run where, or as, it was meant to; none if it does."""
        place, name = self._now, self._card.name
        found = []
        if self._faults:
            found.append(f"{name} runs on {place.label}: {'; '.join(self._faults)}.")
        if place.tiles.notice:
            found.append(f"{name} on {place.label}: {place.tiles.notice}.")
        return tuple(found)

    def leave(self, place: Place, fault: Verdict, said: str = "") -> None:
        """Go on at the next place; if another thread did so already, there.

        Parameters
        ----------
        place, fault
            Where it ran, and what was wrong there.
        said
            What torch said of it, if anything.

        Raises
        ------
        DeviceError
            If there is none left.
        """
        with self._lock:
            if place is self._now:
                self._note(place.label, fault, said)
                if fault is Verdict.NO_ROOM:
                    self._skip(place.device)
                place.device.release()
                self._now = self._next_good()

    def _next_good(self) -> Place:
        while self._waiting:
            device, dtype = self._waiting.pop(0)
            run = self._tried(device, dtype)
            if run is not None:
                return Place(device, dtype, run, self._tiles())
        raise DeviceError(
            f"{self._card.name} can run nowhere on this machine.",
            remedy="Close other programs, or choose a smaller network.",
            detail="; ".join(self._faults),
        )

    def _tried(self, device: Device, dtype: torch.dtype) -> Run | None:
        """The network on a device; None, with the reason noted, if it is not right there."""
        if device.trusted:
            return device.place(self._network, dtype)
        label = _label(device, dtype)
        try:
            found, run = self._found(device, dtype)
        except (RuntimeError, TypeError, MemoryError) as error:
            found = Verdict.NO_ROOM if is_out_of_memory(error) else Verdict.FAILED
            self._note(label, found, str(error))
            if found is Verdict.NO_ROOM:
                self._skip(device)
            return None
        if found is not Verdict.GOOD:
            self._note(label, found)
            return None
        return run

    def _note(self, label: str, fault: Verdict, said: str = "") -> None:
        """Remember, for the notices, what was wrong where, in the first words of what was said.

        What torch says where memory runs out is long, and says no more than the verdict.
        """
        first = "" if fault is Verdict.NO_ROOM else said.strip().split("\n")[0][:MOST_SAID]
        self._faults.append(f"{label} {fault.value}" + (f" ({first})" if first else ""))

    def _skip(self, device: Device) -> None:
        """Where a device has no room, its other precisions need even more."""
        self._waiting = [waiting for waiting in self._waiting if waiting[0] is not device]

    def _tiles(self) -> FittingTiles:
        card = self._card
        return FittingTiles(halo=card.halo, multiple=card.multiple, scale=card.scale)

    def _found(self, device: Device, dtype: torch.dtype) -> tuple[Verdict, Run | None]:
        """What is known of the network there, or found out now."""
        key = f"{device.identity} | {dtype_name(dtype)} | {self._card.sha256}"
        known = self._verdicts.get(key)
        if known not in (None, Verdict.GOOD):
            return known, None
        run = device.place(self._network, dtype)
        if known is None:
            known = self._checked(run)
            self._verdicts.put(key, known)
        return known, run

    def _checked(self, run: Run) -> Verdict:
        planes = probe(inputs_of(self._network), self._card.multiple)
        truth = CpuDevice().place(self._network, torch.float32)(planes)
        return verdict(run(planes), truth)


def _label(device: Device, dtype: torch.dtype) -> str:
    return f"{device.name.replace(':', ' ').upper()} in {dtype_name(dtype)}"


def dtype_name(dtype: torch.dtype) -> str:
    """``float16``."""
    return str(dtype).removeprefix("torch.")
