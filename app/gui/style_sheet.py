"""The one style sheet, from tokens at a text scale; it names kinds of widget, never screens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.gui.theme import Tokens

_LENGTH = re.compile(r"\b(\d+)px\b")

_SHEET = """
QWidget { color: @text; font-size: 13px; }
QMainWindow, #canvas { background: @canvas; }
QDialog { background: @raised; }
QLabel, PlainLabel { background: transparent; }
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 4px 8px; }

PlainLabel[tone="muted"], AmountLabel[tone="muted"] { color: @muted; }
PlainLabel[tone="accent"], AmountLabel[tone="accent"] { color: @accent; }
PlainLabel[tone="money_in"], AmountLabel[tone="money_in"] { color: @money_in; }
PlainLabel[tone="caution"], AmountLabel[tone="caution"] { color: @caution; }
PlainLabel[tone="danger"], AmountLabel[tone="danger"] { color: @danger; }
PlainLabel[role="caption"] { font-size: 12px; }
PlainLabel[role="strong"] { font-size: 13px; font-weight: 600; }
PlainLabel[role="heading"] { font-size: 15px; font-weight: 600; }
PlainLabel[role="title"] { font-size: 20px; font-weight: 600; }
AmountLabel { font-weight: 600; }
AmountLabel[figure="13"] { font-size: 13px; font-weight: 400; }
AmountLabel[figure="15"] { font-size: 15px; }
AmountLabel[figure="20"] { font-size: 20px; }
AmountLabel[figure="32"] { font-size: 32px; }
AmountLabel[figure="48"] { font-size: 48px; }

Card { background: @surface; border: 1px solid @border; border-radius: 6px; }
Card[raised="true"] { background: @raised; }
Card[tint="true"] { background: @accent_tint; border: 1px solid @accent_tint; }
Card[alarm="true"] { background: @danger_tint; border: 2px solid @danger; }
#attemptLine { background: @surface; border: 1px solid @border; border-radius: 6px; }
#attemptLine[alarm="true"] { background: @danger_tint; border: 2px solid @danger; }
Card > #cardTitle { color: @muted; font-size: 12px; font-weight: 600; }

Chip { border-radius: 6px; background: @hairline; }
Chip[tone="muted"] { background: @hairline; }
Chip[tone="accent"] { background: @accent_tint; }
Chip[tone="money_in"] { background: @money_in_tint; }
Chip[tone="caution"] { background: @caution_tint; }
Chip[tone="danger"] { background: @danger_tint; }

QPushButton, QToolButton {
  background: @surface; color: @text; border: 1px solid @border; border-radius: 6px;
  padding: 5px 12px; min-height: 20px; outline: none;
}
QPushButton:hover, QToolButton:hover { background: @accent_tint; }
QPushButton:pressed, QToolButton:pressed { border-color: @accent; background: @accent_tint; }
QPushButton:checked { background: @accent_tint; border: 1px solid @accent; color: @accent; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: 4px 11px; }
QPushButton:disabled, QToolButton:disabled { color: @disabled; background: @canvas;
  border: 1px solid @hairline; }
QPushButton[kind="primary"] {
  background: @accent; color: @on_accent; border: 1px solid @accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
  background: @accent_pressed; border-color: @accent_pressed;
}
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled { background: @hairline; color: @disabled;
  border: 1px solid @hairline; }
QPushButton[kind="big"] { min-height: 36px; font-size: 15px; font-weight: 600;
  background: @accent; color: @on_accent; border: 1px solid @accent; }
QPushButton[kind="big"]:hover, QPushButton[kind="big"]:pressed { background: @accent_pressed; }
QPushButton[kind="big"]:focus { border: 2px solid @text; }
QPushButton[kind="big"]:disabled { background: @hairline; color: @disabled;
  border: 1px solid @hairline; }
QPushButton[tall="true"] { min-height: 28px; }
QPushButton[kind="note"] { min-height: 32px; }
QPushButton[kind="quiet"], QToolButton[kind="quiet"] { background: transparent; color: @muted;
  border: 1px solid transparent; text-align: left; }
QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover { color: @text;
  background: @accent_tint; }
QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus { border: 2px solid @accent; }
QPushButton[kind="section"] { background: transparent; color: @muted;
  border: 1px solid transparent; text-align: left; padding: 6px 8px; }
QPushButton[kind="section"]:hover { color: @text; background: @canvas; }
QPushButton[kind="section"]:checked { background: @accent_tint; color: @accent;
  font-weight: 600; }
QPushButton[kind="section"]:focus { border: 2px solid @accent; padding: 5px 7px; }
QPushButton[kind="choice"] { text-align: left; padding: 6px 12px; }
QPushButton[kind="choice"]:checked { font-weight: 600; }
ReasonPicks { border: 2px solid transparent; border-radius: 6px; }
ReasonPicks:focus { border: 2px solid @accent; }
QPushButton[kind="danger"] { color: @danger; border: 1px solid @danger; }
QPushButton[kind="danger"]:focus { border: 2px solid @danger; padding: 4px 11px; }
QPushButton[kind="danger"]:disabled { color: @disabled; border: 1px solid @hairline; }
QPushButton[kind="quiet"]:disabled, QToolButton[kind="quiet"]:disabled,
QPushButton[kind="section"]:disabled { color: @disabled; background: transparent; }
#person { padding-right: 24px; }
#person:focus { padding-right: 23px; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0px; }

QLineEdit, QComboBox, QPlainTextEdit, QSpinBox {
  background: @surface; color: @text; border: 1px solid @control; border-radius: 6px;
  padding: 5px 10px; min-height: 20px;
  selection-background-color: @accent; selection-color: @on_accent;
  placeholder-text-color: @muted;
}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QSpinBox:focus {
  border: 2px solid @accent; padding: 4px 9px; }
QLineEdit:disabled, QComboBox:disabled { background: @canvas; color: @disabled;
  border: 1px solid @hairline; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] { border: 1px solid @danger; }
QLineEdit[wrong="true"]:focus, QComboBox[wrong="true"]:focus { border: 2px solid @danger;
  padding: 4px 9px; }
QLineEdit > QToolButton { background: transparent; border: 0px; padding: 0px; min-height: 0px; }
QLineEdit[figure="20"] { font-size: 20px; min-height: 32px; }
QLineEdit[figure="32"] { font-size: 32px; font-weight: 600; min-height: 48px; }
QLineEdit[dense="true"] { padding: 1px 8px; min-height: 20px; }
QLineEdit[dense="true"]:focus { padding: 0px 7px; }
QComboBox::drop-down { border: 0px; width: 28px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @border; outline: 0px;
  selection-background-color: @accent_tint; selection-color: @text; }

DataTable { background: @surface; border: 0px; outline: 0px; gridline-color: @hairline;
  selection-background-color: @accent_tint; selection-color: @text; }
ListFoot { border-top: 1px solid @hairline; }
DataTable QHeaderView { background: @surface; border: 0px; }
DataTable QHeaderView::section { background: @surface; color: @muted; border: 0px;
  border-bottom: 1px solid @border; padding: 4px 12px; font-size: 12px; font-weight: 400; }
DataTable QHeaderView::up-arrow, DataTable QHeaderView::down-arrow { image: none; width: 0px; }
DataTable QTableCornerButton::section { background: @surface; border: 0px; }

QScrollArea { background: transparent; border: 0px; }
PageArea, Preview { border: 2px solid transparent; border-radius: 6px; }
PageArea:focus, Preview:focus { border: 2px solid @accent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0px; }
#rail QScrollBar:vertical { width: 4px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0px; }
QScrollBar::handle { background: @border; border-radius: 4px; min-height: 24px; min-width: 24px;
  margin: 1px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: @hairline; border: 0px; border-radius: 3px; min-height: 6px;
  max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }

QMenu { background: @raised; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 16px; border-radius: 4px; }
QMenu::item:selected { background: @accent_tint; color: @text; }
QMenu::item:disabled { color: @disabled; }
QMenu::indicator { image: none; width: 14px; height: 14px; }
QMenu::separator { height: 1px; background: @hairline; margin: 4px 8px; }

#rail { background: @surface; border-right: 1px solid @border; }
#rail QPushButton { background: transparent; color: @muted; border: 1px solid transparent;
  text-align: left; padding: 8px 12px; min-height: 20px; }
#rail QPushButton:hover { color: @text; background: @canvas; }
#rail QPushButton:checked { background: @accent_tint; color: @accent; font-weight: 600; }
#rail QPushButton:focus { border: 2px solid @accent; padding: 7px 11px; }
#rail[dense="true"] QPushButton { padding: 5px 12px; }
#rail[dense="true"] QPushButton:focus { padding: 4px 11px; }
#railCount { background: @caution_tint; color: @caution; border-radius: 8px; padding: 0px 6px;
  font-weight: 600; }
#notice { background: @caution_tint; border-bottom: 1px solid @border; }
#topBar { background: @surface; border-bottom: 1px solid @border; }
Pill { background: transparent; border: 1px solid transparent; border-radius: 6px; }
Pill:focus { border: 2px solid @accent; }
FindBox { background: @canvas; border: 1px solid @border; }
FindBox:focus { border: 2px solid @accent; background: @surface; }
#demoMark { background: @caution_tint; color: @caution; border-radius: 6px; padding: 2px 8px;
  font-size: 12px; }

Toast { background: @raised; border: 1px solid @border; border-radius: 6px; }
Toast[tone="money_in"] { border: 1px solid @money_in; }
Toast[tone="caution"] { border: 1px solid @caution; }
Toast[tone="danger"] { border: 1px solid @danger; }
#paperShelf { background: @canvas; border: 1px solid @border; border-radius: 6px; }
#simulatedReader { background: @raised; border: 2px solid @caution; border-radius: 6px; }
#readerDisplay { background: @canvas; border: 1px solid @border; border-radius: 6px; }
#keysOverlay { background: @raised; border: 1px solid @border; border-radius: 6px; }
#keycap { background: @canvas; border: 1px solid @border; border-radius: 4px; padding: 1px 6px;
  font-size: 12px; color: @text; }
Tile { background: @surface; border: 1px solid @border; border-radius: 6px; text-align: left;
  padding: 8px 12px; min-height: 46px; }
Tile:hover { background: @accent_tint; }
Tile:checked { border: 1px solid @accent; background: @accent_tint; color: @text; }
Tile:focus { border: 2px solid @accent; }
KeyButton { padding: 4px 8px; min-height: 44px; }
KeyButton:focus { padding: 3px 7px; }
"""


def build(tokens: Tokens, px: Callable[[int], int]) -> str:
    """The style sheet for `tokens` with every length put through `px`; hairlines stay one pixel."""

    def length(found: re.Match[str]) -> str:
        designed = int(found.group(1))
        return f"{designed if designed <= 2 else px(designed)}px"

    def color(found: re.Match[str]) -> str:
        name = found.group(1)
        return str(getattr(tokens, "muted" if name == "control" else name))

    return re.sub(r"@(\w+)", color, _LENGTH.sub(length, _SHEET))
