"""Photos and pairs for training: what is read, what is skipped, what is refused."""

from __future__ import annotations

import contextlib
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import torch

from core.errors import InputError
from models.train.data import PatchSampler, load_photos, turned
from models.train.detail import DetailSampler
from models.train.feeding import PairPool, pooled, prefetched
from models.train.pair_makers import HalfVaried, compressed_pairs, real_and_degraded_pairs
from models.train.paired import scene_of
from models.train.pairs import PairMaker, RealPairs, cropped_pair
from models.train.prints import SometimesGrey, aged_print
from models.train.scenes import SceneSampler


def write(path, picture) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), picture)


@pytest.fixture
def noise():
    return np.random.default_rng(5).integers(0, 256, (48, 64, 3), np.uint8)


@pytest.fixture
def paired(tmp_path, noise):
    for name in ("a_1_0", "a_1_1", "b_2_0"):
        write(tmp_path / "pairs" / "input" / f"{name}.png", noise // 4)
        write(tmp_path / "pairs" / "reference" / f"{name}.jpg", noise)
    return tmp_path / "pairs"


def test_a_corrupt_photo_is_skipped_and_named(tmp_path, noise):
    write(tmp_path / "good.png", noise)
    (tmp_path / "bad.jpg").write_bytes(b"not a picture")
    photos = load_photos([tmp_path])
    assert photos.skipped == ("bad.jpg",)
    assert np.array_equal(photos.train[0], noise[..., ::-1])


def test_every_twelfth_photo_is_held_out(tmp_path, noise):
    for i in range(24):
        write(tmp_path / f"{i:02}.png", np.full_like(noise, i))
    photos = load_photos([tmp_path])
    assert [p.max() for p in photos.held_out] == [11, 23]
    assert len(photos.train) == 22


def test_an_empty_and_a_missing_folder_are_refused(tmp_path):
    with pytest.raises(InputError, match="No readable photo"):
        load_photos([tmp_path])
    with pytest.raises(InputError, match="does not exist"):
        load_photos([tmp_path / "nowhere"])


def test_pairs_are_found_by_name_and_hold_input_before_reference(paired, noise):
    photos = load_photos([paired])
    pair = photos.train[0]
    assert pair.shape == (48, 64, 6)
    assert np.array_equal(pair[..., :3], noise[..., ::-1] // 4)
    assert pair[..., 3:].mean() > 3 * pair[..., :3].mean()


def test_unequal_and_lonely_pairs_are_skipped_and_named(paired, noise):
    write(paired / "input" / "c_3.png", noise[:40])
    write(paired / "reference" / "c_3.png", noise)
    write(paired / "input" / "lonely.png", noise)
    assert set(load_photos([paired]).skipped) == {"c_3.png", "lonely.png"}


def test_a_folder_without_any_pair_is_refused(tmp_path, noise):
    write(tmp_path / "input" / "a.png", noise)
    write(tmp_path / "reference" / "b.png", noise)
    with pytest.raises(InputError, match="no readable pair"):
        load_photos([tmp_path])


def test_pairs_of_one_scene_are_held_out_together(tmp_path, noise):
    for scene in range(12):
        for shot in range(2):
            picture = np.full_like(noise, 10 * scene + shot)
            for kind in ("input", "reference"):
                write(tmp_path / kind / f"x_{scene:02}_{shot}.png", picture)
    photos = load_photos([tmp_path])
    assert sorted(p.max() for p in photos.held_out) == [110, 111]
    assert scene_of("x_07_1") == scene_of("x_07_0") != scene_of("x_08_0")


def test_both_halves_of_a_pair_are_turned_alike(noise):
    pair = np.concatenate([noise[:48, :48], 255 - noise[:48, :48]], 2)
    bad, good = RealPairs(PatchSampler([pair], 32)).pair(np.random.default_rng(0))
    assert bad.shape == good.shape == (3, 32, 32)
    assert np.allclose(bad + good, 1, atol=1e-6)
    assert len({turned(pair, i).tobytes() for i in range(8)}) == 8


def test_scenes_show_most_of_the_picture():
    ramp = np.tile(np.arange(128, dtype=np.uint8)[:, None, None], (1, 128, 6))
    mixed = RealPairs(PatchSampler([ramp], 32), SceneSampler([ramp], 32))
    spans = [np.ptp(mixed.pair(np.random.default_rng(i))[0]) * 255 for i in range(12)]
    assert any(span < 35 for span in spans)
    assert any(span > 90 for span in spans)


def test_other_exposures_darken_inputs_and_stay_8_bit():
    flat = np.full((32, 32, 6), 200, np.uint8)
    maker = RealPairs(PatchSampler([flat], 16), darkest=0.5)
    pairs = [maker.pair(np.random.default_rng(i)) for i in range(20)]
    levels = [float(bad.max()) * 255 for bad, _ in pairs]
    assert min(levels) < 130
    assert sum(abs(level - 200) < 0.01 for level in levels) >= 5
    assert np.allclose(levels, np.rint(levels), atol=1e-3)
    assert all(np.allclose(good, 200 / 255) for _, good in pairs)


def test_a_crop_shows_the_same_place_of_both_pictures():
    sharp = np.arange(64 * 64, dtype=np.float32).reshape(64, 64, 1)
    small = sharp.reshape(16, 4, 16, 4, 1).mean((1, 3))
    seen = set()
    for seed in range(20):
        a, b = cropped_pair(small, sharp, 32, np.random.default_rng(seed))
        assert np.allclose(b.reshape(8, 4, 8, 4, 1).mean((1, 3)), a)
        seen.add(float(b[0, 0, 0]))
    assert len(seen) > 10


def test_half_of_the_crops_begin_where_a_file_does():
    rows, columns = np.mgrid[0:80, 0:80].astype(np.uint8)
    sampler = SimpleNamespace(draw=lambda rng: np.stack([rows, columns, rows], 2))
    maker = PairMaker(sampler, lambda patch, rng: patch, crop=64, whole=0.5)
    rng = np.random.default_rng(0)
    begins = [tuple(np.rint(maker.pair(rng)[0][:2, 0, 0] * 255)) for _ in range(60)]
    assert 20 < begins.count((0, 0)) < 42
    assert len(set(begins)) > 15


def test_compressed_pairs_have_the_size_that_was_asked_for():
    photo = np.random.default_rng(2).integers(0, 256, (200, 220, 3), np.uint8)
    maker = compressed_pairs([photo], 64, name="bicubic-x4-jpeg20")
    bad, good = maker.pair(np.random.default_rng(0))
    assert bad.shape == (3, 16, 16)
    assert good.shape == (3, 64, 64)


def test_real_pairs_are_needed_where_the_recipe_wants_them(noise):
    with pytest.raises(InputError, match="no real pairs"):
        real_and_degraded_pairs([noise], 32, name="phone", share=0.5)


def test_half_varied_draws_the_stated_and_other_strengths():
    photo = np.full((64, 64, 3), 128, np.uint8)
    spoil = HalfVaried("low-light")
    means = [spoil(photo, np.random.default_rng(i)).mean() for i in range(20)]
    usual = np.median(means)
    assert sum(abs(m - usual) < 1 for m in means) >= 5
    assert max(means) - min(means) > 20


def test_batches_are_prefetched_in_the_order_of_their_seed():
    photo = np.random.default_rng(2).integers(0, 256, (40, 40, 3), np.uint8)
    maker = PairMaker(PatchSampler([photo], 16), lambda p, rng: p)
    batches = prefetched(maker, np.random.default_rng(3), 2)
    ahead = [next(batches)[0] for _ in range(3)]
    rng = np.random.default_rng(3)
    assert all((a == maker.batch(rng, 2)[0]).all() for a in ahead)
    batches.close()


def spoilt(picture, rng):
    """A picture that tells which it came from; processes need it by name."""
    return picture // 2


def test_a_pool_keeps_pairs_together_and_the_newest_of_them():
    pool = PairPool(torch.device("cpu"), capacity=8)
    for first in range(0, 12, 4):
        values = torch.arange(first, first + 4).view(4, 1, 1, 1) / 16
        ramp = torch.arange(4.0).view(1, 1, 1, 4) / 1024
        pool.add(((values + ramp).expand(4, 1, 4, 4), (values / 2 + ramp).expand(4, 1, 4, 4)))
    assert len(pool) == 8
    inputs, targets = pool.draw(np.random.default_rng(0), 64)
    seen = inputs.mean((1, 2, 3)) - 1.5 / 1024
    assert torch.allclose(inputs - seen.view(-1, 1, 1, 1), targets - seen.view(-1, 1, 1, 1) / 2)
    assert sorted(set((seen * 16).round().int().tolist())) == list(range(4, 12))


def test_a_pool_takes_a_quarter_of_what_is_free():
    pair = torch.zeros(3, 1, 4, 4)  # 32 bytes in float16, and as many for the target
    pool = PairPool(torch.device("cpu"), free=4 * 64 * 5)
    for _ in range(4):
        pool.add((pair, pair))
    assert len(pool) == 5


def test_what_a_pool_gives_is_turned_in_every_way():
    pool = PairPool(torch.device("cpu"), capacity=1)
    square = torch.arange(16.0).view(1, 1, 4, 4) / 16
    pool.add((square, square))
    rng = np.random.default_rng(0)
    seen = {tuple(pool.draw(rng, 1)[0].flatten().tolist()) for _ in range(60)}
    assert len(seen) == 8


def test_worker_processes_fill_the_pool_with_pairs_of_their_own():
    photo = np.random.default_rng(2).integers(0, 256, (60, 60, 3), np.uint8)
    maker = PairMaker(PatchSampler([photo], 16), spoilt)
    with contextlib.closing(pooled(maker, 1, 4, device=torch.device("cpu"), workers=2)) as batches:
        inputs, targets = next(batches)
    assert inputs.shape == targets.shape == (4, 3, 16, 16)
    halves = (targets * 255).round() // 2
    assert torch.equal((inputs * 255).round(), halves)
    assert len({tuple(t.flatten().tolist()) for t in targets}) > 1


def broken(picture, rng):
    """What a degradation with a fault does."""
    raise ValueError("broken")


def test_a_worker_that_fails_ends_the_training_with_its_reason():
    photo = np.zeros((60, 60, 3), np.uint8)
    maker = PairMaker(PatchSampler([photo], 16), broken)
    batches = pooled(maker, 1, 4, device=torch.device("cpu"), workers=1)
    with contextlib.closing(batches), pytest.raises(ValueError, match="broken"):
        next(batches)


def test_prints_are_partly_grey_and_partly_spared():
    photo = np.random.default_rng(2).integers(0, 256, (64, 64, 3), np.uint8)
    sampler = SometimesGrey(PatchSampler([photo], 48), 0.5)
    rng = np.random.default_rng(0)
    patches = [sampler.draw(rng) for _ in range(40)]
    grey = [p for p in patches if (p == p[..., :1]).all()]
    assert 10 < len(grey) < 30
    kept = [np.abs(aged_print(photo, rng).astype(int) - photo).mean() for _ in range(60)]
    assert min(kept) < 0.5 * np.median(kept)


def test_some_patches_keep_their_size():
    fine = np.indices((300, 300)).sum(0) % 2 * 255
    photo = np.repeat(fine[..., None], 3, 2).astype(np.uint8)
    rng = np.random.default_rng(0)
    always = DetailSampler([photo], 64, native=1.0)
    assert all(set(np.unique(always.draw(rng))) == {0, 255} for _ in range(10))
    never = DetailSampler([photo], 64)
    assert any(set(np.unique(never.draw(rng))) != {0, 255} for _ in range(10))
