"""Which jobs bring the pictures up to date, and what they cost."""

from __future__ import annotations

from core.engine import Engine
from core.estimate import Estimate, SpeedHistory, estimate
from core.recipe import Recipe
from core.region import Region, Size
from core.session import Candidate, Session
from core.view.pyramid import level_count, level_for
from core.work_plan import grid_of, in_sight, missing_regions, wanted_regions
from gui.candidate_pictures import CandidatePictures
from gui.runner import Job

AHEAD_SECONDS = 4.0
AHEAD_MEGABYTES = 96.0


class JobPlan:
    """Looks at what is there and says what is missing.

    Parameters
    ----------
    engine, pictures, history
        What can be run, what is there, and how fast things ran before.
    """

    def __init__(self, engine: Engine, pictures: CandidatePictures, history: SpeedHistory) -> None:
        self._engine, self._pictures, self._history = engine, pictures, history

    def in_view(self, session: Session, visible: Region, zoom: float = 1.0) -> list[Job]:
        """What can be seen and is not there: the candidate examined first, boxes last.

        Parameters
        ----------
        session
            What is compared.
        visible
            In the photo's pixels.
        zoom
            At which results are looked at.
        """
        count = len(session.candidates)
        first = in_sight(session.comparison, count)
        order = [*first, *(i for i in range(1, count + 1) if i not in first)]
        return [
            job
            for index in order
            for job in self._jobs(
                session,
                session.candidates[index - 1],
                wanted_regions(index, session.comparison, visible, count),
                zoom,
            )
        ]

    def out_of_view(self, session: Session) -> list[Job]:
        """The rest of small photos, so that moving about shows results at once."""
        return [job for c in session.candidates for job in self._rest(session, c)]

    def cost(self, job: Job) -> Estimate:
        """Time and memory of a job."""
        photo = self._pictures.photo
        return estimate(
            *(job.recipe, job.region.size, self._engine.ops, self._history),
            channels=photo.channels,
            bits=photo.bits,
        )

    def tiles(self, job: Job) -> int:
        """How many tiles a job has."""
        tiles = job.region.covering(grid_of(job.recipe, self._engine.ops))
        return tiles.width * tiles.height

    def label(self, session: Session, job: Job) -> str:
        """What a job computes, for people."""
        candidate = session.candidate(job.key)
        return candidate.label(self._engine.ops) if candidate else ""

    def _jobs(
        self, session: Session, candidate: Candidate, wanted: list[Region], zoom: float = 1.0
    ) -> list[Job]:
        shown = self._pictures.shown[candidate.key]
        if shown.complete or shown.error:
            return []
        source = None if shown.stale else shown.source
        tile, focus = self._grid(candidate.recipe), session.comparison.centre
        regions = missing_regions(source, wanted, tile, self._size)
        made = candidate.key, candidate.recipe
        reduction = 1 << level_for(zoom, level_count(shown.source.size))
        return [Job(*made, region, focus, shown.depth, reduction) for region in regions]

    def _rest(self, session: Session, candidate: Candidate) -> list[Job]:
        source = self._pictures.shown[candidate.key].source
        megabytes = source.size.megapixels * source.channels * source.dtype.itemsize
        if megabytes > min(AHEAD_MEGABYTES, self._pictures.kept_bytes / 1e6):
            return []
        jobs = self._jobs(session, candidate, [self._size.region])
        slow = sum(self.cost(job).seconds for job in jobs) > AHEAD_SECONDS
        return [] if slow else jobs

    def _grid(self, recipe: Recipe) -> int:
        return grid_of(recipe, self._engine.ops)

    @property
    def _size(self) -> Size:
        photo = self._pictures.photo
        return Size(photo.height, photo.width)
