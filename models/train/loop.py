"""The training loop: one budget of minutes, a curve, the best weights kept, resumable."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor, nn

from core.errors import DiptychError
from models.arch.edges import WHOLE, TileEdges, tile_edges
from models.devices import has_native_bfloat16
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
from models.weights import fill_weights

CHECK_EVERY_SECONDS = 60.0
HELD_OUT_BATCH = 8
WHOLE_EVERY = 8
GRADIENT_LIMIT = 1e3
MOST_LEFT_OUT = 20
INNER = TileEdges(top=False, left=False, bottom=False, right=False)

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
    next_check = state.seconds + CHECK_EVERY_SECONDS
    before = time.perf_counter()
    while progress(state, run) < 1:
        train_step(state, recipe, run, next(batches))
        now = time.perf_counter()
        state.seconds, before = state.seconds + now - before, now
        if state.seconds >= next_check or progress(state, run) >= 1:
            next_check = state.seconds + CHECK_EVERY_SECONDS
            yield


def progress(state: TrainingState, run: TrainingRun) -> float:
    """How much of the budget of minutes or of steps is spent, whichever is more; 1 at the end."""
    return max(state.seconds / (run.minutes * 60), state.step / run.steps if run.steps else 0.0)


def train_step(
    state: TrainingState, recipe: TrainingRecipe, run: TrainingRun, batch: Batch
) -> None:
    """One step of every optimiser on one batch."""
    set_rates(state.optimisers, rate_share(progress(state, run), state.step))
    inputs, targets = (t.to(run.device) for t in batch)
    edges = step_edges(recipe, state.step)
    with tile_edges(edges):
        result = forward(state.network, inputs, run.device)
    targets = targets if edges.whole else centre_of(targets, result)
    loss = recipe.loss(result, targets)
    if state.opponent is not None:
        loss = loss + state.opponent.loss_of(result, targets)
    for optimiser in state.optimisers:
        optimiser.zero_grad(set_to_none=True)
    loss.backward()
    state.step += 1
    state.loss = float(loss.detach())
    if is_sound(state, recipe):
        for optimiser in state.optimisers:
            optimiser.step()
        if state.opponent is not None:
            state.opponent.learn(result, targets)
        state.ema.update(state.network)


def is_sound(state: TrainingState, recipe: TrainingRecipe) -> bool:
    """Whether the gradients are finite; a step whose are not is left out.

    Raises
    ------
    DiptychError
        If many steps in a row had to be left out.
    """
    norm = nn.utils.clip_grad_norm_(state.network.parameters(), GRADIENT_LIMIT)
    state.left_out = 0 if torch.isfinite(norm) else state.left_out + 1
    if state.left_out > MOST_LEFT_OUT:
        message = f"The training of {recipe.network_id} diverged at step {state.step}."
        raise DiptychError(message, remedy="Go on from its checkpoint with smaller steps.")
    return state.left_out == 0


def step_edges(recipe: TrainingRecipe, step: int) -> TileEdges:
    """Whether a step takes its patches for whole pictures or for the inside of one."""
    return WHOLE if not recipe.inner or step % WHOLE_EVERY == 0 else INNER


def centre_of(targets: Tensor, result: Tensor) -> Tensor:
    """The middle of the targets that a network without padding has a result for."""
    top, left = ((t - r) // 2 for t, r in zip(targets.shape[2:], result.shape[2:], strict=True))
    return targets[..., top : top + result.shape[2], left : left + result.shape[3]]


def forward(network: nn.Module, inputs: Tensor, device: torch.device) -> Tensor:
    """Run a network on an N×C×H×W batch, in mixed precision where that is quicker; the result is
    float32.
    """
    with torch.autocast(device.type, torch.bfloat16, enabled=is_quicker_mixed(device)):
        return network(inputs.contiguous(memory_format=torch.channels_last)).float()


def is_quicker_mixed(device: torch.device) -> bool:
    """Whether bfloat16 is the device's own; processors that only imitate it are far slower."""
    return device.type == "cuda" or (device.type == "cpu" and has_native_bfloat16())


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
