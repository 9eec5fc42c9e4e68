"""What may be chosen of a receipt's look, as a form; it draws and reads, and saves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.areas.printing.design_values import (
    BESIDE,
    INSTEAD,
    LANGUAGES,
    NO_SECOND,
    BuiltIn,
    NameShown,
    ReceiptDesign,
    ReceiptText,
)
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.gui.widgets.tick import Tick
from app.kernel.errors import UserError
from app.kernel.translate import t

_LINES: Final = {"header": 3, "footer": 4, "on_copies": 2}


class Pick(Choice):
    """A list that the mouse wheel does not turn while the form scrolls; Enter is the page's."""

    def __init__(self, items: Sequence[tuple[object, str]]) -> None:
        super().__init__()
        for value, words in items:
            self.addItem(words, value)

    def choose(self, value: object) -> None:
        self.setCurrentIndex(max(0, self.findData(value)))

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class DesignForm(QWidget):
    """`changed` comes with every change, `logo_wanted` when a picture is to be chosen."""

    changed = Signal()
    logo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._showing = False
        self._logo = ""
        self._texts: dict[str, ReceiptText] = {}
        self._built_in: tuple[BuiltIn, ...] = ()
        self.fields: dict[str, Field] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(16))
        for card in (self._shown(), self._languages(), self._words(), self._picture()):
            column.addWidget(card)
        self.begin_from.activated.connect(self._begin_from)
        for pick in (self.patient_name, self.language, self.second):
            pick.currentIndexChanged.connect(self._touched)
        self.words_in.currentIndexChanged.connect(self._other_words)
        for tick in self.ticks.values():
            tick.toggled.connect(self._touched)
        for box in self.boxes.values():
            box.textChanged.connect(self._typed)
        self.logo_button.clicked.connect(self.logo_wanted)
        self.no_logo_button.clicked.connect(lambda: self.set_logo(""))
        self._show_texts("")

    # ------------------------------------------------------------------ what it says

    def design(self) -> ReceiptDesign:
        """What the form says now."""
        shown: dict[str, Any] = {name: tick.isChecked() for name, tick in self.ticks.items()}
        return replace(
            ReceiptDesign(
                language=str(self.language.currentData()),
                second=str(self.second.currentData()),
                patient_name=NameShown(self.patient_name.currentData()),
                logo=self._logo,
                texts=tuple(self._texts[one] for one in sorted(self._texts)),
            ),
            **shown,
        )

    def show_design(self, design: ReceiptDesign) -> None:
        """What is saved; nothing of it counts as typed."""
        self._showing = True
        self._texts = {text.language: text for text in design.texts}
        self.language.choose(design.language)
        self.second.choose(design.second)
        self._fill(design)
        self._show_texts(str(self.words_in.currentData()))
        self._showing = False
        self.accept_all()
        self.set_logo(design.logo)

    def offer(self, built_in: tuple[BuiltIn, ...], damaged: str) -> None:
        """The designs that come with the program."""
        self._built_in = built_in
        self.begin_from.clear()
        self.begin_from.addItem(t("As it is"), "")
        for one in built_in:
            self.begin_from.addItem(t(one.name), one.key)
        field = self.fields["template"]
        field.setVisible(bool(built_in or damaged))
        field.show_error(damaged)

    def set_logo(self, logo: str) -> None:
        self._logo = logo
        self.fields["logo"].show_error("")
        self.no_logo_button.setVisible(bool(logo))
        self.logo_button.say(t("Choose another picture") if logo else t("Choose a picture"))
        self._touched()

    def accept_all(self) -> None:
        for field in self.fields.values():
            field.show_error("")

    def refuse(self, error: UserError) -> bool:
        """Show a refusal beside its field; False when it has none."""
        field = self.fields.get(error.field or "")
        if field is None:
            return False
        if error.field in _LINES:
            at = next((x.language for x in self._texts.values() if self._has_most(x, error)), None)
            if at is not None:
                self.words_in.choose(at)
        field.show_error(error.text)
        field.focus_error()
        return True

    def _has_most(self, text: ReceiptText, error: UserError) -> bool:
        """Whether these words are the longest under the name that was refused."""
        name = error.field or ""
        longest = max(self._texts.values(), key=lambda one: len(getattr(one, name)))
        return text is longest

    # ------------------------------------------------------------------ how it is made

    def _shown(self) -> QWidget:
        card = Card(t("What stands on it"))
        self.begin_from = Pick(())
        self.patient_name = Pick(
            (
                (NameShown.FULL, t("The whole name")),
                (NameShown.INITIALS, t("Initials")),
                (NameShown.NONE, t("No name")),
            )
        )
        card.body.addLayout(
            _beside(
                self._field("template", t("Begin from"), self.begin_from),
                self._field("patient_name", t("The patient's name"), self.patient_name),
            )
        )
        self.ticks = {
            "address": Tick(t("Address")),
            "phone": Tick(t("Telephone")),
            "station": Tick(t("Station")),
            "cashier": Tick(t("Cashier")),
            "account": Tick(t("Account number")),
            "payer": Tick(t("Who paid")),
            "services": Tick(t("Names of services")),
            "thanks": Tick(t("“Thank you”")),
            "barcode": Tick(t("Number as bars")),
            "qr": Tick(t("Number as QR code")),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(current().px(12))
        grid.setVerticalSpacing(current().px(4))
        for place, tick in enumerate(self.ticks.values()):
            grid.addWidget(tick, place // 2, place % 2)
        card.body.addLayout(grid)
        always = t(
            "Always there: the practice, number, date, amounts, ways to pay, what card networks "
            "ask for, and marks such as COPY and VOID. Services stand on receipts made from now on."
        )
        card.body.addWidget(PlainLabel(always, role="caption", tone="muted", wrap=True))
        return card

    def _languages(self) -> QWidget:
        card = Card(t("Languages"))
        self.language = Pick(
            (("", t("The practice's own")), *((one, language_words(one)) for one in LANGUAGES))
        )
        self.second = Pick(
            (
                (NO_SECOND, t("No second language")),
                (BESIDE, t("The patient's beside it")),
                (INSTEAD, t("The patient's instead")),
                *((one, language_words(one)) for one in LANGUAGES),
            )
        )
        second = self._field("second", t("Second language"), self.second)
        second.say_hint(t("The patient's language is used where it is known."))
        card.body.addLayout(_beside(self._field("language", t("Language"), self.language), second))
        return card

    def _words(self) -> QWidget:
        card = Card(t("The practice's own words"))
        self.words_in = Pick(
            (("", t("Every language")), *((one, language_words(one)) for one in LANGUAGES))
        )
        self.boxes = {name: _lines(count) for name, count in _LINES.items()}
        labels = {
            "header": t("Under the practice's name"),
            "footer": t("At the end"),
            "on_copies": t("On copies, under the mark"),
        }
        card.body.addWidget(self._field("texts", t("For receipts in"), self.words_in))
        for name, box in self.boxes.items():
            card.body.addWidget(self._field(name, labels[name], box))
        return card

    def _picture(self) -> QWidget:
        card = Card(t("Logo"))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        self.logo_button = Button(t("Choose a picture"))
        self.no_logo_button = Button(t("Take it away"), kind="quiet")
        row.addWidget(self.logo_button)
        row.addWidget(self.no_logo_button)
        row.addStretch(1)
        holder.setFocusProxy(self.logo_button)
        field = self._field("logo", t("Picture (PNG)"), holder)
        field.say_hint(t("It is made black and white, and at most 48 mm wide."))
        card.body.addWidget(field)
        return card

    def _field(self, name: str, label: str, control: QWidget) -> Field:
        self.fields[name] = Field(label, control)
        return self.fields[name]

    # ------------------------------------------------------------------ what happens in it

    def _touched(self) -> None:
        if not self._showing:
            self.changed.emit()

    def _typed(self) -> None:
        if self._showing:
            return
        language = str(self.words_in.currentData())
        self._texts[language] = ReceiptText(
            language, **{name: box.toPlainText() for name, box in self.boxes.items()}
        )
        for name in self.boxes:
            self.fields[name].show_error("")
        self.changed.emit()

    def _other_words(self) -> None:
        if not self._showing:
            self._show_texts(str(self.words_in.currentData()))

    def _show_texts(self, language: str) -> None:
        before, self._showing = self._showing, True
        self.words_in.choose(language)
        text = self._texts.get(language, ReceiptText(language))
        for name, box in self.boxes.items():
            if box.toPlainText() != getattr(text, name):
                box.setPlainText(getattr(text, name))
        self._showing = before

    def _begin_from(self) -> None:
        """What stands on it, as a template has it; the logo stays, and words where it has none."""
        key = self.begin_from.currentData()
        found = next((one for one in self._built_in if one.key == key), None)
        if found is not None:
            self._showing = True
            self._fill(found.design)
            self._take_more(found.design)
            self._showing = False
            self._touched()

    def _take_more(self, design: ReceiptDesign) -> None:
        """Languages and words that the template has of its own."""
        if design.language:
            self.language.choose(design.language)
        if design.second != NO_SECOND:
            self.second.choose(design.second)
        for text in design.texts:
            mine = self._texts.get(text.language, ReceiptText(text.language))
            theirs = {name: words for name in _LINES if (words := getattr(text, name))}
            self._texts[text.language] = replace(mine, **theirs)
        self._show_texts(str(self.words_in.currentData()))

    def _fill(self, design: ReceiptDesign) -> None:
        self.patient_name.choose(design.patient_name)
        for name, tick in self.ticks.items():
            tick.setChecked(getattr(design, name))


def language_words(code: str) -> str:
    """A language as those who choose it and those who read it call it."""
    own = {"en": "English", "es": "Español", "fr": "Français", "my": "မြန်မာ", "vi": "Tiếng Việt"}
    names = {
        "en": t("English"),
        "es": t("Spanish"),
        "fr": t("French"),
        "my": t("Burmese"),
        "vi": t("Vietnamese"),
    }
    return names[code] if names[code] == own[code] else f"{names[code]} · {own[code]}"


def _lines(count: int) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setTabChangesFocus(True)
    box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    px = current().px
    box.setFixedHeight(round(box.fontMetrics().lineSpacing() * count) + px(20))
    return box


def _beside(*fields: Field) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(current().px(12))
    for field in fields:
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row
