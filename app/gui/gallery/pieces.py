"""Every widget with every state it has, in pieces that each stand under their own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.gui.gallery import samples
from app.gui.icons import Glyph
from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button, KeyButton
from app.gui.widgets.choice import Choice
from app.gui.widgets.day_edit import DayEdit
from app.gui.widgets.denomination_grid import DenominationGrid
from app.gui.widgets.end_row import EndRow
from app.gui.widgets.field import Field
from app.gui.widgets.find_box import FindBox
from app.gui.widgets.flow import Flow
from app.gui.widgets.head_row import HeadRow
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.menu import Menu
from app.gui.widgets.money_edit import MoneyEdit
from app.gui.widgets.notice import Notice
from app.gui.widgets.pill import Pill
from app.gui.widgets.pin_edit import PinEdit
from app.gui.widgets.section_button import SectionButton
from app.gui.widgets.surfaces import Card, Chip, EmptyState
from app.gui.widgets.tick import Tick

Piece = tuple[str, Callable[[], QWidget]]
"""What it shows, and how it is made."""
KINDS: Final = ("plain", "primary", "big", "quiet", "danger", "choice", "note")
_ALONG: Final = Qt.AlignmentFlag(0)
TONES: Final = (
    ("info", "Muted", "muted"),
    ("user", "Self", "accent"),
    ("check-circle", "Printed", "money_in"),
    ("flag", "No checks", "caution"),
    ("prohibit", "Voided", "danger"),
)


def under(*widgets: QWidget, gap: int = 8) -> QWidget:
    """The widgets under one another."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(gap))
    for widget in widgets:
        column.addWidget(widget)
    return holder


def beside(*widgets: QWidget, stretch: bool = False) -> QWidget:
    """The widgets beside one another, their upper edges in a line; else they stand at the left."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current().px(8))
    for widget in widgets:
        top = Qt.AlignmentFlag.AlignTop if isinstance(widget, Field) else _ALONG
        row.addWidget(widget, 1 if stretch else 0, top)
    if not stretch:
        row.addStretch(1)
    return holder


def flowing(widgets: Sequence[QWidget]) -> QWidget:
    """The widgets in lines."""
    flow = Flow()
    holder = under(flow)  # without a parent it would be shown as a window
    flow.put(list(widgets))
    return holder


def buttons() -> QWidget:
    rows = []
    for kind in KINDS:
        plain, off = Button("Take 35.00", kind=kind), Button("Take 35.00", kind=kind)
        off.setEnabled(False)
        chosen = Button("Chosen", kind=kind, icon="check")
        chosen.setCheckable(True)
        chosen.setChecked(True)
        name = PlainLabel(kind, role="caption", tone="muted")
        sized(name, current().px, least_width=56)
        rows.append(beside(name, plain, off, chosen))
    return under(*rows)


def long_buttons() -> QWidget:
    menu = Button("Show", icon="caret-down")
    choices = Menu(menu)
    choices.addAction("Chosen").setCheckable(True)
    menu.setMenu(choices)
    head = HeadRow()
    head.first.addWidget(PlainLabel("A title", role="title"))
    head.first.addStretch(1)
    head.second.addStretch(1)
    head.second.addWidget(menu)
    return under(
        head,
        Button(samples.VIETNAMESE_VERB, kind="primary", icon="money"),
        Button(samples.BURMESE_VERB, kind="big"),
        Button(samples.BURMESE_VERB, icon="check"),
    )


def key_buttons() -> QWidget:
    cash, check, card = (
        KeyButton(verb, key, checkable=True)
        for verb, key in (("Cash", "F6"), ("Check", "F7"), ("Thẻ ngân hàng", "F8"))
    )
    cash.setChecked(True)
    card.setEnabled(False)
    return beside(cash, check, card, stretch=True)


def section_buttons() -> QWidget:
    made = [
        SectionButton(words, icon)
        for words, icon in (("Practice", "buildings"), (samples.VIETNAMESE, "user"), ("ပုံစံ", "gear"))
    ]
    made[0].setChecked(True)
    return under(*made, gap=2)


def end_row() -> QWidget:
    row = EndRow()
    row.button.setText("Close shift W1-0042   Enter")
    return row


def fields() -> QWidget:
    plain = Field("Name on the check", _line(samples.SHORT))
    hint = Field("Badge number", _line(""), optional=True, hint="Typed to sign in without a mouse.")
    wrong = Field(samples.VIETNAMESE_VERB, _line(samples.VIETNAMESE))
    wrong.show_error(samples.VIETNAMESE_SENTENCE)
    noted = Field(samples.BURMESE_VERB, _line(samples.BURMESE))
    noted.say_note(samples.BURMESE_SENTENCE)
    off = Field("Station code", _line("W1"), hint="It stands on receipts and never changes.")
    off.control.setEnabled(False)
    return under(plain, hint, wrong, noted, off, gap=12)


def _line(text: str) -> QLineEdit:
    box = QLineEdit(text)
    box.setCursorPosition(0)
    return box


def money_boxes() -> QWidget:
    typed, wrong = MoneyEdit("USD", size=20), MoneyEdit("USD")
    typed.setText("20+15+5")
    large = MoneyEdit("USD", size=32)
    large.show_amount(samples.usd(123_456))
    given = Field("Cash given", wrong)
    wrong.setText("20+15+x")
    wrong.tell_problem()
    off = MoneyEdit("USD")
    off.show_amount(samples.usd(3500))
    off.setEnabled(False)
    fields = (Field("To pay", typed), Field("Amount due", large), given, Field("Owed", off))
    return under(*fields, gap=12)


def other_boxes() -> QWidget:
    day, born = DayEdit(), DayEdit()
    day.show_day(date(2026, 11, 20))
    born.setText("14.33.1984")
    born_field = Field("Birth date", born)
    born_field.show_error(born.error())
    pin = PinEdit()
    pin.setText("739154")
    choice, empty, off = Choice(), Choice(), Choice()
    for box in (choice, off):
        box.addItems(list(samples.NAMES))
    choice.setCurrentIndex(1)
    empty.setPlaceholderText("Choose")
    empty.setCurrentIndex(-1)
    off.setEnabled(False)
    lines = QPlainTextEdit(samples.VIETNAMESE_SENTENCE)
    lines.moveCursor(QTextCursor.MoveOperation.Start)
    sized(lines, current().px, least_height=72)
    lines.setMaximumHeight(current().px(72))
    return under(
        beside(Field("Day", day), born_field, stretch=True),
        beside(Field("PIN", pin), Field("PIN, empty", PinEdit()), stretch=True),
        beside(Field("Guarantor", choice), Field("Reason", empty), stretch=True),
        Field("Payer", off),
        Field("Note", lines, optional=True),
        gap=12,
    )


def ticks() -> QWidget:
    on, off, dead = Tick("Ticked"), Tick(samples.VIETNAMESE_VERB), Tick("Cannot be ticked now")
    on.setChecked(True)
    dead.setEnabled(False)
    both = Tick(samples.BURMESE_VERB)
    both.setChecked(True)
    both.setEnabled(False)
    return under(on, off, dead, both, gap=4)


def find_boxes() -> QWidget:
    typed = FindBox()
    typed.setText(samples.VIETNAMESE)
    return under(FindBox(), typed)


def words() -> QWidget:
    roles = ("caption", "body", "strong", "heading", "title")
    shown: list[QWidget] = [PlainLabel(f"{role}: {samples.SHORT}", role=role) for role in roles]
    shown += [PlainLabel(tone, tone=tone) for tone in ("muted", "accent", "money_in", "caution")]
    shown.append(PlainLabel("danger", tone="danger"))
    shown.append(PlainLabel(samples.GERMAN + ", " + samples.GERMAN, role="title", elide=True))
    shown.append(PlainLabel(samples.BURMESE_SENTENCE, wrap=True))
    return under(*shown, gap=4)


def amounts() -> QWidget:
    shown = []
    tones = ("text", "muted", "accent", "money_in", "danger")
    for size, tone in zip((13, 15, 20, 32, 48), tones, strict=True):
        amount = AmountLabel(size, tone=tone)
        amount.show_amount(samples.usd(-123_456))
        shown.append(amount)
    return under(*shown, gap=4)


def chips() -> QWidget:
    long = Chip("warning", samples.VIETNAMESE_VERB, "caution")
    return flowing([*(Chip(icon, word, tone) for icon, word, tone in TONES), long])


def pills() -> QWidget:
    folded = Pill("printer", "Paper", samples.SENTENCE, "caution")
    folded.fold(True)
    return flowing(
        [
            Pill("archive-box", "Drawer", "Drawer open, shift W1-0042, since 07:48", "money_in"),
            Pill("wifi-slash", "Offline", "Offline since 14:05", "caution"),
            Pill("printer", "No paper", samples.SENTENCE, "danger"),
            folded,
        ]
    )


def notices() -> QWidget:
    made = []
    for said in (samples.SENTENCE, samples.VIETNAMESE_SENTENCE):
        notice = Notice("warning")
        notice.say(said)
        made.append(notice)
    return under(*made)


def surfaces() -> QWidget:
    made = []
    for title, options in (
        ("A card", {}),
        ("Raised", {"raised": True}),
        ("Tinted", {"tint": True}),
    ):
        card = Card(title, **options)
        card.body.addWidget(PlainLabel(samples.SHORT))
        made.append(card)
    return beside(*made, stretch=True)


def empty_states() -> QWidget:
    plain = EmptyState("tray", "No open invoices.", "What is taken becomes credit.")
    act = EmptyState(
        "money",
        samples.VIETNAMESE_SENTENCE,
        samples.BURMESE_SENTENCE,
        verb="Open drawer",
        act=_none,
    )
    return beside(plain, act, stretch=True)


def _none() -> None:
    """Buttons of the gallery do nothing."""


def glyphs() -> QWidget:
    icons = ("money", "bank", "printer", "lock", "warning", "check-circle", "user", "gear")
    return flowing([Glyph(icon, "muted", 20) for icon in icons])


def counting() -> QWidget:
    grid = DenominationGrid(samples.NOTES, "USD", sum_size=32)
    for note, pieces in zip(grid.denominations, (1, 12, 3, 40, 0), strict=True):
        grid.quantity_box(note.value).setText(str(pieces) if pieces else "")
    return grid
