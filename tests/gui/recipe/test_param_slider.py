from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from core.ops.unsharp import UNSHARP
from core.params import Param, ParamScale
from gui.recipe.param_slider import (
    ParamChoice,
    ParamSlider,
    from_position,
    param_control,
    positions,
    shown,
    to_position,
    typed,
)

AMOUNT = Param("amount", "Amount", 0.8, 0.0, 5.0, 0.05, help="How much.")
RADIUS = Param("radius", "Radius", 1.6, 0.3, 30.0, 0.1, ParamScale.LOG, unit="px")
THRESHOLD = Param("threshold", "Threshold", 0.0, 0.0, 50.0, 0.5, unit="/ 255")
PLACE = Param("place", "Place", "near", choices=("none", "near", "edges"))


@pytest.mark.parametrize("param", [AMOUNT, RADIUS, THRESHOLD, *UNSHARP.params])
def test_every_place_of_a_slider_gives_an_allowed_value(param):
    if param.choices:
        return
    for position in range(positions(param) + 1):
        assert param.checked(from_position(param, position)) is not None
    assert from_position(param, 0) == param.low
    assert from_position(param, positions(param)) == pytest.approx(param.high, abs=param.step)


@pytest.mark.parametrize("param", [AMOUNT, RADIUS, THRESHOLD])
def test_the_default_has_its_own_place(param):
    assert from_position(param, to_position(param, param.default)) == pytest.approx(
        param.default, abs=param.step
    )


def test_a_logarithmic_slider_gives_small_values_half_the_way():
    assert from_position(RADIUS, positions(RADIUS) // 2) == pytest.approx(3.0, abs=0.1)


def test_numbers_are_shown_with_their_grain_and_unit():
    assert shown(AMOUNT, 0.8) == "0.80"
    assert shown(RADIUS, 1.6) == "1.6 px"
    assert shown(THRESHOLD, 2.0) == "2.0 / 255"


@pytest.mark.parametrize(
    ("text", "value"),
    [("2.4", 2.4), ("2,4 px", 2.4), (" 99 ", 30.0), ("-5", 0.3), ("px", None), ("nan", None)],
)
def test_typed_numbers_are_understood_and_kept_in_range(text, value):
    assert typed(RADIUS, text) == (value if value is None else pytest.approx(value))


def test_typed_numbers_may_carry_a_compound_unit():
    assert typed(THRESHOLD, "2 / 255") == 2.0


def test_typing_a_number_and_enter_proposes_it(qtbot):
    slider = ParamSlider(AMOUNT, 0.8)
    qtbot.addWidget(slider)
    slider._entry.selectAll()
    with qtbot.waitSignal(slider.changed) as changed:
        qtbot.keyClicks(slider._entry, "1.5")
        qtbot.keyClick(slider._entry, Qt.Key.Key_Return)
    assert changed.args == ["amount", 1.5]


def test_nonsense_brings_the_old_number_back(qtbot):
    slider = ParamSlider(AMOUNT, 0.8)
    qtbot.addWidget(slider)
    slider._entry.selectAll()
    qtbot.keyClicks(slider._entry, "much")
    qtbot.keyClick(slider._entry, Qt.Key.Key_Return)
    assert slider.value == 0.8
    assert slider._entry.text() == "0.80"


def test_keys_move_the_slider_by_its_grain(qtbot):
    slider = ParamSlider(AMOUNT, 0.8)
    qtbot.addWidget(slider)
    with qtbot.waitSignal(slider.changed) as changed:
        qtbot.keyClick(slider.slider, Qt.Key.Key_Right)
    assert changed.args == ["amount", pytest.approx(0.85)]


def test_a_double_click_resets(qtbot):
    slider = ParamSlider(AMOUNT, 3.0)
    qtbot.addWidget(slider)
    with qtbot.waitSignal(slider.changed) as changed:
        qtbot.mouseDClick(slider.slider, Qt.MouseButton.LeftButton)
    assert changed.args == ["amount", 0.8]


def test_a_press_jumps_to_the_place(qtbot):
    slider = ParamSlider(AMOUNT, 0.0)
    qtbot.addWidget(slider)
    slider.resize(300, 60)
    slider.show()
    bar = slider.slider
    with qtbot.waitSignal(slider.changed):
        qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=bar.rect().center())
    assert slider.value == pytest.approx(2.5, abs=0.15)


def test_showing_a_value_reports_nothing(qtbot):
    slider = ParamSlider(AMOUNT, 0.8)
    qtbot.addWidget(slider)
    with qtbot.assertNotEmitted(slider.changed):
        slider.set_value(2.0)


def test_choices_are_a_list(qtbot):
    control = param_control(PLACE, "edges")
    qtbot.addWidget(control)
    assert isinstance(control, ParamChoice)
    with qtbot.waitSignal(control.changed) as changed:
        qtbot.keyClick(control._box, Qt.Key.Key_Up)
    assert changed.args == ["place", "near"]
