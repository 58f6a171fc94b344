"""A device is believed once it gave the CPU's picture, for as long as nothing changes."""

from __future__ import annotations

import pytest
import torch
from fake_devices import FakeDevice, black, no_memory, not_numbers, not_there, shifted

from core.errors import DeviceError
from models.card import ModelCard
from models.cards import CARDS
from models.device_check import Verdict, Verdicts, probe, verdict
from models.devices import CpuDevice, has_native_bfloat16
from models.network_facts import inputs_of
from models.placement import Placement
from models.registry import card
from models.weights import load_network

HALF, FULL = torch.float16, torch.float32
MODEL = card("espcn-x3")


@pytest.fixture(scope="module")
def network():
    return load_network(MODEL)


def placed(network, device: FakeDevice, verdicts: Verdicts | None = None) -> Placement:
    return Placement(MODEL, network, [device, CpuDevice()], verdicts or Verdicts(None))


def test_a_device_that_is_right_is_used_in_half_precision(network):
    placement = placed(network, FakeDevice())
    assert placement.now.label == "FAKE 0 in float16"
    assert placement.notices == ()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (black, "gave a black picture"),
        (not_numbers, "gave values that are not numbers"),
        (shifted, "gave another picture than the CPU"),
        (not_there, "could not run it (The operator 'aten::fold'"),
    ],
)
def test_what_is_wrong_in_half_precision_runs_in_full_with_the_reason(network, fault, reason):
    placement = placed(network, FakeDevice({HALF: fault}))
    assert placement.now.label == "FAKE 0 in float32"
    assert placement.notices[0].startswith("Sub-pixel CNN ×3 runs on FAKE 0 in float32: ")
    assert f"FAKE 0 in float16 {reason}" in placement.notices[0]


def test_what_is_wrong_in_every_precision_runs_on_the_cpu(network):
    placement = placed(network, FakeDevice({HALF: black, FULL: not_numbers}))
    assert placement.now.device.name == "cpu"
    assert "FAKE 0 in float16 gave a black picture" in placement.notices[0]
    assert "FAKE 0 in float32 gave values that are not numbers" in placement.notices[0]


def test_a_device_without_room_is_not_asked_for_more(network):
    device = FakeDevice({HALF: no_memory})
    placement = placed(network, device)
    assert placement.now.device.name == "cpu"
    assert device.runs == 1
    assert "FAKE 0 in float16 had not enough memory" in placement.notices[0]


@pytest.mark.parametrize("fault", [None, black, shifted])
def test_a_verdict_is_kept_until_device_driver_or_weights_change(network, tmp_path, fault):
    verdicts = Verdicts(tmp_path / "cache" / "devices.json")
    faults = {HALF: fault, FULL: fault} if fault else {}
    first = placed(network, FakeDevice(faults), verdicts)
    again = FakeDevice(faults)
    second = placed(network, again, verdicts)
    assert again.runs == 0
    assert second.now.label == first.now.label
    assert second.notices == first.notices
    updated = FakeDevice(identity="Fake, driver 2")
    assert placed(network, updated, verdicts).now.label == "FAKE 0 in float16"
    assert updated.runs == 1


def test_a_damaged_file_of_verdicts_only_means_another_check(network, tmp_path):
    path = tmp_path / "devices.json"
    for text in ("{", "[1]", '{"x": 3}', ""):
        path.write_text(text)
        device = FakeDevice()
        assert placed(network, device, Verdicts(path)).now.label == "FAKE 0 in float16"
        assert device.runs == 1


def test_a_folder_that_cannot_be_written_to_only_means_another_check(network, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    device = FakeDevice()
    assert placed(network, device, Verdicts(blocked / "devices.json")).now.device is device


def test_a_fault_later_on_goes_to_the_next_place_once(network):
    device = FakeDevice()
    placement = placed(network, device)
    half = placement.now
    placement.leave(half, Verdict.NAN)
    placement.leave(half, Verdict.NAN)
    assert placement.now.label == "FAKE 0 in float32"
    assert placement.notices[0].count("not numbers") == 1
    assert device.released == 1


def test_without_any_place_the_user_is_told_what_failed(network):
    placement = Placement(MODEL, network, [CpuDevice()], Verdicts(None))
    with pytest.raises(DeviceError, match="Close other programs") as failed:
        while True:
            placement.leave(placement.now, Verdict.NO_ROOM)
    assert "had not enough memory" in failed.value.detail


def in_half_precision(model: ModelCard, planes: torch.Tensor) -> torch.Tensor:
    """As this processor runs it; one without bfloat16 does so by torch's plain layers."""
    network = load_network(model)
    if has_native_bfloat16():
        return CpuDevice().place(network, torch.bfloat16)(planes)
    with torch.autocast("cpu", torch.bfloat16):
        return network(planes).float()


@pytest.mark.parametrize("model", CARDS, ids=lambda model: model.id)
def test_half_precision_on_the_cpu_passes_the_check_that_other_devices_have_to_pass(model):
    network = load_network(model)
    planes = probe(inputs_of(network), model.multiple)
    full = CpuDevice().place(network, torch.float32)(planes)
    half = in_half_precision(model, planes)
    assert full.clamp(0, 1).std() > 0.05
    assert verdict(half, full) is (Verdict.GOOD if model.half_precision else Verdict.WRONG)


def test_the_check_sees_a_few_wrong_values_and_lets_rounding_pass():
    truth = torch.linspace(0, 1, 3 * 96 * 96).reshape(1, 3, 96, 96)
    assert verdict(truth + 0.8 / 255, truth) is Verdict.GOOD
    assert verdict(truth + 1.4 / 255, truth) is Verdict.WRONG
    one = truth.clone()
    one[0, 0, 0, 0] += 5 / 255
    assert verdict(one, truth) is Verdict.WRONG
    assert verdict(truth[..., :-1], truth) is Verdict.WRONG
