"""Classical deblurring, tuned with the truth."""

import cv2
import numpy as np
import pytest

from core.degradations import degradation
from core.errors import UsageError
from core.evaluation.deblurring import tuned_unsharp, wiener
from core.evaluation.evaluate import evaluate
from core.evaluation.evaluation_methods import baseline
from core.evaluation.evaluation_set import CaseFiles, open_case


@pytest.fixture
def truth(tmp_path):
    """An upright picture of coloured blocks with grain, as a file."""
    rng = np.random.default_rng(3)
    small = rng.integers(0, 256, (10, 14, 3), dtype=np.uint8)
    picture = cv2.resize(small, (112, 80), interpolation=cv2.INTER_NEAREST)
    picture = cv2.add(picture, rng.integers(0, 6, picture.shape, dtype=np.uint8))
    path = tmp_path / "photos" / "a.png"
    path.parent.mkdir()
    cv2.imwrite(str(path), picture)
    return path


def psnr(one, other):
    return cv2.PSNR(one, other)


def blurred_case(truth, name):
    return open_case(CaseFiles(truth.name, truth), degradation(name))


@pytest.mark.parametrize("name", ["blur", "motion", "defocus"])
def test_the_wiener_filter_beats_tuned_unsharp_masking_which_beats_the_input(truth, name):
    case = blurred_case(truth, name)
    before, sharp, filtered = (
        psnr(picture, case.reference)
        for picture in (case.pixels, tuned_unsharp(case), wiener(case))
    )
    assert before + 0.3 < sharp < filtered - 1


def test_a_kernel_is_the_blur_it_belongs_to(truth):
    for name in ("blur", "motion", "defocus"):
        case = blurred_case(truth, name)
        assert case.kernel.sum() == pytest.approx(1)
        picture = case.reference.astype(np.float32)
        again = cv2.filter2D(picture, -1, case.kernel, borderType=cv2.BORDER_REFLECT_101)
        assert np.abs(again - case.pixels).max() <= 0.6


def test_grey_pictures_stay_grey(truth):
    grey = cv2.imread(str(truth), cv2.IMREAD_GRAYSCALE)
    cv2.imwrite(str(truth), grey)
    case = blurred_case(truth, "blur")
    assert tuned_unsharp(case).shape == wiener(case).shape == (80, 112, 1)


def test_an_unknown_blur_is_said(truth):
    case = blurred_case(truth, "low-light")
    with pytest.raises(UsageError, match="not known"):
        wiener(case)


def test_what_was_tuned_with_the_truth_has_no_time(truth):
    rows = evaluate(truth.parent, [baseline("wiener")], degrade="blur").rows
    assert [(row.method, row.seconds is None) for row in rows] == [
        ("input", False),
        ("wiener", True),
    ]


def test_enlarging_is_refused_in_a_sentence(truth):
    found = evaluate(truth.parent, [baseline("tuned-unsharp")], degrade="area-x3")
    assert "does not enlarge" in str(found.skipped[0])
