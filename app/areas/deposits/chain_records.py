"""Reads what money on its way came from: tenders, shifts and drops, and the bags that had them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select

from app.areas.deposits import records, schema
from app.areas.deposits.banking_days import banking_days_between
from app.areas.deposits.chain_rules import (
    Closing,
    Drop,
    InBag,
    OutOfBag,
    Returned,
    Shift,
    Tender,
)
from app.areas.deposits.rules import StoredDeposit, may_see_cash
from app.areas.drawers.schema import cash_movement, drawer, ruling_close, shift, shift_state
from app.areas.payments import refunded_records
from app.areas.payments.schema import (
    allocation,
    payment,
    payment_void,
    returned_check,
    tender,
    tender_type,
)
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.areas.settings.schema import site
from app.kernel.actor import Permission
from app.kernel.clock import instant_from
from app.kernel.ids import DepositId, InvoiceId, PaymentId, ShiftId, UserId
from app.kernel.money import Money
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_payment, _tender, _void = counted(payment), counted(tender), counted(payment_void)
_return, _shift, _close = counted(returned_check), counted(shift), ruling_close
_move, _item, _allocation = (
    counted(cash_movement),
    counted(schema.deposit_item),
    counted(allocation),
)
_p, _t, _v, _r, _s, _x = _payment.c, _tender.c, _void.c, _return.c, _shift.c, _close.c
_m, _i, _a, _ty, _st, _d = (
    _move.c,
    _item.c,
    _allocation.c,
    tender_type.c,
    shift_state.c,
    drawer.c,
)
_taking_back = _move.alias("back")
_back = _taking_back.c
_zero: Any = literal_column("0")
_COUNTRY = Read(select(site.c.country).where(site.c.id == bindparam("site_id")))
_BANK = Read(
    select(schema.bank_account.c.name, schema.bank_account.c.gl_code).where(
        schema.bank_account.c.id == bindparam("id")
    )
)
_PAYMENT = Read(select(_p.number, _p.amount_minor, _p.currency).where(_p.id == bindparam("id")))
_VOID = Read(select(_v.made_by, _v.at, _v.reason).where(_v.payment_id == bindparam("id")).limit(1))
_TENDERS = Read(
    select(
        _t.id,
        _t.corrects_id,
        _t.payment_id,
        _p.number,
        func.coalesce(_ty.name, _t.method),
        _t.kind,
        _t.gl_code,
        _t.amount_minor + func.coalesce(_t.rounding_minor, _zero),
        _t.currency,
        _t.check_number,
        _t.bank,
        _t.card_last4,
        _p.shift_id,
        _t.at,
        _t.made_by,
        _t.reason,
    )
    .select_from(_tender)
    .join(_payment, _p.id == _t.payment_id)
    .outerjoin(tender_type, _ty.method == _t.method)
    .where(_t.payment_id == bindparam("id"))
    .order_by(_t.leg_no, _t.at, _t.id)
)
_RETURNS = Read(
    select(_r.id, _r.made_by, _r.at, _r.bank_date, _r.bank_reason, _r.reverses_id)
    .where(_r.tender_id == bindparam("id"))
    .order_by(_r.at, _r.id)
)
_SHIFT = Read(
    select(
        _s.number,
        _d.name,
        _s.user_id,
        _st.state,
        _s.at,
        _s.business_date,
        _s.float_minor,
        _s.currency,
        _x.made_by,
        _x.at,
        _x.counted_minor,
        records.from_safe(_s.id),
    )
    .select_from(_shift)
    .join(shift_state, _st.shift_id == _s.id)
    .outerjoin(drawer, _d.id == _s.drawer_id)
    .outerjoin(_close, _x.shift_id == _s.id)
    .where(_s.id == bindparam("id"))
)
_DROPS = Read(
    select(
        _m.id,
        _m.shift_id,
        _m.number,
        -_m.amount_minor,
        _m.currency,
        _m.reference,
        _m.made_by,
        _m.at,
        _back.made_by,
        _back.at,
    )
    .select_from(_move.outerjoin(_taking_back, _back.reverses_id == _m.id))
    .where(
        _m.kind == "drop",
        _m.reverses_id.is_(None),
        or_(_m.shift_id == bindparam("id"), _m.id == bindparam("id")),
    )
    .order_by(_m.at, _m.number_value)
)
_DEPOSITS_OF = Read(
    select(_i.id, _i.deposit_id).where(_i.source_id == bindparam("id")).order_by(_i.id)
)
_PAYMENTS_OF_SHIFT = Read(
    select(_p.id)
    .where(
        _p.shift_id == bindparam("id"),
        ~select(_v.id).where(_v.payment_id == _p.id).exists(),
    )
    .order_by(_p.at, _p.id)
)
_PAYMENTS_OF_INVOICE = Read(
    select(_a.payment_id, func.sum(_a.amount_minor), _a.currency)
    .where(_a.invoice_id == bindparam("id"))
    .group_by(_a.payment_id, _a.currency)
    .order_by(func.min(_a.at), _a.payment_id)
)
_PAYMENT_OF_TENDER = Read(select(_t.payment_id).where(_t.id == bindparam("id")))


@dataclass(slots=True)
class Trail:
    """Questions about money for one `asker`, each paper read once."""

    reader: Reader
    asker: UserId | None
    _deposits: dict[str, tuple[StoredDeposit, str]] = field(default_factory=dict)
    _banks: dict[str, tuple[str, str]] = field(default_factory=dict)
    _shifts: dict[str, Shift | None] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _reports: bool | None = None
    _country: str | None = None

    def name(self, user_id: str) -> str:
        if user_id not in self._names:
            self._names[user_id] = security.user_name(self.reader, user_id)
        return self._names[user_id]

    def single(self) -> bool:
        """Whether the practice lets one person count twice."""
        return settings.setting(self.reader, "deposits.second_count") == "single_person"

    def hides(self, holder: str) -> bool:
        """Whether the cash of an open drawer must not be told: to who holds it, to nobody in
        particular, and to those who read no reports, for they may take it over and count it.
        """
        if self.asker is None or self.asker == holder:
            return True
        if self._reports is None:
            may = security.permissions_now(self.reader, self.asker)
            self._reports = Permission.VIEW_REPORTS in may
        return not self._reports

    def age(self, start: date) -> int:
        """Banking days since then."""
        return banking_days_between(start, self.today(), self.country())

    def today(self) -> date:
        return self.day_of(self.reader.now)

    def day_of(self, at: datetime) -> date:
        """The business day of a moment."""
        return settings.business_today(settings.practice(self.reader), at)

    def country(self) -> str:
        if self._country is None:
            here = settings.practice(self.reader)
            self._country = str(self.reader.scalar(_COUNTRY, site_id=here.site_id) or "")
        return self._country

    def is_late(self, deposit: StoredDeposit) -> bool:
        """Whether a bag should be at the bank by now."""
        if deposit.void or deposit.clear:
            return False
        since = deposit.seal.at if deposit.seal else deposit.at
        most = settings.whole_setting(self.reader, "deposits.bank_within_days")
        return self.age(self.day_of(since)) > most

    def deposit(self, deposit_id: str) -> tuple[StoredDeposit, str]:
        """A deposit and the name of its bank account."""
        if deposit_id not in self._deposits:
            found = records.stored_deposit(self.reader, DepositId(deposit_id))
            self._deposits[deposit_id] = (found, self.bank(found.bank_account_id)[0])
        return self._deposits[deposit_id]

    def bank(self, bank_account_id: str) -> tuple[str, str]:
        """The name of a bank account and its GL account."""
        if bank_account_id not in self._banks:
            name, gl_code = self.reader.first(_BANK, id=bank_account_id) or ("", "")
            self._banks[bank_account_id] = (name, gl_code)
        return self._banks[bank_account_id]

    def sees(self, deposit: StoredDeposit) -> bool:
        """Whether the asker may know the cash of a bag."""
        return may_see_cash(deposit, self.asker)

    def bags(self, source_id: str) -> tuple[InBag, ...]:
        """Every deposit that had a shift's cash, a drop, a check or money of the reserve."""
        return tuple(
            self.bag(item_id, deposit_id)
            for item_id, deposit_id in self.reader.fetch(_DEPOSITS_OF, id=source_id)
        )

    def bag(self, item_id: str, deposit_id: str) -> InBag:
        deposit, bank = self.deposit(deposit_id)
        outs = tuple(
            OutOfBag(UserId(user_id), instant_from(at), reason, reverses is not None)
            for _id, item, reason, reverses, at, user_id in records.outs(
                self.reader, deposit.deposit_id
            )
            if item == item_id
        )
        item = next(each for each in deposit.items if each.item_id == item_id)
        return InBag(deposit, item, bank, outs, self.sees(deposit), self.is_late(deposit))

    def payment(self, payment_id: str) -> tuple[str, Money] | None:
        """Receipt number and amount; None when there is no such payment."""
        row = self.reader.first(_PAYMENT, id=payment_id)
        return None if row is None else (row[0], Money(row[1], row[2]))

    def void(self, payment_id: str) -> tuple[UserId, datetime, str] | None:
        row = self.reader.first(_VOID, id=payment_id)
        return None if row is None else (UserId(row[0]), instant_from(row[1]), row[2])

    def refunds(self, payment_id: PaymentId) -> tuple[tuple[str, str, Money, str, datetime], ...]:
        """What of a payment is owed back to whoever paid it, or went back."""
        return refunded_records.gone_back(self.reader, payment_id)

    def tenders(self, payment_id: str) -> tuple[tuple[Tender, ...], ...]:
        """Each tender that stands, behind those it was corrected from."""
        every = [_tender_of(row) for row in self.reader.fetch(_TENDERS, id=payment_id)]
        by_id = {one.tender_id: one for one in every}
        replaced = {one.corrects_id for one in every}
        lines = []
        for last in every:
            if last.tender_id in replaced:
                continue
            line = [last]
            while line[0].corrects_id is not None:
                line.insert(0, by_id[line[0].corrects_id])
            lines.append(tuple(line))
        return tuple(lines)

    def returns(self, tender_id: str) -> tuple[Returned, ...]:
        return tuple(
            Returned(UserId(by), instant_from(at), date.fromisoformat(day), why, back is not None)
            for _id, by, at, day, why, back in self.reader.fetch(_RETURNS, id=tender_id)
        )

    def drops(self, some_id: str) -> tuple[Drop, ...]:
        """The drops of a shift, or one by its own id, oldest first."""
        return tuple(_drop_of(row) for row in self.reader.fetch(_DROPS, id=some_id))

    def shift(self, shift_id: str) -> Shift | None:
        if shift_id not in self._shifts:
            row = self.reader.first(_SHIFT, id=shift_id)
            self._shifts[shift_id] = None if row is None else _shift_of(shift_id, row)
        return self._shifts[shift_id]

    def payments_of_shift(self, shift_id: str) -> tuple[PaymentId, ...]:
        """Those that stand."""
        return tuple(
            PaymentId(row[0]) for row in self.reader.fetch(_PAYMENTS_OF_SHIFT, id=shift_id)
        )

    def payments_of_invoice(self, invoice_id: InvoiceId) -> Sequence[tuple[PaymentId, Money]]:
        """Every payment an invoice ever had, with what of each goes to it now."""
        rows = self.reader.fetch(_PAYMENTS_OF_INVOICE, id=invoice_id)
        return [(PaymentId(payment_id), Money(minor, code)) for payment_id, minor, code in rows]

    def payment_of_tender(self, tender_id: str) -> PaymentId:
        return PaymentId(self.reader.scalar(_PAYMENT_OF_TENDER, id=tender_id))


def _tender_of(row: tuple[Any, ...]) -> Tender:
    tender_id, corrects_id, payment_id, receipt, words, kind, gl_code, minor, currency = row[:9]
    check_number, bank, card_last4, shift_id, at, by, reason = row[9:]
    return Tender(
        tender_id,
        corrects_id,
        PaymentId(payment_id),
        receipt,
        words,
        kind,
        gl_code,
        Money(minor, currency),
        check_number,
        bank,
        card_last4,
        None if shift_id is None else ShiftId(shift_id),
        instant_from(at),
        UserId(by),
        reason,
    )


def _drop_of(row: tuple[Any, ...]) -> Drop:
    movement_id, shift_id, number, minor, currency, reference, by, at, back_by, back_at = row
    back = None if back_at is None else (UserId(back_by), instant_from(back_at))
    return Drop(
        movement_id,
        ShiftId(shift_id),
        number,
        Money(minor, currency),
        reference,
        UserId(by),
        instant_from(at),
        back,
    )


def _shift_of(shift_id: str, row: tuple[Any, ...]) -> Shift:
    number, drawer_name, user_id, _state, opened, day, float_minor, currency = row[:8]
    closed_by, closed_at, counted_minor, from_safe = row[8:]
    closing = None
    if closed_at is not None:
        counted_here = Money(counted_minor, currency)
        left = counted_here - Money(from_safe, currency)
        closing = Closing(UserId(closed_by), instant_from(closed_at), counted_here, left)
    return Shift(
        ShiftId(shift_id),
        number,
        drawer_name or "",
        UserId(user_id),
        instant_from(opened),
        date.fromisoformat(day),
        Money(float_minor, currency),
        closing,
    )
