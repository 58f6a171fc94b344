"""A figure while it is laid out: what it shows and how, before its pictures are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from core.comparison import ZoomBox
from core.engine import Engine
from core.errors import UsageError
from core.figures import FigureRow, FigureSpec, Font, Layout, Motion, WidthPreset
from core.figures.figure_methods import FigureMethods, ShownMethod, Subject, provenance
from core.photo import Photo
from core.session import Candidate, Session, session_to_json
from core.watched_engine import WatchedEngine

ORIGINAL, INPUT, ENLARGED = "original", "input", "bicubic"
PLAIN = "({letter}) {label}"
MEASURED = "({letter}) {label}, {psnr_y:.2f} dB"
MEASURED_TWICE = "({letter}) {label}, {psnr_y:.2f} dB, {ssim:.4f}"
TEMPLATES = (PLAIN, MEASURED, MEASURED_TWICE, "{label}", "{label}\n{psnr_y:.2f} dB / {ssim:.4f}")


@dataclass(frozen=True)
class FigureDraft:
    """All that is chosen; see `core.figures.FigureSpec` for what the fields mean.

    Attributes
    ----------
    shown
        Keys of the pictures in their order: `ORIGINAL`, `INPUT`, `ENLARGED`, or a candidate's.
    boxes
        Numbers of the session's zoom boxes.
    """

    layout: Layout = Layout.PAIR
    width: WidthPreset = WidthPreset.TWO_COLUMNS
    shown: tuple[str, ...] = ()
    boxes: tuple[int, ...] = ()
    caption: str = PLAIN
    title: str = ""
    gap: float | None = None
    points: float | None = None
    font: Font | None = None
    columns: int | None = None
    motion: Motion = Motion.SWEEP


@dataclass(frozen=True)
class Choice:
    """A picture that a figure can show."""

    key: str
    label: str


@dataclass(frozen=True, eq=False)
class FigureSource:
    """Where a figure's pictures come from.

    Attributes
    ----------
    engine
        Runs the candidates' recipes.
    subject
        The photo and its truth.
    session
        Candidates and zoom boxes.
    """

    engine: Engine
    subject: Subject
    session: Session

    @property
    def factor(self) -> int:
        """How much larger than the photo the largest picture is."""
        recipes = [c.recipe for c in self.session.candidates if c.file is None]
        return max([self.subject.factor, *(self.engine.scale(recipe) for recipe in recipes)])

    def choices(self) -> list[Choice]:
        """Everything that can be shown, in the order in which papers show it."""
        found = [Choice(ORIGINAL, "Original")] if self.subject.truth is not None else []
        found.append(Choice(INPUT, "Input"))
        if self.factor > 1:
            found.append(Choice(ENLARGED, f"Bicubic ×{self.factor}"))
        ops = self.engine.ops
        own = [c for c in self.session.candidates if not self._is_truth(c)]
        return found + [Choice(c.key, c.label(ops)) for c in own]

    def first_draft(self) -> FigureDraft:
        """What is compared now; with a truth the triple of paper 001, measured."""
        session, has_truth = self.session, self.subject.truth is not None
        comparison = session.comparison
        before = ENLARGED if self.factor > 1 else INPUT
        keys = [before, *map(self._key, session.candidates)]
        pair = tuple(dict.fromkeys((keys[comparison.reference], keys[comparison.shown])))
        if len(pair) < 2 and len(keys) > 1:
            pair = (keys[0], keys[1])
        shown = tuple(dict.fromkeys((ORIGINAL, *pair))) if has_truth else pair
        layouts = {2: Layout.PAIR, 3: Layout.TRIPLE}
        return FigureDraft(
            layout=layouts.get(len(shown), Layout.GRID),
            shown=shown,
            boxes=tuple(range(len(comparison.boxes))),
            caption=MEASURED if has_truth else PLAIN,
            title=self.subject.photo.name,
        )

    def _is_truth(self, candidate: Candidate) -> bool:
        """Whether it is the truth, put beside the results in the window."""
        reference = self.session.reference
        if reference is None or self.subject.truth is None or candidate.file is None:
            return False
        return candidate.file == reference.path

    def _key(self, candidate: Candidate) -> str:
        return ORIGINAL if self._is_truth(candidate) else candidate.key

    def made(self, key: str, engine: WatchedEngine | None = None) -> ShownMethod:
        """One picture, computed in full.

        Parameters
        ----------
        key
            Of a `Choice`.
        engine
            Runs the recipe instead of the own one: one that reports progress.
        """
        methods = FigureMethods(engine or self.engine, self.subject)
        if key == ORIGINAL:
            return methods.original()
        if key == INPUT:
            return methods.input()
        if key == ENLARGED:
            return methods.enlarged("bicubic", self.factor)
        candidate = self.session.candidate(key)
        if candidate is None:
            raise UsageError("A picture of the figure is not compared any more.")
        label = candidate.label(self.engine.ops)
        if candidate.file is not None:
            return methods.other_program(label, candidate.file)
        made = methods.made(replace(candidate.recipe, name=label))
        return replace(made, panel=replace(made.panel, label=label))

    def provenance(
        self, draft: FigureDraft, shown: Sequence[ShownMethod], more_photos: Sequence[Photo] = ()
    ) -> dict[str, Any]:
        """What the figure embeds so that it can be made again."""
        made = provenance(self.subject.photo, shown, draft_to_json(draft))
        more = [{"name": photo.name, "sha256": photo.content_hash} for photo in more_photos]
        session = session_to_json(self.session, portable=True)
        return {**made, "more_photos": more, "session": session}


@dataclass(frozen=True, eq=False)
class FigurePart:
    """What one photo gives to a figure.

    Attributes
    ----------
    made
        Its pictures, by their keys.
    photo
        For the title of its row.
    boxes
        The zoom boxes on it.
    """

    made: Mapping[str, ShownMethod]
    photo: Photo
    boxes: Sequence[ZoomBox]

    def row(self, draft: FigureDraft, *, titled: bool) -> FigureRow | None:
        """Its row of a draft; None while it has no picture."""
        panels = tuple(self.made[key].panel for key in draft.shown if key in self.made)
        kept = tuple(self.boxes[number] for number in draft.boxes if number < len(self.boxes))
        return FigureRow(panels, kept, self.photo.name if titled else "") if panels else None


def draft_spec(draft: FigureDraft, parts: Sequence[FigurePart]) -> FigureSpec:
    """The figure of a draft whose pictures are there, one row for each photo.

    Raises
    ------
    UsageError
        If the pictures do not suit the layout, or a number or the template is wrong.
    """
    titled = draft.layout is Layout.ROWS
    rows = tuple(row for part in parts if (row := part.row(draft, titled=titled)) is not None)
    if not rows:
        raise UsageError("The figure shows no picture.", remedy="Tick one.")
    return FigureSpec(
        layout=draft.layout,
        rows=rows,
        width=draft.width,
        caption=draft.caption,
        title=draft.title,
        gap=draft.gap,
        points=draft.points,
        font=draft.font,
        columns=draft.columns,
        motion=draft.motion,
    )


def draft_to_json(draft: FigureDraft) -> dict[str, Any]:
    """The draft as plain data, enums by their names."""
    data = asdict(draft)
    names = {"layout": draft.layout.value, "width": draft.width.name.lower()}
    font = draft.font.value if draft.font else None
    return {**data, **names, "font": font, "motion": draft.motion.value}
