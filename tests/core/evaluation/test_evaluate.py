"""Methods on folders: protocol, baselines, pairs, bad files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data
from skimage.metrics import peak_signal_noise_ratio

from core.errors import Cancelled, InputError, UsageError
from core.evaluation.evaluate import evaluate
from core.evaluation.evaluation_methods import (
    BASELINES,
    EvaluationResult,
    FolderResults,
    Method,
    baseline,
)
from core.metrics import Protocol
from core.resample import enlarge_bicubic, reduce_area

PICTURES = {"a.png": (slice(0, 197), slice(100, 302)), "b.png": (slice(150, 330), slice(0, 191))}


def write(path: Path, pixels: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


@pytest.fixture
def photos(tmp_path) -> Path:
    for name, place in PICTURES.items():
        write(tmp_path / "set" / name, data.astronaut()[place])
    return tmp_path / "set"


@pytest.fixture
def pairs(tmp_path) -> Path:
    for name, place in PICTURES.items():
        write(tmp_path / "pairs/reference" / name, data.astronaut()[place])
        write(tmp_path / "pairs/input" / name, data.astronaut()[place] // 2)
    return tmp_path / "pairs"


def by_method(rows, method: str):
    return [row for row in rows if row.method == method]


def test_bicubic_and_lanczos_stand_beside_an_enlargement(photos):
    cubic = Method("mine", 3, lambda pixels: EvaluationResult(enlarge_bicubic(pixels, 3), 0.5, 7))
    found = evaluate(photos, [cubic], degrade="area-x3")
    assert [row.method for row in found.rows] == ["bicubic", "lanczos", "mine"] * 2
    assert not found.skipped
    mine, own = by_method(found.rows, "mine")[0], by_method(found.rows, "bicubic")[0]
    assert (mine.psnr, mine.psnr_y, mine.ssim) == (own.psnr, own.psnr_y, own.ssim)
    assert (mine.seconds, mine.peak_mb, mine.dataset, mine.image) == (0.5, 7, "set", "a.png")


def test_the_enlarging_protocol_is_followed(photos):
    row = by_method(evaluate(photos, [], degrade="area-x3").rows, "bicubic")[0]
    truth = data.astronaut()[PICTURES["a.png"]][:195, :201]
    result = enlarge_bicubic(reduce_area(truth, 3), 3)
    weights = np.array([65.481, 128.553, 24.966]) / 255
    a, b = (p[3:-3, 3:-3] for p in (result, truth))
    assert row.psnr == pytest.approx(peak_signal_noise_ratio(b, a, data_range=255), abs=1e-6)
    luma = peak_signal_noise_ratio(b @ weights, a @ weights, data_range=255)
    assert row.psnr_y == pytest.approx(luma, abs=1e-6)
    assert "border 3 px" in row.protocol
    assert "input by area-x3, seed 0" in row.protocol
    assert row.ms_ssim is not None
    assert row.psnr_mask is None


def test_small_pictures_have_no_ms_ssim(tmp_path):
    write(tmp_path / "small" / "a.png", data.coffee()[:100, :120])
    rows = evaluate(tmp_path / "small", [], degrade="blur").rows
    assert [row.ms_ssim for row in rows] == [None]
    assert rows[0].ssim is not None


def test_input_stands_beside_what_keeps_its_size(photos):
    keep = Method("same", 1, EvaluationResult)
    rows = evaluate(photos, [keep], degrade="blur").rows
    assert [row.method for row in rows] == ["input", "same"] * 2
    assert rows[0].psnr == rows[1].psnr
    assert "no border" in rows[0].protocol


def test_named_baselines_are_not_doubled(photos):
    rows = evaluate(photos, [baseline("bicubic"), baseline("input")], degrade="area-x3").rows
    assert [row.method for row in rows[:3]] == ["lanczos", "bicubic", "input"]


def test_inpainting_is_measured_in_the_holes(photos):
    methods = [baseline("telea"), baseline("navier-stokes")]
    rows = evaluate(photos, methods, degrade="holes").rows
    values = {row.method: row.psnr_mask for row in rows if row.image == "a.png"}
    assert values["telea"] > values["input"] + 5
    assert values["navier-stokes"] > values["input"] + 5


def test_inpainting_without_holes_is_named_as_skipped(photos):
    found = evaluate(photos, [baseline("telea")], degrade="blur")
    assert {row.method for row in found.rows} == {"input"}
    assert [(s.image, s.method) for s in found.skipped] == [("a.png", "telea"), ("b.png", "telea")]
    assert "no mask" in str(found.skipped[0])


def test_methods_may_be_told_where_the_holes_are(photos):
    told = []

    def fill(pixels: np.ndarray, mask: np.ndarray) -> EvaluationResult:
        told.append((pixels[mask] == 0).all() and mask.any())
        return EvaluationResult(pixels)

    evaluate(photos, [Method("fill", 1, EvaluationResult, fill)], degrade="holes")
    assert told == [True, True]


def test_pairs_by_equal_names(pairs):
    double = Method("double", 1, lambda pixels: EvaluationResult(pixels * 2))
    rows = evaluate(pairs, [double]).rows
    assert [row.method for row in rows] == ["input", "double"] * 2
    assert all(row.psnr > 45 for row in by_method(rows, "double"))
    assert all(row.psnr < 20 for row in by_method(rows, "input"))
    assert rows[0].dataset == "pairs"
    assert "input as given" in rows[0].protocol


def test_pairs_by_equal_stems_and_missing_partners(pairs):
    (pairs / "input/b.png").rename(pairs / "input/lonely.png")
    write(pairs / "input/c.bmp", np.zeros((30, 40, 3), np.uint8))
    write(pairs / "reference/c.png", np.zeros((60, 80, 3), np.uint8))
    found = evaluate(pairs, [])
    assert [(r.image, r.method) for r in found.rows] == [
        ("a.png", "input"),
        ("c.bmp", "bicubic"),
        ("c.bmp", "lanczos"),
    ]
    reasons = [str(s) for s in found.skipped]
    assert reasons == [
        "input/lonely.png has no partner.",
        "reference/b.png has no partner.",
    ]


def test_a_mask_folder_limits_psnr_mask(pairs):
    mask = np.zeros((197, 202), np.uint8)
    mask[50:60, 20:90] = 255
    write(pairs / "mask/a.png", mask)
    rows = evaluate(pairs, []).rows
    assert rows[0].psnr_mask is not None
    assert rows[1].psnr_mask is None


def test_unequal_pairs_are_named(pairs):
    write(pairs / "input/b.png", np.zeros((100, 191, 3), np.uint8))
    found = evaluate(pairs, [])
    assert {row.image for row in found.rows} == {"a.png"}
    assert "191×100" in str(found.skipped[0])
    assert "191×180" in str(found.skipped[0])


def test_a_bad_file_is_named_and_skipped(photos):
    (photos / "aa.png").write_bytes(b"no picture")
    (photos / "ab.jpg").write_bytes(b"")
    found = evaluate(photos, [], degrade="blur")
    assert [row.image for row in found.rows] == ["a.png", "b.png"]
    assert [s.image for s in found.skipped] == ["aa.png", "ab.jpg"]
    assert all(s.image in s.reason for s in found.skipped)


def test_a_failing_method_does_not_stop_the_others(photos):
    def fail(pixels: np.ndarray) -> EvaluationResult:
        raise ZeroDivisionError("of mine")

    found = evaluate(photos, [Method("bad", 1, fail)], degrade="blur")
    assert len(found.rows) == 2
    assert "ZeroDivisionError: of mine" in str(found.skipped[0])
    small = Method("small", 1, lambda pixels: EvaluationResult(pixels[:-1]))
    assert "Crop or resize" in str(evaluate(photos, [small], degrade="blur").skipped[0])


def test_results_of_other_programs(photos, tmp_path):
    write(tmp_path / "theirs/a.bmp", data.astronaut()[PICTURES["a.png"]])
    found = evaluate(photos, [FolderResults("theirs", tmp_path / "theirs")], degrade="blur")
    row = by_method(found.rows, "theirs")[0]
    assert row.identical
    assert row.psnr is None
    assert row.psnr_y is None
    assert row.ssim == 1.0
    assert row.seconds is None
    assert "no result for b.png" in str(found.skipped[0])


def test_runs_are_reproducible_and_seeded(photos):
    first, second = (evaluate(photos, [], degrade="phone").rows for _ in range(2))
    assert [r.psnr for r in first] == [r.psnr for r in second]
    other = evaluate(photos, [], degrade="phone", seed=1).rows
    assert [r.psnr for r in first] != [r.psnr for r in other]


def test_sixteen_bits_are_rounded_to_eight(tmp_path):
    import cv2

    deep = data.astronaut()[:60, :70].astype(np.uint16) * 257
    (tmp_path / "deep").mkdir()
    cv2.imwrite(str(tmp_path / "deep/a.png"), deep[..., ::-1])
    write(tmp_path / "eight/a.png", data.astronaut()[:60, :70])
    rows = [evaluate(tmp_path / name, [], degrade="blur").rows[0] for name in ("deep", "eight")]
    assert rows[0].psnr == rows[1].psnr


def test_grey_pictures_are_measured(tmp_path):
    write(tmp_path / "grey/a.png", data.camera()[:180, :180])
    for name in ("area-x3", "bicubic-x4-jpeg20", "holes", "old-photo"):
        assert evaluate(tmp_path / "grey", [baseline("telea")], degrade=name).rows


def test_another_protocol_may_be_asked_for(photos):
    row = evaluate(photos, [], degrade="area-x3", protocol=Protocol(border=0)).rows[0]
    assert "no border" in row.protocol


def test_progress_runs_to_one_and_rows_arrive_early(photos):
    seen, rows = [], []
    evaluate(photos, [], degrade="blur", progress=lambda *a: seen.append(a), on_row=rows.append)
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(rows) == 2


def test_cancel_keeps_what_is_done(photos):
    rows = []
    found = evaluate(photos, [], degrade="blur", on_row=rows.append, cancelled=lambda: bool(rows))
    assert found.cancelled
    assert [row.image for row in found.rows] == ["a.png"]

    def stopped(pixels: np.ndarray) -> EvaluationResult:
        raise Cancelled

    assert evaluate(photos, [Method("m", 1, stopped)], degrade="blur").cancelled


def test_wrong_folders_are_refused_with_a_remedy(photos, pairs, tmp_path):
    with pytest.raises(InputError, match="not there"):
        evaluate(tmp_path / "nowhere", [])
    with pytest.raises(InputError, match="It has the folders pairs, set"):
        evaluate(tmp_path, [], degrade="blur")
    with pytest.raises(InputError, match="of theirs is not there"):
        FolderResults("theirs", tmp_path / "nowhere")
    with pytest.raises(UsageError, match="--degrade"):
        evaluate(photos, [])
    with pytest.raises(UsageError, match="Leave out --degrade"):
        evaluate(pairs, [], degrade="blur")
    with pytest.raises(UsageError, match=r"enlarges ×2.*reduces ×3"):
        evaluate(photos, [Method("m", 2, EvaluationResult)], degrade="area-x3")
    for path in (pairs / "input").iterdir():
        path.unlink()
    with pytest.raises(InputError, match="has a partner"):
        evaluate(pairs, [])


def test_a_method_of_another_scale_is_skipped_for_pairs(pairs):
    found = evaluate(pairs, [Method("m", 4, EvaluationResult)])
    assert "enlarges ×4" in str(found.skipped[0])


def test_folders_called_hr_carry_their_parents_name(photos):
    folder = photos.rename(photos.parent / "hr")
    name = evaluate(folder, [], degrade="blur").rows[0].dataset
    assert name == f"{folder.parent.name}/hr"


def test_every_baseline_has_its_name():
    assert [b.name for b in BASELINES] == [
        *("input", "bicubic", "lanczos", "telea", "navier-stokes", "tuned-unsharp", "wiener")
    ]
    assert baseline("espcn-x3") is None


def ffmpeg(folder: Path, filters: str) -> None:
    log = '{"frames": [{"metrics": {"vmaf": 87.5}}]}'
    program = folder / "ffmpeg"
    program.write_text(
        f"#!/bin/sh\ncase \"$*\" in *-filters*) echo {filters};; *) echo '{log}' > vmaf.json;; esac"
    )
    program.chmod(0o755)


def test_vmaf_is_measured_on_request(photos, monkeypatch, tmp_path):
    ffmpeg(tmp_path, "libvmaf")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = evaluate(photos, [], degrade="blur", with_vmaf=True)
    assert [row.vmaf for row in found.rows] == [87.5, 87.5]
    assert "vmaf by ffmpeg" in found.rows[0].protocol
    assert evaluate(photos, [], degrade="blur").rows[0].vmaf is None


def test_vmaf_that_cannot_be_had_is_said_before_anything_runs(photos, monkeypatch, tmp_path):
    ffmpeg(tmp_path, "ssim")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="built without libvmaf"):
        evaluate(photos, [], degrade="blur", with_vmaf=True)
