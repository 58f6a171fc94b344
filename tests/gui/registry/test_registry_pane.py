from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from core.estimate import SpeedHistory
from core.recipe import Recipe
from core.session import Session
from gui.registry.methods import Methods
from gui.registry.registry_pane import RegistryPane, counted, registry_entries
from models.card import Channels, Figure, Licence, ModelCard
from tests.gui.window_scene import SHARPEN, make_engine, photo

CARD = ModelCard(
    id="triple",
    name="Triple network",
    task="Enlarge",
    architecture="none",
    weights="missing.safetensors",
    sha256="",
    halo=1,
    parameters=211_785,
    macs=10,
    training="Ten photos.",
    trained="one minute",
    licence=Licence.RESEARCH,
    citation="A. Author, On Tripling, 2020",
    authors="Author",
    scale=3,
    channels=Channels.LUMA,
    figures=(Figure("Set5", "area-x3", "psnr_y", 32.94, 30.64, "bicubic"),),
    weakness="It triples noise.",
)


@pytest.fixture
def methods() -> Methods:
    ops = make_engine().ops
    recipes = {"recipe:crisp": Recipe("Crisp", SHARPEN.steps, "When soft.")}
    return Methods(ops, {"triple": CARD}, recipes)


@pytest.fixture
def pane(qtbot, methods) -> RegistryPane:
    made = RegistryPane(methods, SpeedHistory())
    qtbot.addWidget(made)
    made.resize(280, 800)
    made.show()
    return made


def rows(pane: RegistryPane) -> list[str]:
    model = pane.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def index_of(pane: RegistryPane, name: str):
    return pane.list.model().index(rows(pane).index(name), 0)


def test_networks_come_first_then_methods_then_recipes_under_headings(pane):
    assert rows(pane)[:2] == ["Enlarge", "Triple network"]
    assert rows(pane)[-2:] == ["Recipes", "Crisp"]
    assert "Unsharp masking" in rows(pane)


def test_a_row_says_size_licence_and_whether_weights_are_here(methods):
    entry = registry_entries(methods, SpeedHistory())[0]
    assert entry.detail == "212 k · luma · research use · weights missing"
    assert entry.missing
    assert entry.speed == ""


def test_measured_speed_appears_once_it_is_known(methods):
    history, engine = SpeedHistory(), make_engine()
    history.record(engine.run(photo(300, 400), SHARPEN).report, engine.ops)
    entry = next(e for e in registry_entries(methods, history) if e.id == "unsharp")
    assert "/MP" in entry.speed


@pytest.mark.parametrize("words", ["sharp mask", "UNSHARP", "amount radius"])
def test_search_finds_names_and_parameters(pane, qtbot, words):
    qtbot.keyClicks(pane.search_field, words)
    assert "Unsharp masking" in rows(pane)
    assert "Triple network" not in rows(pane)


def test_search_finds_papers_and_says_when_nothing_fits(pane, qtbot):
    qtbot.keyClicks(pane.search_field, "on tripling")
    assert rows(pane) == ["Enlarge", "Triple network"]
    pane.search_field.clear()
    qtbot.keyClicks(pane.search_field, "zebra")
    assert rows(pane) == []
    assert pane._nothing.isVisible()
    qtbot.keyClick(pane.search_field, Qt.Key.Key_Escape)
    assert len(rows(pane)) > 4
    assert not pane._nothing.isVisible()


def test_a_click_on_the_square_ticks_and_one_beside_it_only_chooses(pane, qtbot):
    rect = pane.list.visualRect(index_of(pane, "Triple network"))
    with qtbot.waitSignal(pane.tick_proposed) as proposed:
        place = QPoint(rect.left() + 16, rect.center().y())
        qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert proposed.args == ["triple", True]
    with qtbot.assertNotEmitted(pane.tick_proposed):
        place = QPoint(rect.left() + 120, rect.center().y())
        qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_space_ticks_and_unticks_the_chosen_row(pane, qtbot):
    pane.list.choose("unsharp")
    with qtbot.waitSignal(pane.tick_proposed) as proposed:
        qtbot.keyClick(pane.list, Qt.Key.Key_Space)
    assert proposed.args == ["unsharp", True]
    pane.show_session(Session().with_candidate(SHARPEN, origin="unsharp"))
    with qtbot.waitSignal(pane.tick_proposed) as proposed:
        qtbot.keyClick(pane.list, Qt.Key.Key_Space)
    assert proposed.args == ["unsharp", False]


def test_the_square_shows_the_state_and_not_the_click(pane, qtbot):
    index = index_of(pane, "Unsharp masking")
    pane.list.tick_proposed.emit("unsharp", True)
    assert Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Unchecked
    pane.show_session(Session().with_candidate(SHARPEN, origin="unsharp"))
    assert Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked


def test_the_card_shows_figures_training_weakness_and_paper(pane):
    pane.list.choose("triple")
    text = " ".join(line.text() for line in pane.card._lines)
    for part in (
        "211,785 parameters",
        "research use",
        "Set5 32.9 dB, bicubic 30.6 · area-x3",
        "Trained on ten photos.",
        "It triples noise.",
        "On Tripling",
        "weights are not here",
    ):
        assert part in text


def test_the_card_of_a_classical_method_and_of_a_recipe(pane):
    pane.list.choose("unsharp")
    assert "doi" in " ".join(line.text() for line in pane.card._lines)
    pane.list.choose("recipe:crisp")
    assert "When soft." in " ".join(line.text() for line in pane.card._lines)


@pytest.mark.parametrize(
    ("number", "text"), [(211_785, "212 k"), (1_320_000, "1.3 M"), (900, "900")]
)
def test_parameters_are_counted_shortly(number, text):
    assert counted(number) == text


def test_a_card_that_fits_is_seen_to_its_last_line(pane, qtbot):
    pane.resize(282, 900)
    pane.show()
    for method in ("triple", "unsharp"):
        pane.list.choose(method)
        qtbot.wait_until(lambda: pane.card.height() == pane._card_area.height())
