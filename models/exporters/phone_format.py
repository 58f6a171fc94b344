"""What a format has to offer: write a network, and run what was written."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
from torch import Tensor, nn

from core.errors import UsageError

Run = Callable[[np.ndarray], np.ndarray]
"""1×C×H×W ``float32`` in and out."""

INPUT, OUTPUT = "x", "y"


class PhoneFormat(Protocol):
    """A format.

    Attributes
    ----------
    name, suffix
        For people, and at the end of file names.
    packages
        What has to be installed to write and to run it.
    any_size
        False if what is written runs at one size of picture only.
    """

    name: str
    suffix: str
    packages: tuple[str, ...]
    any_size: bool

    def cannot_run(self) -> str:
        """Why nothing of this format runs on this machine; empty if it does."""

    def write(
        self, network: nn.Module, example: Tensor, about: Mapping[str, str], path: Path
    ) -> None:
        """Write a network in evaluation mode, and what is to be known of it.

        Parameters
        ----------
        network
            With its weights, on the CPU.
        example
            1×C×H×W; the size of every picture where ``any_size`` is False.
        about
            Text by name, embedded in the file.
        path
            New file, or folder where the format is one.
        """

    def opened(self, path: Path) -> Run:
        """What was written, ready to run as another program would run it."""


def check_installed(wanted: PhoneFormat) -> None:
    """Refuse a format that this machine can not both write and run.

    Raises
    ------
    UsageError
        If a package is missing, or the system cannot run the format.
    """
    lacking = [name for name in wanted.packages if importlib.util.find_spec(name) is None]
    if lacking:
        verb = "is" if len(lacking) == 1 else "are"
        raise UsageError(
            f"{wanted.name} needs {' and '.join(lacking)}, which {verb} not installed.",
            remedy=f"Install what is missing: pip install {' '.join(lacking)}",
        )
    if reason := wanted.cannot_run():
        raise UsageError(
            f"{wanted.name} cannot be checked here: {reason}.",
            remedy="Nothing is written that was not checked; export it where it runs.",
        )
