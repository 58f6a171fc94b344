"""What the user sees of a device that is wrong, or too small: the right picture, and why."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from fake_devices import FakeDevice, PreciseCpu, black, not_numbers
from PIL import Image
from torch import Tensor

import main
from core.engine import Engine
from core.errors import DeviceError
from core.photo import Photo
from core.recipe import Recipe, Step
from models.cards import CARDS
from models.network_ops import network_ops

RECIPE = Recipe("", (Step("autoencoder"),))
HALF, FULL = torch.float16, torch.float32


def photo(height: int = 300, width: int = 280) -> Photo:
    y, x = np.mgrid[0:height, 0:width]
    waves = [np.sin(x / (5 + c)) * np.cos(y / 7) for c in range(3)]
    return Photo((127.5 + 127.5 * np.stack(waves, 2)).astype(np.uint8))


@pytest.fixture
def on(monkeypatch, tmp_path):
    """An engine whose networks find these devices."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    def engine(*devices) -> Engine:
        monkeypatch.setattr("models.devices.devices_for", lambda choice: devices)
        return Engine(network_ops(CARDS))

    return engine


@pytest.fixture(scope="module")
def wanted() -> np.ndarray:
    """What the CPU gives in float32."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.devices.devices_for", lambda choice: (PreciseCpu(),))
        return Engine(network_ops(CARDS)).run(photo(), RECIPE).pixels.astype(int)


class SmallDevice(FakeDevice):
    """Has room for pictures of so many pixels, so many times; the others do not fit."""

    def __init__(self, pixels: int) -> None:
        super().__init__()
        self.pixels = pixels

    def place(self, network, dtype):
        whole = super().place(network, dtype)

        def run(planes: Tensor) -> Tensor:
            if planes.shape[-2] * planes.shape[-1] > self.pixels:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")
            return whole(planes)

        return run


def test_a_device_that_is_right_gives_the_picture_without_a_word(on, wanted):
    rendition = on(FakeDevice(), PreciseCpu()).run(photo(), RECIPE)
    assert np.abs(rendition.pixels - wanted).max() <= 1
    assert (rendition.report.device, rendition.report.dtype) == ("fake:0", "float16")
    assert rendition.report.device_peak_mb == 12.0
    assert rendition.report.warnings == ()


def test_the_report_holds_an_accelerators_work_against_its_own_peak(on):
    on(FakeDevice(), PreciseCpu())
    report = Engine(network_ops(CARDS, measure=True)).run(photo(), RECIPE).report
    assert report.steps[0].peak_gflops == 4000.0
    assert report.share_of_peak == pytest.approx(report.steps[0].gflops / 4000.0)


def test_a_black_device_gives_the_cpus_picture_and_the_reason_once(on, wanted):
    engine, said = on(FakeDevice({HALF: black, FULL: black}), PreciseCpu()), []
    engine.on_notice = said.append
    reports = [engine.run(photo(), RECIPE) for _ in range(2)]
    assert np.abs(reports[0].pixels - wanted).max() <= 1
    assert reports[1].report.device == "cpu"
    assert said == list(reports[0].report.warnings) == list(reports[1].report.warnings)
    assert len(said) == 1
    assert "FAKE 0 in float16 gave a black picture" in said[0]


def test_a_device_that_goes_wrong_after_the_check_is_left_too(on, wanted):
    calls = itertools.count()

    def later(result: Tensor) -> Tensor:
        return not_numbers(result) if next(calls) > 1 else result

    rendition = on(FakeDevice({HALF: later}), PreciseCpu()).run(photo(), RECIPE)
    assert np.abs(rendition.pixels - wanted).max() <= 1
    assert rendition.report.dtype == "float32"
    assert "values that are not numbers" in rendition.report.warnings[0]


def test_a_device_that_breaks_in_the_middle_of_a_run_is_left_with_its_own_words(on, wanted):
    calls = itertools.count()

    def broken(result: Tensor) -> Tensor:
        if next(calls) > 1:
            raise RuntimeError("CUDA error: unspecified launch failure\nCompile with …")
        return result

    rendition = on(FakeDevice({HALF: broken, FULL: broken}), PreciseCpu()).run(photo(), RECIPE)
    assert np.abs(rendition.pixels - wanted).max() <= 1
    assert rendition.report.device == "cpu"
    words = "FAKE 0 in float16 could not run it (CUDA error: unspecified launch failure)"
    assert words in rendition.report.warnings[0]


@pytest.mark.parametrize(
    "words",
    [
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
        "GET was unable to find an engine to execute this computation",
    ],
)
def test_libraries_that_find_no_room_get_smaller_tiles_too(on, wanted, words):
    class Library(SmallDevice):
        def place(self, network, dtype):
            whole = super().place(network, dtype)

            def run(planes: Tensor) -> Tensor:
                try:
                    return whole(planes)
                except torch.OutOfMemoryError as error:
                    raise RuntimeError(words) from error

            return run

    report = on(Library(200 * 200), PreciseCpu()).run(photo(), RECIPE).report
    assert report.device == "fake:0"
    assert "memory ran out, tiles of" in report.warnings[0]


def test_too_little_memory_makes_the_tiles_smaller_and_the_report_says_which_fitted(on, wanted):
    rendition = on(SmallDevice(200 * 200), PreciseCpu()).run(photo(), RECIPE)
    assert np.abs(rendition.pixels - wanted).max() <= 1
    assert rendition.report.device == "fake:0"
    assert "memory ran out, tiles of" in rendition.report.warnings[0]


def test_no_memory_for_the_smallest_tile_goes_to_the_next_device(on, wanted):
    device = SmallDevice(97 * 97)
    rendition = on(device, PreciseCpu()).run(photo(), RECIPE)
    assert np.abs(rendition.pixels - wanted).max() <= 1
    assert rendition.report.device == "cpu"
    assert "FAKE 0 in float16 had not enough memory" in rendition.report.warnings[0]
    assert device.released == 1


def test_no_memory_anywhere_is_one_sentence_with_a_remedy(on):
    device = SmallDevice(10)
    device.trusted = True
    with pytest.raises(DeviceError, match=r"can run nowhere.*Close other programs"):
        on(device).run(photo(), RECIPE)


def test_several_tiles_in_flight_change_nothing(on):
    one, many = FakeDevice(), FakeDevice()
    one.in_flight, many.in_flight = 1, 4
    pictures = [on(device).run(photo(300, 520), RECIPE).pixels for device in (one, many)]
    assert np.array_equal(*pictures)


def test_commands_print_the_reason_once(on, tmp_path, capsys, monkeypatch):
    on(FakeDevice({HALF: black, FULL: black}), PreciseCpu())
    source = tmp_path / "photo.png"
    Image.fromarray(photo(40, 50).pixels).save(source)
    target = str(tmp_path / "out.png")
    assert main.main(["enhance", str(source), "-o", target, "--model", "autoencoder"]) == 0
    assert capsys.readouterr().err.count("in float16 gave a black picture") == 1


@pytest.mark.parametrize(("megabytes", "factor"), [(10, 1), (400, 2), (100_000, 4)])
def test_tiles_on_a_device_grow_with_its_free_memory_and_stay_a_power_of_two(on, megabytes, factor):
    device = FakeDevice()
    device.free_bytes = lambda: megabytes << 20
    engine = on(device, PreciseCpu())
    usual = engine.ops["autoencoder"].tile
    side = engine.ops["autoencoder"].backend().tile
    assert side == usual * factor
    device.free_bytes = lambda: 0
    assert engine.ops["autoencoder"].backend().tile == side
