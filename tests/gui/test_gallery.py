"""Every widget on one page in both themes; set COUNTERFOIL_GALLERY to a folder to look at it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.areas.drawers.values import Denomination
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import ChipLook, Column, RowsModel
from app.gui.theme import Scheme, Theme, contrast
from app.gui.widgets.buttons import Button, KeyButton
from app.gui.widgets.choice import Choice
from app.gui.widgets.day_edit import DayEdit
from app.gui.widgets.denomination_grid import DenominationGrid
from app.gui.widgets.field import Field
from app.gui.widgets.find_box import FindBox
from app.gui.widgets.flow import Flow
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.money_edit import MoneyEdit
from app.gui.widgets.pill import Pill
from app.gui.widgets.surfaces import Card, Chip, EmptyState
from app.gui.widgets.tick import Tick
from app.kernel.i18n import format_money
from app.kernel.money import Money

NAMES = (
    "Nguyễn Thị Hoa",
    "မမခင်ဇော်ဝင်း",
    "Maximiliana Konstantina von Hohenzollern-Sigmaringen zu Berg",
)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def table() -> Card:
    model: RowsModel[tuple[str, Money]] = RowsModel(
        (
            Column("Name", lambda row: row[0], stretch=True),
            Column("Owed", lambda row: format_money(row[1]), right=True),
            Column("Paper", lambda row: "", chip=lambda row: ChipLook("check", "Printed")),
        ),
        ticks=True,
    )
    model.show_rows(tuple((name, usd(10 ** (4 + n))) for n, name in enumerate(NAMES)))
    card = Card("Open invoices", flush=True)
    card.body.addWidget(DataTable(model, name="Open invoices"))
    return card


def form(tick: Tick) -> Card:
    card = Card("Take payment")
    money = MoneyEdit("USD", size=20)
    card.body.addWidget(Field("Cash given", money))
    money.setText("20+15+x")
    money.tell_problem()
    keys = QHBoxLayout()
    for verb, key in (("Cash", "F6"), ("Check", "F7")):
        keys.addWidget(KeyButton(verb, key, checkable=True))
    card.body.addLayout(keys)
    for size in (13, 15, 20, 32, 48):
        amount = AmountLabel(size, tone="money_in")
        amount.show_amount(usd(-123456))
        card.body.addWidget(amount)
    choice = Choice()
    choice.addItems(list(NAMES))
    born = DayEdit()
    born.setText("14.3.1984")
    born_field = Field("Birth date", born)
    born_field.show_error(born.error())
    for widget in (tick, choice, born_field, Button("Take 35.00   Enter", kind="big")):
        card.body.addWidget(widget)
    return card


def gallery(tick: Tick) -> QWidget:
    page = QWidget()
    page.setObjectName("canvas")
    row = QHBoxLayout(page)
    left, right = QVBoxLayout(), QVBoxLayout()
    row.addLayout(left, 1)
    row.addLayout(right, 1)
    left.addWidget(table(), 1)
    grid = DenominationGrid((Denomination(usd(2000), "20", False),), "USD")
    count = Card("Count the float")
    count.body.addWidget(grid)
    left.addWidget(count)
    right.addWidget(FindBox())
    chips = Flow()
    shown: list[QWidget] = []
    for icon, words, tone in (
        ("flag", "No checks", "caution"),
        ("check-circle", "Printed", "money_in"),
        ("prohibit", "Voided", "danger"),
        ("user", "Self", "accent"),
    ):
        shown.append(Chip(icon, words, tone))
    shown.append(Pill("archive-box", "Drawer", "Drawer open, shift W1-0042, since 07:48"))
    chips.put(shown)
    right.addWidget(chips)
    right.addWidget(PlainLabel(NAMES[2], role="title", elide=True))
    right.addWidget(form(tick))
    right.addWidget(EmptyState("tray", "No open invoices.", "What is taken becomes credit."))
    return page


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("scale", [100, 200])
def test_every_widget_is_drawn_and_a_check_box_is_seen(
    theme: Theme, qtbot: QtBot, scheme: Scheme, scale: int
) -> None:
    theme.choose(scheme, scale)
    tick = Tick("I have written it down")
    page = gallery(tick)
    qtbot.addWidget(page)
    page.resize(1280 * scale // 100, 800 * scale // 100)
    page.show()
    QApplication.processEvents()
    picture = tick.grab().toImage()
    middle = tick.height() // 2
    ratio = picture.devicePixelRatio()
    colors = {
        picture.pixelColor(QPoint(round(x * ratio), round(middle * ratio))).name()
        for x in range(theme.px(18) + 6)
    }
    ground = theme.tokens.surface
    assert max(contrast(color, ground) for color in colors) >= 3
    if folder := os.environ.get("COUNTERFOIL_GALLERY"):
        page.grab().save(str(Path(folder) / f"gallery-{scheme.value}-{scale}.png"))
