"""A network that runs on and on beside the canvas, so that frames can be measured meanwhile."""

from __future__ import annotations

from types import TracebackType

import numpy as np
from PySide6.QtCore import QEventLoop

from core.engine import Engine
from core.photo import Photo
from core.recipe import Recipe, Step
from core.region import Size
from gui.runner import Job, Request, Runner

SIZE = Size(3000, 4000)


class RunningNetwork:
    """Use it in a ``with``: inside, the network's tiles are being computed.

    Parameters
    ----------
    engine
        Runs it.
    network
        Its id.
    """

    def __init__(self, engine: Engine, network: str) -> None:
        random = np.random.default_rng(3)
        pixels = random.integers(0, 255, (SIZE.height, SIZE.width, 3), np.uint8)
        self._photo = Photo(pixels)
        self._job = Job("bench", Recipe("", (Step(network),)), SIZE.region)
        self._number = 0
        self._runner = Runner(engine)
        self._failure: Exception | None = None
        self._runner.request_done.connect(lambda _number, _completed: self._run())

    def __enter__(self) -> RunningNetwork:
        """Start, and wait for the first tile: what a network needs once is not measured."""
        loop = QEventLoop()
        self._runner.tile_done.connect(loop.quit)
        self._runner.job_failed.connect(lambda _number, _job, error: self._failed(loop, error))
        self._run()
        loop.exec()
        if self._failure is not None:
            self._runner.close()
            raise self._failure
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and wait until it has."""
        self._runner.request_done.disconnect()
        self._runner.close()

    def _failed(self, loop: QEventLoop, error: Exception) -> None:
        self._failure = error
        loop.quit()

    def _run(self) -> None:
        self._number += 1
        self._runner.submit(Request(self._number, self._photo, (self._job,)))
