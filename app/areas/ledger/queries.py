"""Balances and lines of the ledger, for screens, reports and the areas above."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import bindparam, func, or_, select

from app.areas.ledger import errors, rules, schema
from app.areas.ledger.seed import REASONS
from app.areas.ledger.values import (
    AccountBalance,
    Derived,
    GLAccountRow,
    GLBalance,
    GLType,
    LedgerLine,
    Leg,
    NormalBalance,
    Reason,
    ReasonKind,
)
from app.kernel.clock import instant_text
from app.kernel.ids import AccountId, EntryId, InvoiceId, ReasonId, ShiftId, derived_id
from app.kernel.money import Money
from app.storage.schema_folding import folded_entry
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_line, _entry = counted(schema.journal_line), counted(schema.journal_entry)
_l, _e, _g, _r = _line.c, _entry.c, schema.gl_account.c, schema.reason.c
_ab, _ib, _sb = schema.account_balance.c, schema.invoice_balance.c, schema.shift_balance.c

_CHART = Read(
    select(
        _g.code,
        _g.name,
        _g.gl_type,
        _g.subtype,
        _g.parent_code,
        _g.normal_balance,
        _g.system,
        _g.active,
        _g.description,
    ).order_by(_g.code)
)
_late = schema.late_entry.c
# What came after its day was closed counts later than its lines say; there is hardly ever any.
_in_time = _l.entry_id.not_in(select(_late.entry_id).where(_late.period_date > bindparam("day")))
_GL_BALANCE = Read(
    select(func.coalesce(func.sum(_l.amount_minor), 0)).where(
        _l.gl_code == bindparam("code"),
        _l.currency == bindparam("currency"),
        _l.period_date <= bindparam("day"),
        _in_time,
    )
)
_TRIAL = Read(
    select(_l.gl_code, func.sum(_l.amount_minor))
    .where(_l.currency == bindparam("currency"), _l.period_date <= bindparam("day"), _in_time)
    .group_by(_l.gl_code)
    .order_by(_l.gl_code)
)
_NAMES = Read(select(_g.code, _g.name))
_ACCOUNT = Read(
    select(_ab.patient_minor, _ab.insurance_minor, _ab.credit_minor).where(
        _ab.account_id == bindparam("account_id"), _ab.currency == bindparam("currency")
    )
)
_als = schema.account_alias.c
_TOGETHER = Read(
    select(
        func.coalesce(func.sum(_ab.patient_minor), 0),
        func.coalesce(func.sum(_ab.insurance_minor), 0),
        func.coalesce(func.sum(_ab.credit_minor), 0),
    ).where(
        _ab.account_id.in_(
            select(bindparam("account_id")).union_all(
                select(_als.account_id).where(_als.into_id == bindparam("account_id"))
            )
        ),
        _ab.currency == bindparam("currency"),
    )
)
_INVOICE = Read(
    select(_ib.due_minor, _ib.currency).where(_ib.invoice_id == bindparam("invoice_id"))
)
_SHIFT = Read(
    select(_sb.amount_minor).where(
        _sb.shift_id == bindparam("shift_id"),
        _sb.gl_code == bindparam("gl_code"),
        _sb.currency == bindparam("currency"),
    )
)
_WHERE = (
    _l.gl_code,
    _l.account_id,
    _l.invoice_id,
    _l.payer_id,
    _l.shift_id,
    _l.deposit_id,
    _l.cost_center_id,
    _l.practitioner_id,
    _l.reference_type,
    _l.reference_id,
)
_NET = Read(
    select(*_WHERE, _l.currency, func.sum(_l.amount_minor))
    .select_from(_entry)
    .join(_line, _l.entry_id == _e.id)
    .where(_e.source_type == bindparam("source_type"), _e.source_id == bindparam("source_id"))
    .group_by(*_WHERE, _l.currency)
    .having(func.sum(_l.amount_minor) != 0)
    .order_by(func.min(_e.number_value), func.min(_l.line_no))
)
_NUMBER = Read(select(_e.number, _e.at).where(_e.id == bindparam("id")))
_IN_SUMS = Read(
    select(_e.id).where(
        _e.source_type == bindparam("source_type"),
        _e.source_id == bindparam("source_id"),
        _e.id.in_(select(folded_entry.c.entry_id)),
    )
)
_ENTRY_OF = Read(
    select(_e.id)
    .where(
        _e.source_type == bindparam("source_type"),
        _e.source_id == bindparam("source_id"),
        _e.reverses_entry_id.is_(None),
    )
    .order_by(_e.number_value)
)
_SHIFT_THEN = Read(
    select(func.coalesce(func.sum(_l.amount_minor), 0))
    .select_from(_line)
    .join(_entry, _e.id == _l.entry_id)
    .where(
        _l.shift_id == bindparam("shift_id"),
        _l.gl_code == bindparam("gl_code"),
        _l.currency == bindparam("currency"),
        _e.at <= bindparam("at"),
    )
)
_ACCOUNT_LINES = Read(
    select(
        _e.number,
        _l.business_date,
        _l.gl_code,
        _l.description,
        _l.amount_minor,
        _l.currency,
        _e.source_type,
        _e.source_id,
    )
    .select_from(_line)
    .join(_entry, _e.id == _l.entry_id)
    .where(
        _l.account_id == bindparam("account_id"),
        or_(_l.gl_code == "1100", _l.gl_code == "1110", _l.gl_code == "2050"),
    )
    .order_by(_l.business_date, _e.at, _e.number_value, _l.line_no)
)

_REASONS = Read(
    select(_r.id, _r.kind, _r.digit, _r.words, _r.gl_code, _r.active)
    .where(_r.kind == bindparam("kind"))
    .order_by(_r.active.desc(), _r.digit, _r.words)
)

_KINDS = Read(select(_r.kind).distinct())


def gl_accounts(reader: Reader) -> tuple[GLAccountRow, ...]:
    """The chart of accounts, by code."""
    return tuple(
        GLAccountRow(
            code,
            name,
            GLType(kind),
            subtype,
            parent,
            NormalBalance(normal),
            bool(system),
            bool(active),
            description,
        )
        for code, name, kind, subtype, parent, normal, system, active, description in reader.fetch(
            _CHART
        )
    )


def is_revenue(reader: Reader, code: str) -> bool:
    """Whether `code` is an active GL account that earnings are booked to."""
    return any(
        row.code == code and row.active and row.gl_type is GLType.REVENUE
        for row in gl_accounts(reader)
    )


def accounts_for_reasons(reader: Reader) -> tuple[GLAccountRow, ...]:
    """The GL accounts that cash paid in or out may be booked to, by code."""
    chart = gl_accounts(reader)
    return tuple(row for row in chart if row.active and row.code not in rules.NOT_BY_REASON)


def gl_balance(reader: Reader, code: str, day: date, currency: str) -> Money:
    """What stands on a GL account at the end of `day`; debit positive."""
    minor = reader.scalar(_GL_BALANCE, code=code, day=day.isoformat(), currency=currency)
    return Money(minor, currency)


def trial_balance(reader: Reader, day: date, currency: str) -> tuple[GLBalance, ...]:
    """Every GL account that moved up to the end of `day`; the balances add up to zero."""
    names = dict(reader.fetch(_NAMES))
    return tuple(
        GLBalance(code, names.get(code, code), Money(minor, currency))
        for code, minor in reader.fetch(_TRIAL, day=day.isoformat(), currency=currency)
    )


def account_balance(reader: Reader, account_id: AccountId, currency: str) -> AccountBalance:
    """What an account owes and has in credit."""
    row = reader.first(_ACCOUNT, account_id=account_id, currency=currency)
    return AccountBalance(*(Money(minor, currency) for minor in row or (0, 0, 0)))


def balance_together(reader: Reader, account_id: AccountId, currency: str) -> AccountBalance:
    """The same with the accounts that were merged into it."""
    row = reader.first(_TOGETHER, account_id=account_id, currency=currency)
    return AccountBalance(*(Money(minor, currency) for minor in row))


def invoice_due(reader: Reader, invoice_id: InvoiceId) -> Money | None:
    """What is left to pay on an invoice; None for one that was never posted."""
    row = reader.first(_INVOICE, invoice_id=invoice_id)
    return None if row is None else Money(*row)


def entry_of(reader: Reader, source_type: str, source_id: str) -> EntryId | None:
    """The entry that a source posted first; those that reverse it are not meant."""
    found = reader.scalar(_ENTRY_OF, source_type=source_type, source_id=source_id)
    return EntryId(found) if found else None


def back_of(reader: Reader, entry_id: EntryId) -> Derived:
    """What the entry is called that takes this one back, at whatever copy of its window."""
    number, at = reader.first(_NUMBER, id=entry_id)
    return Derived(EntryId(derived_id("back", entry_id)), f"{number}-R", at)


def net_legs(reader: Reader, source_type: str, source_id: str) -> tuple[Leg, ...]:
    """What all entries of one source add up to, by GL account and every dimension; refused where
    the details of one are kept elsewhere.
    """
    if reader.first(_IN_SUMS, source_type=source_type, source_id=source_id) is not None:
        raise errors.details_elsewhere()
    return tuple(
        Leg(
            code,
            Money(minor, currency),
            account_id=account_id,
            invoice_id=invoice_id,
            payer_id=payer_id,
            shift_id=shift_id,
            deposit_id=deposit_id,
            cost_center_id=center,
            practitioner_id=practitioner,
            reference_type=kind,
            reference_id=reference,
        )
        for (
            code,
            account_id,
            invoice_id,
            payer_id,
            shift_id,
            deposit_id,
            center,
            practitioner,
            kind,
            reference,
            currency,
            minor,
        ) in reader.fetch(_NET, source_type=source_type, source_id=source_id)
    )


def shift_holds(reader: Reader, shift_id: ShiftId, gl_code: str, currency: str) -> Money:
    """What a shift's lines add up to on a GL account; never shown to the person who counts."""
    minor = reader.scalar(_SHIFT, shift_id=shift_id, gl_code=gl_code, currency=currency)
    return Money(minor or 0, currency)


def shift_held(
    reader: Reader, shift_id: ShiftId, gl_code: str, currency: str, at: datetime
) -> Money:
    """What a shift's lines added up to on a GL account at some time."""
    then = instant_text(at)
    minor = reader.scalar(
        _SHIFT_THEN, shift_id=shift_id, gl_code=gl_code, currency=currency, at=then
    )
    return Money(minor, currency)


def account_ledger(reader: Reader, account_id: AccountId) -> tuple[LedgerLine, ...]:
    """An account's lines, oldest first, with what was owed (credit taken off) after each."""
    running, lines = 0, []
    for number, day, code, words, minor, currency, source, source_id in reader.fetch(
        _ACCOUNT_LINES, account_id=account_id
    ):
        running += minor
        lines.append(
            LedgerLine(
                number,
                date.fromisoformat(day),
                code,
                words,
                Money(minor, currency),
                source,
                source_id,
                Money(running, currency),
            )
        )
    return tuple(lines)


def reasons(reader: Reader, kind: ReasonKind, *, all: bool = False) -> tuple[Reason, ...]:
    """The reasons of a kind by their digit; with `all` those out of use too."""
    found = (
        Reason(ReasonId(reason_id), ReasonKind(kind), digit, words, gl_code, bool(active))
        for reason_id, kind, digit, words, gl_code, active in reader.fetch(_REASONS, kind=kind)
    )
    return tuple(reason for reason in found if all or reason.active)


def kinds_without_reasons(reader: Reader) -> tuple[ReasonKind, ...]:
    """The lists that a practice begins with and that are empty here, because they are new."""
    there = {kind for (kind,) in reader.fetch(_KINDS)}
    return tuple(kind for kind in REASONS if kind not in there)


def reason(reader: Reader, reason_id: ReasonId | None, kind: ReasonKind) -> Reason:
    """A reason that can be given now; a UserError for none, and for one out of use."""
    if reason_id is None:
        raise errors.reason_missing()
    chosen = [one for one in reasons(reader, kind) if one.reason_id == reason_id]
    if not chosen:
        raise errors.no_such_reason()
    return chosen[0]
