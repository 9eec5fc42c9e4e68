"""Who a patient is, typed at two windows that did not know of one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from app.areas.parties import queries as parties
from app.areas.parties.rules import display_name
from app.areas.parties.schema import account
from app.areas.parties.values import Person
from app.areas.security import queries as security
from app.areas.tasks import schema
from app.areas.tasks.records import window_name
from app.areas.tasks.rules import GROUPS, WATCHED, FieldEdit, group_of, short, task_id, tips
from app.areas.tasks.values import Answer, Found, Link, Side, Task, TaskKind
from app.kernel.clock import instant_from, instant_text
from app.kernel.i18n import format_date
from app.kernel.ids import PatientId
from app.kernel.translate import t
from app.storage.edits import edits_of
from app.storage.statements import Read, Reader

KEEP, TAKE = "keep", "take"
_x, _a = schema.edit_apart.c, account.c
_APART = Read(select(_x.document_id, _x.field).distinct())
_ACCOUNT = Read(
    select(_a.id, _a.number).where(_a.patient_id == bindparam("id")).order_by(_a.number).limit(1)
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed about a patient in one edit: who, where, when."""

    edit_id: str
    fields: dict[str, Any]
    who: str
    station: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stands of a patient's name or birth date, and what was lost."""

    stands: Typed
    lost: tuple[Typed, ...]

    @property
    def state(self) -> str:
        """What is lost now; what stands may be edited on without asking again."""
        return " ".join(sorted(typed.edit_id for typed in self.lost))


def edits_by_field(reader: Reader, document_id: str) -> dict[str, list[FieldEdit]]:
    """The edits of each watched field of a patient."""
    found: dict[str, list[FieldEdit]] = defaultdict(list)
    for edit in edits_of(reader, document_id):
        for name, (new, old) in edit.fields.items():
            if name in WATCHED:
                found[name].append(FieldEdit(edit.stamp, edit.station, new, old))
    return found


def conflict(reader: Reader, patient_id: str, group: str) -> Conflict | None:
    """What was lost of the name or the birth date of a patient; None when nothing is."""
    by_field = edits_by_field(reader, patient_id)
    stands: dict[str, FieldEdit] = {}
    lost: dict[str, dict[str, Any]] = defaultdict(dict)
    for field in GROUPS[group]:
        standing, ends = tips(by_field.get(field, ()))
        if standing is not None:
            stands[field] = standing
        for end in ends:
            lost[end.stamp[1]][field] = end.new
    if not lost:
        return None
    latest = max(stands.values(), key=lambda edit: edit.stamp)
    wanted = {latest.stamp[1]: {name: edit.new for name, edit in stands.items()}, **lost}
    typed = {
        edit.stamp[1]: Typed(
            edit.stamp[1], wanted[edit.stamp[1]], edit.actor, edit.station, edit.at
        )
        for edit in edits_of(reader, patient_id)
        if edit.stamp[1] in wanted
    }
    others = (typed[edit_id] for edit_id in lost)
    return Conflict(typed[latest.stamp[1]], tuple(sorted(others, key=lambda one: one.at)))


def found(reader: Reader) -> Iterator[Found]:
    """Each patient whose name or birth date was typed apart, and one value of it was lost."""
    seen = {(patient_id, group_of(field)) for patient_id, field in reader.fetch(_APART)}
    for patient_id, group in sorted(seen):
        said = conflict(reader, patient_id, group)
        if said is not None:
            since = instant_text(max(typed.at for typed in (said.stands, *said.lost)))
            kind, subject = TaskKind.CONFLICTING_EDIT, f"{patient_id} {group}"
            made = task_id(kind, patient_id, group)
            yield Found(made, kind, subject, said.state, since)


def told(reader: Reader, one: Found) -> Task | None:
    """The task in words; None when the patient is gone or nothing is lost any more."""
    patient_id, group = one.subject.split()
    said = conflict(reader, patient_id, group)
    row = reader.first(_ACCOUNT, id=patient_id)
    if said is None or row is None:
        return None
    account_id, number = row
    person = parties.person(reader, PatientId(patient_id))
    name = display_name(person.family_name, person.given_names, person.name_order)
    if group == "name":
        title = t("Two names for {number}", number=number)
    else:
        title = t("Two birth dates for {name}", name=name)
    words = t(
        "Two windows changed it without knowing of one another. The later one stands; look at both "
        "and say which is right."
    )
    go = Link("account", account_id)
    sides = [_side(reader, person, said.stands, t("It stands now."), go)]
    sides += [_side(reader, person, typed, t("It was typed too."), go) for typed in said.lost]
    value = _value(person, said.stands)
    keeps = t("{value} stays, and nothing changes.", value=value)
    answers = [Answer(KEEP, _verb(reader, person, said.stands, keep=True), keeps)]
    for typed in said.lost:
        explains = t("{value} is written into the account.", value=_value(person, typed))
        words_of = _verb(reader, person, typed, keep=False)
        answers.append(Answer(f"{TAKE}:{typed.edit_id}", words_of, explains))
    since = instant_from(one.since)
    return Task(one.task_id, one.kind, title, words, tuple(sides), tuple(answers), since, None, go)


def _verb(reader: Reader, person: Person, typed: Typed, *, keep: bool) -> str:
    """A button: the day itself, or whose name; names are long and alike at their beginning."""
    if "birth_date" in typed.fields:
        day = _value(person, typed)
        return t("Keep {day}", day=day) if keep else t("Take {day}", day=day)
    window = short(window_name(reader, typed.station))
    if keep:
        return t("Keep the name from {window}", window=window)
    return t("Take the name from {window}", window=window)


def _side(reader: Reader, person: Person, typed: Typed, words: str, go: Link) -> Side:
    return Side(
        title=_value(person, typed),
        words=words,
        window=window_name(reader, typed.station),
        who=security.user_name(reader, typed.who),
        at=typed.at,
        go=go,
    )


def as_typed(person: Person, typed: Typed) -> Person:
    """The person with what was typed."""
    fields = dict(typed.fields)
    if "birth_date" in fields:
        day = fields["birth_date"]
        fields["birth_date"] = date.fromisoformat(day) if day else None
    return replace(person, **fields)


def _value(person: Person, typed: Typed) -> str:
    shown = as_typed(person, typed)
    if "birth_date" in typed.fields:
        return format_date(shown.birth_date) if shown.birth_date else t("no birth date")
    return display_name(shown.family_name, shown.given_names, shown.name_order)
