"""What must hold of payments: tenders, allocations, receipts, and that the ledger agrees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, literal_column, or_, select

from app.areas.drawers.schema import cash_movement
from app.areas.invoices.schema import invoice
from app.areas.ledger.checks import entries_of, posted_for
from app.areas.ledger.schema import journal_line
from app.areas.ledger.values import GL
from app.areas.payments import schema
from app.kernel.translate import t
from app.storage.checking import Check, agreement, amount, rows_check
from app.storage.schema import print_job
from app.storage.search import compact
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_payment, _tender, _allocation, _receipt = (
    counted(schema.payment),
    counted(schema.tender),
    counted(schema.allocation),
    counted(schema.receipt),
)
_invoice, _movement, _posting = (
    counted(invoice),
    counted(cash_movement),
    counted(journal_line),
)
_p, _t, _a, _r = _payment.c, _tender.c, _allocation.c, _receipt.c
_i, _m, _j = _invoice.c, _movement.c, _posting.c
_RECEIPT_PROMISE = "Every payment has its receipt, and it says what was paid."
_there: Any = literal_column("1")
_KEYS = Read(select(_r.number, _r.id, _r.account_id))
_allocated = (
    select(_a.payment_id, func.sum(_a.amount_minor).label("minor"))
    .group_by(_a.payment_id)
    .subquery("allocated")
)


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    return (
        _tenders(),
        _change(),
        _allocations(),
        _allocated_whole(),
        _entries(),
        _postings(),
        _drawers(),
        Check("payments.receipts", _RECEIPT_PROMISE, _look_at_receipts),
        _paper(),
    )


def _tenders() -> Check:
    legs = (
        select(
            _t.payment_id,
            func.sum(_t.amount_minor).label("minor"),
            func.count().label("legs"),
            func.max(_t.leg_no).label("last"),
            func.count(_t.leg_no.distinct()).label("numbers"),
            func.min(_t.currency).label("low"),
            func.max(_t.currency).label("high"),
            func.sum(func.iif(_t.shift_id.is_(_p.shift_id), 0, 1)).label("elsewhere"),
        )
        .select_from(_tender)
        .join(_payment, _p.id == _t.payment_id)
        .group_by(_t.payment_id)
        .subquery("legs")
    )
    s = legs.c
    wrong = (
        select(_p.number, _p.amount_minor, func.coalesce(s.minor, 0), _p.currency)
        .select_from(_payment)
        .outerjoin(legs, s.payment_id == _p.id)
        .where(
            or_(
                s.minor.is_(None),
                s.minor != _p.amount_minor,
                s.legs != s.last,
                s.numbers != s.last,
                s.low != _p.currency,
                s.high != _p.currency,
                s.elsewhere != 0,
            )
        )
    )
    return rows_check(
        "payments.tenders",
        "Every payment is the sum of its tenders.",
        wrong,
        lambda number, paid, legs, currency: t(
            "Payment {number} over {paid} does not agree with its tenders ({legs}).",
            number=number,
            paid=amount(paid, currency),
            legs=amount(legs, currency),
        ),
    )


def _change() -> Check:
    """Cash given less change is what it pays; a tender without a payment is astray."""
    wrong = select(_t.id, _t.amount_minor, _t.currency).where(
        or_(
            (_t.kind == "cash")
            & or_(
                _t.given_minor.is_(None),
                _t.change_minor.is_(None),
                _t.given_minor - _t.change_minor
                != _t.amount_minor + func.coalesce(_t.rounding_minor, 0),
                _t.change_minor < 0,
            ),
            ~select(_there).where(_p.id == _t.payment_id).exists(),
        )
    )
    return rows_check(
        "payments.change",
        "Cash given less change is what was paid.",
        wrong,
        lambda tender, minor, currency: t(
            "Tender {id} over {paid} is not what was given less change, or has no payment.",
            id=tender,
            paid=amount(minor, currency),
        ),
    )


def _allocations() -> Check:
    """Each goes from a payment to an invoice of the same account in the same currency."""
    wrong = (
        select(_a.id, _a.amount_minor, _a.currency)
        .select_from(_allocation)
        .outerjoin(_payment, _p.id == _a.payment_id)
        .outerjoin(_invoice, _i.id == _a.invoice_id)
        .where(
            or_(
                _p.id.is_(None),
                _i.id.is_(None),
                _a.account_id != _p.account_id,
                _a.account_id != _i.account_id,
                _a.currency != _p.currency,
                _a.currency != _i.currency,
                (_a.amount_minor <= 0) & _a.reverses_id.is_(None),
            )
        )
    )
    return rows_check(
        "payments.allocations",
        "Money is allocated to invoices of the account that paid.",
        wrong,
        lambda allocation, minor, currency: t(
            "Allocation {id} over {amount} has no payment or invoice, or one of another account.",
            id=allocation,
            amount=amount(minor, currency),
        ),
    )


def _allocated_whole() -> Check:
    return rows_check(
        "payments.not_more",
        "No payment is allocated beyond its amount.",
        select(_p.number, _p.amount_minor, _allocated.c.minor, _p.currency)
        .select_from(_payment)
        .join(_allocated, _allocated.c.payment_id == _p.id)
        .where(or_(_allocated.c.minor > _p.amount_minor, _allocated.c.minor < 0)),
        lambda number, paid, used, currency: t(
            "Payment {number} over {paid} is allocated to {used}.",
            number=number,
            paid=amount(paid, currency),
            used=amount(used, currency),
        ),
    )


def _entries() -> Check:
    entries = entries_of("payment")
    found = func.coalesce(entries.c.entries, 0)
    return rows_check(
        "payments.entries",
        "Every payment has exactly one journal entry.",
        select(_p.number, found)
        .select_from(_payment)
        .outerjoin(entries, entries.c.source_id == _p.id)
        .where(
            or_(found != 1, entries.c.day != _p.business_date, entries.c.reference != _p.number)
        ),
        lambda number, count: t(
            "Payment {number} has {count} journal entries, or one of another day or number.",
            number=number,
            count=count,
        ),
    )


def _postings() -> Check:
    """Tenders on the left; allocations, and credit for the rest, on the right."""
    none: Any = literal_column("NULL")

    def leg(code: Any, minor: Any, shift: Any, account: Any, on: Any, currency: Any) -> list[Any]:
        return [
            _p.id.label("source"),
            code.label("gl"),
            shift.label("shift"),
            account.label("account"),
            on.label("invoice"),
            currency.label("currency"),
            minor.label("minor"),
        ]

    rest = func.coalesce(_allocated.c.minor, 0) - _p.amount_minor
    receivable: Any = literal_column(f"'{GL.RECEIVABLE_PATIENTS}'")
    credit: Any = literal_column(f"'{GL.PATIENT_CREDITS}'")
    expected = (
        select(*leg(_t.gl_code, _t.amount_minor, _t.shift_id, none, none, _t.currency))
        .select_from(_tender)
        .join(_payment, _p.id == _t.payment_id),
        select(*leg(receivable, -_a.amount_minor, none, _a.account_id, _a.invoice_id, _a.currency))
        .select_from(_allocation)
        .join(_payment, _p.id == _a.payment_id),
        select(*leg(credit, rest, none, _p.account_id, none, _p.currency))
        .select_from(_payment)
        .outerjoin(_allocated, _allocated.c.payment_id == _p.id),
    )
    posted = posted_for("payment", "shift", "account", "invoice")
    return agreement(
        "payments.postings",
        "The ledger has what each payment says: tenders, invoices, credit.",
        ("source", "gl", "shift", "account", "invoice", "currency"),
        expected,
        posted,
        lambda source, gl, shift, account, on, currency, wanted, found: t(
            "Payment {source} says {wanted} on {gl}, and the ledger has {found}.",
            source=source,
            gl=gl,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _drawers() -> Check:
    """What a drawer should hold: its float and other cash moved, and cash taken."""
    cash = GL.CASH_IN_DRAWERS

    def columns(shift: Any, minor: Any, currency: Any) -> list[Any]:
        return [shift.label("shift"), currency.label("currency"), minor.label("minor")]

    expected = (
        select(*columns(_m.shift_id, _m.amount_minor, _m.currency)).where(_m.shift_id.is_not(None)),
        select(*columns(_t.shift_id, _t.amount_minor, _t.currency)).where(_t.gl_code == cash),
    )
    posted = (
        select(*columns(_j.shift_id, _j.amount_minor, _j.currency)).where(_j.gl_code == cash),
    )
    return agreement(
        "payments.drawers",
        "Each drawer should hold its float and the cash that was taken.",
        ("shift", "currency"),
        expected,
        posted,
        lambda shift, currency, wanted, found: t(
            "The papers of shift {shift} and the ledger differ by {amount}.",
            shift=shift or "",
            amount=amount(abs(wanted - found), currency),
        ),
    )


_tenders_json = (
    select(func.json_group_array(func.json_array(_t.amount_minor, _t.given_minor, _t.change_minor)))
    .where(_t.payment_id == _p.id)
    .correlate(_payment)
    .scalar_subquery()
)
_shares_json = (
    select(func.json_group_array(func.json_array(_i.number, _a.amount_minor)))
    .select_from(_allocation)
    .join(_invoice, _i.id == _a.invoice_id)
    .where(_a.payment_id == _p.id)
    .correlate(_payment)
    .scalar_subquery()
)
_RECEIPTS = Read(
    select(
        _p.number,
        _r.number,
        _r.snapshot,
        _p.amount_minor,
        _p.currency,
        _p.business_date,
        _p.at,
        _p.account_id,
        _r.account_id,
        _tenders_json,
        _shares_json,
    )
    .select_from(_payment)
    .outerjoin(_receipt, _r.payment_id == _p.id)
)
_NO_PAYMENT = Read(select(_r.number).where(~select(_there).where(_p.id == _r.payment_id).exists()))


def _look_at_receipts(reader: Reader) -> Iterator[str]:
    for (number,) in reader.fetch(_NO_PAYMENT):
        yield t("Receipt {number} has no payment.", number=number)
    seen = ""
    for row in reader.each(_RECEIPTS):
        number, snapshot = row[0], row[2]
        if snapshot is None:
            yield t("Payment {number} has no receipt.", number=number)
        elif row[1] != number and number != seen:
            yield t("Payment {number} has receipt {receipt}.", number=number, receipt=row[1])
        elif not _says_the_same(snapshot, row):
            yield t("Receipt {number} does not say what was paid.", number=row[1])
        seen = number


def _says_the_same(snapshot: str, row: tuple[Any, ...]) -> bool:
    _, number, _, minor, currency, day, at, account, receipt_account, tenders, shares = row

    def money(part: dict[str, Any] | None) -> Any:
        return None if part is None or part["currency"] != currency else part["minor"]

    try:
        said = json.loads(snapshot)
        said_tenders = [
            [money(x["amount"]), money(x["given"]), money(x["change"])] for x in said["tenders"]
        ]
        said_shares = [[x["number"], money(x["amount"])] for x in said["invoices"]]
        facts = [said["number"], said["business_date"], said["at"], money(said["amount"])]
        to_credit = money(said["to_credit"])
    except (ValueError, KeyError, TypeError):
        return False
    paid, given = json.loads(shares), json.loads(tenders)
    return (
        facts == [number, day, at, minor]
        and account == receipt_account
        and sorted(said_tenders) == sorted(given)
        and sorted(said_shares) == sorted(paid)
        and to_credit == minor - sum(share[1] for share in paid)
    )


def _paper() -> Check:
    """Printed means committed: every job's receipt is there, and every receipt has a job."""
    j = print_job.c
    nothing = select(j.doc_id).where(
        j.doc_kind == "receipt", ~select(_there).where(_r.id == j.doc_id).exists()
    )
    unprinted = select(_r.number).where(~select(_there).where(j.doc_id == _r.id).exists())
    return rows_check(
        "payments.paper",
        "Every receipt was queued for paper, and no paper lacks its receipt.",
        select(nothing.union_all(unprinted).subquery("both")),
        lambda which: t("Receipt {which} and its print job do not belong together.", which=which),
    )


def search_keys(reader: Reader) -> Iterator[tuple[Any, ...]]:
    """The rows of `search_key` that receipts bring."""
    for number, receipt_id, account_id in reader.each(_KEYS):
        yield compact(number), "receipt", receipt_id, account_id, number
