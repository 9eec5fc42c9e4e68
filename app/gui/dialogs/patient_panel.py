"""A new patient in one short form, with people who look alike beside it; it sends nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.areas.parties.values import NearDuplicate, Person, Relationship
from app.areas.settings.values import Practice
from app.gui.asking import Over
from app.gui.dialogs.enter_key import enter_presses
from app.gui.dialogs.form_panel import Ask, FormFields
from app.gui.dialogs.kept_typing import PatientTyped
from app.gui.key_map import key_words
from app.gui.rescaling import sized
from app.gui.shortcuts import bind
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.gui.widgets.tick import Tick
from app.kernel.i18n import format_date
from app.kernel.translate import t

TYPING_MS = 120
GUARANTOR = "guarantor_"


class PatientPanel(Over):
    """`wanted` comes when the patient should be registered, `look_wanted` with (name, birth date,
    phone) while it is typed, `chosen` with the account of somebody known.
    """

    keys_kind = "patient"
    wanted = Signal()
    look_wanted = Signal(object)
    chosen = Signal(object)

    def __init__(self, parent: QWidget, practice: Practice, name: str) -> None:
        super().__init__(parent, t("New patient"), 820)
        px = current().px
        self.column.setSpacing(px(12))
        self.column.addWidget(PlainLabel(t("New patient"), role="title"))
        self.begun = name
        self.kept = self._kept_before()
        self.column.addWidget(self.kept)
        self.form = FormFields(_person_asks(name), practice)
        self.other_pays = Tick(t("Somebody else pays, such as a parent"))
        self.guarantor = FormFields(_guarantor_asks(), practice)
        self.guarantor.hide()
        left = QVBoxLayout()
        left.setSpacing(px(12))
        left.addWidget(self.form)
        left.addWidget(self.other_pays)
        left.addWidget(self.guarantor)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(px(24))
        row.addLayout(left, 1)
        row.addWidget(self._beside())
        self.column.addLayout(row, 1)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.column.addWidget(self.message)
        self.column.addLayout(self._verbs())
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._look)
        self._connect()
        self._untouched = self._typed()

    def typed(self) -> PatientTyped | None:
        """What is typed beyond what the form began with; None when that is nothing."""
        now = self._typed()
        boxes = {**now.person, **(now.payer if now.other_pays else {})}
        touched = now != self._untouched and any(text.strip() for text in boxes.values())
        return now if touched else None

    def go_on(self, begun: str, typed: PatientTyped) -> None:
        """Show what was typed before, and say that it is that."""
        self.begun = begun
        self.form.show_texts(typed.person)
        self.guarantor.show_texts(typed.payer)
        self.other_pays.setChecked(typed.other_pays)
        self.kept.show()
        self._say_verb()

    def _typed(self) -> PatientTyped:
        return PatientTyped(self.form.texts(), self.guarantor.texts(), self.other_pays.isChecked())

    def _empty(self) -> None:
        """Begin anew, because it is about somebody else."""
        self.other_pays.setChecked(False)
        self.form.show_texts(dict.fromkeys(self.form.boxes, ""))
        blank = {name: "" for name in self.guarantor.boxes if not name.endswith("relationship")}
        self.guarantor.show_texts(blank)
        self.kept.hide()
        self._edited()
        self.form.begin("family_name")

    def _kept_before(self) -> QWidget:
        """The words over a form that came back, with the way to empty it."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PlainLabel(t("This is what you typed before."), tone="muted"), 1)
        self.empty_button = Button(t("Empty the form"), kind="quiet")
        self.empty_button.clicked.connect(self._empty)
        row.addWidget(self.empty_button)
        line.hide()
        return line

    def begin(self) -> None:
        """Show it, the keyboard in the first box that is empty."""
        self.show_over()
        typed = bool(self.form.value("family_name"))
        self.form.begin("given_names" if typed else "family_name")
        self._look()

    def person(self) -> Person:
        """What is typed; empty where nothing is."""
        return _person(self.form.values())

    def payer(self) -> tuple[Person, Relationship] | None:
        """Who pays instead of the patient, and how they belong together."""
        if not self.other_pays.isChecked():
            return None
        told = {k.removeprefix(GUARANTOR): v for k, v in self.guarantor.values().items()}
        relationship = Relationship(told.pop("relationship"))
        return _person(told), relationship

    def show_likes(self, likes: tuple[NearDuplicate, ...]) -> None:
        """Who may be meant instead."""
        self.model.show_rows(likes)
        strong = any(like.strong for like in likes)
        words = t("Is it one of these?") if likes else t("Nobody like that is known yet.")
        self.likes_title.say(words, "caution" if strong else "muted")
        self.likes_hint.setVisible(bool(likes))

    def submit(self) -> None:
        """Check what can be seen here, then ask for it."""
        if not self.button.isEnabled():
            return
        self.say_error("")
        paid = self.guarantor.check() if self.other_pays.isChecked() else True
        if self.form.check() and paid:
            self.wanted.emit()

    def say_error(self, words: str, field: str = "") -> None:
        """A refusal, beside what it is about."""
        if words and field and self.form.refuse(field, words):
            return
        self.message.say(words)
        self.message.setVisible(bool(words))

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)

    # Qt's own name
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_presses(self, event):
            super().keyPressEvent(event)

    def _beside(self) -> Card:
        card = Card(flush=True)
        px = current().px
        self.likes_title = PlainLabel("", role="strong", tone="muted", wrap=True)
        sized(self.likes_title, px, margins=[12, 12, 12, 4])
        self.model = RowsModel(_like_columns(), key=lambda row: row.account_id)
        self.likes = DataTable(self.model, name=t("People who look alike"), compact=True)
        self.likes_hint = PlainLabel(
            t("Enter opens that account instead."), role="caption", tone="muted", wrap=True
        )
        sized(self.likes_hint, px, margins=[12, 4, 12, 12])
        card.body.addWidget(self.likes_title)
        card.body.addWidget(self.likes, 1)
        self.likes.empty_words = t("Whoever looks alike appears here while you type.")
        card.body.addWidget(self.likes_hint)
        sized(card, px, width=330)
        return card

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back_button = Button(t("Go back      Esc"))
        self.button = Button("", kind="primary")
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.button)
        self._say_verb()
        return row

    def _connect(self) -> None:
        self.form.edited.connect(self._edited)
        self.form.finished.connect(self.submit)
        self.guarantor.finished.connect(self.submit)
        self.other_pays.toggled.connect(self._show_payer)
        self.likes.opened.connect(self._open)
        self.back_button.clicked.connect(self.reject)
        self.button.clicked.connect(self.submit)
        bind(self, "frame.primary", self.submit)

    def _edited(self) -> None:
        self._say_verb()
        self._typing.start()

    def _say_verb(self) -> None:
        told = self.form.values()
        name = " ".join(part for part in (told["given_names"], told["family_name"]) if part)
        room = current().px(260)
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        words = t("Register {name}", name=shown) if name.strip() else t("Register")
        self.button.say(f"{words}      {key_words('frame.primary')}")

    def _show_payer(self, other: bool) -> None:
        self.guarantor.setVisible(other)
        if other:
            family = self.guarantor.boxes[f"{GUARANTOR}family_name"]
            if not self.guarantor.value(f"{GUARANTOR}family_name"):
                getattr(family, "setText", str)(self.form.value("family_name"))
            self.guarantor.begin(f"{GUARANTOR}given_names")

    def _look(self) -> None:
        person = self.person()
        name = f"{person.given_names} {person.family_name}".strip()
        self.look_wanted.emit((name, person.birth_date, person.phone))

    def _open(self, row: object) -> None:
        if isinstance(row, NearDuplicate):
            self.chosen.emit(row.account_id)


def _person(told: dict[str, Any]) -> Person:
    birth: date | None = told.get("birth_date")
    return Person(
        told["family_name"].strip(),
        told["given_names"].strip(),
        birth_date=birth,
        phone=told["phone"].strip(),
        name_order=told.get("name_order") or "given_first",
    )


def _person_asks(name: str) -> tuple[Ask, ...]:
    """What the find box held is taken for the family name, with a comma for both."""
    family, _, given = name.partition(",")
    return (
        Ask("family_name", t("Family name"), value=family.strip(), half=True),
        Ask("given_names", t("Given names"), value=given.strip(), half=True, optional=True),
        Ask("birth_date", t("Birth date"), "day", half=True, optional=True),
        Ask("phone", t("Phone"), half=True, optional=True),
    )


def _guarantor_asks() -> tuple[Ask, ...]:
    relations = (
        (Relationship.PARENT, t("Parent")),
        (Relationship.SPOUSE, t("Spouse")),
        (Relationship.CHILD, t("Child")),
        (Relationship.OTHER, t("Other")),
    )
    return (
        Ask(f"{GUARANTOR}family_name", t("Payer's family name"), half=True),
        Ask(f"{GUARANTOR}given_names", t("Given names"), half=True, optional=True),
        Ask(
            f"{GUARANTOR}relationship",
            t("Payer is the patient's"),
            "choice",
            value=Relationship.PARENT.value,
            choices=tuple((key.value, words) for key, words in relations),
            half=True,
        ),
        Ask(f"{GUARANTOR}phone", t("Phone"), half=True, optional=True),
    )


def _like_columns() -> tuple[Column[NearDuplicate], ...]:
    def born(row: NearDuplicate) -> str:
        return format_date(row.birth_date) if row.birth_date else ""

    return (
        Column(
            t("Name"),
            lambda row: row.name,
            tone=lambda row: "caution" if row.strong else "text",
            width=120,
            stretch=True,
        ),
        Column(t("Born"), born, width=110),
    )
