from __future__ import annotations

import numpy as np
import pytest
from photo_samples import gamma_profile, grey_profile, srgb_profile

from core.colour.profiles import network_curve, profile_name, srgb_encoded


@pytest.mark.parametrize("gamma", [1.0, 1.8, 2.2, 3.0])
def test_there_and_back_is_within_two_levels_of_16_bits(gamma: float) -> None:
    curve = network_curve(gamma_profile(gamma))
    values = np.linspace(0, 1, 65536, dtype=np.float32).reshape(256, 256, 1).repeat(3, axis=2)
    there = curve.forward(values)
    assert there.dtype == np.float32
    assert (there.min(), there.max()) == (0, 1)
    assert np.abs(curve.back(there) - values).max() <= 2 / 65535


@pytest.mark.parametrize("gamma", [1.0, 1.8, 2.2])
def test_networks_see_the_srgb_curve(gamma: float) -> None:
    values = np.linspace(0, 1, 1001, dtype=np.float32).reshape(1, -1, 1)
    seen = network_curve(grey_profile(gamma)).forward(values)
    stated = round(gamma * 256) / 256
    assert np.abs(seen - srgb_encoded(values**stated)).max() < 3e-4


@pytest.mark.parametrize("icc", [None, b"damaged", srgb_profile()])
def test_no_curve_where_the_file_has_it_already(icc: bytes | None) -> None:
    assert network_curve(icc) is None


def test_the_curve_rises_everywhere() -> None:
    values = np.linspace(0, 1, 5000, dtype=np.float32).reshape(1, -1, 1)
    curve = network_curve(grey_profile(1.8))
    assert (np.diff(curve.forward(values)[0, :, 0]) > 0).all()
    assert (np.diff(curve.back(values)[0, :, 0]) > 0).all()


@pytest.mark.parametrize(
    ("icc", "name"),
    [
        (None, "untagged"),
        (srgb_profile(), "sRGB"),
        (gamma_profile(2.2), "Gamma 2.2"),
        (b"rubbish", "damaged profile, shown as sRGB"),
    ],
)
def test_names_for_people(icc: bytes | None, name: str) -> None:
    assert profile_name(icc) == name
