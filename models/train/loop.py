"""The training loop: one budget of minutes, a curve, the best weights kept, resumable."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import nn

from models.train.adversarial import opponent
from models.train.checkpoint import (
    CurvePoint,
    TrainingState,
    load_state,
    save_state,
    save_weights,
    write_curve,
)
from models.train.data import load_photos
from models.train.ema import Ema
from models.train.feeding import Batch, pooled, prefetched
from models.train.optimisers import make_optimisers, rate_share, set_rates
from models.train.pairs import BatchMaker
from models.train.recipe import TrainingRecipe, TrainingRun
from models.train.recorded import RecordedSteps
from models.train.steps import PlainSteps, forward
from models.weights import fill_weights

CHECK_EVERY_SECONDS = 60.0
HELD_OUT_BATCH = 8

Say = Callable[[str], None]


def train(network: nn.Module, recipe: TrainingRecipe, run: TrainingRun, say: Say) -> TrainingState:
    """Train a network and leave weights, checkpoint and curve in ``run.out``.

    Parameters
    ----------
    network
        Freshly made; changed in place.
    recipe
        How to train it.
    run
        Data, output, budget and device.
    say
        Receives one line of progress at every check.

    Returns
    -------
    TrainingState
        The last state; the best weights are in ``run.out / "weights.safetensors"``.

    Raises
    ------
    InputError
        If the data cannot be read.
    WeightsError
        If the weights or the checkpoint to begin with belong to another architecture.
    """
    torch.manual_seed(run.seed)
    photos = load_photos([run.data / folder for folder in recipe.folders])
    for name in photos.skipped:
        say(f"skipped, not a readable photo: {name}")
    maker = recipe.pairs(photos.train, run.patch or recipe.patch)
    held_out = held_out_batches(recipe, recipe.pairs(photos.held_out, recipe.held_out))
    torch.backends.cudnn.benchmark = True
    network.to(run.device, memory_format=torch.channels_last)
    state = start_state(network, recipe, run)
    with contextlib.closing(made_batches(maker, recipe, run, run.seed + state.step)) as batches:
        for _ in checked_steps(state, recipe, run, batches):
            point = CurvePoint(state.step, state.seconds, state.loss, psnr(state, held_out, run))
            improved = point.psnr > state.best or state.opponent is not None
            state.curve.append(point)
            keep(state, run, improved)
            say(progress_line(point, state, run))
    return state


def start_state(network: nn.Module, recipe: TrainingRecipe, run: TrainingRun) -> TrainingState:
    """A new state, or the one that the checkpoint holds."""
    if run.start_from is not None:
        fill_weights(network, run.start_from)
    rates = {"lr": recipe.lr * run.rate, "muon_lr": recipe.muon_lr * run.rate}
    optimisers = make_optimisers(network, name=recipe.optimiser, **rates)
    state = TrainingState(network, Ema(network, recipe.ema), optimisers, [])
    state.opponent = opponent(recipe.adversary, run.device)
    run.out.mkdir(parents=True, exist_ok=True)
    if run.resume:
        load_state(state, run.out)
    return state


def made_batches(
    maker: BatchMaker, recipe: TrainingRecipe, run: TrainingRun, seed: int
) -> Iterator[Batch]:
    """Batches without end, as the run wants them made."""
    size = run.batch or recipe.batch
    if run.workers:
        return pooled(maker, seed, size, device=run.device, workers=run.workers)
    return prefetched(maker, np.random.default_rng(seed), size)


def checked_steps(
    state: TrainingState, recipe: TrainingRecipe, run: TrainingRun, batches: Iterator[Batch]
) -> Iterator[None]:
    """Train until the budget is spent, handing over at every check."""
    steps = steps_of(state, recipe, run.device)
    next_check = state.seconds + CHECK_EVERY_SECONDS
    before = time.perf_counter()
    while progress(state, run) < 1:
        set_rates(state.optimisers, rate_share(progress(state, run), state.step))
        inputs, targets = next(batches)
        steps((inputs.to(run.device), targets.to(run.device)))
        now = time.perf_counter()
        state.seconds, before = state.seconds + now - before, now
        if state.seconds >= next_check or progress(state, run) >= 1:
            next_check = state.seconds + CHECK_EVERY_SECONDS
            steps.report()
            yield


def steps_of(
    state: TrainingState, recipe: TrainingRecipe, device: torch.device
) -> PlainSteps | RecordedSteps:
    """Steps recorded as CUDA graphs where they can be: games against a discriminator are not."""
    recordable = device.type == "cuda" and state.opponent is None
    return (RecordedSteps if recordable else PlainSteps)(state, recipe, device)


def progress(state: TrainingState, run: TrainingRun) -> float:
    """How much of the budget of minutes or of steps is spent, whichever is more; 1 at the end."""
    return max(state.seconds / (run.minutes * 60), state.step / run.steps if run.steps else 0.0)


def held_out_batches(recipe: TrainingRecipe, maker: BatchMaker) -> list[Batch]:
    """The same held-out pairs at every check."""
    rng = np.random.default_rng(12)
    batches = recipe.held_out_patches // HELD_OUT_BATCH
    return [maker.batch(rng, HELD_OUT_BATCH) for _ in range(batches)]


@torch.no_grad()
def psnr(state: TrainingState, batches: list[Batch], run: TrainingRun) -> float:
    """Mean over the held-out patches of the PSNR in dB, rounded to 8 bits, of the average."""
    decibels = []
    for inputs, targets in batches:
        result = forward(state.ema.average, inputs.to(run.device), run.device).cpu()
        error = (result.clamp(0, 1) * 255).round() / 255 - targets
        mse = error.square().flatten(1).mean(1).clamp_min(1e-10)
        decibels.append(-10 * mse.log10())
    return float(torch.cat(decibels).mean())


def keep(state: TrainingState, run: TrainingRun, improved: bool) -> None:
    """Write the checkpoint and the curve, and the weights if they are the best so far."""
    save_state(state, run.out)
    write_curve(state.curve, run.out)
    if improved:
        save_weights(state.ema.average, run.out / "weights.safetensors")


def progress_line(point: CurvePoint, state: TrainingState, run: TrainingRun) -> str:
    """What the user reads at a check."""
    left = max(0.0, run.minutes - point.seconds / 60)
    return (
        f"step {point.step}  {point.seconds / 60:.1f} min, {left:.1f} left  "
        f"loss {point.loss:.3g}  held-out {point.psnr:.2f} dB  best {state.best:.2f} dB"
    )
