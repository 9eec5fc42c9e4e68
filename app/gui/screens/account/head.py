"""Who the page is about, what stands out, what is owed; two verbs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.areas.parties.rules import status_words
from app.areas.parties.values import AccountHeader, AccountStatus
from app.gui.key_map import key_words
from app.gui.screens.account.actions import Page
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.flow import Flow
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Chip
from app.kernel.actor import Actor, Permission
from app.kernel.translate import t

NARROW: Final = 700
"""Designed pixels below which the verbs take a line of their own."""


class AccountHead(QWidget):
    """Name, number, year of birth, flags; at the right what is owed and the credit."""

    def __init__(self, locale: str) -> None:
        super().__init__()
        px = current().px
        self.name = PlainLabel(role="title", elide=True)
        self.detail = PlainLabel(tone="muted", elide=True)
        self._chips = Flow()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.name)
        left.addWidget(self.detail)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(8))
        row = QHBoxLayout()
        row.setSpacing(px(24))
        row.addLayout(left, 1)
        self.owes = AmountLabel(20, locale=locale, spoken=t("owes {amount}"))
        self.credit = AmountLabel(20, locale=locale, spoken=t("credit {amount}"))
        for words, amount in ((t("Owes"), self.owes), (t("Credit"), self.credit)):
            column = QVBoxLayout()
            column.setSpacing(0)
            label = PlainLabel(words, role="caption", tone="muted")
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.addWidget(label)
            column.addWidget(amount)
            row.addLayout(column)
        self.charge_button = Button(f"{t('New charge')}      {key_words('account.charge')}")
        self.pay_button = Button("", kind="primary")
        self.refund_button = Button(t("Give credit back…"))
        self.stands_button = Button("", icon="users")
        self.stands_button.hide()
        verbs = QHBoxLayout()
        verbs.setSpacing(px(8))
        verbs.addWidget(self.stands_button)
        verbs.addWidget(self.refund_button)
        verbs.addWidget(self.charge_button)
        verbs.addWidget(self.pay_button)
        self._verbs_beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._verbs_beside.setSpacing(px(8))
        self._verbs_beside.addLayout(row, 1)
        self._verbs_beside.addSpacing(px(16))
        self._verbs_beside.addLayout(verbs)
        whole.addLayout(self._verbs_beside)
        whole.addWidget(self._chips)

    def show_page(self, page: Page, actor: Actor) -> None:
        header = page.details.header
        self.name.say(header.name)
        self.detail.say(_who(header))
        self.owes.show_amount(page.owed)
        self.credit.show_amount(page.credit, "money_in" if page.credit else "muted")
        chips: list[QWidget] = [Chip("flag", flag.words, "caution") for flag in page.flags]
        if header.status is not AccountStatus.ACTIVE:
            chips.insert(0, Chip("warning", status_words(header.status), "caution"))
        self._chips.put(chips)
        self.charge_button.setVisible(actor.may(Permission.DRAFT_INVOICE))
        gives = page.credit.minor > 0 and actor.may(Permission.REQUEST_REFUND)
        self.refund_button.setVisible(gives)
        self.pay_button.setVisible(actor.may(Permission.TAKE_PAYMENT))
        if page.stands is not None:
            self.stands_button.say(t("Open {number}", number=page.stands.account_number))
        self.stands_button.setVisible(page.stands is not None)
        self.setAccessibleName(f"{header.name}, {_who(header)}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Verbs stand under the person where there is no room beside."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        tight = self.width() < current().px(NARROW)
        self._verbs_beside.setDirection(ways.TopToBottom if tight else ways.LeftToRight)

    def clear(self) -> None:
        self.name.say("")
        self.detail.say("")
        self.owes.show_amount(None)
        self.credit.show_amount(None)
        self._chips.put([])


def _who(header: AccountHeader) -> str:
    parts = [header.account_number]
    if header.birth_date is not None:
        parts.append(t("born {year}", year=header.birth_date.year))
    payer = header.guarantor or t("self")
    parts.append(t("guarantor: {name}", name=payer))
    return " · ".join(parts)
