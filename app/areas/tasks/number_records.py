"""Papers and accounts that have one number between them, though they are not the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, or_, select

from app.areas.deposits.schema import deposit
from app.areas.invoices.schema import invoice, invoice_numbering
from app.areas.ledger.schema import journal_entry
from app.areas.parties import queries as parties
from app.areas.parties.schema import account
from app.areas.payments.schema import payment
from app.areas.security import queries as security
from app.areas.tasks import schema
from app.areas.tasks.records import window_name
from app.areas.tasks.rules import task_id
from app.areas.tasks.values import Found, Link, Side, TaskKind
from app.kernel.clock import instant_from, instant_text
from app.kernel.i18n import format_date
from app.kernel.ids import AccountId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.brought import BROUGHT
from app.storage.edits import edits_of
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_n = schema.number_twice.c
_p, _i, _d = counted(payment).c, counted(invoice).c, counted(deposit).c
_j, _a = counted(journal_entry).c, account.c
_g = counted(invoice_numbering).c
_given = select(_g.id).where(_g.number == bindparam("number"))
MOST = 500
_TWICE = Read(
    select(_n.kind, _n.number)
    .where(_n.kind != "item", _n.kind != BROUGHT)
    .order_by(_n.kind, _n.number)
    .limit(MOST)
)


def _facts(c: Any, *columns: Any) -> Read:
    rows = select(c.id, c.at, c.station_id, c.made_by, *columns)
    return Read(rows.where(c.number == bindparam("number")).order_by(c.at, c.id))


_ENTRIES = Read(
    select(_j.id, _j.at, _j.station_id, _j.made_by, _j.description)
    .where(_j.number == bindparam("number"), _j.source_type == "manual")
    .order_by(_j.at, _j.id)
)
_WITH: dict[str, Read] = {
    "receipt": _facts(_p, _p.account_id, _p.amount_minor, _p.currency),
    "invoice": Read(
        select(_i.id, _i.at, _i.station_id, _i.made_by, _i.account_id, _i.total_minor, _i.currency)
        .where(or_(_i.number == bindparam("number"), _i.id.in_(_given)))
        .order_by(_i.at, _i.id)
    ),
    "deposit": _facts(_d),
    "journal_entry": _ENTRIES,
    "account": Read(
        select(_a.id, _a.stamp).where(_a.number == bindparam("number")).order_by(_a.id)
    ),
}


def doubled(reader: Reader) -> Iterator[Found]:
    """Numbers that two things have which count."""
    for kind, number in reader.fetch(_TWICE):
        rows = reader.fetch(_WITH[kind], number=number)
        ids = sorted({row[0] for row in rows})
        if len(ids) < 2:
            continue
        since = max(row[1] for row in rows)
        if kind == "account":
            since = instant_text(datetime.fromtimestamp(since // 1000, UTC))
        task = TaskKind.DUPLICATE_NUMBER
        made = task_id(task, kind, number)
        yield Found(made, task, f"{kind} {number}", " ".join(ids), since)


def kind_words(kind: str, number: str) -> str:
    """What is there twice."""
    words = {
        "receipt": t("Receipt {number} is there twice", number=number),
        "invoice": t("Invoice {number} is there twice", number=number),
        "deposit": t("Deposit {number} is there twice", number=number),
        "journal_entry": t("Journal entry {number} is there twice", number=number),
        "account": t("Two accounts are called {number}", number=number),
    }
    return words[kind]


def sides(reader: Reader, kind: str, number: str) -> list[Side]:
    """Each thing that has the number."""
    make: dict[str, Callable[[Reader, Any], Side]] = {
        "receipt": _receipt,
        "invoice": _invoice,
        "deposit": _deposit,
        "journal_entry": _entry,
        "account": _account,
    }
    return [make[kind](reader, row) for row in reader.fetch(_WITH[kind], number=number)]


def accounts_called(reader: Reader, number: str) -> tuple[AccountId, ...]:
    return tuple(AccountId(row[0]) for row in reader.fetch(_WITH["account"], number=number))


def _side(reader: Reader, row: Any, title: str, amount: Money | None, go: Link | None) -> Side:
    _, at, station_id, who = row[:4]
    return Side(
        title=title,
        amount=amount,
        window=window_name(reader, station_id),
        who=security.user_name(reader, who),
        at=instant_from(at),
        go=go,
    )


def _receipt(reader: Reader, row: Any) -> Side:
    account_id, minor, money = row[4:]
    name = parties.account_header(reader, AccountId(account_id)).name
    return _side(reader, row, name, Money(minor, money), Link("payments", row[0]))


def _invoice(reader: Reader, row: Any) -> Side:
    account_id, minor, money = row[4:]
    name = parties.account_header(reader, AccountId(account_id)).name
    return _side(reader, row, name, Money(minor, money), Link("invoices", row[0]))


def _deposit(reader: Reader, row: Any) -> Side:
    words = t("Prepared on {day}", day=format_date(instant_from(row[1]).date()))
    return _side(reader, row, words, None, Link("deposits", row[0]))


def _entry(reader: Reader, row: Any) -> Side:
    return _side(reader, row, row[4], None, None)


def _account(reader: Reader, row: Any) -> Side:
    """An account with where it was made, as far as the log tells."""
    header = parties.account_header(reader, AccountId(row[0]))
    made = next((edit for edit in edits_of(reader, row[0]) if edit.made), None)
    born = t("born {day}", day=format_date(header.birth_date)) if header.birth_date else ""
    go = Link("account", row[0])
    if made is None:
        return Side(title=header.name, words=born, go=go)
    place = (row[0], instant_text(made.at), made.station, made.actor)
    side = _side(reader, place, header.name, None, go)
    return Side(side.title, born, None, side.window, side.who, side.at, go)
