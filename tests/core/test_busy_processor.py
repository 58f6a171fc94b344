"""Before torch is there, its threads are told to wait without spinning, unless the user did."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from core.busy_processor import wait_without_spinning

PROGRAM = "import os, main; main.main(['--help']); print(os.environ['GOMP_SPINCOUNT'])"


def test_every_start_of_the_program_says_it():
    environment = {name: os.environ[name] for name in os.environ if name != "GOMP_SPINCOUNT"}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "3000"


@pytest.mark.parametrize("name", ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY"])
def test_what_the_user_has_set_stays(name):
    environment = {name: "active"}
    wait_without_spinning(environment)
    assert environment == {name: "active"}
