"""A table of methods: every method on every picture of a set."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from core.degradations import Degradation, degradation
from core.errors import Cancelled, DiptychError, UsageError
from core.evaluation.evaluation_methods import Candidate, EvaluationResult, Method, with_baselines
from core.evaluation.evaluation_set import Case, CaseFiles, eight_bits, evaluation_set, open_case
from core.metrics import Protocol, measure, vmaf, why_no_vmaf

T = TypeVar("T")
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class EvaluationRow:
    """One method on one picture; None where a figure does not apply.

    Attributes
    ----------
    dataset, image, method
        Names.
    psnr, psnr_y
        dB on RGB and on luma; None for identical pictures.
    ssim, ms_ssim
        On luma; None where the picture is too small.
    psnr_mask
        dB on RGB inside the holes.
    seconds, peak_mb, device, dtype
        What it cost, and where.
    protocol
        How it was measured, in words.
    identical
        True if result and reference are equal wherever they are compared.
    vmaf
        0 to 100, by ffmpeg's default model; None where it was not asked for.
    """

    dataset: str
    image: str
    method: str
    psnr: float | None
    psnr_y: float | None
    ssim: float | None
    ms_ssim: float | None
    psnr_mask: float | None
    seconds: float | None
    peak_mb: float | None
    device: str | None
    dtype: str | None
    protocol: str
    identical: bool
    vmaf: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The row as plain data; VMAF is in it only where it was measured."""
        data = asdict(self)
        return data if self.vmaf is not None else {k: v for k, v in data.items() if k != "vmaf"}


@dataclass(frozen=True)
class Skipped:
    """What has no row: a picture (without ``method``) or one method on it, and why."""

    image: str
    method: str
    reason: str

    def __str__(self) -> str:
        if self.method:
            return f"{self.image}, {self.method}: {self.reason}"
        return self.reason if self.image in self.reason else f"{self.image}: {self.reason}"


@dataclass(frozen=True)
class Evaluation:
    """The rows of a run, what was left out, and whether the user stopped it."""

    rows: tuple[EvaluationRow, ...]
    skipped: tuple[Skipped, ...] = ()
    cancelled: bool = False


def evaluate(
    dataset: Path,
    methods: Sequence[Candidate],
    *,
    degrade: str | None = None,
    protocol: Protocol | None = None,
    seed: int = 0,
    with_vmaf: bool = False,
    progress: Progress | None = None,
    on_row: Callable[[EvaluationRow], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Evaluation:
    """Run methods on a folder and measure what they give.

    A file that cannot be read, or a method that fails on it, is named in `Evaluation.skipped`
    and does not stop the run.

    Parameters
    ----------
    dataset
        A folder of good photos, or one with ``input/`` and ``reference/``.
    methods
        What to compare; the baselines of `with_baselines` come on top.
    degrade
        Name of the degradation that makes inputs from good photos.
    protocol
        How to measure; by default on 8 bits, leaving out a border as wide as the enlargement
        (none where the size is kept).
    seed
        Of the degradation; each picture's own seed derives from it, the picture's name and the
        degradation's name.
    with_vmaf
        Measure VMAF too, through ffmpeg.
    progress
        Called with the share that is done and the name of the picture at hand.
    on_row
        Called with every row as soon as it is there.
    cancelled
        Looked at between two runs.

    Raises
    ------
    InputError, UsageError
        If there is nothing to evaluate, a method cannot enlarge as the degradation wants, or VMAF
        is asked for and cannot be had.
    """
    if with_vmaf and (reason := why_no_vmaf()):
        raise UsageError(
            f"VMAF cannot be measured. {reason}",
            remedy="Install an ffmpeg with libvmaf, or leave VMAF out.",
        )
    spoil = degradation(degrade) if degrade else None
    _check_scales(methods, spoil)
    found = evaluation_set(dataset, spoil)
    job = _Job(found.name, tuple(methods), protocol, with_vmaf, progress, on_row, cancelled)
    job.skipped += [Skipped(name, "", f"{name} has no partner.") for name in found.unpaired]
    try:
        for number, files in enumerate(found.files):
            job.picture(files, spoil, seed, number / len(found.files), 1 / len(found.files))
    except Cancelled:
        return Evaluation(tuple(job.rows), tuple(job.skipped), cancelled=True)
    job.report(1.0, "")
    return Evaluation(tuple(job.rows), tuple(job.skipped))


@dataclass
class _Job:
    """The run of one evaluation."""

    dataset: str
    methods: tuple[Candidate, ...]
    protocol: Protocol | None
    with_vmaf: bool
    progress: Progress | None
    on_row: Callable[[EvaluationRow], None] | None
    cancelled: Callable[[], bool]
    rows: list[EvaluationRow] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def picture(
        self, files: CaseFiles, spoil: Degradation | None, seed: int, start: float, share: float
    ) -> None:
        """Every method on one picture."""
        self.report(start, files.image)
        case = self.guarded(files.image, "", lambda: open_case(files, spoil, seed))
        if case is None:
            return
        candidates = with_baselines(self.methods, case.scale)
        for number, method in enumerate(candidates):
            self.report(start + share * number / len(candidates), files.image)
            row = self.guarded(files.image, method.name, lambda m=method: self.row(m, case))
            if row is not None:
                self.rows.append(row)
                if self.on_row:
                    self.on_row(row)

    def row(self, method: Candidate, case: Case) -> EvaluationRow:
        """Run and measure one method."""
        protocol = self.protocol or Protocol(border=case.scale if case.scale > 1 else 0)
        result = method.on(case)
        row = measured_row(self.dataset, method.name, case, result, protocol)
        return with_its_vmaf(row, case, result) if self.with_vmaf else row

    def guarded(self, image: str, method: str, work: Callable[[], T]) -> T | None:
        """Do it, or say in `skipped` why it could not be done."""
        try:
            return work()
        except Cancelled:
            raise
        except DiptychError as problem:
            self.skipped.append(Skipped(image, method, str(problem)))
        except Exception as problem:  # one picture's failure must not lose the others' figures
            reason = f"{image} failed: {type(problem).__name__}: {problem}"
            self.skipped.append(Skipped(image, method, reason))
        return None

    def report(self, share: float, label: str) -> None:
        """Tell how far it is, and stop if the user asked to."""
        if self.cancelled():
            raise Cancelled
        if self.progress:
            self.progress(share, label)


def measured_row(
    dataset: str, method: str, case: Case, result: EvaluationResult, protocol: Protocol
) -> EvaluationRow:
    """The figures of one result, rounded to 8 bits before.

    Raises
    ------
    UsageError
        If it is not of the reference's size.
    """
    scores = measure(
        eight_bits(result.pixels), case.reference, protocol=protocol, mask=case.mask, colour=False
    )
    return EvaluationRow(
        dataset=dataset,
        image=case.image,
        method=method,
        psnr=_finite(scores.psnr),
        psnr_y=_finite(scores.psnr_y),
        ssim=scores.ssim,
        ms_ssim=scores.ms_ssim,
        psnr_mask=_finite(scores.psnr_mask),
        seconds=result.seconds,
        peak_mb=result.peak_mb,
        device=result.device,
        dtype=result.dtype,
        protocol=_in_words(case, protocol),
        identical=scores.identical,
    )


def with_its_vmaf(row: EvaluationRow, case: Case, result: EvaluationResult) -> EvaluationRow:
    """The row with VMAF; where one picture gives none, the protocol says why."""
    found = vmaf(eight_bits(result.pixels), case.reference, data_range=255)
    how = found.reason or "vmaf by ffmpeg's default model, whole picture"
    return replace(row, vmaf=found.score, protocol=f"{row.protocol}; {how.rstrip('.')}")


def _in_words(case: Case, protocol: Protocol) -> str:
    holes = "; psnr_mask RGB in the holes" if case.mask is not None else ""
    return f"{case.origin}; 8 bits, {protocol}{holes}"


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _check_scales(methods: Sequence[Candidate], spoil: Degradation | None) -> None:
    for method in methods:
        if spoil and isinstance(method, Method) and method.scale != spoil.reduces:
            raise UsageError(
                f"{method.name} enlarges ×{method.scale}, but {spoil.name} reduces "
                f"×{spoil.reduces}.",
                remedy="Evaluate it with a degradation that fits.",
            )
