"""Which picture belongs to which candidate, and what it shows at present."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from core.colour.display_colour import DisplayTransform
from core.depth import DepthMap
from core.engine import Engine, TileDone
from core.errors import DiptychError, PhotoError
from core.photo import Photo
from core.recipe import Recipe
from core.region import Region, Size
from core.rendition import RunReport
from core.session import Candidate, Session
from core.view.picture_source import PictureSource
from gui.runner import Job

KEPT_BYTES = 768 << 20


@dataclass
class Shown:
    """One candidate's picture.

    Attributes
    ----------
    source
        Its pixels.
    digest
        Of the recipe that is wanted.
    stale
        True while nothing of that recipe is in the picture yet, only what was there before.
    error
        Why it cannot be made; None if it can.
    report
        Of the last run; stays, as the picture does, until the next one has come to its end.
    reported
        The content that the report is of.
    complete
        True for another program's result, which needs no run.
    depth
        Digest of the depth map that is to be looked at; empty if the recipe looks at none.
    """

    source: PictureSource
    digest: str
    stale: bool = False
    error: Exception | None = None
    report: RunReport | None = None
    complete: bool = False
    depth: str = ""
    reported: tuple[str, str] | None = None

    @property
    def content(self) -> tuple[str, str]:
        """What is wanted; see `gui.runner.Job.content`."""
        return self.digest, self.depth


class CandidatePictures:
    """Makes, replaces and drops pictures as the session changes.

    Parameters
    ----------
    engine
        Knows how much larger a recipe's result is.

    Attributes
    ----------
    kept_bytes
        What all results together may take before those out of sight are given up.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.photo: Photo | None = None
        self.input: PictureSource | None = None
        self.shown: dict[str, Shown] = {}
        self._files: dict[Path, Photo] = {}
        self._order: list[str] = []
        self.kept_bytes = KEPT_BYTES

    def set_photo(self, photo: Photo) -> None:
        """Start over on another photo."""
        self.photo = photo
        self.input = PictureSource.from_photo(photo)
        self.shown.clear()
        self._files.clear()
        self._order = []

    def set_depth(self, depth: DepthMap | None) -> None:
        """Take another depth map; `keep_up` then says which pictures are to be made anew."""
        self.photo = replace(self.photo, depth=depth)

    def add_file(self, path: Path, result: Photo) -> None:
        """Take another program's result.

        Raises
        ------
        PhotoError
            If it is not the photo's size or a whole multiple of it.
        """
        photo = self.photo
        scale = max(1, result.width // photo.width)
        if (result.width, result.height) != (photo.width * scale, photo.height * scale):
            raise PhotoError(
                f"{path.name} has {result.width}×{result.height} pixels; a result for "
                f"{photo.name} has {photo.width}×{photo.height} or a whole multiple of it.",
                remedy="Choose another file.",
            )
        self._files[path] = result

    def is_blank(self, key: str) -> bool:
        """Whether a candidate's picture shows nothing but what stands in for it."""
        shown = self.shown.get(key)
        return shown is not None and not shown.complete and shown.source.nbytes == 0

    def missing_files(self, session: Session) -> list[Path]:
        """Results of other programs that have not been opened yet."""
        files = (candidate.file for candidate in session.candidates)
        return [file for file in files if file is not None and file not in self._files]

    def keep_up(self, session: Session) -> list[Exception]:
        """Have a picture for every candidate; what cannot run is returned."""
        self._order = [candidate.key for candidate in session.candidates]
        for key in set(self.shown) - set(self._order):
            del self.shown[key]
        errors = (self._kept_up(candidate) for candidate in session.candidates)
        return [error for error in errors if error is not None]

    def pictures(self) -> list[PictureSource]:
        """The photo and every candidate's picture, in the order of the session."""
        if self.input is None:
            return []
        return [self.input, *(self.shown[key].source for key in self._order)]

    def colours(self, session: Session) -> list[DisplayTransform]:
        """How each of `pictures` gets to the screen."""
        photos = self.photos(session)
        return [DisplayTransform.for_photo(p.icc, p.channels, p.bits) for p in photos]

    def photos(self, session: Session) -> list[Photo]:
        """The photo whose depth and profile each of `pictures` has."""
        own = [self._files.get(c.file, self.photo) for c in session.candidates]
        return [self.photo, *own] if self.photo else []

    def write(self, job: Job, tile: TileDone) -> bool:
        """Put a tile into its picture.

        A tile of the recipe, or of the depth, before is better than none while a slider moves; it
        only counts as valid when it is what is wanted.

        Returns
        -------
        bool
            True if it was what is wanted.
        """
        shown = self.shown.get(job.key)
        if shown is None or shown.error:
            return False
        wanted = job.content == shown.content
        if wanted and shown.stale:
            shown.source.start_over()
            shown.stale = False
        if wanted or (shown.stale and self._scale(job.recipe) == shown.source.scale):
            shown.source.write(tile.region, tile.pixels, tile.reduced)
        return wanted

    def free_memory(self, visible: Region) -> None:
        """Give up what cannot be seen once all results together take too much."""
        held = sum(shown.source.nbytes for shown in self.shown.values() if not shown.complete)
        if held > self.kept_bytes:
            for shown in self.shown.values():
                shown.source.keep_only(visible.scaled(shown.source.scale))

    def _kept_up(self, candidate: Candidate) -> Exception | None:
        known, digest = self.shown.get(candidate.key), candidate.recipe.digest
        depth = self._depth_of(candidate.recipe)
        if candidate.file is not None:
            self._keep_file(candidate, known)
            return None
        if known is not None and known.content == (digest, depth):
            return None
        try:
            scale = self._engine.scale(candidate.recipe)
        except DiptychError as error:
            source = known.source if known else self._new_source(1, None)
            self.shown[candidate.key] = Shown(source, digest, error=error, depth=depth)
            return error
        if known is None or known.source.scale != scale:
            source = self._new_source(scale, known.source if known else None)
            self.shown[candidate.key] = Shown(source, digest, depth=depth)
        else:
            known.digest, known.depth = digest, depth
            known.stale, known.error = True, None
        return None

    def _keep_file(self, candidate: Candidate, known: Shown | None) -> None:
        result = self._files.get(candidate.file)
        if result is None:
            self.shown[candidate.key] = known or Shown(self._new_source(1, None), "", complete=True)
        elif known is None or known.source.fallback is not None:
            scale = result.width // self.photo.width
            source = PictureSource.from_pixels(result.pixels, scale=scale)
            self.shown[candidate.key] = Shown(source, "", complete=True)

    def _depth_of(self, recipe: Recipe) -> str:
        ops = (self._engine.ops.get(step.op) for step in recipe.active)
        looks = any(op is not None and op.uses_depth for op in ops)
        return self.photo.depth.digest if looks and self.photo.depth is not None else ""

    def _scale(self, recipe: Recipe) -> int:
        return self._engine.scale(recipe)

    def _new_source(self, scale: int, old: PictureSource | None) -> PictureSource:
        """An empty picture that shows the old one, or the photo, until something is in it."""
        photo = self.photo
        if old is not None and old.fallback is not None:
            old.fallback = self.input
        return PictureSource(
            Size(photo.height * scale, photo.width * scale),
            scale=scale,
            dtype=photo.pixels.dtype,
            channels=photo.channels,
            fallback=old or self.input,
        )
