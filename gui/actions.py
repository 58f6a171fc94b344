"""All that can be done, in one table: menus, keys, the list of keys and the palette read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


class Act(Enum):
    """Everything a menu offers."""

    OPEN = auto()
    PREVIOUS = auto()
    NEXT = auto()
    OPEN_RESULT = auto()
    OPEN_REFERENCE = auto()
    REFERENCE_FOLDER = auto()
    OPEN_SESSION = auto()
    SAVE_SESSION = auto()
    SAVE_PICTURE = auto()
    EXPORT_FIGURE = auto()
    QUICK_FIGURE = auto()
    BATCH = auto()
    QUIT = auto()
    UNDO = auto()
    REDO = auto()
    COPY_VIEW = auto()
    RECIPES = auto()
    SAVE_PRESET = auto()
    COPY_RECIPE = auto()
    PASTE_RECIPE = auto()
    APPLY_TO_FOLDER = auto()
    DUPLICATE = auto()
    REMOVE = auto()
    RUN_AGAIN = auto()
    CANCEL = auto()
    SPLIT = auto()
    SPLIT_HORIZONTAL = auto()
    SIDE_BY_SIDE = auto()
    TOP_BOTTOM = auto()
    GRID = auto()
    DIFFERENCE = auto()
    BLINK = auto()
    TRUST = auto()
    SWAP = auto()
    LAB = auto()
    EVALUATE = auto()
    JPEG_TABLE = auto()
    RATING = auto()
    FEATURES = auto()
    FIT = auto()
    ACTUAL_SIZE = auto()
    NEW_BOX = auto()
    SEARCH = auto()
    INSPECTOR = auto()
    HISTOGRAM = auto()
    PIN = auto()
    CLIPPING = auto()
    BOXES_PANEL = auto()
    REGISTRY_PANEL = auto()
    RECIPE_PANEL = auto()
    PANELS = auto()
    ARRANGE = auto()
    RESET_PANELS = auto()
    FULL_SCREEN = auto()
    LIGHT = auto()
    PALETTE = auto()
    KEYS = auto()
    ABOUT = auto()


class Where(Enum):
    """Where a key acts."""

    WINDOW = auto()
    CANVAS = auto()


@dataclass(frozen=True)
class Row:
    """One action.

    Attributes
    ----------
    act, menu, text
        What it is, the menu it stands in, and how it is called there.
    key
        Its key; empty without one.
    where
        Keys of the canvas act only while it has the focus, and are handled there.
    ends_group
        A line follows in the menu.
    checkable
        Whether it is on or off.
    """

    act: Act
    menu: str
    text: str
    key: str = ""
    where: Where = Where.WINDOW
    ends_group: bool = False
    checkable: bool = False


CANVAS = Where.CANVAS
ROWS: tuple[Row, ...] = (
    Row(Act.OPEN, "File", "Open photo …", "Ctrl+O"),
    Row(Act.PREVIOUS, "File", "Previous photo of the folder", "Left", CANVAS),
    Row(Act.NEXT, "File", "Next photo of the folder", "Right", CANVAS, ends_group=True),
    Row(Act.OPEN_RESULT, "File", "Add another program's result …"),
    Row(Act.OPEN_REFERENCE, "File", "Open reference …", "Ctrl+Shift+R"),
    Row(Act.REFERENCE_FOLDER, "File", "References by name …", ends_group=True),
    Row(Act.OPEN_SESSION, "File", "Open session …", "Ctrl+Shift+O"),
    Row(Act.SAVE_SESSION, "File", "Save session …", "Ctrl+Alt+S", ends_group=True),
    Row(Act.SAVE_PICTURE, "File", "Save picture as …", "Ctrl+S"),
    Row(Act.EXPORT_FIGURE, "File", "Export figure …", "Ctrl+E"),
    Row(Act.QUICK_FIGURE, "File", "Export before and after at once", "Ctrl+Shift+E"),
    Row(Act.BATCH, "File", "Batch folder …", "Ctrl+Shift+B", ends_group=True),
    Row(Act.QUIT, "File", "Quit", "Ctrl+Q"),
    Row(Act.UNDO, "Edit", "Undo", "Ctrl+Z"),
    Row(Act.REDO, "Edit", "Redo", "Ctrl+Shift+Z", ends_group=True),
    Row(Act.COPY_VIEW, "Edit", "Copy view", "Ctrl+C", ends_group=True),
    Row(Act.DUPLICATE, "Edit", "Duplicate the result shown", "Ctrl+D"),
    Row(Act.REMOVE, "Edit", "Remove the result shown", "Ctrl+Backspace", ends_group=True),
    Row(Act.RUN_AGAIN, "Edit", "Run what was held back", "F5"),
    Row(Act.CANCEL, "Edit", "Cancel", "Esc", CANVAS),
    Row(Act.RECIPES, "Recipe", "Recipes …", "Ctrl+R"),
    Row(Act.SAVE_PRESET, "Recipe", "Save recipe as preset …", "Ctrl+Shift+S", ends_group=True),
    Row(Act.COPY_RECIPE, "Recipe", "Copy recipe as text", "Ctrl+Shift+C"),
    Row(Act.PASTE_RECIPE, "Recipe", "Paste recipe from text", "Ctrl+Shift+V", ends_group=True),
    Row(Act.APPLY_TO_FOLDER, "Recipe", "Apply recipe to a folder …"),
    Row(Act.SPLIT, "Compare", "Split", "Shift+Y", CANVAS),
    Row(Act.SPLIT_HORIZONTAL, "Compare", "Split, one above the other", "Shift+Y again", CANVAS),
    Row(Act.SIDE_BY_SIDE, "Compare", "Side by side", "Y", CANVAS),
    Row(Act.TOP_BOTTOM, "Compare", "Top and bottom", "Alt+Y", CANVAS),
    Row(Act.GRID, "Compare", "Grid", "G", CANVAS),
    Row(Act.DIFFERENCE, "Compare", "Difference", "D", CANVAS),
    Row(Act.BLINK, "Compare", "Blink", "B", CANVAS),
    Row(Act.TRUST, "Compare", "What did it invent?", "T", CANVAS, ends_group=True),
    Row(Act.SWAP, "Compare", "Swap sides", "X", CANVAS),
    Row(Act.NEW_BOX, "Compare", "New zoom box", "R", CANVAS),
    Row(Act.LAB, "Measure", "Degradation lab …", "Ctrl+Shift+D"),
    Row(Act.EVALUATE, "Measure", "Table of methods …", "Ctrl+Shift+T"),
    Row(Act.JPEG_TABLE, "Measure", "What JPEG costs …"),
    Row(Act.RATING, "Measure", "Blind rating …"),
    Row(Act.FEATURES, "Measure", "Feature maps …", "Ctrl+Shift+M"),
    Row(Act.FIT, "View", "Fit", "F", CANVAS),
    Row(Act.ACTUAL_SIZE, "View", "100 %", "Ctrl+1", CANVAS, ends_group=True),
    Row(Act.SEARCH, "View", "Search the registry", "Ctrl+F"),
    Row(Act.INSPECTOR, "View", "Inspector", "I", CANVAS, checkable=True),
    Row(Act.HISTOGRAM, "View", "Histogram", "H", CANVAS, checkable=True),
    Row(Act.PIN, "View", "Measure distances from here", "P", CANVAS),
    Row(Act.CLIPPING, "View", "Mark clipped pixels", "J", CANVAS, ends_group=True, checkable=True),
    Row(Act.BOXES_PANEL, "View", "Zoom boxes", "F6", checkable=True),
    Row(Act.REGISTRY_PANEL, "View", "Registry", "F7", checkable=True),
    Row(Act.RECIPE_PANEL, "View", "Recipe and run", "F8", checkable=True),
    Row(Act.PANELS, "View", "All panels", "F9", checkable=True),
    Row(Act.ARRANGE, "View", "Arrange panels", checkable=True),
    Row(Act.RESET_PANELS, "View", "Put panels back", ends_group=True),
    Row(Act.FULL_SCREEN, "View", "Full screen", "F11", checkable=True),
    Row(Act.LIGHT, "View", "Light theme", checkable=True),
    Row(Act.PALETTE, "Help", "Find an action …", "Ctrl+Shift+P"),
    Row(Act.KEYS, "Help", "Keys", "?", CANVAS),
    Row(Act.ABOUT, "Help", "About Diptych"),
)

ON_CANVAS, ON_BOXES = "On the canvas", "Zoom boxes"
CANVAS_KEYS: tuple[tuple[str, str], ...] = (
    ("\\  or  O, held", "Show the original"),
    ("1 … 9", "Choose the result"),
    ("Shift+1 … 9", "Choose what it is compared with"),
    ("Z, double click", "Fit ↔ 100 % at the cursor"),
    ("Wheel", "Zoom at the cursor"),
    ("Shift+wheel", "Move the divider"),
    ("Drag, Space+drag, middle drag", "Pan"),
    ("Two fingers, pinch", "Pan, zoom"),
    ("Ctrl+arrows", "Pan"),
    ("+  −", "Zoom in, zoom out"),
    (",  .  and  <  >", "Move the divider a little, a lot"),
    ("[  ]", "Gain of the difference, pace of the blinking"),
    ("L", "Loupe"),
    ("Menu key, right click", "Menu of the zoom box, or of the view"),
)
BOX_KEYS: tuple[tuple[str, str], ...] = (
    ("Ctrl+drag, R then Enter", "Draw a zoom box; Shift keeps it square"),
    ("N, Shift+N", "Next, previous zoom box"),
    ("Arrows", "Move the one chosen; with Shift by ten pixels"),
    ("Alt+arrows", "Size it; with Shift by ten pixels"),
    ("Shift+drag", "Size it in proportion"),
    ("Delete", "Remove it"),
    ("Esc", "Let go of it"),
)


def make_actions(parent: QWidget) -> dict[Act, QAction]:
    """One action a row; keys of the canvas are only written beside them."""
    return {row.act: _action(row, parent) for row in ROWS}


def _action(row: Row, parent: QWidget) -> QAction:
    hint = f"\t{row.key}" if row.key and row.where is Where.CANVAS else ""
    action = QAction(row.text + hint, parent)
    action.setObjectName(row.act.name.lower())
    action.setCheckable(row.checkable)
    if row.key and row.where is Where.WINDOW:
        action.setShortcut(QKeySequence(row.key))
    if row.act is Act.QUIT:
        action.setMenuRole(QAction.MenuRole.QuitRole)
    parent.addAction(action)
    return action


def fill_menus(bar: QMenuBar, actions: dict[Act, QAction]) -> None:
    """Put the actions into their menus, in the order of the table."""
    for name in dict.fromkeys(row.menu for row in ROWS):
        menu = bar.addMenu(f"&{name}")  # Alt and its first letter open it
        menu.setObjectName(name)
        fill_menu(menu, name, actions)


def fill_menu(menu: QMenu, name: str, actions: Mapping[Act, QAction]) -> None:
    """The actions that stand in one menu of the table."""
    for row in (row for row in ROWS if row.menu == name):
        menu.addAction(actions[row.act])
        if row.ends_group:
            menu.addSeparator()


def key_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every key and what it does, by the menu that it stands in, for the list of keys."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in ROWS:
        if row.key:
            groups.setdefault(row.menu, []).append((row.key, row.text.rstrip(" …")))
    return [*groups.items(), (ON_CANVAS, list(CANVAS_KEYS)), (ON_BOXES, list(BOX_KEYS))]
