"""What a batch did, photo by photo, as a table that people and the next batch can read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from core.atomic_write import write_text
from core.depths.depth_settings import DepthSettings, depth_settings_to_json
from core.photos.writing import SaveOptions
from core.recipe import Recipe

REPORT_NAME = "diptych-batch.csv"
COLUMNS = (
    *("file", "outcome", "output", "reason", "notes", "seconds", "megapixels"),
    *("settings", "photo_sha256"),
)


class Outcome(Enum):
    """What became of a file."""

    DONE = "done"
    SKIPPED = "done before"
    FAILED = "failed"
    NOT_REACHED = "not reached"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class BatchItem:
    """One file of the folder.

    Attributes
    ----------
    name, output
        File names without folder.
    outcome, reason
        What became of it, and why where that is a question.
    notes
        What had to be converted at opening or saving.
    seconds, megapixels
        Wall time from opening to saving, and size of the photo.
    digest, photo_hash
        What was done, and SHA-256 of the file it was done to.
    """

    name: str
    outcome: Outcome
    output: str = ""
    reason: str = ""
    notes: str = ""
    seconds: float = 0.0
    megapixels: float = 0.0
    digest: str = ""
    photo_hash: str = ""


@dataclass(frozen=True)
class BatchReport:
    """All files of the folder.

    Attributes
    ----------
    items
        In the order of their names; left-out files last.
    recipe
        What was done.
    seconds
        Wall time.
    path
        The CSV file in the folder of the results.
    """

    items: tuple[BatchItem, ...]
    recipe: Recipe
    seconds: float
    path: Path

    def count(self, *outcomes: Outcome) -> int:
        """How many files ended so."""
        return sum(item.outcome in outcomes for item in self.items)

    @property
    def photos(self) -> int:
        """Files that should have become a picture."""
        return len(self.items) - self.count(Outcome.LEFT_OUT)

    @property
    def failed(self) -> tuple[BatchItem, ...]:
        """What could not be done."""
        return tuple(item for item in self.items if item.outcome is Outcome.FAILED)

    @property
    def exit_status(self) -> int:
        """0 if every photo has its result."""
        return int(self.count(Outcome.FAILED, Outcome.NOT_REACHED) > 0)

    @property
    def sentence(self) -> str:
        """``9 of 10 photos done (2 of them before), 1 failed, in 12.3 s.``"""
        before = self.count(Outcome.SKIPPED)
        parts = [f"{self.count(Outcome.DONE, Outcome.SKIPPED)} of {self.photos} photos done"]
        parts[0] += f" ({before} of them before)" if before else ""
        for outcome in (Outcome.FAILED, Outcome.NOT_REACHED, Outcome.LEFT_OUT):
            if self.count(outcome):
                parts.append(f"{self.count(outcome)} {outcome.value}")
        return f"{', '.join(parts)}, in {self.seconds:.1f} s."

    def save(self, path: Path, *, overwrite: bool = True) -> None:
        """Write this batch's items as CSV.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        write_items(path, self.items, overwrite=overwrite)


def settings_digest(recipe: Recipe, options: SaveOptions, depth: DepthSettings) -> str:
    """Hash of everything that decides how a result looks."""
    saving = [options.format, options.quality, options.bits, options.strip_gps, options.provenance]
    seen = depth_settings_to_json(depth, portable=False)
    content = json.dumps([recipe.digest, *saving, options.depth.value, seen])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def file_hash(path: Path) -> str:
    """SHA-256 of a file; empty if it cannot be read, so that it equals none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def write_items(path: Path, items: Iterable[BatchItem], *, overwrite: bool = True) -> None:
    """Write items as CSV, UTF-8 with a byte order mark, which spreadsheets need for umlauts.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows(_row(item) for item in items)
    write_text(path, "\ufeff" + text.getvalue(), overwrite=overwrite)


def read_items(path: Path) -> dict[str, BatchItem]:
    """Items of an earlier batch by file name; a missing or foreign table counts as empty."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            items = [_item(row) for row in csv.DictReader(file)]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {item.name: item for item in items}


def _row(item: BatchItem) -> tuple[str, ...]:
    seconds = f"{item.seconds:.2f}" if item.seconds else ""
    size = f"{item.megapixels:.3f}" if item.megapixels else ""
    return (
        *(item.name, item.outcome.value, item.output, item.reason, item.notes),
        *(seconds, size, item.digest, item.photo_hash),
    )


def _item(row: dict[str, str]) -> BatchItem:
    return BatchItem(
        name=row["file"],
        outcome=Outcome(row["outcome"]),
        output=row["output"],
        reason=row["reason"],
        notes=row["notes"],
        seconds=float(row["seconds"] or 0),
        megapixels=float(row["megapixels"] or 0),
        digest=row["settings"],
        photo_hash=row["photo_sha256"],
    )
