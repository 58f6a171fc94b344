"""Where a training's batches come from: one made ahead, or many kept on the device."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import psutil
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from models.train.pairs import BatchMaker

Batch = tuple[Tensor, Tensor]
Pieces = queue.Queue["Batch | Exception"]

POOL_PAIRS = 32768
POOL_SHARE = 0.25
FIRST_BATCHES = 4
PIECE = 16
WAITING_PIECES = 4
LOOK_UP_SECONDS = 0.2


def prefetched(maker: BatchMaker, rng: np.random.Generator, size: int) -> Iterator[Batch]:
    """Batches without end; the next one is made while the last one trains."""
    with ThreadPoolExecutor(1) as pool:
        pending = pool.submit(maker.batch, rng, size)
        while True:
            ready = pending.result()
            pending = pool.submit(maker.batch, rng, size)
            yield ready


class PairPool:
    """Pairs on the device that are seen several times, turned anew, until newer ones come.

    A fast device trains on more pairs than processors can make. D. Choi et al., "Faster Neural
    Network Training with Data Echoing", 2019.

    Parameters
    ----------
    device
        Where the pairs are kept, in float16: 8-bit values come back to a sixteenth of a level.
    capacity
        Pairs that are kept at most; the oldest gives way.
    free
        Bytes that the device can give; a quarter of them is taken. By default what it says now.
    """

    def __init__(
        self, device: torch.device, capacity: int = POOL_PAIRS, free: int | None = None
    ) -> None:
        self.device = device
        self.capacity = capacity
        self._free = _free_bytes(device) if free is None else free
        self.made = 0
        self._kept: list[Tensor] = []

    def __len__(self) -> int:
        return min(self.made, self.capacity)

    def add(self, batch: Batch) -> None:
        """Put N pairs in; N×C×H×W each."""
        if not self._kept:
            pair_bytes = sum(2 * part[0].numel() for part in batch)
            fitting = int(POOL_SHARE * self._free) // pair_bytes
            self.capacity = max(batch[0].shape[0], min(self.capacity, fitting))
            self._kept = [
                torch.empty((self.capacity, *part.shape[1:]), dtype=torch.half, device=self.device)
                for part in batch
            ]
        count = batch[0].shape[0]
        places = torch.arange(self.made, self.made + count) % self.capacity
        for kept, part in zip(self._kept, batch, strict=True):
            kept[places.to(self.device)] = part.to(self.device, torch.half, non_blocking=True)
        self.made += count

    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """``size`` pairs in float32, all turned and mirrored in one of eight ways."""
        places = torch.from_numpy(rng.integers(len(self), size=size)).to(self.device)
        turn = int(rng.integers(8))
        inputs, targets = (_turned(kept[places].float(), turn) for kept in self._kept)
        return inputs, targets


def _free_bytes(device: torch.device) -> int:
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    return psutil.virtual_memory().available


def pooled(
    maker: BatchMaker, seed: int, size: int, *, device: torch.device, workers: int
) -> Iterator[Batch]:
    """Batches without end from a `PairPool` that worker processes fill.

    Parameters
    ----------
    maker
        Makes the pairs; it is copied to every worker.
    seed
        Of the pairs and of what is drawn.
    size
        Pairs in a batch.
    device
        Where the pool is.
    workers
        Processes.
    """
    pool, rng = PairPool(device), np.random.default_rng(seed)
    pin = device.type == "cuda"
    with _fresh_pieces(maker, seed, workers, pin=pin) as fresh:
        while True:
            if len(pool) < FIRST_BATCHES * size or not fresh.empty():
                pool.add(_made(fresh.get()))
            else:
                yield pool.draw(rng, size)


@contextlib.contextmanager
def _fresh_pieces(maker: BatchMaker, seed: int, workers: int, *, pin: bool) -> Iterator[Pieces]:
    """A short queue that worker processes keep full, so that looking into it never waits.

    Workers are started anew, not forked: a fork of a process whose threads compute may never move.
    """
    fresh: Pieces = queue.Queue(WAITING_PIECES)
    ended = threading.Event()
    loader = DataLoader(
        _Pieces(maker, seed),
        batch_size=None,
        num_workers=workers,
        pin_memory=pin,
        multiprocessing_context="spawn",
    )
    pieces = iter(loader)
    thread = threading.Thread(target=_hand_over, args=(pieces, fresh, ended))
    thread.start()
    try:
        yield fresh
    finally:
        ended.set()
        thread.join()


def _hand_over(pieces: Iterator[Batch], fresh: Pieces, ended: threading.Event) -> None:
    """Pass on what the workers make until it is not wanted any more, or their failure."""
    try:
        for piece in pieces:
            if not _put(piece, fresh, ended):
                return
    except Exception as error:
        _put(error, fresh, ended)


def _put(piece: Batch | Exception, fresh: Pieces, ended: threading.Event) -> bool:
    """Put a piece into the queue as soon as there is room; False if it came to an end before."""
    while not ended.is_set():
        with contextlib.suppress(queue.Full):
            fresh.put(piece, timeout=LOOK_UP_SECONDS)
            return True
    return False


def _made(piece: Batch | Exception) -> Batch:
    if isinstance(piece, Exception):
        raise piece
    return piece


class _Pieces(IterableDataset):
    """Small batches without end, other ones in every worker."""

    def __init__(self, maker: BatchMaker, seed: int) -> None:
        self.maker = maker
        self.seed = seed

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        worker = get_worker_info()
        rng = np.random.default_rng((self.seed, 0 if worker is None else worker.id))
        while True:
            inputs, targets = self.maker.batch(rng, PIECE)
            yield inputs.half(), targets.half()


def _turned(pictures: Tensor, which: int) -> Tensor:
    """One of the eight turns and mirrorings of N×C×S×S; ``which`` in 0…7."""
    pictures = torch.rot90(pictures, which % 4, (2, 3))
    return pictures.flip(3) if which >= 4 else pictures
