"""What happened on an account, entry by entry, with what was owed after each; newest first."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from app.areas.invoices import records, schema
from app.areas.invoices.values import AccountLine, AccountLines
from app.areas.ledger import queries as ledger
from app.areas.ledger.schema import journal_entry, journal_line
from app.areas.ledger.values import GL
from app.areas.parties import queries as parties
from app.areas.settings.schema import site, station
from app.kernel.ids import AccountId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.checking import KEYS
from app.storage.forward import ALWAYS, FORWARD
from app.storage.schema_folding import folded_entry, forward_entry, forward_zero
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_line, _entry, _invoice = counted(journal_line), counted(journal_entry), counted(schema.invoice)
_l, _e, _i = _line.c, _entry.c, _invoice.c
_sites, _stations, _site = site, station, site.c
_NEWEST = (_e.at.desc(), _e.number_value.desc(), _l.line_no.desc())
_patients = or_(
    _l.gl_code == GL.RECEIVABLE_PATIENTS,
    _l.gl_code == GL.RECEIVABLE_INSURANCE,
    _l.gl_code == GL.PATIENT_CREDITS,
)
_of_account = (_l.account_id == bindparam("account_id")) & _patients
_of_person = _l.account_id.in_(KEYS) & _patients
_forward = select(forward_entry.c.id)
_BROUGHT = Read(
    select(func.coalesce(func.sum(_l.amount_minor), 0), func.count()).where(
        _of_account, _l.entry_id.in_(_forward)
    )
)
_NOUGHT = Read(
    select(forward_zero.c.id).where(forward_zero.c.account_id == bindparam("account_id")).limit(1)
)
_SITES = Read(
    select(_site.name)
    .distinct()
    .select_from(_invoice)
    .join(_entry, _e.source_id == _i.id)
    .join(folded_entry, folded_entry.c.entry_id == _e.id)
    .join(_stations, _stations.c.id == _e.station_id)
    .join(_sites, _site.id == _stations.c.site_id)
    .where(_i.account_id == bindparam("account_id"))
    .order_by(_site.name)
)
_lines = (
    select(
        _e.at,
        _e.number_value,
        _l.line_no,
        _l.business_date,
        _e.number,
        _e.description,
        records.number_of(_i),
        _l.gl_code,
        _l.amount_minor,
        _l.currency,
        _e.source_type,
        _e.source_id,
        _l.invoice_id,
        _i.number,
    )
    .select_from(_line)
    .join(_entry, _e.id == _l.entry_id)
    .outerjoin(_invoice, _i.id == _l.invoice_id)
    .where(
        _l.entry_id.not_in(_forward),
        or_(
            _e.at < bindparam("at"),
            (_e.at == bindparam("at")) & (_e.number_value < bindparam("number")),
            (_e.at == bindparam("at"))
            & (_e.number_value == bindparam("number"))
            & (_l.line_no < bindparam("line_no")),
        ),
    )
    .order_by(*_NEWEST)
    .limit(bindparam("most"))
)
_LINES, _LINES_OF_PERSON = Read(_lines.where(_of_account)), Read(_lines.where(_of_person))
_START = ("9999", 0, 0)
PAGE = 200


def account_lines(
    reader: Reader,
    account_id: AccountId,
    after: str = "",
    running: int | None = None,
    most: int = PAGE,
) -> AccountLines:
    """A page of an account's ledger, newest first.

    `after` and `running` are the `next_key` and `next_running` of the page before; the first page
    begins at what is owed now, less credit.
    """
    currency = parties.account_header(reader, account_id).currency
    if running is None:
        balance = ledger.balance_together(reader, account_id, currency)
        running = balance.owed.minor - balance.credit.minor
    at, number, line_no = _key(after)
    most = max(1, min(most, 1000))
    accounts = parties.together(reader, account_id)
    place = {"at": at, "number": number, "line_no": line_no, "most": most}
    if len(accounts) == 1:
        rows = reader.fetch(_LINES, account_id=account_id, **place)
    else:
        rows = reader.fetch(_LINES_OF_PERSON, keys=json.dumps(accounts), **place)
    lines = []
    for row in rows:
        minor = row[8]
        lines.append(
            AccountLine(
                entry_number=row[4],
                business_date=date.fromisoformat(row[3]),
                words=_words(row),
                invoice_number="" if row[13] is None else records.shown(row[6]),
                on_credit=row[7] == GL.PATIENT_CREDITS,
                amount=Money(minor, row[9]),
                balance=Money(running, row[9]),
                source_type=row[10],
                source_id=row[11],
                invoice_id=row[12],
            )
        )
        running -= minor
    last = rows[-1] if len(rows) == most else None
    next_key = f"{last[0]} {last[1]} {last[2]}" if last else ""
    if not next_key:
        lines += _brought_forward(reader, accounts, Money(running, currency))
    return AccountLines(tuple(lines), next_key, running)


def _brought_forward(
    reader: Reader, accounts: tuple[AccountId, ...], balance: Money
) -> tuple[AccountLine, ...]:
    """What older lines and those of other sites come to that are kept in sums here."""
    minor, places, there = 0, dict[str, None](), False
    for account_id in accounts:
        brought, count = reader.first(_BROUGHT, account_id=account_id)
        if count or reader.first(_NOUGHT, account_id=account_id) is not None:
            there, minor = True, minor + brought
            places |= {str(name): None for (name,) in reader.fetch(_SITES, account_id=account_id)}
    if not there:
        return ()
    words = t(
        "What is brought forward is kept elsewhere line by line. Enter on it fetches the lines."
    )
    if places:
        words = t(
            "What is brought forward is kept line by line at {sites}. Enter on it fetches the "
            "lines.",
            sites=", ".join(places),
        )
    amount = Money(minor, balance.currency)
    day = date.fromisoformat(ALWAYS)
    return (AccountLine("", day, words, "", False, amount, balance, FORWARD, "", None),)


def _words(row: Any) -> str:
    """What the entry says; that of an invoice which got its number later, with it."""
    issued = row[10] == "invoice" and row[13] == "" and row[5] == t("Invoice, number pending")
    if issued and row[6]:
        return t("Invoice {number}", number=row[6])
    return str(row[5])


def _key(after: str) -> tuple[str, int, int]:
    if not after:
        return _START
    at, number, line_no = after.split(" ")
    return at, int(number), int(line_no)
