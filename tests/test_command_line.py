"""The command line as its user types it: results, sentences, exit statuses."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from photo_samples import exif_block
from PIL import Image

from core.figures import read_provenance
from core.region import Region
from core.session import session_from_json
from gui.open_files import opened
from main import COMMANDS, main, main_or_stopped


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    rng = np.random.default_rng(3)
    small = rng.integers(0, 256, (6, 8, 3), dtype=np.uint8)
    path = tmp_path / 'größer & 100% "scharf".png'
    if os.name == "nt":
        path = tmp_path / "größer & 100%.png"
    Image.fromarray(small).resize((48, 36), Image.Resampling.BICUBIC).save(path)
    return path


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


def values_of(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture)


def text_named_jpg(folder: Path) -> Path:
    path = folder / "text.jpg"
    path.write_text("this is no picture")
    return path


def empty_file(folder: Path) -> Path:
    path = folder / "empty.jpg"
    path.touch()
    return path


def truncated(folder: Path) -> Path:
    path = folder / "cut.jpg"
    Image.effect_noise((200, 200), 50).convert("RGB").save(path)
    path.write_bytes(path.read_bytes()[:3000])
    return path


def test_enhance_writes_a_new_file_and_says_what_it_took(photo, tmp_path, capsys):
    out, report = tmp_path / "out.png", tmp_path / "report.json"
    command = ["enhance", str(photo), "-o", str(out), "--model", "espcn-x3", "--device", "cpu"]
    assert main([*command, "--report", str(report)]) == 0
    assert size_of(out) == (144, 108)
    said = capsys.readouterr().out
    assert "144×108" in said
    assert "peak memory" in said
    assert json.loads(report.read_text())["steps"][0]["op"] == "espcn-x3"


def test_enhance_takes_a_recipe_with_values(photo, tmp_path):
    weak, strong = tmp_path / "weak.png", tmp_path / "strong.png"
    base = ["enhance", str(photo), "--recipe", "sharpen"]
    assert main([*base, "-o", str(weak), "--set", "unsharp.amount=0"]) == 0
    assert main([*base, "-o", str(strong), "--set", "unsharp.amount=3"]) == 0
    before, after = values_of(weak), values_of(strong)
    assert np.array_equal(before, values_of(photo))
    assert after.std() > before.std()


def test_enhance_says_what_became_of_the_place(tmp_path, capsys):
    placed = tmp_path / "placed.jpg"
    Image.new("RGB", (16, 16)).save(placed, exif=exif_block())
    base = ["enhance", str(placed), "--recipe", "sharpen", "-o"]
    assert main([*base, str(tmp_path / "a.jpg")]) == 0
    assert "--strip-gps leaves it out" in capsys.readouterr().out
    assert main([*base, str(tmp_path / "b.jpg"), "--strip-gps"]) == 0
    assert "was left out" in capsys.readouterr().out
    assert (
        main(
            [
                "enhance",
                str(tmp_path / "b.jpg"),
                "--recipe",
                "sharpen",
                "-o",
                str(tmp_path / "c.jpg"),
            ]
        )
        == 0
    )
    assert "GPS" not in capsys.readouterr().out


def test_an_existing_result_is_kept_unless_the_user_says_so(photo, tmp_path, capsys):
    out = tmp_path / "kept.png"
    out.write_text("precious")
    command = ["enhance", str(photo), "-o", str(out), "--recipe", "sharpen"]
    assert main(command) == 1
    assert out.read_text() == "precious"
    assert "exists already" in capsys.readouterr().err
    assert main([*command, "--overwrite"]) == 0
    assert size_of(out) == (48, 36)


def test_the_photo_itself_is_never_replaced(photo, capsys):
    before = photo.read_bytes()
    command = ["enhance", str(photo), "-o", str(photo), "--recipe", "sharpen", "--overwrite"]
    assert main(command) == 1
    assert photo.read_bytes() == before
    assert photo.name in capsys.readouterr().err


@pytest.mark.parametrize(
    ("make", "status", "words"),
    [
        (lambda folder: folder / "missing.jpg", 2, "does not exist"),
        (lambda folder: folder, 2, "is a folder"),
        (text_named_jpg, 1, "text.jpg"),
        (empty_file, 1, "empty.jpg"),
        (truncated, 1, "cut.jpg"),
    ],
)
def test_bad_input_gets_one_sentence_that_names_it(tmp_path, capsys, make, status, words):
    out = tmp_path / "out.png"
    bad = make(tmp_path)
    assert main(["enhance", str(bad), "-o", str(out), "--recipe", "sharpen"]) == status
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1
    assert not out.exists()


def test_a_one_pixel_photo_is_a_photo(tmp_path):
    path, out = tmp_path / "dot.png", tmp_path / "out.png"
    Image.new("RGB", (1, 1), (200, 10, 60)).save(path)
    assert main(["enhance", str(path), "-o", str(out), "--model", "espcn-x3"]) == 0
    assert size_of(out) == (3, 3)


def test_a_missing_output_folder_is_named(photo, tmp_path, capsys):
    out = tmp_path / "nowhere" / "out.png"
    assert main(["enhance", str(photo), "-o", str(out), "--recipe", "sharpen"]) == 1
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--model", "espcn-x9"],
        ["--recipe", "no such recipe"],
        ["--recipe", "sharpen", "--set", "unsharp.amount=loud"],
        ["--recipe", "sharpen", "--set", "unsharp=1"],
        ["--recipe", "sharpen", "--set", "unsharp#2.amount=1"],
        ["--recipe", "sharpen", "--quality", "0"],
    ],
)
def test_wrong_arguments_give_status_two_and_a_remedy(photo, tmp_path, capsys, arguments):
    assert main(["enhance", str(photo), "-o", str(tmp_path / "out.png"), *arguments]) == 2
    assert capsys.readouterr().err.startswith("main.py enhance: ")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_help_shows_an_example(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert f"example:\n  main.py {command}" in capsys.readouterr().out


def test_an_unknown_option_is_refused(capsys):
    assert main(["--frobnicate"]) == 2
    assert "--frobnicate" in capsys.readouterr().err


def test_a_misspelt_command_is_not_taken_for_a_photo(capsys):
    assert main(["enhace", "photo.jpg"]) == 2
    assert "no command or file enhace" in capsys.readouterr().err


def test_ctrl_c_while_something_loads_is_one_sentence(capsys, monkeypatch):
    def interrupted(name, arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("main.run_command", interrupted)
    monkeypatch.setattr("sys.argv", ["main.py", "models"])
    assert main_or_stopped() == 130
    assert capsys.readouterr().err == "main.py: stopped.\n"


def test_models_lists_the_registry(capsys):
    assert main(["models"]) == 0
    assert "espcn-x3" in capsys.readouterr().out
    assert main(["models", "--json"]) == 0
    cards = json.loads(capsys.readouterr().out)
    assert next(c for c in cards if c["id"] == "espcn-x3")["parameters"] == 211_785


def test_figure_with_boxes_and_a_made_reference(photo, tmp_path):
    out = tmp_path / "figure.png"
    command = ["figure", str(photo), "-o", str(out), "--layout", "triple", "--degrade", "area-x3"]
    assert main([*command, "--methods", "bicubic,espcn-x3"]) == 0
    with Image.open(out) as figure:
        assert "Measured at 8 bits, peak 255, border 3 px left out" in figure.info["Description"]


@pytest.mark.parametrize("ending", ["svg", "pdf", "html"])
def test_a_figure_says_how_its_numbers_were_measured(photo, tmp_path, capsys, ending):
    out = tmp_path / f"figure.{ending}"
    command = ["figure", str(photo), "-o", str(out), "--layout", "grid", "--degrade", "area-x3"]
    assert main([*command, "--methods", "input,bicubic"]) == 0
    told = "Measured at 8 bits, peak 255, border 3 px left out"
    treated = "enlarged ×3 by bicubic to the reference's size"
    said = capsys.readouterr().err
    assert told in said and f"Input: {treated}." in said
    if ending != "pdf":  # its text is in UTF-16
        assert told in out.read_text("utf-8")
    original, given, enlarged = read_provenance(out)["methods"]
    assert (original["protocol"], original["metrics"]) == ("", {})
    assert f"Measured at {given['protocol']}".startswith(told)
    assert (given["treatment"], enlarged["treatment"]) == (treated, "")


def test_a_box_outside_the_picture_is_named(photo, tmp_path, capsys):
    command = ["figure", str(photo), "-o", str(tmp_path / "f.png"), "--methods", "input,sharpen"]
    assert main([*command, "--box", "40,30,20,20"]) == 2
    said = capsys.readouterr().err
    assert "--box 40,30,20,20 lies outside" in said
    assert "48×36" in said


def test_rows_of_several_photos_have_boxes_of_their_own(photo, tmp_path):
    Image.effect_noise((60, 30), 40).convert("RGB").save(tmp_path / "second.png")
    out = tmp_path / "figure.svg"
    command = ["figure", str(photo), str(tmp_path / "second.png"), "-o", str(out), "--layout"]
    boxes = ["--box", "6,6,12,12", "--box", "2:3,3,21,9", "--box", "2:30,9,21,9"]
    assert main([*command, "rows", "--methods", "bicubic", "--degrade", "area-x3", *boxes]) == 0
    drawn = out.read_text("utf-8")
    assert "second.png" in drawn
    assert drawn.count("<image") == 2 + 2 + 2 * 2
    provenance = read_provenance(out)
    assert provenance["more_photos"][0]["name"] == "second.png"
    session = session_from_json(provenance["session"])
    assert session.comparison.boxes[0].rect == Region(2, 2, 6, 6)
    assert session.reference.spoiled.name == "area-x3"


def test_a_figure_of_the_command_line_brings_its_session_to_the_window(photo, tmp_path):
    out = photo.with_name("figure.png")
    other = tmp_path / "theirs"
    other.mkdir()
    Image.open(photo).save(other / photo.name)
    methods = f"input,espcn-x3,sharpen,Theirs={other}"
    assert (
        main(["figure", str(photo), "-o", str(out), "--layout", "grid", "--methods", methods]) == 0
    )
    found = opened(out)
    assert found.photo.name == photo.name
    assert [c.origin for c in found.session.candidates] == ["espcn-x3", "", ""]
    assert found.session.candidates[2].recipe.name == "Theirs"
    assert found.session.candidates[2].file.name == photo.name


def test_a_folder_without_the_result_is_named(photo, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    methods = f"input,Theirs={tmp_path / 'empty'}"
    out = str(tmp_path / "f.png")
    assert main(["figure", str(photo), "-o", out, "--methods", methods]) == 1
    assert f"holds no result for {photo.name}" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["figure", "enhance"])
def test_a_reference_of_another_size_is_cropped_or_resized_by_choice(
    photo, tmp_path, capsys, command
):
    Image.effect_noise((50, 40), 40).convert("RGB").save(tmp_path / "truth.png")
    how = ["--recipe", "sharpen"] if command == "enhance" else ["--methods", "input,sharpen"]
    given = [command, str(photo), *how, "--reference", str(tmp_path / "truth.png"), "-o"]
    assert main([*given, str(tmp_path / "a.png")]) == 1
    assert "Choose --fit crop or --fit resize." in capsys.readouterr().err
    assert not (tmp_path / "a.png").exists()
    assert main([*given, str(tmp_path / "b.png"), "--fit", "crop"]) == 0
    said = capsys.readouterr()
    assert "Cropped to its middle from 50×40 as chosen" in said.out + said.err
    assert main([*given, str(tmp_path / "c.png"), "--fit", "resize"]) == 0


def test_an_enlargement_is_measured_against_a_reference_of_the_photos_size(photo, tmp_path, capsys):
    command = ["enhance", str(photo), "-o", str(tmp_path / "o.png"), "--model", "espcn-x3"]
    assert main([*command, "--reference", str(photo)]) == 0
    assert "reduced ×3 by area to the reference's size" in capsys.readouterr().out


def test_evaluate_writes_rows_and_names_what_it_left_out(photo, tmp_path, capsys):
    folder = tmp_path / "good"
    folder.mkdir()
    photo.rename(folder / "good.png")
    text_named_jpg(folder)
    rows = tmp_path / "rows.json"
    command = ["evaluate", str(folder), "--methods", "espcn-x3", "--degrade", "area-x3"]
    command += ["--scatter", str(tmp_path / "scatter.svg")]
    assert main([*command, "--json", str(rows), "-o", str(tmp_path / "table.csv")]) == 1
    assert "Sub-pixel CNN ×3" in (tmp_path / "scatter.svg").read_text("utf-8")
    assert "text.jpg" in capsys.readouterr().err
    methods = [row["method"] for row in json.loads(rows.read_text())]
    assert methods == ["bicubic", "lanczos", "espcn-x3"]


def test_contact_sheet_shows_every_photo_by_every_method(photo, tmp_path):
    out = tmp_path / "sheet.png"
    folder = tmp_path / "photos"
    folder.mkdir()
    photo.rename(folder / "one.png")
    command = ["contact-sheet", str(folder), "--methods", "input,bicubic,espcn-x3"]
    assert main([*command, "-o", str(out), "--side", "24"]) == 0
    assert size_of(out)[0] > 100
    embedded = read_provenance(out)
    assert embedded["photos"][0]["name"] == "one.png"
    assert embedded["methods"][2]["report"]["steps"][0]["fingerprint"]
    plain = tmp_path / "plain.png"
    assert main([*command, "-o", str(plain), "--side", "24", "--no-provenance"]) == 0
    assert read_provenance(plain) is None


def test_contact_sheet_of_many_photos_is_about_as_wide_as_high(photo, tmp_path, capsys):
    folder, out = tmp_path / "photos", tmp_path / "sheet.png"
    folder.mkdir()
    for i in range(20):
        shutil.copy(photo, folder / f"{i}.png")
    command = ["contact-sheet", str(folder), "-o", str(out), "--side", "24", "--methods"]
    assert main([*command, "input,bicubic"]) == 0
    width, height = size_of(out)
    assert 0.5 < width / height < 2
    assert main([*command, "input,nothing"]) == 2
    assert capsys.readouterr().err.count("nothing") == 1


def test_without_a_display_the_sample_is_enhanced_all_the_same(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("gui.display.has_display", lambda: False)
    monkeypatch.setattr("core.commands.demo.own_figure", lambda: tmp_path / "figure.png")
    assert main([]) == 0
    said = capsys.readouterr().out
    for words in ("There is no display", "figure.png", "latency", "cpu", "MB", "For the window"):
        assert words in said
    assert (tmp_path / "figure.png").exists()


def test_a_missing_system_library_is_named_with_its_package(monkeypatch, capsys):
    monkeypatch.setattr("gui.display.has_display", lambda: True)
    missing = {"libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor")}
    monkeypatch.setattr("gui.display.missing_libraries", lambda: missing)
    assert main([]) == 1
    assert "apt install libxcb-cursor0" in capsys.readouterr().err


def test_batch_goes_on_after_a_bad_file_and_reports_it(photo, tmp_path, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    photo.rename(folder / "good.png")
    truncated(folder)
    report = tmp_path / "report.csv"
    command = ["batch", str(folder), str(tmp_path / "out"), "--recipe", "sharpen"]
    assert main([*command, "--report", str(report)]) == 1
    said = capsys.readouterr()
    assert "cut.jpg" in said.err
    assert "1 of 2 photos done" in said.out
    assert (tmp_path / "out" / "good.png").exists()
    assert "cut.jpg,failed" in report.read_text()


def test_a_mask_that_nothing_looks_at_is_refused(photo, tmp_path, capsys):
    mask, out = tmp_path / "mask.png", tmp_path / "out.png"
    Image.new("L", size_of(photo), 255).save(mask)
    command = ["enhance", str(photo), "-o", str(out), "--recipe", "sharpen", "--mask", str(mask)]
    assert main(command) == 2
    assert "takes a mask" in capsys.readouterr().err
    assert not out.exists()
