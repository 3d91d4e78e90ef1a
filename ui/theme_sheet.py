"""One stylesheet for the whole window,
made from the tokens. Widgets that paint themselves take the tokens instead."""

from __future__ import annotations

from string import Template
from typing import Final

from ui.theme_tokens import Tokens, as_fields, mixed

_SHEET: Final = Template("""
QWidget { color: $ink; }
QMainWindow, QDialog, QWidget[ground="bg"], QStackedWidget, QScrollArea,
    QScrollArea > QWidget > QWidget[ground="bg"] {
    background: $bg; }
QScrollArea { border: none; }
QStackedWidget[plain="true"],
QScrollArea[plain="true"], QScrollArea[plain="true"] > QWidget > QWidget { background: transparent; }
QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QPdfView { border: 1px solid $line; }
QFrame[card="true"]:focus { border: 2px solid $brand; }
QFrame[card="current"] { background: $surface; border: 2px solid $brand; border-radius: 10px; }
QFrame[card="fail"] { background: $failed_ground; border: none; border-left: 3px solid $failed;
    border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QDialog[popup="true"] { background: $surface; border: 1px solid $edge; }
QFrame[rail="true"] { background: $surface; border: none; border-right: 1px solid $line; }
QFrame[bar="top"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[bar="bottom"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[hairline="true"] { background: $line; border: none; min-height: 1px; max-height: 1px; }

QLabel { background: transparent; }
QLabel[look="title"] { font-size: 18px; font-weight: 700; }
QLabel[look="heading"] { font-size: 14px; font-weight: 600; }
QLabel[look="brand"] { font-size: 15px; font-weight: 700; }
QLabel[look="small"] { font-size: 12px; color: $ink3; }
QLabel[look="second"] { color: $ink2; }
QLabel[look="figure"] { font-size: 26px; font-weight: 700; }
QLabel[look="code"] { font-size: 12px; font-weight: 600; color: $ink3; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="saved"] { color: $passed; font-size: 13px; }
QLabel[look="unsaved"] { color: $failed; font-size: 13px; font-weight: 600; }
QLabel[look="fail"] { color: $failed; }
QLabel[look="warn"] { color: $warn; }
QLabel:focus { border: 2px solid $brand; border-radius: 6px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit, QComboBox {
    background: $surface; border: 1px solid $edge; border-radius: 8px; padding: 0 11px; min-height: 38px;
    placeholder-text-color: $ink3;
    selection-background-color: $brand; selection-color: $on_brand; }
QPlainTextEdit, QTextEdit { padding: 8px 8px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QTimeEdit:focus, QDateTimeEdit:focus, QComboBox:focus { border: 2px solid $brand; padding: 0 10px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 7px 7px; }
QLineEdit[state="fail"], QPlainTextEdit[state="fail"], QComboBox[state="fail"], QSpinBox[state="fail"],
QDoubleSpinBox[state="fail"] { border: 2px solid $failed; padding: 0 10px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled { color: $ink3;
    background: $na_ground; }
QLineEdit[search="true"] { background: $bg; padding-left: 34px; }
QLineEdit[search="true"]:focus { padding-left: 33px; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url("$chevron"); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 4px;
    outline: none;
    selection-background-color: $brand_ground; selection-color: $brand; }
QComboBox QAbstractItemView::item { min-height: 36px; padding: 0 8px; }
QDateEdit::drop-down, QDateTimeEdit::drop-down { border: none; width: 28px; }
QDateEdit::down-arrow, QDateTimeEdit::down-arrow { image: url("$chevron"); width: 16px; height: 16px; }
QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0; border: none; }
QSpinBox { padding: 0 28px 0 11px; }
QSpinBox:focus { padding: 0 28px 0 10px; }
QSpinBox::up-button, QSpinBox::down-button { subcontrol-origin: border; width: 28px; height: 19px; border: none;
    background: transparent; }
QSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button { subcontrol-position: bottom right; }
QSpinBox::up-arrow { image: url("$chevron_up"); width: 14px; height: 14px; }
QSpinBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover { background: $na_ground; border-radius: 6px; }

QCheckBox, QRadioButton { spacing: 10px; min-height: 36px; border: 2px solid transparent; border-radius: 6px;
    padding: 0 8px 0 4px; }
QCheckBox::indicator, QRadioButton::indicator { width: 20px; height: 20px; border: 2px solid $ink3;
    background: $surface; }
QCheckBox::indicator { border-radius: 5px; }
QRadioButton::indicator { border-radius: 12px; }
QCheckBox::indicator:checked { background: $brand; border-color: $brand; image: url("$tick"); }
QRadioButton::indicator:checked { background: $on_brand; border: 7px solid $brand; width: 10px; height: 10px; }
QCheckBox:focus, QRadioButton:focus { border-color: $brand; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $brand; }
QCheckBox:disabled, QRadioButton:disabled { color: $ink3; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $na_ground; border-color: $edge; }

QTableView, QListView, QTreeView { background: $surface; border: none; outline: none; gridline-color: $line;
    selection-background-color: $brand_ground; selection-color: $ink; alternate-background-color: $surface; }
QTableWidget { border: 1px solid $edge; border-radius: 8px; }
QTableWidget QHeaderView { background: transparent; }
QTableWidget QHeaderView::section:first { border-top-left-radius: 7px; }
QTableWidget::item { padding: 0 9px; }
QListView[side="true"] { border: 1px solid $line; border-radius: 10px; padding: 6px; }
QListView[side="true"]::item:selected { font-weight: 600; }
QListView::item { min-height: 40px; border-radius: 8px; padding: 0 8px; }
QListView::item:selected { background: $brand_ground; color: $brand; border-left: 3px solid $brand; padding-left: 5px;
    border-top-left-radius: 0; border-bottom-left-radius: 0; }
QListView::item:focus { border: 2px solid $brand; border-radius: 8px; padding: 0 6px; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $ink2; border: none; border-bottom: 1px solid $line;
    padding: 0 12px;
    font-size: 13px; font-weight: 600; min-height: 37px; }
QTableCornerButton::section { background: $surface; border: none; }

QMenu { background: $surface; border: 1px solid $line; border-radius: 8px; padding: 6px; }
QMenu::item { min-height: 24px; padding: 7px 28px 7px 12px; border-radius: 6px; }
QMenu::item:selected { background: $brand_ground; color: $brand; border-left: 3px solid $brand; padding-left: 9px;
    border-top-left-radius: 0; border-bottom-left-radius: 0; }
QMenu::item:disabled { color: $ink3; }
QMenu::separator { height: 1px; background: $line; margin: 6px 4px; }
QMenu::icon { padding-left: 8px; }
QToolTip { background: $ink; color: $surface; border: none; padding: 6px 8px; font-size: 12px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $handle; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar::handle:horizontal { min-width: 40px; }
QScrollBar[apart="true"]:vertical { width: 20px; }
QScrollBar[apart="true"]::handle:vertical { margin: 2px 2px 2px 10px; }
QScrollBar::handle:hover { background: $ink3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $na_ground; border: none; border-radius: 4px; min-height: 8px; max-height: 8px;
    text-align: center; }
QProgressBar::chunk { background: $brand; border-radius: 4px; }
QSlider::groove:horizontal { background: $na_ground; height: 8px; border-radius: 4px; }
QSlider::sub-page:horizontal { background: $brand; border-radius: 4px; }
QSlider::handle:horizontal { background: $surface; border: 2px solid $brand; width: 22px; height: 22px;
    margin: -9px 0; border-radius: 13px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; }
QTabBar { background: transparent; outline: none; }
QTabBar::tab { min-height: 38px; padding: 0 14px; color: $ink2; border: none; border-top: 2px solid transparent;
    border-bottom: 2px solid transparent; font-weight: 600; }
QTabBar::tab:selected { color: $brand; border-bottom: 2px solid $brand; }
QTabBar::tab:selected:focus { border: 2px solid $brand; border-radius: 6px; padding: 0 12px; }
QTabWidget::pane { border: none; }
QCalendarWidget QWidget { background: $surface; alternate-background-color: $surface; }
QCalendarWidget QToolButton { min-height: 36px; color: $ink; background: transparent; border: none; padding: 0 8px; }
""")


def stylesheet(tokens: Tokens, pictures: dict[str, str]) -> str:
    """The sheet for one look;
    `pictures` are the paths of the small images a sheet can only name: chevron and tick."""
    return _SHEET.substitute(
        as_fields(tokens),
        edge=mixed(tokens.line, tokens.ink3, 0.35),
        handle=mixed(tokens.line, tokens.ink3, 0.25),
        **pictures,
    )
