from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.batch import BatchProgress, output_paths, run_batch
from core.batch_report import REPORT_NAME, Outcome, read_items
from core.engine import Engine
from core.errors import InputError, OutputError, UsageError
from core.ops.unsharp import UNSHARP
from core.photos.writing import SaveOptions
from core.recipe import Recipe, Step

SHARPEN = Recipe("Sharpen", (Step("unsharp", {"amount": 1.0}),))


@pytest.fixture
def engine() -> Engine:
    return Engine([UNSHARP])


def picture(path: Path, seed: int = 0) -> Path:
    pixels = np.random.default_rng(seed).integers(0, 256, (40, 56, 3), np.uint8)
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    photos = tmp_path / "Übung 1"
    photos.mkdir()
    for number in (1, 2, 10):
        picture(photos / f"IMG_{number}.png", number)
    return photos


def test_every_photo_gets_a_result_in_the_order_of_its_number(engine, folder, tmp_path):
    report = run_batch(engine, folder, tmp_path / "out", SHARPEN)
    assert [item.name for item in report.items] == ["IMG_1.png", "IMG_2.png", "IMG_10.png"]
    assert report.exit_status == 0
    assert sorted(p.name for p in (tmp_path / "out").glob("*.png")) == [
        "IMG_1.png",
        "IMG_10.png",
        "IMG_2.png",
    ]


def test_one_bad_file_never_stops_the_rest_and_is_named_with_its_reason(engine, folder, tmp_path):
    (folder / "broken.jpg").write_text("no photo, error error error")
    whole = picture(folder / "cut.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.png").write_bytes(b"")
    (folder / "notes.txt").write_text("holiday")
    report = run_batch(engine, folder, tmp_path / "out", SHARPEN)
    assert report.count(Outcome.DONE) == 3
    assert {item.name for item in report.failed} == {"broken.jpg", "cut.jpg", "empty.png"}
    assert all(item.reason for item in report.failed)
    assert report.exit_status == 1
    assert "3 of 6 photos done, 3 failed, 1 left out" in report.sentence
    with (tmp_path / "out" / REPORT_NAME).open(encoding="utf-8-sig") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert rows["broken.jpg"]["outcome"] == "failed"
    assert "broken.jpg" in rows["broken.jpg"]["reason"]
    assert rows["IMG_2.png"]["outcome"] == "done"


def test_a_photo_named_error_is_no_failure(engine, tmp_path):
    photos = tmp_path / "in"
    photos.mkdir()
    picture(photos / "error failed.png")
    assert run_batch(engine, photos, tmp_path / "out", SHARPEN).exit_status == 0


def test_results_equal_a_single_run(engine, folder, tmp_path):
    from core.photos.reading import open_photo

    run_batch(engine, folder, tmp_path / "out", SHARPEN)
    single = engine.run(open_photo(folder / "IMG_2.png"), SHARPEN)
    assert np.array_equal(open_photo(tmp_path / "out" / "IMG_2.png").pixels, single.pixels)


def test_originals_stay_byte_for_byte(engine, folder, tmp_path):
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    run_batch(engine, folder, tmp_path / "out", SHARPEN)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_resume_does_only_what_is_missing_or_changed(engine, folder, tmp_path):
    out = tmp_path / "out"
    run_batch(engine, folder, out, SHARPEN)
    (out / "IMG_1.png").unlink()
    picture(folder / "IMG_2.png", seed=99)
    times = (out / "IMG_10.png").stat().st_mtime_ns
    report = run_batch(engine, folder, out, SHARPEN, resume=True)
    outcomes = [item.outcome for item in report.items]
    assert outcomes == [Outcome.DONE, Outcome.DONE, Outcome.SKIPPED]
    assert (out / "IMG_10.png").stat().st_mtime_ns == times
    assert report.exit_status == 0


def test_resume_with_another_recipe_does_everything_again(engine, folder, tmp_path):
    out = tmp_path / "out"
    run_batch(engine, folder, out, SHARPEN)
    stronger = Recipe("", (Step("unsharp", {"amount": 3.0}),))
    report = run_batch(engine, folder, out, stronger, resume=True)
    assert report.count(Outcome.DONE) == 3


def test_existing_files_are_not_replaced_unless_the_user_says_so(engine, folder, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "IMG_1.png").write_bytes(b"mine")
    report = run_batch(engine, folder, out, SHARPEN)
    assert [item.name for item in report.failed] == ["IMG_1.png"]
    assert (out / "IMG_1.png").read_bytes() == b"mine"
    again = run_batch(engine, folder, out, SHARPEN, SaveOptions(overwrite=True))
    assert again.exit_status == 0


def test_cancel_keeps_what_is_done_and_says_what_was_not_reached(engine, folder, tmp_path):
    seen: list[BatchProgress] = []
    report = run_batch(
        engine,
        folder,
        tmp_path / "out",
        SHARPEN,
        progress=seen.append,
        cancelled=lambda: any(p.item for p in seen),
    )
    assert report.items[0].outcome is Outcome.DONE
    assert [item.outcome for item in report.items[1:]] == [Outcome.NOT_REACHED] * 2
    assert report.exit_status == 1
    resumed = run_batch(engine, folder, tmp_path / "out", SHARPEN, resume=True)
    assert [i.outcome for i in resumed.items] == [Outcome.SKIPPED, Outcome.DONE, Outcome.DONE]


def test_several_jobs_give_the_same_report(engine, folder, tmp_path):
    report = run_batch(engine, folder, tmp_path / "out", SHARPEN, jobs=3)
    assert [item.name for item in report.items] == ["IMG_1.png", "IMG_2.png", "IMG_10.png"]
    assert report.count(Outcome.DONE) == 3


def test_progress_counts_photos(engine, folder, tmp_path):
    seen: list[BatchProgress] = []
    run_batch(engine, folder, tmp_path / "out", SHARPEN, progress=seen.append)
    finished = [(p.done, p.total) for p in seen if p.item]
    assert finished == [(1, 3), (2, 3), (3, 3)]


def test_equal_names_are_told_apart(tmp_path):
    photos = [Path("a.jpg"), Path("a.png"), Path("b.heic")]
    names = [p.name for p in output_paths(photos, tmp_path, SaveOptions(format="tiff"))]
    assert names == ["a-jpg.tif", "a-png.tif", "b.tif"]
    names = [p.name for p in output_paths(photos, tmp_path, SaveOptions())]
    assert names == ["a.jpg", "a.png", "b.jpg"]


def test_the_folder_of_the_photos_is_refused(engine, folder):
    with pytest.raises(UsageError, match="folder of the photos"):
        run_batch(engine, folder, folder, SHARPEN)


def test_a_folder_without_photos_and_a_missing_one_are_named(engine, tmp_path):
    (tmp_path / "nothing").mkdir()
    with pytest.raises(InputError, match="nothing holds no photo"):
        run_batch(engine, tmp_path / "nothing", tmp_path / "out", SHARPEN)
    with pytest.raises(InputError, match="gone cannot be read"):
        run_batch(engine, tmp_path / "gone", tmp_path / "out", SHARPEN)


def test_an_unwritable_folder_is_told_before_any_work(engine, folder, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("a file, not a folder")
    with pytest.raises(OutputError, match="cannot be written to"):
        run_batch(engine, folder, blocked / "out", SHARPEN)


def test_a_foreign_report_counts_as_none(tmp_path):
    (tmp_path / REPORT_NAME).write_text("some,other\ntable,1\n")
    assert read_items(tmp_path / REPORT_NAME) == {}
    assert read_items(tmp_path / "missing.csv") == {}


def test_no_half_files_are_left(engine, folder, tmp_path):
    run_batch(engine, folder, tmp_path / "out", SHARPEN)
    assert not [name for name in os.listdir(tmp_path / "out") if name.startswith(".")]
