"""The page on which a computer joins a practice: first the code, then who and what it will be."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit

from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.form_card import FormCard, secret_box
from app.gui.widgets.labels import PlainLabel
from app.kernel.translate import t, tn

CODE_HEIGHT: Final = 120
LATER: Final = ("site", "code", "name", "administrator", "pin", "pin_again")


class JoinPage(FormCard):
    """`file_wanted` asks for a file with the code. `known` once the code was read: the other boxes
    are there only then.
    """

    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(t("Join a practice with a code"))
        self.known, self.verb = False, ""
        self.words = PlainLabel("", tone="muted", wrap=True)
        self.body.addWidget(self.words)
        self.code_box, self.site_box = QPlainTextEdit(), Choice()
        self.code_box.setTabChangesFocus(True)
        sized(self.code_box, current().px, least_height=CODE_HEIGHT)
        self.add("code_text", t("The code"), self.code_box, hint=t("Paste or scan all of it."))
        self.file = Button(t("From a file…"))
        self.file.setAutoDefault(True)
        self.file.clicked.connect(self.file_wanted)
        row = QHBoxLayout()
        row.addWidget(self.file)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add("site", t("Where this computer stands"), self.site_box)
        hint = t("Its receipts and invoices begin with it. No other station has the same.")
        self.add("code", t("Short name of this station, such as W2"), QLineEdit("W2"), hint=hint)
        self.add("name", t("What people call it"), QLineEdit(), hint=t("Such as Front desk 2."))
        self.add("administrator", t("Badge number of an administrator"), QLineEdit())
        hint = t("Chosen for this computer, six to twelve digits. Others get theirs from Users.")
        self.add("pin", t("Their PIN here"), secret_box(), hint=hint)
        self.add("pin_again", t("The PIN again"), secret_box())
        self.add_passphrase()
        self.finish("")
        self.code_box.textChanged.connect(lambda: self.fields["code_text"].show_error(""))
        self.show_unknown()

    def show_unknown(self) -> None:
        """Only the code is asked for."""
        self.known = False
        self.words.say(
            t(
                "At a window of the practice an administrator or a billing manager makes it: "
                "Settings, Stations, “Add a station”. It is good once, for ten minutes."
            ),
            "muted",
        )
        self.fields["code_text"].show()
        self.file.show()
        for name in LATER:
            self.fields[name].hide()
        self.ask_passphrase(False)
        self.verb = t("Go on")
        self.button.say(self.verb)

    def show_practice(self, practice: str, sites: tuple[str, ...], months: int = 0) -> None:
        """Whose code it is, what this computer will keep, and what else is asked for."""
        self.known = True
        whose = t("The code is from {practice}.", practice=practice)
        self.words.say(f"{whose} {_kept_words(months)}", "text")
        self.site_box.clear()
        self.site_box.addItems(list(sites))
        self.fields["code_text"].hide()
        self.file.hide()
        for name in LATER:
            self.fields[name].setVisible(name != "site" or len(sites) > 1)
        self.verb = t("Join {practice}", practice=practice)
        self.button.say(self.verb)
        self.stand()

    def stand(self) -> None:
        """Put the keyboard where work goes on."""
        self.fields["code" if self.known else "code_text"].focus_error()

    def refuse(self, name: str, words: str) -> None:
        """Beside its box; what is wrong with the code brings the code back."""
        if name == "code_text" and self.known:
            self.show_unknown()
        super().refuse(name, words)

    def busy(self, words: str) -> None:
        """While it is looked at nothing is sent twice; without words it is free again."""
        self.button.setEnabled(not words)
        self.button.say(words or self.verb)


def _kept_words(months: int) -> str:
    if not months:
        return t("This computer will keep everything, down to every line of the ledger.")
    return tn(
        "This computer will keep all balances, invoices and payments, and the lines of the ledger "
        "of its own site for {count} month; the rest in sums. A manager can change that later "
        "under Settings, Stations.",
        "This computer will keep all balances, invoices and payments, and the lines of the ledger "
        "of its own site for {count} months; the rest in sums. A manager can change that later "
        "under Settings, Stations.",
        months,
    )
