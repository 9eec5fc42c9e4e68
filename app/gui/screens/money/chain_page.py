"""The page of one receipt, invoice, shift or deposit: where its money went, step by step."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.areas.deposits.chain_values import Chain
from app.areas.settings.values import Practice
from app.gui.screens.money.trail import TrailView
from app.gui.screens.money.words import why_hidden
from app.gui.shortcuts import with_key
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.head_row import HeadRow
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t, tn


class ChainPage(QWidget):
    """`wanted` comes with the Link of a step, `left` when somebody goes back."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.title = PlainLabel("", role="title", elide=True)
        self.count = PlainLabel("", tone="muted")
        self.back_button = Button(t("Back"), kind="quiet", icon="arrow-left")
        self.back_button.setToolTip(with_key(t("Back"), "frame.back"))
        self.view = TrailView(practice)
        head = HeadRow()
        head.first.addWidget(self.back_button)
        head.first.addWidget(self.title, 1)
        head.second.addStretch(1)
        head.second.addWidget(self.count)
        card = Card(flush=True)
        card.body.addWidget(self.view)
        self._column = QVBoxLayout(self)
        self._column.addWidget(head)
        self._column.addWidget(card, 1)
        self.back_button.clicked.connect(self.left)
        self.view.wanted.connect(self.wanted)
        current().changed.connect(self._fit)
        self._fit()

    def show_chain(self, chain: Chain, empty_words: str, *, fresh: bool) -> None:
        self.title.say(chain.title)
        pieces = len(chain.threads)
        hidden = any(each.amount is None for each in chain.threads)
        count = tn("{count} piece", "{count} pieces", pieces) if pieces > 1 else ""
        self.count.say(why_hidden() if hidden else count)
        show = self.view.show_chain if fresh else self.view.show_again
        show(chain, empty_words)

    def forget(self) -> None:
        self.title.say("")
        self.count.say("")
        self.view.forget()

    def take_focus(self) -> None:
        self.view.setFocus()

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(12))
