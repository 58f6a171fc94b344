"""The style sheet of the window; ``$name`` stands for a tone of `gui.theme.Tones`."""

from __future__ import annotations

STYLE_SHEET = """
QWidget { color: $text; placeholder-text-color: $secondary; }
QMainWindow, QDialog { background: $window; }
QMainWindow::separator { background: $window; width: 3px; height: 3px; }
QMainWindow::separator:hover { background: $selected; }
QFrame[role="panel"] { background: $panel; border: none; }
QFrame[role="card"] { background: $card; border: none; border-radius: 6px; }
QFrame[role="bar"] { background: $selected; border: none; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; }

QLabel { background: transparent; }
QLabel[role="caption"] { color: $secondary; font-size: 11px; font-weight: 600; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="secondary"] { color: $secondary; font-size: 12px; }
QLabel[role="figure"] { font-size: 12px; }
QLabel:disabled { color: $faint; }

QToolTip { background: $card; color: $text; border: 1px solid $line; padding: 4px 6px; }

QPushButton { background: $card; border: 1px solid transparent; border-radius: 5px;
    padding: 5px 12px; min-height: 16px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selected; }
QPushButton:checked { background: $strong; color: $strong_text; }
QPushButton:disabled { color: $faint; }
QPushButton:focus { border: 1px solid $secondary; }
QPushButton[role="primary"] { background: $strong; color: $strong_text; }
QPushButton[role="primary"]:hover { background: $text; }
QPushButton[role="primary"]:disabled { background: $card; color: $faint; }
QPushButton[role="quiet"] { background: transparent; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="small"] { background: $hover; padding: 3px 9px; font-size: 12px; }
QPushButton[role="small"]:hover { background: $selected; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 5px;
    padding: 3px 6px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selected; }
QToolButton:focus { border: 1px solid $secondary; }
QToolButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: $field; border: 1px solid $line; border-radius: 5px; padding: 4px 8px;
    selection-background-color: $selected; selection-color: $text; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus,
QDoubleSpinBox:focus, QComboBox:focus { border: 1px solid $secondary; }
QAbstractSpinBox QLineEdit { border: none; padding: 0; background: transparent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 12px; border: none;
    background: transparent; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {
    color: $faint; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line;
    selection-background-color: $selected; selection-color: $text; outline: none; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox::indicator { width: 11px; height: 11px; border: 1px solid $faint;
    border-radius: 3px; background: transparent; }
QCheckBox::indicator:hover { border: 1px solid $text; }
QCheckBox::indicator:checked { background: $strong; border: 1px solid $strong; }
QCheckBox::indicator:indeterminate { background: $faint; border: 1px solid $faint; }
QCheckBox::indicator:focus { border: 1px solid $text; }
QCheckBox:disabled { color: $faint; }
QCheckBox::indicator:disabled { border: 1px solid $line; }
QRadioButton::indicator { width: 11px; height: 11px; border: 1px solid $faint;
    border-radius: 6px; }
QRadioButton::indicator:checked { background: $strong; border: 1px solid $strong; }

QSlider { background: transparent; min-height: 16px; }
QSlider::groove:horizontal { height: 2px; background: $line; border-radius: 1px; }
QSlider::sub-page:horizontal { height: 2px; background: $text; border-radius: 1px; }
QSlider::handle:horizontal { width: 10px; height: 10px; margin: -4px 0; border-radius: 5px;
    background: $strong; }
QSlider::handle:horizontal:hover { background: $text; }
QSlider::handle:horizontal:focus { width: 8px; height: 8px; margin: -6px 0; border-radius: 7px;
    background: $strong; border: 3px solid $secondary; }
QSlider::sub-page:horizontal:disabled { background: $line; }
QSlider::handle:horizontal:disabled { background: $faint; }

QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px;
    min-height: 6px; text-align: center; }
QProgressBar::chunk { background: $strong; border-radius: 3px; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: $panel; }
QMenuBar::item { background: transparent; padding: 5px 9px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $card; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 20px; border-radius: 4px; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QStatusBar { background: $panel; }
QStatusBar::item { border: none; }

QListView, QTreeView, QTableView { background: $panel; border: none; outline: none;
    alternate-background-color: $card; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected {
    background: $selected; color: $text; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:disabled { color: $faint; }
QListView::indicator { width: 11px; height: 11px; border: 1px solid $faint; border-radius: 3px; }
QListView::indicator:checked { background: $strong; border: 1px solid $strong; }
QListView::indicator:disabled { border: 1px solid $line; background: transparent; }
QHeaderView::section { background: $panel; color: $secondary; border: none;
    padding: 4px 8px; }
QTableView::item { padding: 0 5px; }
QTabBar::tab { background: transparent; color: $secondary; padding: 5px 12px;
    border-radius: 5px; }
QTabBar::tab:selected { background: $selected; color: $text; }
QTabWidget::pane { border: none; }
QSplitter::handle { background: $window; }
"""
