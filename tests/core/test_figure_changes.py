from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.figure_changes import changed_since
from core.op import Op
from core.photo import Photo


def keep(pixels, values, tile):
    return pixels


OPS = {"net": Op("net", "Net", keep, fingerprint="aa"), "blur": Op("blur", "Blur", keep)}
PHOTO = Photo(np.zeros((4, 5, 3), np.uint8), path=Path("bird.png"))


def made_with(op: str = "net", fingerprint: str = "aa", sha256: str = "", **more) -> dict:
    report = {"steps": [{"op": op, "fingerprint": fingerprint}]}
    photo = {"name": "bird.png", "sha256": sha256 or PHOTO.content_hash}
    return {"photo": photo, "methods": [{"report": report}, {"report": None}], **more}


def test_nothing_differs():
    assert changed_since(made_with(), PHOTO, OPS, "fig.png") == ()
    assert changed_since(made_with("blur", ""), PHOTO, OPS, "fig.png") == ()


def test_another_photo_and_other_weights_are_named():
    found = changed_since(made_with(fingerprint="bb", sha256="cc"), PHOTO, OPS, "fig.png")
    assert found[0] == "bird.png is not the photo that fig.png was made of."
    assert found[1] == "Net has other weights than when fig.png was made."


def test_a_network_that_is_gone_is_named():
    assert "which is not here" in changed_since(made_with("old"), PHOTO, OPS, "fig.png")[0]


def test_a_degraded_photo_has_a_hash_of_its_own():
    reference = {"degradation": {"name": "blur"}, "hash": PHOTO.content_hash}
    made = made_with(sha256="cc", session={"reference": reference})
    assert changed_since(made, PHOTO, OPS, "fig.png") == ()
    reference["hash"] = "dd"
    assert "is not the photo" in changed_since(made, PHOTO, OPS, "fig.png")[0]


@pytest.mark.parametrize("found", [{}, {"photo": 3, "methods": [4]}, {"methods": [{"report": 5}]}])
def test_what_says_nothing_differs_in_nothing(found):
    assert changed_since(found, PHOTO, OPS, "fig.png") == ()
