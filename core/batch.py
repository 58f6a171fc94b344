"""A folder of photos through one recipe; a bad file never stops the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from core.batch_report import (
    REPORT_NAME,
    BatchItem,
    BatchReport,
    Outcome,
    file_hash,
    read_items,
    settings_digest,
    write_items,
)
from core.depths.depth_choice import weighs_depth, with_chosen_depth
from core.depths.depth_saving import KeptDepth
from core.depths.depth_settings import DepthSettings
from core.engine import Engine, TileDone
from core.errors import Cancelled, DiptychError, InputError, OutputError, UsageError
from core.photo import Photo
from core.photos.photo_files import is_photo_name, natural_key, photos_in
from core.photos.picture_origin import origin_text, session_of
from core.photos.reading import open_photo
from core.photos.writing import SUFFIXES, SaveOptions, save_picture
from core.recipe import Recipe, checked_recipe
from core.stopping import never

SAVE_REPORT_SECONDS = 2.0
ENDINGS = {"jpeg": ".jpg", "png": ".png", "tiff": ".tif", "webp": ".webp"}
AS_FOUND = DepthSettings()
LOSSY_SUFFIXES = (".heic", ".heif", ".avif", ".jp2", ".mpo", ".jfif")


@dataclass(frozen=True)
class BatchProgress:
    """How far a batch is.

    Attributes
    ----------
    done, total
        Photos.
    name
        The photo in work, or the one that was just finished.
    share
        Of the photo in work, from 0 to 1.
    seconds_left
        At the speed so far; None before the first photo is done.
    item
        What became of a photo, when one was just finished.
    """

    done: int
    total: int
    name: str
    share: float = 0.0
    seconds_left: float | None = None
    item: BatchItem | None = None


Progress = Callable[[BatchProgress], None]


def run_batch(
    engine: Engine,
    in_dir: Path,
    out_dir: Path,
    recipe: Recipe,
    options: SaveOptions | None = None,
    *,
    depth: DepthSettings = AS_FOUND,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = never,
    jobs: int = 1,
    resume: bool = False,
) -> BatchReport:
    """Run a recipe on every photo of a folder and save the results in another.

    A report is kept as a CSV file in ``out_dir`` while the batch runs, so that one that was
    stopped can be taken up again.

    Parameters
    ----------
    in_dir
        Its photos; folders below are not entered. Nothing in it is changed.
    out_dir
        Made if it is missing; not ``in_dir``.
    recipe
        Checked before the first photo.
    options
        How results are saved.
    depth
        Which depth map is used for each photo, and how it is adjusted.
    progress
        Receives a `BatchProgress`, on the thread of the photo.
    cancelled
        Looked at between tiles; photos that are done stay done.
    jobs
        Photos in work at a time; more need more memory.
    resume
        Leave out what an earlier batch did with the same recipe, options and unchanged photo.

    Raises
    ------
    InputError
        If ``in_dir`` cannot be read or holds no photo.
    OutputError
        If ``out_dir`` cannot be written to.
    UsageError
        If the recipe is wrong or both folders are the same.
    """
    options = options or SaveOptions()
    recipe = checked_recipe(recipe, engine.ops)
    photos = _photos(in_dir)
    _ready_folder(in_dir, out_dir)
    digest = settings_digest(recipe, options, depth)
    earlier = read_items(out_dir / REPORT_NAME)
    work = _Work(engine, recipe, options, depth, digest, cancelled, earlier if resume else {})
    started = time.perf_counter()
    log = _Log(out_dir / REPORT_NAME, earlier)
    places = zip(photos, output_paths(photos, out_dir, options), strict=True)
    with closing(_finished(work, list(places), jobs, progress)) as items:
        done = [log.add(item) for item in items]
    done += [_left_out(path) for path in _other_files(in_dir)]
    log.save()
    return BatchReport(tuple(done), recipe, time.perf_counter() - started, log.path)


def output_paths(photos: list[Path], out_dir: Path, options: SaveOptions) -> list[Path]:
    """Where each result goes: the photo's name, told apart where two would be the same."""
    wanted = [out_dir / (photo.stem + _ending(photo, options)) for photo in photos]
    names = [path.name.casefold() for path in wanted]
    return [
        path if names.count(path.name.casefold()) == 1 else _told_apart(path, photo)
        for path, photo in zip(wanted, photos, strict=True)
    ]


def _told_apart(path: Path, photo: Path) -> Path:
    return path.with_name(f"{photo.stem}-{photo.suffix[1:].lower()}{path.suffix}")


def _ending(photo: Path, options: SaveOptions) -> str:
    if options.format:
        return ENDINGS[options.format]
    own = photo.suffix.lower()
    if own in SUFFIXES:
        return photo.suffix
    return ".jpg" if own in LOSSY_SUFFIXES else ".png"


def _photos(in_dir: Path) -> list[Path]:
    photos = photos_in(in_dir)
    if not photos:
        raise InputError(f"The folder {in_dir.name} holds no photo.", remedy="Choose another one.")
    return photos


def _other_files(in_dir: Path) -> list[Path]:
    others = [p for p in in_dir.iterdir() if p.is_file() and not is_photo_name(p)]
    shown = [path for path in others if not path.name.startswith(".")]
    return sorted(shown, key=lambda path: natural_key(path.name))


def _left_out(path: Path) -> BatchItem:
    return BatchItem(path.name, Outcome.LEFT_OUT, reason="Its name is not that of a photo.")


def _ready_folder(in_dir: Path, out_dir: Path) -> None:
    """Make the folder if needed, and find out now whether it can be written to."""
    probe = out_dir / ".diptych-probe"
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        if out_dir.samefile(in_dir):
            raise UsageError(
                "The results of a batch cannot go into the folder of the photos.",
                remedy="Choose another folder for them.",
            )
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise OutputError(
            f"The folder {out_dir.name} cannot be written to.",
            remedy="Choose another one, or allow writing to it.",
            detail=str(error),
        ) from error


@dataclass(frozen=True, eq=False)
class _Work:
    """What is done with every photo."""

    engine: Engine
    recipe: Recipe
    options: SaveOptions
    depth: DepthSettings
    digest: str
    cancelled: Callable[[], bool]
    earlier: dict[str, BatchItem]

    def item(self, photo: Path, output: Path, tiles: Callable[[float], None]) -> BatchItem:
        """Do one photo; every failure becomes part of the item."""
        if self.cancelled():
            return BatchItem(photo.name, Outcome.NOT_REACHED, reason="Cancelled before its turn.")
        started = time.perf_counter()
        known = self.earlier.get(photo.name)
        try:
            if known is not None and self._is_done(known, photo, output):
                reason = "Done before with the same recipe."
                return replace(known, outcome=Outcome.SKIPPED, reason=reason)
            return self._made(photo, output, known is not None, tiles, started)
        except Cancelled:
            return BatchItem(photo.name, Outcome.NOT_REACHED, reason="Cancelled.")
        except DiptychError as error:
            return BatchItem(photo.name, Outcome.FAILED, reason=str(error))
        except MemoryError:
            reason = "There is not enough memory for it. Close other programs."
            return BatchItem(photo.name, Outcome.FAILED, reason=reason)

    def _is_done(self, known: BatchItem, photo: Path, output: Path) -> bool:
        finished = known.outcome in (Outcome.DONE, Outcome.SKIPPED)
        same = known.digest == self.digest and known.output == output.name
        return finished and same and output.is_file() and file_hash(photo) == known.photo_hash

    def _made(
        self,
        path: Path,
        output: Path,
        ours: bool,
        tiles: Callable[[float], None],
        started: float,
    ) -> BatchItem:
        photo = self._opened(path)
        options = replace(self.options, overwrite=self.options.overwrite or ours)
        notes = self._saved(photo, output, options, tiles)
        return BatchItem(
            name=path.name,
            outcome=Outcome.DONE,
            output=output.name,
            notes=" ".join(notes),
            seconds=time.perf_counter() - started,
            megapixels=photo.megapixels,
            digest=self.digest,
            photo_hash=photo.content_hash,
        )

    def _opened(self, path: Path) -> Photo:
        """With its depth map where one is looked at or kept."""
        photo, ops = open_photo(path), self.engine.ops
        looks = any(ops[step.op].uses_depth for step in self.recipe.active)
        keeps = self.options.depth is not KeptDepth.NONE and not self.depth.origin.guesses
        weighed = weighs_depth(self.recipe, ops)
        return with_chosen_depth(photo, self.depth, weighed=weighed) if looks or keeps else photo

    def _saved(
        self, photo: Photo, output: Path, options: SaveOptions, tiles: Callable[[float], None]
    ) -> tuple[str, ...]:
        def report(tile: TileDone) -> None:
            tiles(tile.done / tile.total)

        rendition = self.engine.run(photo, self.recipe, None, report, self.cancelled)
        notes = save_picture(
            rendition.pixels,
            output,
            source=photo,
            options=options,
            alpha=rendition.alpha,
            text=origin_text(session_of(photo, self.recipe, self.depth), rendition.report),
        )
        return (*rendition.report.warnings, *notes)


def _finished(
    work: _Work, places: list[tuple[Path, Path]], jobs: int, progress: Progress | None
) -> Iterator[BatchItem]:
    """Items in the order of the photos, as they are finished."""
    started = time.perf_counter()
    counting = threading.Lock()
    done = 0

    def tell(name: str, share: float, item: BatchItem | None = None) -> None:
        if progress is not None:
            passed = time.perf_counter() - started
            left = passed / done * (len(places) - done) if done else None
            progress(BatchProgress(done, len(places), name, share, left, item))

    def one(place: tuple[Path, Path]) -> BatchItem:
        nonlocal done
        photo, output = place
        tell(photo.name, 0.0)
        item = work.item(photo, output, lambda share: tell(photo.name, share))
        with counting:
            done += 1
        tell(item.name, 1.0, item)
        return item

    pool = ThreadPoolExecutor(max(1, jobs), thread_name_prefix="batch")
    try:
        yield from pool.map(one, places)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Log:
    """The report on disk, brought up to date every few seconds."""

    def __init__(self, path: Path, earlier: dict[str, BatchItem]) -> None:
        self.path = path
        self._items = dict(earlier)
        self._saved_at = time.monotonic()

    def add(self, item: BatchItem) -> BatchItem:
        """Note an item; one that was not reached leaves what was known of it."""
        if item.outcome is not Outcome.NOT_REACHED or item.name not in self._items:
            self._items[item.name] = item
        if time.monotonic() - self._saved_at > SAVE_REPORT_SECONDS:
            self.save()
        return item

    def save(self) -> None:
        """Write it."""
        write_items(self.path, self._items.values())
        self._saved_at = time.monotonic()
