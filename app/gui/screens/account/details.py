"""Everything that is written about an account, part by part, each with its verb."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.parties.rules import status_words
from app.areas.parties.values import CHECK_MARKS, AccountDetails, FieldKind, Person
from app.gui import icons
from app.gui.rescaling import sized
from app.gui.screens.account.person_words import begun, language_words, sex_words
from app.gui.shortcuts import with_key
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.actor import Actor, Permission
from app.kernel.i18n import format_date, format_money
from app.kernel.translate import t

Pair = tuple[str, str]


class DetailsPane(QScrollArea):
    """`edit_wanted` comes with (part, subject) when somebody presses its verb."""

    edit_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(t("Details"))
        self._shown: tuple[AccountDetails, frozenset[Permission]] | None = None

    def show_details(self, details: AccountDetails, actor: Actor) -> None:
        """Draw it again only when something is different, so that nobody loses their place."""
        now = (details, actor.permissions)
        if now == self._shown:
            return
        self._shown = now
        place = self.verticalScrollBar().value()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, current().px(6), 0)
        column.setSpacing(current().px(12))
        for card in self._cards(details, actor):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inner)
        self.verticalScrollBar().setValue(place)

    def forget(self) -> None:
        self._shown = None
        self.setWidget(QWidget())

    def _cards(self, details: AccountDetails, actor: Actor) -> Iterator[Card]:
        edits = actor.may(Permission.EDIT_ACCOUNTS)
        rules = actor.may(Permission.RULE_ACCOUNTS)
        patient = self._card(t("Patient"), "patient", t("Edit"), shown=edits)
        _pairs(patient, _person_pairs(details.person))
        yield patient
        payer = self._card(t("Who pays"), "guarantor", t("Edit"), shown=edits)
        _pairs(payer, _payer_pairs(details))
        yield payer
        account = self._card(t("Account"), "rule", t("Edit"), shown=rules)
        _pairs(account, _account_pairs(details))
        yield account
        flags = self._card(t("Flags"), "flag", t("Add"), shown=edits)
        for flag in details.header.flags:
            may = rules if flag.kind in CHECK_MARKS else edits
            self._removable(flags, flag.words, "unflag", flag.flag_id, may)
        _nothing(flags, bool(details.header.flags), t("None"))
        yield flags
        numbers = self._card(t("Numbers in other systems"), "number", t("Add"), shown=edits)
        for one in details.external_ids:
            words, subject = f"{one.system}: {one.value}", f"{one.system}\n{one.value}"
            self._removable(numbers, words, "no_number", subject, edits)
        _nothing(numbers, bool(details.external_ids), t("None"))
        yield numbers
        keeps = actor.may(Permission.MAINTAIN_LISTS)
        if details.fields or keeps:
            yield self._more(details, edits=edits, keeps=keeps)
        notes = self._card(t("Notes"), "notes", t("Edit"), shown=edits)
        notes.body.addWidget(PlainLabel(details.notes or t("None"), wrap=True))
        yield notes

    def _more(self, details: AccountDetails, *, edits: bool, keeps: bool) -> Card:
        """The practice's own fields; who keeps lists changes the fields themselves here."""
        more = self._card(t("More"), "fields", t("Edit"), shown=edits and bool(details.fields))
        _pairs(more, tuple(_field_pairs(details)))
        if keeps:
            row = QHBoxLayout()
            for field in details.fields:
                button = Button(field.name, kind="quiet", icon="gear")
                button.setAccessibleName(t("Change the field {name}", name=field.name))
                button.clicked.connect(
                    lambda _on=False, one=field.field_id: self.edit_wanted.emit("field", one)
                )
                more.body.addWidget(button)
            new = Button(t("New field"), kind="quiet", icon="plus")
            new.clicked.connect(lambda: self.edit_wanted.emit("field", ""))
            row.addWidget(new)
            row.addStretch(1)
            more.body.addLayout(row)
        return more

    def _card(self, title: str, part: str, verb: str, *, shown: bool) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.addWidget(PlainLabel(title, role="strong"), 1)
        if shown:
            button = Button(verb, kind="quiet")
            button.setAccessibleName(f"{title}: {verb}")
            keys = {"patient": "page.edit", "rule": "page.rule", "flag": "page.flag"}
            if part in keys:
                button.setToolTip(with_key(f"{title}: {verb}", keys[part]))
            button.clicked.connect(lambda _on=False: self.edit_wanted.emit(part, ""))
            row.addWidget(button)
        card.body.addLayout(row)
        card.body.setSpacing(current().px(6))
        return card

    def _removable(self, card: Card, words: str, part: str, subject: str, may: bool) -> None:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(words, wrap=True), 1)
        if may:
            button = Button("", kind="quiet")
            icons.put(button, "x", "muted", size=14)
            button.setAccessibleName(t("Take off: {words}", words=words))
            button.setToolTip(t("Take off"))
            button.clicked.connect(lambda _on=False: self.edit_wanted.emit(part, subject))
            row.addWidget(button)
        card.body.addLayout(row)


def _pairs(card: Card, pairs: tuple[Pair, ...]) -> None:
    told = [pair for pair in pairs if pair[1]]
    for words, value in told:
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        label = PlainLabel(words, tone="muted", wrap=True)
        sized(label, current().px, width=104)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(PlainLabel(value, wrap=True), 1)
        card.body.addLayout(row)
    _nothing(card, bool(told), t("Nothing is written yet."))


def _nothing(card: Card, there: bool, words: str) -> None:
    if not there:
        card.body.addWidget(PlainLabel(words, tone="muted"))


def _person_pairs(person: Person) -> tuple[Pair, ...]:
    town = ", ".join(p for p in (person.city, f"{person.region} {person.postal_code}".strip()) if p)
    address = "\n".join(p for p in (person.address_1, person.address_2, town) if p)
    return (
        (t("Born"), format_date(person.birth_date) if person.birth_date else ""),
        (t("Died"), format_date(person.death_date) if person.death_date else ""),
        (t("Called"), person.preferred_name),
        (t("Sex"), sex_words(person.sex)),
        (t("Phone"), person.phone),
        (t("Mobile"), person.mobile),
        (t("E-mail"), _breakable(person.email)),
        (t("Address"), address),
        (t("Language"), language_words(person.language)),
    )


def _payer_pairs(details: AccountDetails) -> tuple[Pair, ...]:
    payer = details.guarantor
    if payer is None:
        return ((t("Payer"), t("The patient")),)
    words = {
        "spouse": t("Spouse"),
        "parent": t("Parent"),
        "child": t("Child"),
        "other": t("Somebody else"),
        "self": t("The patient"),
    }
    return (
        (t("Payer"), details.header.guarantor),
        (t("Relation"), words[payer.relationship]),
        (t("Phone"), payer.person.phone or payer.person.mobile),
        (t("E-mail"), _breakable(payer.person.email)),
    )


def _account_pairs(details: AccountDetails) -> tuple[Pair, ...]:
    header, sent = details.header, details.sent_to_collections_on
    limit = format_money(header.credit_limit) if header.credit_limit is not None else t("None")
    since = format_date(details.registered_on) if details.registered_on else ""
    return (
        (t("Status"), begun(status_words(header.status))),
        (t("Credit limit"), limit),
        (t("Collections"), t("Since {day}", day=format_date(sent)) if sent else ""),
        (t("Known since"), since),
    )


def _breakable(address: str) -> str:
    """A long address goes on in the next line before its @; a word alone would widen the page."""
    return address.replace("@", "\u200b@")


def _field_pairs(details: AccountDetails) -> Iterator[Pair]:
    from datetime import date

    for field in details.fields:
        value = field.value
        if value and field.kind is FieldKind.DATE:
            value = format_date(date.fromisoformat(value))
        yield field.name, value
