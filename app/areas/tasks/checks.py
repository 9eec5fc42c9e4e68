"""How what tasks are found by is made afresh, and what must hold of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import func, literal, literal_column, or_, select, text, union, union_all

from app.areas.deposits.schema import deposit, deposit_item
from app.areas.invoices.schema import invoice, invoice_numbering
from app.areas.ledger.schema import journal_entry
from app.areas.parties.schema import account, patient
from app.areas.payments.schema import payment, tender
from app.areas.tasks import schema
from app.areas.tasks.edit_records import edits_by_field
from app.areas.tasks.rules import made_apart
from app.areas.tasks.values import TaskKind
from app.kernel.translate import t
from app.storage import brought
from app.storage.checking import KEYS, Check, Follow, Part, Recipe, rows_check, through
from app.storage.number_checks import OTHERS_THERE
from app.storage.schema import document_edit
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_e, _a = document_edit.c, counted(schema.task_answer).c
_two = (
    select(_e.document_id)
    .join(patient, patient.c.id == _e.document_id)
    .group_by(_e.document_id)
    .having(func.min(_e.station) != func.max(_e.station))
)
_TABLES = {
    one.name: one for one in (payment, invoice, deposit, deposit_item, journal_entry, account)
}
_TWO_STATIONS = Read(_two)
_SOME_OF_TWO = Read(_two.where(_e.document_id.in_(KEYS)))


def recipes() -> tuple[Recipe, ...]:
    """Numbers given twice, and edits made apart; these are read by what says which records wrote
    a document, so they come after it.
    """
    part = Part("document_id", (Follow(patient, "id"),), _some_apart)
    return (
        Recipe(schema.number_twice, _numbers, parts=_number_parts()),
        Recipe(schema.edit_apart, _apart, parts=(part,)),
    )


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    known = or_(*(_a.kind == kind.value for kind in TaskKind))
    return (
        rows_check(
            "tasks.answers",
            "Every answer is to a kind of task there is, and says what was chosen.",
            select(_a.task_id, _a.kind, _a.answer).where(or_(~known, _a.answer == "")),
            lambda task, kind, answer: t(
                "The answer “{answer}” to task {task} is to no kind of task there is: {kind}.",
                answer=answer,
                task=task,
                kind=kind,
            ),
        ),
    )


# ------------------------------------------------------------------------------------------ numbers


def _doubled(kind: str, *within: Callable[[Any], Any]) -> Any:
    """The numbers of one kind that more than one thing has."""
    if kind == "invoice":
        return _invoices(*within)
    name, column, where = schema.NUMBERED[kind]
    there = _TABLES[name].c
    only = (text(where),) if where else ()
    return (
        select(literal(kind), there[column])
        .where(there[column] != "", *only, *(each(there[column]) for each in within))
        .group_by(there[column])
        .having(func.count(there.id.distinct()) > 1)
    )


def _invoices(*within: Callable[[Any], Any]) -> Any:
    """An invoice has its number of its own, or the centre gave it one later."""
    one, other = invoice.alias("one"), invoice.alias("other")
    given, more = invoice_numbering.alias("given"), invoice_numbering.alias("more")

    def has_twin(what: Any, among: Any) -> Any:
        same = (among.c.number == what.c.number, among.c.id != what.c.id)
        return select(literal_column("1")).where(*same).exists()

    own = select(literal("invoice"), one.c.number).where(
        one.c.number != "",
        *(each(one.c.number) for each in within),
        or_(has_twin(one, other), has_twin(one, given)),
    )
    later = select(literal("invoice"), given.c.number).where(
        *(each(given.c.number) for each in within), has_twin(given, more)
    )
    return union(own, later)


def _more_than_one(kind: str) -> Callable[[Any], Any]:
    """Numbers that several rows have, as an index alone says; few are looked at then."""
    name, column, where = schema.NUMBERED[kind]
    among = _TABLES[name].alias("among").c[column]
    only = (text(where),) if where else ()
    several: Any = select(among).where(*only).group_by(among).having(func.count() > 1)
    if kind == "invoice":
        several = union_all(several, select(invoice_numbering.c.number))
    return lambda number: number.in_(several)


_NUMBERS = tuple(Read(_doubled(kind, _more_than_one(kind))) for kind in schema.NUMBERED)


def _numbers(reader: Reader) -> Iterator[tuple[Any, ...]]:
    for read in _NUMBERS:
        yield from reader.each(read)
    if reader.scalar(OTHERS_THERE):
        yield from reader.each(brought.ALL)


def _number_parts() -> tuple[Part, ...]:
    """What came from another station doubles a number here as what is made here does: by the
    triggers. This finds it again where they are off, as while everything is taken over at once.
    """
    return (*map(_number_part, schema.NUMBERED), _brought_part())


def _brought_part() -> Part:
    """Money of an old system that windows brought in for one account."""
    of_tender = through(select(payment.c.account_id), payment.c.id)
    follows = (
        Follow(invoice, "account_id"),
        Follow(payment, "account_id"),
        Follow(tender, "payment_id", of_tender),
    )

    def rows(reader: Reader, keys: str) -> Iterable[tuple[Any, ...]]:
        return reader.each(brought.SOME, keys=keys)

    return Part("number", follows, rows, where=f"kind = '{brought.BROUGHT}'")


def _number_part(kind: str) -> Part:
    name, column, _ = schema.NUMBERED[kind]
    table = _TABLES[name]
    some = Read(_doubled(kind, lambda number: number.in_(KEYS)))
    follows = [Follow(table, column)]
    if kind == "invoice":
        follows.append(Follow(invoice_numbering, "number"))

    def rows(reader: Reader, keys: str) -> Iterable[tuple[Any, ...]]:
        return reader.each(some, keys=keys)

    return Part("number", tuple(follows), rows, where=f"kind = '{kind}'")


# -------------------------------------------------------------------------------------------- edits


def _apart(reader: Reader) -> Iterator[tuple[Any, ...]]:
    for (document_id,) in reader.fetch(_TWO_STATIONS):
        yield from _apart_of(reader, document_id)


def _some_apart(reader: Reader, keys: str) -> Iterator[tuple[Any, ...]]:
    for (document_id,) in reader.fetch(_SOME_OF_TWO, keys=keys):
        yield from _apart_of(reader, document_id)


def _apart_of(reader: Reader, document_id: str) -> Iterator[tuple[Any, ...]]:
    for field, edits in edits_by_field(reader, document_id).items():
        for edit in made_apart(edits):
            yield document_id, field, edit.stamp[1]
