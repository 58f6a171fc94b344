from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from photo_samples import gamma_profile, srgb_profile

from core.colour.display_colour import DisplayTransform
from core.degradations import degradation
from core.errors import InputError
from core.evaluation.evaluation_set import CaseFiles, open_case
from core.evaluation.reference import Fit, Spoiling
from core.evaluation.truth import degraded_photo, misfit, truth_for, truth_of
from core.metrics import psnr
from core.photo import Photo
from core.photos.writing import SaveOptions, save_picture
from core.region import Region
from core.resample import enlarger, reduce_area
from core.view.strokes import Stroke


def picture(height: int, width: int, *, dtype: type = np.uint8, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.integers(0, np.iinfo(dtype).max, (height, width, 3), dtype, endpoint=True)


def photo(height: int, width: int, name: str = "photo.png", **kind) -> Photo:
    return Photo(picture(height, width, **kind), path=Path(name))


def test_identical_pictures_are_infinitely_good():
    good = photo(40, 60)
    truth = truth_for(good, good)
    scores = truth.scores(good.pixels, truth.photo_size.region, truth.photo_size.region)
    assert scores.identical
    assert math.isinf(scores.psnr_y)
    assert scores.ssim == 1


def test_a_reference_of_another_size_is_refused_with_the_choices():
    small, large = photo(40, 60), photo(50, 70, "truth.png")
    assert "70×50" in misfit(small, large)
    with pytest.raises(InputError, match=r"truth\.png.*cropped or resized"):
        truth_for(small, large)
    cropped, resized = (truth_for(small, large, fit) for fit in (Fit.CROP, Fit.RESIZE))
    assert cropped.pixels.shape == resized.pixels.shape == (40, 60, 3)
    np.testing.assert_array_equal(cropped.pixels, large.pixels[5:45, 5:65])
    assert "as chosen" in cropped.notes[0]
    assert "as chosen" in resized.notes[0]


def test_a_smaller_reference_cannot_be_cropped():
    with pytest.raises(InputError, match="resize"):
        truth_for(photo(40, 60), photo(39, 80, "truth.png"), Fit.CROP)


@pytest.mark.parametrize(("height", "width", "fits"), [(120, 180, True), (122, 181, True)])
def test_a_multiple_fits_with_a_remainder(height: int, width: int, fits: bool):
    assert (misfit(photo(40, 60), photo(height, width)) == "") is fits
    assert truth_for(photo(40, 60), photo(height, width)).factor == 3


def test_a_larger_result_is_reduced_by_area_and_that_is_said():
    good = photo(40, 60)
    truth, whole = truth_for(good, photo(40, 60, "truth.png", seed=2)), Region(0, 0, 60, 40)
    large = enlarger("bicubic", 3)(good.pixels, 3)
    found = truth.scores(large, whole, whole, scale=3)
    wanted = truth.scores(reduce_area(large, 3), whole, whole)
    assert (found.psnr, found.ssim) == (wanted.psnr, wanted.ssim)
    assert truth.treatment(3) == "reduced ×3 by area to the reference's size"
    assert truth.treatment(1) == ""
    part, covers = Region(10, 12, 40, 39), Region(6, 8, 44, 40)
    cut = truth.scores(covers.scaled(3).of(large), covers, part, scale=3)
    assert cut.psnr == truth.scores(reduce_area(covers.scaled(3).of(large), 3), covers, part).psnr


def test_without_a_whole_factor_there_are_no_figures_and_that_is_said():
    good = photo(40, 60)
    truth, whole = truth_for(good, photo(80, 120, "truth.png")), Region(0, 0, 60, 40)
    assert truth.scores(enlarger("bicubic", 3)(good.pixels, 3), whole, whole, scale=3) is None
    assert truth.treatment(3).startswith("not measured")
    assert truth.treatment(1) == "enlarged ×2 by bicubic to the reference's size"


def test_one_side_enlarged_does_not_fit():
    assert misfit(photo(40, 60), photo(40, 120))


def test_a_smaller_result_is_enlarged_without_a_seam():
    large = photo(90, 120)
    made = degraded_photo(large, Spoiling.by("area-x3"))
    truth = truth_of(made)
    region, whole = Region(5, 6, 20, 22), truth.photo_size.region
    covers = region.grown(4).within(truth.photo_size)
    found = truth.scores(covers.of(made.photo.pixels), covers, region)
    bicubic = enlarger("bicubic", 3)(made.photo.pixels, 3)
    place = region.scaled(3)
    wanted = psnr(place.of(bicubic), place.of(large.pixels), data_range=255)
    assert found.psnr == pytest.approx(wanted, abs=1e-9)
    assert truth.protocol(whole).border == 3
    assert truth.protocol(region).border == 0


def test_degrading_gives_what_the_table_of_methods_starts_from(tmp_path: Path):
    good = photo(64, 80)
    path = tmp_path / "bird.png"
    save_picture(good.pixels, path, source=good, options=SaveOptions())
    case = open_case(CaseFiles("bird.png", path), degradation("low-light"), 4)
    made = degraded_photo(
        Photo(good.pixels.copy(), path=path), Spoiling.by("low-light", {"light": 0.06}, 4)
    )
    np.testing.assert_array_equal(made.photo.pixels, case.pixels)
    np.testing.assert_array_equal(made.good.pixels, case.reference)


def test_holes_come_with_their_mask():
    made = degraded_photo(photo(64, 80), Spoiling.by("holes", seed=2))
    truth = truth_of(made)
    whole = truth.photo_size.region
    assert (made.photo.pixels[made.mask] == 0).all()
    assert truth.scores(made.photo.pixels, whole, whole).psnr_mask is not None


def test_painted_holes_replace_chance():
    brushed = Stroke(((10.5, 20.5), (40.5, 20.5)), 9.0)
    spoiling = replace(Spoiling.by("holes"), strokes=(brushed,))
    made = degraded_photo(photo(64, 80), spoiling)
    rows, columns = np.nonzero(made.mask)
    assert (rows.min(), rows.max()) == (16, 24)
    assert (columns.min(), columns.max()) == (6, 44)
    assert "by hand" in made.photo.notes[0]


def test_another_depth_is_compared_at_8_bits_and_said():
    deep, plain = photo(40, 60, dtype=np.uint16), photo(40, 60, "truth.png")
    truth = truth_for(deep, plain)
    assert "16" in truth.notes[0]
    whole = truth.photo_size.region
    lifted = plain.pixels.astype(np.uint16) * 257
    assert truth.scores(lifted, whole, whole).identical


def test_another_profile_is_compared_in_srgb_and_said():
    tagged = Photo(picture(40, 60), path=Path("truth.png"), icc=gamma_profile(2.2))
    plain = photo(40, 60)
    truth = truth_for(plain, tagged)
    assert "sRGB" in truth.notes[0]
    shown = DisplayTransform.for_photo(tagged.icc, 3, 8).rgb(tagged.pixels)
    whole = truth.photo_size.region
    assert truth.scores(shown, whole, whole).identical
    assert truth.scores(tagged.pixels, whole, whole, icc=tagged.icc).identical
    assert not truth.scores(tagged.pixels, whole, whole).identical


def test_a_profile_that_says_srgb_is_no_other_one():
    tagged = Photo(picture(40, 60), path=Path("truth.png"), icc=srgb_profile())
    assert truth_for(photo(40, 60), tagged).notes == ()
