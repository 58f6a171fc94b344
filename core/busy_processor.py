"""Networks beside other work: threads that wait for each other leave the processor to it."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

SPINS = "GOMP_SPINCOUNT"
WAITING = ("OMP_WAIT_POLICY", SPINS)
FEW = "3000"


def wait_without_spinning(environment: MutableMapping[str, str] = os.environ) -> None:
    """Let threads that share a layer of a network sleep soon after they are done with their part.

    GNU's OpenMP lets them try 300,000 times before; where other programs are busy, what they wait
    for is then not even running. That cost up to four times the time, and a hundredth where
    nothing else ran. It is read when torch is first imported.

    Parameters
    ----------
    environment
        Of this process; what somebody has set is left alone.
    """
    if not any(name in environment for name in WAITING):
        environment[SPINS] = FEW
