"""The budget governs what it says it governs, and is remembered."""

from __future__ import annotations

import numpy as np
import pytest

from core.memory_budget import GIGABYTE, MemoryBudget, memory_param
from core.recipe import Recipe, Step
from core.region import Region, Size
from core.view.picture_source import PictureSource
from gui.canvas.candidate_view import CandidateView
from gui.canvas.layers import Layers
from gui.settings import MEMORY, Settings
from tests.gui.window_scene import make_engine, make_window, photo_file

MB = 1_000_000
ENLARGED = Recipe("", (Step("triple"),))


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def window(qtbot, tmp_path):
    made = make_window(tmp_path / "settings")
    qtbot.addWidget(made.frame)
    made.frame.show()
    yield made
    made.frame.close()


def enlarge(qtbot, window, tmp_path, height: int = 60, width: int = 90) -> None:
    with qtbot.waitSignal(window.state.photo_changed):
        window.opening.open(photo_file(tmp_path / "a.png", height, width))
    with qtbot.waitSignal(window.results.finished):
        window.registry.tick_proposed.emit("triple", True)


@pytest.mark.parametrize("gigabytes", [4, 8, 24, 512])
def test_every_machine_gets_a_range_and_a_default_inside_it(gigabytes):
    param = memory_param(gigabytes * GIGABYTE)
    assert param.low < param.default <= param.high
    assert param.default <= 0.26 * gigabytes
    assert param.high <= max(0.75 * gigabytes, 0.6)


def test_the_parts_never_exceed_the_whole():
    for total in (300 * MB, GIGABYTE, 7 * GIGABYTE):
        budget = MemoryBudget(total)
        assert budget.pictures + budget.steps + budget.parts + budget.display <= total
        assert budget.tiles_in_work >= 1


def test_the_slider_reaches_everything_that_keeps_pictures(window):
    for gigabytes in (0.3, 4.0):
        window.memory.pane.show_memory(round(gigabytes * GIGABYTE))
        window.memory.pane.memory.changed.emit("memory", gigabytes)
        budget = MemoryBudget(round(gigabytes * GIGABYTE))
        assert window.engine.cache.budget == budget.steps
        assert window.engine.parts.budget == budget.parts
        assert window.engine.most_workers == budget.tiles_in_work
        assert window.results.pictures.kept_bytes == budget.pictures
        assert window.canvas.layers._budget == budget.display


def test_tiles_for_the_screen_keep_to_their_part():
    layers = Layers()
    layers.set_candidates([CandidateView("huge", PictureSource(Size(10_000, 10_000)))])
    layers.set_memory(50 * MB)
    assert layers.cache.budget == 50 * MB
    layers.close()


def test_a_smaller_budget_drops_tiles_of_networks_at_once(qtbot, window, tmp_path):
    enlarge(qtbot, window, tmp_path, 300, 300)
    assert window.engine.cache.used == 900 * 900 * 3 * 2
    window.memory.set_memory(8 * MB)
    assert window.engine.cache.used <= 2 * MB


def test_results_out_of_sight_are_given_up_beyond_the_budget(qtbot, window, tmp_path):
    enlarge(qtbot, window, tmp_path, 600, 600)
    source = window.results.pictures.pictures()[1]
    held = source.nbytes
    window.results.pictures.free_memory(window.canvas.visible_region())
    assert source.nbytes == held
    window.memory.set_memory(MB)
    window.results.pictures.free_memory(Region(0, 0, 50, 50))
    assert 0 < source.nbytes < held


def test_nothing_is_computed_ahead_that_the_budget_would_give_up_again(qtbot, window, tmp_path):
    window.memory.set_memory(MB)
    with qtbot.waitSignal(window.state.photo_changed):
        window.opening.open(photo_file(tmp_path / "a.png", 300, 300))
    window.registry.tick_proposed.emit("triple", True)
    assert window.results._plan.out_of_view(window.state.session) == []
    window.memory.set_memory(900 * MB)
    assert window.results._plan.out_of_view(window.state.session) != []


def test_the_budget_is_remembered(qtbot, window, tmp_path):
    window.memory.set_memory(700 * MB)
    again = make_window(tmp_path / "settings")
    qtbot.addWidget(again.frame)
    assert again.engine.cache.budget == MemoryBudget(700 * MB).steps
    assert again.memory.pane.memory.value == 0.7
    again.frame.close()


def test_a_budget_that_makes_no_sense_falls_back_to_the_default(qtbot, tmp_path):
    settings = Settings(tmp_path / "settings" / "window.ini")
    settings._store.setValue(MEMORY.key, "a lot")
    window = make_window(tmp_path / "settings")
    qtbot.addWidget(window.frame)
    assert window.engine.cache.budget > 100 * MB
    window.frame.close()


def test_the_disk_is_not_used_unless_it_is_wanted(qtbot, window, tmp_path):
    enlarge(qtbot, window, tmp_path)
    assert window.engine.cache.disk is None
    assert not (tmp_path / "cache").exists()
    assert not window.memory.pane.on_disk.isChecked()


def test_on_disk_the_result_outlives_the_window(qtbot, window, tmp_path):
    window.memory.pane.on_disk.setChecked(True)
    enlarge(qtbot, window, tmp_path)
    made = list((tmp_path / "cache" / "diptych" / "tiles").iterdir())
    assert len(made) == 6
    assert "MB on disk" in window.memory.pane.used.text()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.png", "cache", "settings"]
    again = make_window(tmp_path / "settings", make_engine())
    qtbot.addWidget(again.frame)
    assert again.engine.cache.disk is not None
    window.memory.clear_disk()
    assert list((tmp_path / "cache" / "diptych" / "tiles").iterdir()) == []
    again.frame.close()


def test_a_disk_that_cannot_be_written_to_is_one_message(qtbot, window, tmp_path):
    (tmp_path / "cache").write_text("")
    window.memory.pane.on_disk.setChecked(True)
    enlarge(qtbot, window, tmp_path)
    assert "not kept on disk" in window.messages.message.sentence
    wanted = make_engine().run(window.state.photo, ENLARGED).pixels
    source = window.results.pictures.pictures()[1]
    assert np.array_equal(source.read(source.size.region), wanted)


def test_what_a_device_has_to_say_is_shown_without_asking(qtbot, window):
    window.engine.on_notice("Network runs on cpu: mps in float16 gave a black picture.")
    assert "gave a black picture" in window.messages.message.sentence
