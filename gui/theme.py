"""The tones of the window, dark and light, as a palette and a style sheet.

Widgets ask for a look by a dynamic property ``role``:

======================  ==========================================================
``QFrame``              ``panel``, ``card`` (a step, a model), ``bar`` (of a panel), ``line``
``QLabel``              ``caption`` (small capitals), ``title``, ``secondary``, ``figure``
``QPushButton``         ``mode`` (selected by lightness), ``primary``, ``quiet``, ``small``
``QToolButton``         ``quiet`` (no ground until touched)
======================  ==========================================================
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from gui.style_sheet import STYLE_SHEET


@dataclass(frozen=True)
class Tones:
    """Greys of one theme, ``"#rrggbb"`` each.

    Attributes
    ----------
    window, panel, card, line
        Grounds from the back to the front, and the lines between them.
    text, secondary, faint
        Text, less important text, and what cannot be used at present.
    surround
        Around the photo on the canvas.
    field, hover, selected
        Grounds of input fields, of what is under the mouse, and of what is chosen.
    strong, strong_text
        The one control that is on, and the text on it.
    dark
        Whether light text stands on dark ground.
    """

    window: str
    panel: str
    card: str
    line: str
    text: str
    secondary: str
    faint: str
    surround: str
    field: str
    hover: str
    selected: str
    strong: str
    strong_text: str
    dark: bool


DARK = Tones(
    window="#1f1f1f",
    panel="#272727",
    card="#2f2f2f",
    line="#3a3a3a",
    text="#dedede",
    secondary="#9b9b9b",
    faint="#6a6a6a",
    surround="#1a1a1a",
    field="#222222",
    hover="#383838",
    selected="#404040",
    strong="#e2e2e0",
    strong_text="#1c1c1c",
    dark=True,
)

LIGHT = Tones(
    window="#d9d9d9",
    panel="#e8e8e8",
    card="#f4f4f4",
    line="#c6c6c6",
    text="#222222",
    secondary="#626262",
    faint="#9a9a9a",
    surround="#c9c9c9",
    field="#fbfbfb",
    hover="#dddddd",
    selected="#d0d0d0",
    strong="#2c2c2c",
    strong_text="#f4f4f4",
    dark=False,
)


def palette(tones: Tones) -> QPalette:
    """The Qt palette of a theme, for what a style sheet does not reach."""
    made = QPalette()
    for role, tone in _roles(tones).items():
        made.setColor(role, QColor(tone))
    for role in (QPalette.WindowText, QPalette.Text, QPalette.ButtonText):
        made.setColor(QPalette.Disabled, role, QColor(tones.faint))
    return made


def _roles(tones: Tones) -> dict[QPalette.ColorRole, str]:
    return {
        QPalette.Window: tones.window,
        QPalette.WindowText: tones.text,
        QPalette.Base: tones.field,
        QPalette.AlternateBase: tones.card,
        QPalette.Text: tones.text,
        QPalette.PlaceholderText: tones.secondary,
        QPalette.Button: tones.card,
        QPalette.ButtonText: tones.text,
        QPalette.BrightText: tones.strong,
        QPalette.Light: tones.hover,
        QPalette.Mid: tones.line,
        QPalette.Dark: tones.surround,
        QPalette.Shadow: tones.surround,
        QPalette.Highlight: tones.selected,
        QPalette.HighlightedText: tones.text,
        QPalette.Link: tones.text,
        QPalette.LinkVisited: tones.secondary,
        QPalette.ToolTipBase: tones.card,
        QPalette.ToolTipText: tones.text,
    }


def style_sheet(tones: Tones) -> str:
    """The style sheet of a theme for the whole program."""
    values = {entry.name: getattr(tones, entry.name) for entry in fields(tones)}
    return Template(STYLE_SHEET).substitute(values)


def apply_theme(app: QApplication, tones: Tones = DARK) -> None:
    """Dress the whole program in a theme.

    Parameters
    ----------
    app
        The running application; its style becomes Fusion, which looks alike everywhere.
    tones
        `DARK`, `LIGHT` or your own.
    """
    set_ground(app, tones)
    app.setStyleSheet(style_sheet(tones))


def set_ground(app: QApplication, tones: Tones) -> None:
    """Style and palette alone: a window under construction would go through the sheet again for
    every part that it is given."""
    app.setStyle("Fusion")
    app.setPalette(palette(tones))


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget one of the looks named at the top of this file."""
    widget.setProperty("role", role)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it will be, once shown
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def figures_font(font: QFont) -> QFont:
    """The same font with figures of equal width, so that numbers do not jump."""
    tabular = QFont(font)
    tabular.setFeature(QFont.Tag("tnum"), 1)
    return tabular
