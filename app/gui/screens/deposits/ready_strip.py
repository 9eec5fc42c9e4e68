"""The line above the list: what lies ready for the bank, or why nothing does, and one verb."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.gui.icons import Glyph
from app.gui.key_map import key_words
from app.gui.screens.deposits.reading import Ready
from app.gui.screens.deposits.words import ready_words
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t


class ReadyStrip(Card):
    """`pressed` comes when its verb is wanted: prepare a deposit, or add a bank account."""

    pressed = Signal()

    def __init__(self, locale: str) -> None:
        super().__init__()
        self._locale = locale
        self.adds_account = False
        px = current().px
        row = QHBoxLayout()
        row.setSpacing(px(12))
        self._glyph = Glyph("bank", "muted", 20)
        row.addWidget(self._glyph)
        lines = QVBoxLayout()
        lines.setSpacing(px(2))
        self.words = PlainLabel("", role="strong", wrap=True)
        self.detail = PlainLabel("", role="caption", tone="muted", wrap=True)
        lines.addWidget(self.words)
        lines.addWidget(self.detail)
        row.addLayout(lines, 1)
        self.button = Button("", kind="primary")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.pressed)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.body.setContentsMargins(px(16), px(10), px(12), px(10))
        self.clear()

    def clear(self) -> None:
        """Nobody is here, or nothing is known yet."""
        self.adds_account = False
        self._say("bank", "muted", "", "", "")
        self.hide()

    def show_ready(self, found: Ready, *, may_prepare: bool, may_add: bool) -> None:
        self.show()
        self.adds_account = not found.accounts and may_add
        if not found.accounts:
            self._say_no_account(may_add=may_add)
        elif not found.proposal.items:
            self._say(
                "check-circle",
                "muted",
                t("Nothing lies ready for the bank."),
                t("What a closed shift leaves, drops and checks come here by themselves."),
                "",
            )
        else:
            key = key_words("deposits.prepare")
            verb = t("Prepare deposit      {key}", key=key) if may_prepare else ""
            words = ready_words(found.proposal, found.oldest_days, self._locale)
            detail, icon, tone = "", "bank", "accent"
            if found.late:
                icon, tone = "warning-circle", "danger"
                detail = t("It is late: some of it waits longer than the practice wants.")
            elif found.much:
                icon, tone = "warning-circle", "caution"
                detail = t("More lies in the safe than the practice wants to keep there.")
            self._say(icon, tone, words, detail, verb)
            self.detail.say(detail, tone)

    def _say_no_account(self, *, may_add: bool) -> None:
        detail = t("A deposit goes to one. An administrator adds it in Settings, Bank accounts.")
        if may_add:
            detail = t("A deposit goes to one. Add it in Settings, Bank accounts.")
        self._say(
            "bank",
            "muted",
            t("There is no bank account yet."),
            detail,
            t("Add a bank account…") if may_add else "",
        )

    def _say(self, icon: str, tone: str, words: str, detail: str, verb: str) -> None:
        self._glyph.show_icon(icon, tone)
        self.words.say(words)
        self.detail.say(detail, "muted")
        self.detail.setVisible(bool(detail))
        self.button.say(verb or t("Prepare a deposit"))
        self.button.setVisible(bool(verb))
