"""Stores entries and lines and keeps the balances derived from them; the views' one recipe stands
here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import bindparam, select

from app.areas.ledger import schema
from app.areas.ledger.rules import fiscal_period, normal_balance
from app.areas.ledger.seed import CHART, REASONS, SYSTEM_CODES
from app.areas.ledger.values import (
    GL,
    RECEIVABLES,
    AddGLAccount,
    Entry,
    Leg,
    Posted,
    Reason,
    ReasonKind,
)
from app.kernel.ids import CommandId, EntryId, ReasonId, derived_id
from app.storage.numbering import Number, number_of_another
from app.storage.statements import Read
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

_g, _r = schema.gl_account.c, schema.reason.c
_ACTIVE = Read(select(_g.code).where(_g.code == bindparam("code"), _g.active == 1))
_KNOWN = Read(select(_g.code).where(_g.code == bindparam("code")))
_KIND = Read(select(_r.kind).where(_r.id == bindparam("id")))

_BALANCE_COLUMN = {
    GL.RECEIVABLE_PATIENTS: ("patient_minor", 1),
    GL.RECEIVABLE_INSURANCE: ("insurance_minor", 1),
    GL.PATIENT_CREDITS: ("credit_minor", -1),
}


def add_chart(uow: UnitOfWork) -> None:
    """The chart of accounts a practice begins with."""
    for code, name, gl_type, subtype in CHART:
        _add(
            uow,
            AddGLAccount(CommandId(""), code, name, gl_type, subtype),
            system=code in SYSTEM_CODES,
        )


def add_gl_account(uow: UnitOfWork, command: AddGLAccount) -> None:
    _add(uow, command, system=False)


def _add(uow: UnitOfWork, command: AddGLAccount, *, system: bool) -> None:
    uow.create(
        schema.gl_account,
        {
            "id": derived_id("gl_account", command.code),
            "code": command.code,
            "name": command.name,
            "gl_type": command.gl_type,
            "subtype": command.subtype,
            "parent_code": command.parent_code,
            "normal_balance": normal_balance(command.gl_type),
            "system": int(system),
            "active": 1,
            "description": command.description,
        },
    )


def is_active(uow: UnitOfWork, code: str) -> bool:
    return uow.first(_ACTIVE, code=code) is not None


def is_known(uow: UnitOfWork, code: str) -> bool:
    return uow.first(_KNOWN, code=code) is not None


def add_reasons(uow: UnitOfWork, kinds: Collection[ReasonKind] = tuple(REASONS)) -> None:
    """The reasons a practice begins with; their place in the list is their digit."""
    for kind, listed in REASONS.items():
        for digit, (words, gl_code) in enumerate(listed if kind in kinds else (), 1):
            reason_id = ReasonId(derived_id("reason", kind, str(digit)))
            add_reason(uow, Reason(reason_id, kind, digit, words, gl_code, True))


def add_reason(uow: UnitOfWork, reason: Reason) -> None:
    uow.create(
        schema.reason, {"id": reason.reason_id, "kind": reason.kind, **_reason_fields(reason)}
    )


def change_reason(uow: UnitOfWork, reason: Reason) -> None:
    uow.change(schema.reason, reason.reason_id, _reason_fields(reason))


def _reason_fields(reason: Reason) -> Row:
    return {
        "digit": reason.digit,
        "words": reason.words,
        "gl_code": reason.gl_code,
        "active": int(reason.active),
    }


def reason_kind(uow: UnitOfWork, reason_id: str) -> ReasonKind | None:
    """Which list a reason stands in; None when there is no such reason."""
    kind = uow.scalar(_KIND, id=reason_id)
    return None if kind is None else ReasonKind(kind)


def add_entry(uow: UnitOfWork, entry: Entry, legs: Sequence[Leg], period: date) -> Posted:
    """Lines first, then the entry that seals them: the database refuses it unless they balance."""
    entry_id, number, made = _named(uow, entry)
    day, currency = entry.business_date.isoformat(), legs[0].amount.currency
    for line_no, leg in enumerate(legs, 1):
        uow.insert(
            schema.journal_line,
            {
                "id": derived_id(entry_id, str(line_no)) if entry.derived else uow.new_id(),
                "entry_id": entry_id,
                "line_no": line_no,
                "gl_code": leg.gl_code,
                "amount_minor": leg.amount.minor,
                "currency": currency,
                "business_date": day,
                "period_date": period.isoformat(),
                "description": leg.description,
                "account_id": leg.account_id,
                "invoice_id": leg.invoice_id,
                "payer_id": leg.payer_id,
                "shift_id": leg.shift_id,
                "deposit_id": leg.deposit_id,
                "cost_center_id": leg.cost_center_id,
                "practitioner_id": leg.practitioner_id,
                "reference_type": leg.reference_type,
                "reference_id": leg.reference_id,
            },
        )
    uow.insert(
        schema.journal_entry,
        {
            **made,
            "id": entry_id,
            "number": number.text,
            "number_series": number.series,
            "number_value": number.value,
            "period_date": period.isoformat(),
            "fiscal_period": fiscal_period(period),
            "entry_type": entry.entry_type,
            "source_module": entry.source_module,
            "source_type": entry.source_type,
            "source_id": entry.source_id,
            "reference": entry.reference,
            "description": entry.description,
            "currency": currency,
            "line_count": len(legs),
            "reverses_entry_id": entry.reverses_entry_id,
        },
    )
    derive_balances(uow, legs)
    return Posted(EntryId(entry_id), number.text)


def _named(uow: UnitOfWork, entry: Entry) -> tuple[str, Number, Row]:
    """The id, number and heading of an entry; those of a derived one are the same everywhere."""
    made = uow.made(entry.business_date)
    if entry.derived is None:
        return uow.new_id(), uow.number("journal_entry", entry.business_date), made
    number = number_of_another(entry.derived.number)
    return entry.derived.entry_id, number, {**made, "at": entry.derived.at}


def derive_balances(uow: UnitOfWork, legs: Sequence[Leg]) -> None:
    """Move the views by what `legs` post."""
    accounts: dict[tuple[str, str], dict[str, int]] = {}
    invoices: dict[tuple[str, str, str], int] = defaultdict(int)
    shifts: dict[tuple[str, str, str], int] = defaultdict(int)
    deposits: dict[tuple[str, str, str], int] = defaultdict(int)
    for leg in legs:
        amount, currency = leg.amount.minor, leg.amount.currency
        if leg.account_id and leg.gl_code in _BALANCE_COLUMN:
            column, sign = _BALANCE_COLUMN[leg.gl_code]
            sums = accounts.setdefault(
                (leg.account_id, currency),
                {"patient_minor": 0, "insurance_minor": 0, "credit_minor": 0},
            )
            sums[column] += sign * amount
        if leg.invoice_id and leg.account_id and leg.gl_code in RECEIVABLES:
            invoices[leg.invoice_id, leg.account_id, currency] += amount
        if leg.shift_id:
            shifts[leg.shift_id, leg.gl_code, currency] += amount
        if leg.deposit_id:
            deposits[leg.deposit_id, leg.gl_code, currency] += amount
    for (account_id, currency), sums in accounts.items():
        uow.add_to(schema.account_balance, {"account_id": account_id, "currency": currency}, sums)
    for (invoice_id, account_id, currency), amount in invoices.items():
        key = {"invoice_id": invoice_id, "account_id": account_id, "currency": currency}
        uow.add_to(schema.invoice_balance, key, {"due_minor": amount})
    for (shift_id, gl_code, currency), amount in shifts.items():
        key = {"shift_id": shift_id, "gl_code": gl_code, "currency": currency}
        uow.add_to(schema.shift_balance, key, {"amount_minor": amount})
    for (deposit_id, gl_code, currency), amount in deposits.items():
        key = {"deposit_id": deposit_id, "gl_code": gl_code, "currency": currency}
        uow.add_to(schema.deposit_balance, key, {"amount_minor": amount})
