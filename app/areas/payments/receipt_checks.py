"""What must hold of receipts: each says what was paid as it was paid, and reached paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, func, literal_column, select

from app.areas.invoices.records import number_of
from app.areas.invoices.schema import invoice
from app.areas.payments import schema
from app.areas.payments.crediting_values import OPENING
from app.kernel.translate import later, t
from app.storage.checking import KEYS, Check, Follow, Part, rows_check, through, unindexed
from app.storage.elsewhere import came
from app.storage.schema import print_job, this_station
from app.storage.search import compacted
from app.storage.slices import TURN, Look, Pace
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_payment, _tender, _allocation, _receipt = (
    counted(schema.payment),
    counted(schema.tender),
    counted(schema.allocation),
    counted(schema.receipt),
)
_invoice = counted(invoice)
_p, _t, _a, _r, _i = _payment.c, _tender.c, _allocation.c, _receipt.c, _invoice.c
_PROMISE = later("Every payment has its receipts, and they say what was paid.")
_there: Any = literal_column("1")
_keys = select(_r.number, _r.id, _r.account_id)
_KEYS, _THESE_KEYS = Read(_keys), Read(_keys.where(_r.id.in_(KEYS)))
_checks = (
    select(_t.check_number, _t.id, _p.account_id)
    .select_from(_tender)
    .join(_payment, _p.id == _t.payment_id)
    .where(unindexed(_t.check_number) != "")
)
_CHECKS, _THESE_CHECKS = Read(_checks), Read(_checks.where(_t.id.in_(KEYS)))
_CHECKS_OF = through(
    select(schema.tender.c.id).where(schema.tender.c.check_number != ""),
    schema.tender.c.payment_id,
)
_tenders_json = (
    select(
        func.json_group_array(
            func.json_array(
                _t.amount_minor,
                _t.given_minor,
                _t.change_minor,
                func.coalesce(_t.rounding_minor, 0),
            )
        )
    )
    .where(_t.payment_id == _p.id, _t.corrects_id.is_(None))
    .correlate(_payment)
    .scalar_subquery()
)
_shares_json = (
    select(
        func.json_group_array(
            func.json_array(number_of(_i), _a.amount_minor, _a.account_id, _i.number)
        )
    )
    .select_from(_allocation)
    .join(_invoice, _i.id == _a.invoice_id)
    .where(_a.payment_id == _p.id, _a.action_id == _p.id)
    .correlate(_payment)
    .scalar_subquery()
)
_RECEIPTS = Read(
    select(
        _p.id,
        _p.number,
        _p.amount_minor,
        _p.currency,
        _p.business_date,
        _p.at,
        _p.account_id,
        _tenders_json,
        _shares_json,
        _r.number,
        _r.account_id,
        _r.amount_minor,
        _r.snapshot,
    )
    .select_from(_payment)
    .outerjoin(_receipt, _r.payment_id == _p.id)
    .order_by(_p.id, _r.number_value)
)
_NO_PAYMENT = Read(select(_r.number).where(~select(_there).where(_p.id == _r.payment_id).exists()))
_COUNT = Read(select(func.count()).select_from(_receipt))
_Said = dict[str, Any]


def checks() -> tuple[Check, ...]:
    """The promises of receipts."""
    return (Check("payments.receipts", _PROMISE, _look_at_receipts, sliced=True), _paper())


def _look_at_receipts(reader: Reader) -> Look:
    seen, pace = 0, Pace(reader)
    for payment_id, group in groupby(reader.each(_RECEIPTS), key=itemgetter(0)):
        while pace.leaves(payment_id):
            yield TURN
        rows = list(group)
        number = rows[0][1]
        seen += sum(row[9] is not None for row in rows)
        if rows[0][9] is None:
            yield t("Payment {number} has no receipt.", number=number)
        elif rows[0][9] != number:
            yield t("Payment {number} has receipt {receipt}.", number=number, receipt=rows[0][9])
        elif not _say_the_same(rows):
            yield t("Receipt {number} does not say what was paid.", number=number)
    if seen != reader.scalar(_COUNT):
        for (number,) in reader.fetch(_NO_PAYMENT):
            yield t("Receipt {number} has no payment.", number=number)


def _say_the_same(rows: list[tuple[Any, ...]]) -> bool:
    """All receipts of one payment together: one for it whole, or each account's own part."""
    _, _, minor, currency, day, at, payer, tenders, shares = rows[0][:9]
    given, paid = json.loads(tenders), json.loads(shares)
    try:
        said = [json.loads(row[12]) for row in rows]
        whole = [_whole(one, currency) for one in said]
        told = [_tenders(one, currency) for one in said]
        stated = [_shares(one, currency) for one in said]
    except (ValueError, KeyError, TypeError):
        return False
    for row, one, (amount, credit), legs, parts in zip(
        rows, said, whole, told, stated, strict=True
    ):
        own = paid if len(rows) == 1 else [share for share in paid if share[2] == row[10]]
        heading = [one["number"], one["business_date"], one["at"], amount]
        if (
            heading != [row[9], day, at, row[11]]
            or not _same_shares(parts, own)
            or credit + sum(part[1] for part in parts) != amount
            or sum(leg[0] for leg in legs) != amount
            or (credit and row[10] != payer)
        ):
            return False
    same_tenders = len(rows) > 1 or sorted(told[0], key=str) == sorted(given, key=str)
    return same_tenders and _well_begun(rows, payer, paid) and _sum(whole) == minor


def _same_shares(parts: list[list[Any]], own: list[list[Any]]) -> bool:
    """Number by number; a receipt made before its invoice had one says so in words."""
    said, known = {part[0] for part in parts}, {share[0] for share in own}
    told = [[number if number in known else "", minor] for number, minor in parts]
    wanted = [
        ["" if not at_first and number not in said else number, minor]
        for number, minor, _, at_first in own
    ]
    return sorted(told) == sorted(wanted)


def _well_begun(rows: list[tuple[Any, ...]], payer: str, paid: list[list[Any]]) -> bool:
    """The first receipt is the payer's, unless none of the payment was for them."""
    accounts = {row[10] for row in rows}
    if payer in accounts:
        return bool(rows[0][10] == payer)
    return accounts == {share[2] for share in paid}


def _sum(whole: Iterable[tuple[int, int]]) -> int:
    return sum(amount for amount, _ in whole)


def _money(part: _Said | None, currency: str) -> Any:
    return None if part is None or part["currency"] != currency else part["minor"]


def _whole(said: _Said, currency: str) -> tuple[int, int]:
    return int(_money(said["amount"], currency)), int(_money(said["to_credit"], currency))


def _tenders(said: _Said, currency: str) -> list[list[Any]]:
    return [
        [
            *(_money(one[name], currency) for name in ("amount", "given", "change")),
            _money(one["rounding"], currency) or 0,
        ]
        for one in said["tenders"]
    ]


def _shares(said: _Said, currency: str) -> list[list[Any]]:
    return [[one["number"], _money(one["amount"], currency)] for one in said["invoices"]]


def _paper() -> Check:
    """Printed means committed: every job's receipt is there, and every receipt has a job, but
    those of credit that was brought forward: nobody stood there to take one.
    """
    j = print_job.c
    nothing = select(j.doc_id).where(
        j.doc_kind == "receipt", ~select(_there).where(schema.receipt.c.id == j.doc_id).exists()
    )
    unprinted = select(_r.number).where(
        select(_there).where(this_station.c.station_id == _r.station_id).exists(),
        ~select(_there).where(j.doc_id == _r.id, j.doc_kind == "receipt").exists(),
        ~select(_there).where(_t.payment_id == _r.payment_id, _t.method == OPENING).exists(),
        ~came(_r.at),
    )
    return rows_check(
        "payments.paper",
        "Every receipt was queued for paper where it was made, and no paper lacks its receipt.",
        select(nothing.union_all(unprinted).subquery("both")),
        lambda which: t("Receipt {which} and its print job do not belong together.", which=which),
    )


def search_keys(reader: Reader) -> tuple[Iterator[tuple[Any, ...]], ...]:
    """The rows of `search_key` that receipts bring, and those that checks bring."""
    return (
        _found_by(reader.each(_KEYS), "receipt"),
        _found_by(reader.each(_CHECKS), "check"),
    )


def search_parts() -> tuple[Part, ...]:
    """The rows of `search_key` that hang on a receipt, and those that hang on a check."""
    return (
        _part(schema.receipt, "receipt", _THESE_KEYS),
        # Of older history the tenders come before their payments, which name the account.
        _part(schema.tender, "check", _THESE_CHECKS, Follow(schema.payment, "id", _CHECKS_OF)),
    )


def _part(table: Table, kind: str, these: Read, *others: Follow) -> Part:
    return Part(
        "entity_id",
        (Follow(table, "id"), *others),
        lambda reader, keys: _found_by(reader.each(these, keys=keys), kind),
        where=f"kind = '{kind}'",
        grows=True,
    )


def _found_by(rows: Iterable[Any], kind: str) -> Iterator[tuple[Any, ...]]:
    for number, entity_id, account_id in rows:
        for key, text in compacted(number).items():
            yield key, kind, entity_id, account_id, text
