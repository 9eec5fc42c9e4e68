"""What each short form of an account asks, and the command that its answers make; no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from app.areas.parties import maintaining, service
from app.areas.parties.values import (
    AccountDetails,
    AccountStatus,
    AddExternalId,
    ChangeAccount,
    ChangeGuarantor,
    ChangePatient,
    FieldKind,
    FieldTyped,
    FillFields,
    FlagAccount,
    FlagKind,
    Person,
    Relationship,
    RemoveExternalId,
    SaveField,
    SetGuarantor,
    UnflagAccount,
    WriteNotes,
)
from app.areas.settings.values import Practice
from app.gui.dialogs.form_panel import Ask
from app.gui.screens.account.person_words import LANGUAGES, SEXES, language_words, sex_words, states
from app.kernel.actor import Permission as P
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t

Made = tuple[Callable[..., Any], Any]
_TEXTS: Final = (
    "family_name",
    "given_names",
    "preferred_name",
    "phone",
    "mobile",
    "email",
    "address_1",
    "address_2",
    "city",
    "region",
    "postal_code",
    "language",
    "sex",
    "name_order",
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A form with its words; without `asks` it is done at once."""

    title: str
    verb: str
    done: str
    needs: P
    asks: tuple[Ask, ...]
    command: Callable[[dict[str, Any]], Made]
    about: str = ""


class Edits:
    """Forms by name: patient, guarantor, rule, flag, unflag, number, no_number, fields, field,
    notes.
    """

    def __init__(self, practice: Practice) -> None:
        self._practice = practice

    def of(self, what: str, details: AccountDetails, subject: str = "") -> Edit | None:
        """The form for one part of the account; `subject` is the flag or number it is about."""
        made: dict[str, Callable[[AccountDetails, str], Edit]] = {
            "patient": self._patient,
            "guarantor": self._guarantor,
            "rule": self._rule,
            "flag": self._flag,
            "unflag": self._unflag,
            "number": self._number,
            "no_number": self._no_number,
            "fields": self._fields,
            "field": self._field,
            "notes": self._notes,
        }
        form = made.get(what)
        return form(details, subject) if form is not None else None

    def _patient(self, details: AccountDetails, _subject: str) -> Edit:
        def command(told: dict[str, Any]) -> Made:
            person = replace(details.person, **_told_person(told))
            patient_id = details.header.patient_id
            return service.change_patient, ChangePatient(_id(), patient_id, person)

        return Edit(
            t("Change the patient"),
            t("Save"),
            t("The patient is changed. The history keeps what was there."),
            P.EDIT_ACCOUNTS,
            person_asks(details.person),
            command,
        )

    def _guarantor(self, details: AccountDetails, _subject: str) -> Edit:
        known, account_id = details.guarantor, details.header.account_id
        person = known.person if known else Person("")
        relationship = known.relationship if known else Relationship.PARENT

        def command(told: dict[str, Any]) -> Made:
            chosen = Relationship(told["relationship"])
            if chosen is Relationship.SELF:
                return maintaining.set_guarantor, SetGuarantor(_id(), account_id)
            now = replace(person, **_told_person({**told, "name_order": person.name_order}))
            if known is not None and chosen is relationship:
                wanted = ChangeGuarantor(_id(), known.guarantor_id, now)
                return maintaining.change_guarantor, wanted
            return maintaining.set_guarantor, SetGuarantor(
                _id(), account_id, guarantor=now, relationship=chosen
            )

        words = {
            Relationship.SELF: t("Nobody else, the patient pays"),
            Relationship.PARENT: t("Parent"),
            Relationship.SPOUSE: t("Spouse"),
            Relationship.CHILD: t("Child"),
            Relationship.OTHER: t("Other"),
        }
        asks = (
            Ask(
                "relationship",
                t("Who pays for this account"),
                "choice",
                relationship.value,
                tuple((key.value, said) for key, said in words.items()),
            ),
            Ask("family_name", t("Family name"), value=person.family_name, half=True),
            _half("given_names", t("Given names"), person.given_names),
            _half("phone", t("Phone"), person.phone),
            _half("email", t("E-mail"), person.email),
            _half("address_1", t("Address"), person.address_1),
            _half("city", t("City"), person.city),
            _half("region", t("State"), person.region),
            _half("postal_code", t("Postal code"), person.postal_code),
        )
        return Edit(
            t("Who pays"),
            t("Save"),
            t("Who pays is changed."),
            P.EDIT_ACCOUNTS,
            asks,
            command,
        )

    def _rule(self, details: AccountDetails, _subject: str) -> Edit:
        header = details.header

        def command(told: dict[str, Any]) -> Made:
            wanted = ChangeAccount(
                _id(), header.account_id, AccountStatus(told["status"]), told["credit_limit"]
            )
            return maintaining.change_account, wanted

        asks = (
            Ask("status", t("Status"), "choice", header.status.value, states()),
            Ask(
                "credit_limit",
                t("Credit limit"),
                "money",
                header.credit_limit,
                optional=True,
                hint=t("Issuing an invoice asks when it would pass this. Empty is no limit."),
            ),
        )
        return Edit(
            t("Status and credit limit"),
            t("Save"),
            t("The account is changed."),
            P.RULE_ACCOUNTS,
            asks,
            command,
            about=t("A closed account takes payments, and no new invoices."),
        )

    def _flag(self, details: AccountDetails, _subject: str) -> Edit:
        def command(told: dict[str, Any]) -> Made:
            wanted = FlagAccount(
                _id(), details.header.account_id, FlagKind(told["kind"]), told["words"].strip()
            )
            return maintaining.flag_account, wanted

        kinds = (
            (FlagKind.NOTE, t("A note for everybody")),
            (FlagKind.NO_CHECKS, t("No checks")),
            (FlagKind.CASH_ONLY, t("Cash only")),
            (FlagKind.CHECK_IDENTITY, t("Check identity")),
            (FlagKind.BAD_ADDRESS, t("Address is wrong")),
        )
        choices = tuple((kind.value, words) for kind, words in kinds)
        asks = (
            Ask("kind", t("Flag"), "choice", FlagKind.NOTE.value, choices),
            Ask("words", t("Words"), optional=True, hint=t("A note needs words; keep it short.")),
        )
        return Edit(
            t("Add a flag"),
            t("Add the flag"),
            t("The flag stands on the account."),
            P.EDIT_ACCOUNTS,
            asks,
            command,
            about=t("Everybody sees it who serves this account, also on the Counter."),
        )

    def _unflag(self, details: AccountDetails, subject: str) -> Edit:
        account_id = details.header.account_id
        wanted = UnflagAccount(_id(), account_id, subject)
        words = t("The flag is taken off. The history keeps it.")
        return Edit("", "", words, P.EDIT_ACCOUNTS, (), lambda _: (_UNFLAG, wanted))

    def _number(self, details: AccountDetails, _subject: str) -> Edit:
        def command(told: dict[str, Any]) -> Made:
            wanted = AddExternalId(_id(), details.header.patient_id, told["system"], told["value"])
            return maintaining.add_external_id, wanted

        asks = (
            Ask("system", t("Which system"), hint=t("Such as Laboratory or Hospital")),
            Ask("value", t("Number there")),
        )
        return Edit(
            t("Number in another system"),
            t("Add the number"),
            t("The account is found by this number now."),
            P.EDIT_ACCOUNTS,
            asks,
            command,
        )

    def _no_number(self, details: AccountDetails, subject: str) -> Edit:
        system, _, value = subject.partition("\n")
        wanted = RemoveExternalId(_id(), details.header.patient_id, system, value)
        words = t("The number is taken off.")
        return Edit("", "", words, P.EDIT_ACCOUNTS, (), lambda _: (_NO_NUMBER, wanted))

    def _fields(self, details: AccountDetails, _subject: str) -> Edit:
        kinds = {FieldKind.DATE: "day", FieldKind.CHOICE: "choice"}
        asks = tuple(
            Ask(
                field.field_id,
                field.name,
                kinds.get(field.kind, "text"),
                date.fromisoformat(field.value)
                if field.kind is FieldKind.DATE and field.value
                else field.value,
                (("", t("Nothing")), *((choice, choice) for choice in field.choices)),
                optional=True,
            )
            for field in details.fields
        )

        def command(told: dict[str, Any]) -> Made:
            values = tuple(
                FieldTyped(key, value.isoformat() if isinstance(value, date) else value or "")
                for key, value in told.items()
            )
            return maintaining.fill_fields, FillFields(_id(), details.header.account_id, values)

        return Edit(
            t("More about this account"),
            t("Save"),
            t("The account is changed."),
            P.EDIT_ACCOUNTS,
            asks,
            command,
        )

    def _field(self, details: AccountDetails, subject: str) -> Edit:
        known = next((each for each in details.fields if each.field_id == subject), None)
        words = {
            FieldKind.TEXT: t("Words"),
            FieldKind.NUMBER: t("A number"),
            FieldKind.DATE: t("A date"),
            FieldKind.CHOICE: t("One of the choices below"),
        }
        kinds = tuple((kind.value, said) for kind, said in words.items())
        if known is not None:
            kinds = tuple(pair for pair in kinds if pair[0] == known.kind.value)

        def command(told: dict[str, Any]) -> Made:
            choices = tuple(line.strip() for line in told["choices"].split("\n") if line.strip())
            wanted = SaveField(
                _id(),
                told["name"],
                FieldKind(told["kind"]),
                known.field_id if known else None,
                choices,
                known.position if known else len(details.fields),
                told["active"] == "yes",
            )
            return maintaining.save_field, wanted

        in_use = (("yes", t("In use")), ("no", t("Out of use")))
        asks = (
            Ask("name", t("Name of the field"), value=known.name if known else "", half=True),
            Ask("active", t("On accounts"), "choice", "yes", in_use, half=True),
            Ask(
                "kind",
                t("It takes"),
                "choice",
                (known.kind if known else FieldKind.TEXT).value,
                kinds,
                hint=t("A field keeps its kind."),
            ),
            Ask(
                "choices",
                t("Choices, one a line"),
                "lines",
                "\n".join(known.choices) if known else "",
                optional=True,
            ),
        )
        return Edit(
            known.name if known else t("New field"),
            t("Save"),
            t("The field is saved. It stands on every account."),
            P.MAINTAIN_LISTS,
            asks,
            command,
            about=t("What was filled in stays, also when a field is put out of use."),
        )

    def _notes(self, details: AccountDetails, _subject: str) -> Edit:
        def command(told: dict[str, Any]) -> Made:
            wanted = WriteNotes(_id(), details.header.account_id, told["notes"])
            return maintaining.write_notes, wanted

        asks = (Ask("notes", t("Notes"), "lines", details.notes, optional=True),)
        words = t("The notes are saved.")
        return Edit(t("Notes"), t("Save"), words, P.EDIT_ACCOUNTS, asks, command)


_UNFLAG = maintaining.unflag_account
_NO_NUMBER = maintaining.remove_external_id


def person_asks(person: Person) -> tuple[Ask, ...]:
    """Every field of a person that a front desk keeps."""
    orders = (("given_first", t("Given names first")), ("family_first", t("Family name first")))
    return (
        Ask("family_name", t("Family name"), value=person.family_name, half=True),
        _half("given_names", t("Given names"), person.given_names),
        _half("preferred_name", t("Called"), person.preferred_name),
        Ask("name_order", t("Name order"), "choice", person.name_order, orders, half=True),
        Ask("birth_date", t("Birth date"), "day", person.birth_date, optional=True, half=True),
        Ask("death_date", t("Date of death"), "day", person.death_date, optional=True, half=True),
        _pick("sex", t("Sex"), person.sex, SEXES, sex_words),
        _pick("language", t("Language"), person.language, LANGUAGES, language_words),
        _half("phone", t("Phone"), person.phone),
        _half("mobile", t("Mobile"), person.mobile),
        _half("email", t("E-mail"), person.email),
        _half("address_1", t("Address"), person.address_1),
        _half("address_2", t("Address, second line"), person.address_2),
        _half("city", t("City"), person.city),
        _half("region", t("State"), person.region),
        _half("postal_code", t("Postal code"), person.postal_code),
    )


def _pick(
    name: str, words: str, value: str, codes: tuple[str, ...], say: Callable[[str], str]
) -> Ask:
    """A choice of codes; one that another system brought stays among them."""
    known = codes if value in ("", *codes) else (*codes, value)
    choices = (("", t("Not said")), *((code, say(code)) for code in known))
    return Ask(name, words, "choice", value, choices, optional=True, half=True)


def _half(name: str, words: str, value: str) -> Ask:
    return Ask(name, words, value=value, optional=True, half=True)


def _told_person(told: dict[str, Any]) -> dict[str, Any]:
    person: dict[str, Any] = {name: told[name].strip() for name in _TEXTS if name in told}
    days: dict[str, Any] = {
        name: told[name] for name in ("birth_date", "death_date") if name in told
    }
    return {**person, **days}


def _id() -> CommandId:
    return CommandId(new_id())
