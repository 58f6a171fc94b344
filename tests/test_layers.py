"""The layers hold, and the contracts that say so can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("core", "models", "gui", "resources")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as f; f()"]
    return subprocess.run(
        [*command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in LAYERS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("weights"))
    for name in ("main.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_contracts_hold():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("core/broken.py", "import models.registry", "core knows neither"),
        ("core/broken.py", "import torch", "core knows neither"),
        ("models/broken.py", "import PySide6", "models knows neither"),
        ("gui/broken.py", "import torch", "gui never imports torch"),
    ],
)
def test_a_broken_contract_is_seen(copied: Path, file: str, line: str, contract: str):
    (copied / file).write_text(line + "\n")
    result = lint(copied)
    assert result.returncode == 1, result.stdout + result.stderr
    broken = [row for row in result.stdout.splitlines() if row.endswith("BROKEN")]
    assert len(broken) == 1
    assert contract in broken[0]


@pytest.mark.parametrize(
    ("modules", "absent"),
    [
        ("core.engine, core.ops, core.figures, core.batch", ("torch", "PySide6")),
        ("models.network_ops, models.cards", ("torch", "PySide6")),
        ("gui.furnishing, main", ("torch",)),
        ("gui.app, main", ("torch", "numpy", "cv2", "PIL", "gui.workspace")),
    ],
)
def test_importing_a_layer_leaves_heavy_libraries_alone(modules: str, absent: tuple[str, ...]):
    code = f"import sys, {modules}; print([m for m in {absent!r} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.stdout.strip() == "[]", result.stdout + result.stderr


@pytest.mark.parametrize(
    ("imports_qt", "reads"),
    [("gui.plain_import.import_qt()", False), ("import PySide6.QtCore", True)],
)
def test_pyside_reads_no_source_text_where_its_hook_is_taken_out(imports_qt: str, reads: bool):
    code = (
        f"import gui.plain_import; {imports_qt}; import gui.furnishing, linecache;"
        "print(any(name.endswith('workspace.py') for name in linecache.cache))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.stdout.strip() == str(reads), result.stdout + result.stderr
