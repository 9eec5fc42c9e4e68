"""Counting the float and opening a drawer with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.drawers.values import Denomination, DrawerRow
from app.areas.settings.values import Practice
from app.gui.key_map import key_words
from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.denomination_grid import DenominationGrid
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t, tn


class CountPage(QScrollArea):
    """Which drawer, and what is in it. `submitted` comes when it should be opened so, `others` asks
    for the drawers of other people.
    """

    submitted = Signal()
    others = Signal()

    def __init__(self, practice: Practice, denominations: tuple[Denomination, ...]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._practice = practice
        px = current().px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(4))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(t("Count the float"), role="title"), 1)
        self.others_button = Button("", kind="quiet", icon="users")
        self.others_button.setAutoDefault(True)
        self.others_button.clicked.connect(self.others)
        head.addWidget(self.others_button)
        column.addLayout(head)
        words = t("Count what is in the drawer now, before the first payment.")
        column.addWidget(PlainLabel(words, tone="muted", wrap=True))
        column.addSpacing(px(8))
        card = Card()
        sized(card, px, most_width=720)
        self.drawer = Choice()
        sized(self.drawer, px, most_width=320)
        self.field = Field(t("Drawer"), self.drawer)
        card.body.addWidget(self.field)
        self.grid = DenominationGrid(
            denominations, practice.currency, locale=practice.locale, sum_words=t("In the drawer")
        )
        self.grid.changed.connect(self._say_sum)
        self.grid.finished.connect(self._to_button)
        card.body.addWidget(self.grid)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        card.body.addWidget(self.message)
        self.button = Button("", kind="big")
        self.button.clicked.connect(self.submit)
        self.button.setAutoDefault(True)
        card.body.addWidget(self.button)
        column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inner)
        self._say_sum(self.grid.total())

    def show_drawers(self, drawers: tuple[DrawerRow, ...], *, others: int = 0) -> None:
        """The free drawers; those that somebody holds are named below."""
        words = tn("{count} open drawer…", "{count} open drawers…", others)
        self.others_button.say(words)
        self.others_button.setVisible(others > 0)
        free = [each for each in drawers if not each.open_shift_number]
        kept = self.drawer.currentData()
        self.drawer.clear()
        for each in free:
            self.drawer.addItem(each.name, each.drawer_id)
        self.drawer.setCurrentIndex(max(0, self.drawer.findData(kept)))
        self.field.setVisible(len(drawers) > 1)
        held = [t("{drawer} ({name})", drawer=d.name, name=d.held_by) for d in drawers if d.held_by]
        self.field.message.say(t("In use: {drawers}", drawers=", ".join(held)), "muted")
        self.field.message.setVisible(bool(held))

    def take_focus(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        if self.button.isEnabled():
            self.submitted.emit()

    def say_error(self, words: str) -> None:
        self.message.say(words)
        self.message.setVisible(bool(words))

    def _say_sum(self, amount: object) -> None:
        if isinstance(amount, Money):
            self.say_error("")
            shown = format_money(amount, self._practice.locale)
            key = key_words("frame.primary")
            self.button.say(t("Open drawer with {amount}      {key}", amount=shown, key=key))

    def _to_button(self) -> None:
        self.button.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(self.button)
