"""Reads where all cash and checks are right now, from the papers and from the ledger.

What the papers say is added up from counts, receipts, movements and deposits; what the ledger says
from journal lines. Where a GL account is spread over two places, its balance less what the papers
say of the other place is what the ledger says of this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, literal_column, or_, select

from app.areas.deposits import safe_records, schema
from app.areas.deposits.chain_records import Trail
from app.areas.deposits.chain_values import Link, Place, PlaceLine, PlaceSum
from app.areas.deposits.rules import StoredDeposit
from app.areas.deposits.values import DepositStage, ItemKind
from app.areas.drawers import queries as drawers
from app.areas.drawers.schema import cash_movement, shift_state
from app.areas.drawers.values import OpenShiftRow
from app.areas.ledger import queries as ledger
from app.areas.ledger.schema import deposit_balance, shift_balance
from app.areas.ledger.values import GL
from app.areas.payments import explaining as payments
from app.areas.payments.late_records import late_cash
from app.areas.payments.schema import payment, payment_void, returned_check, tender
from app.areas.settings import queries as settings
from app.kernel.ids import ShiftId
from app.kernel.money import Money, total
from app.kernel.translate import t, tn
from app.storage.statements import Read
from app.storage.tables import counted

CREDITS_OF_DAYS: Final = 30
"""So far back credits are shown: what is at the bank stays there."""
LINES_AT_MOST: Final = 300
_payment, _tender, _void = counted(payment), counted(tender), counted(payment_void)
_return, _move = counted(returned_check), counted(cash_movement)
_item, _deposit_void = counted(schema.deposit_item), counted(schema.deposit_void)
_p, _t, _v, _r, _m, _i, _w = (
    _payment.c,
    _tender.c,
    _void.c,
    _return.c,
    _move.c,
    _item.c,
    _deposit_void.c,
)
_ds, _db, _st = schema.deposit_state.c, deposit_balance.c, shift_state.c
_sb = shift_balance.c
_later, _undone = _tender.alias("later").c, _return.alias("undone").c
_zero: Any = literal_column("0")
_there: Any = literal_column("1")
_currency: Any = bindparam("currency")
_TAKEN = Read(
    select(
        func.coalesce(func.sum(_t.amount_minor + func.coalesce(_t.rounding_minor, _zero)), _zero)
    )
    .select_from(_payment)
    .join(_tender, _t.payment_id == _p.id)
    .where(
        _p.shift_id == bindparam("shift_id"),
        _t.gl_code == GL.CASH_IN_DRAWERS,
        ~select(_there)
        .where(_later.payment_id == _t.payment_id, _later.corrects_id == _t.id)
        .exists(),
        ~select(_there).where(_v.payment_id == _p.id).exists(),
    )
)
_MOVED = Read(
    select(func.coalesce(func.sum(_m.amount_minor), _zero)).where(
        _m.shift_id == bindparam("shift_id")
    )
)
_SAFE_OPENING = Read(
    select(func.coalesce(func.sum(_m.amount_minor), _zero)).where(
        _m.kind == literal_column("'safe_opening'"), _m.currency == _currency
    )
)
_OUT_IN_DRAWERS = Read(
    select(func.coalesce(func.sum(_m.amount_minor), _zero))
    .select_from(shift_state)
    .join(_move, _m.shift_id == _st.shift_id)
    .where(
        _st.state != literal_column("'closed'"),
        _m.gl_code == GL.CASH_IN_SAFE,
        _m.kind != literal_column("'drop'"),
        _m.currency == _currency,
    )
)
_RESERVE_IN_BAGS = Read(
    select(func.coalesce(func.sum(_i.amount_minor), _zero)).where(
        _i.kind == ItemKind.RESERVE.value,
        _i.currency == _currency,
        ~select(_there).where(_w.deposit_id == _i.deposit_id).exists(),
    )
)
_ON_THEIR_WAY = Read(
    select(_ds.deposit_id, _ds.cash_minor, _ds.check_minor)
    .where(
        _ds.currency == _currency,
        or_(
            _ds.status == literal_column("'pending'"),
            _ds.status == literal_column("'submitted'"),
            _ds.cleared_on >= bindparam("since"),
        ),
    )
    .order_by(_ds.business_date, _ds.deposit_id)
)
_IN_SHIFTS = Read(
    select(func.coalesce(func.sum(_sb.amount_minor), _zero)).where(
        _sb.gl_code == GL.CASH_IN_DRAWERS, _sb.currency == _currency
    )
)
"""Every line on 1015 is of a shift, and of those there are many more than of shifts."""
_MOVED_BY = Read(
    select(func.coalesce(func.sum(_db.amount_minor), _zero)).where(
        _db.deposit_id == bindparam("deposit_id"), _db.gl_code == bindparam("gl_code")
    )
)
_TAKEN_OFF = Read(
    select(func.coalesce(func.sum(_r.amount_minor), _zero)).where(
        _r.deposit_id == bindparam("deposit_id"),
        _r.place == literal_column("'bank'"),
        _r.reverses_id.is_(None),
        ~select(_there).where(_undone.reverses_id == _r.id).exists(),
    )
)


def places(trail: Trail) -> tuple[PlaceSum, ...]:
    """Every place in the order of the way to the bank; cash and checks each by its GL account."""
    return _Places(trail).all()


class _Places:
    def __init__(self, trail: Trail) -> None:
        self.trail, self.reader = trail, trail.reader
        self.currency = settings.practice(self.reader).currency
        self.open = drawers.open_shifts(self.reader)
        since = trail.today() - timedelta(CREDITS_OF_DAYS)
        rows = self.reader.fetch(_ON_THEIR_WAY, currency=self.currency, since=since.isoformat())
        found = [(self._deposit(row[0]), row[1], row[2]) for row in rows]
        self.made_up = [row for row in found if row[0].seal is None]
        self.sealed = [one for one, _, _ in found if one.stage is DepositStage.SEALED]
        self.transit = [one for one, _, _ in found if one.stage is DepositStage.SUBMITTED]
        self.off = {
            one.deposit_id: self._minor(_TAKEN_OFF, deposit_id=one.deposit_id)
            for one, _, _ in found
            if one.clears
        }
        self.credited = [one for one, _, _ in found if one.clear or self.off.get(one.deposit_id)]
        self.checks_in_bags = self._total(one.checks for one, _, _ in self.made_up)

    def all(self) -> tuple[PlaceSum, ...]:
        return (
            self._cash_in_drawers(),
            self._checks_in_drawers(),
            self._cash_in_safe(),
            self._checks_in_safe(),
            self._cash_in_bags(),
            self._checks_in_bags(),
            self._sealed(),
            self._in_transit(),
            *self._at_banks(),
        )

    # --------------------------------------------------------------------------------- drawers

    def _cash_in_drawers(self) -> PlaceSum:
        papers, hidden, lines = Money.zero(self.currency), False, []
        for shift in self.open:
            inside = self._inside(shift.shift_id)
            papers = papers + inside
            told = not self.trail.hides(shift.user_id)
            hidden = hidden or not told
            lines.append(self._drawer(shift, inside if told else None))
        for one in late_cash(self.reader):
            more = self._inside(one.shift_id) - one.expected
            papers, link = papers + more, Link("money", f"shift:{one.shift_id}")
            words = t("Late cash of a closed shift")
            lines.append(self._line(words, one.shift_number, more, None, link))
        in_ledger = self._minor(_IN_SHIFTS, currency=self.currency)
        words = t("Cash in open drawers")
        return self._sum(Place.DRAWER, words, GL.CASH_IN_DRAWERS, lines, papers, in_ledger, hidden)

    def _inside(self, shift_id: ShiftId) -> Money:
        """What a shift's papers say is in its drawer."""
        return self._minor(_TAKEN, shift_id=shift_id) + self._minor(_MOVED, shift_id=shift_id)

    def _drawer(self, shift: OpenShiftRow, inside: Money | None) -> PlaceLine:
        words = t("{drawer}, {name}", drawer=shift.drawer_name, name=shift.user_name)
        link = Link("money", f"shift:{shift.shift_id}")
        return self._line(words, shift.number, inside, shift.business_date, link)

    def _checks_in_drawers(self) -> PlaceSum:
        lines, in_ledger = [], Money.zero(self.currency)
        for shift in self.open:
            where = (GL.UNDEPOSITED_CHECKS, self.currency)
            in_ledger = in_ledger + ledger.shift_holds(self.reader, shift.shift_id, *where)
            lines += [
                self._line(
                    t("Check {number}", number=check.check_number),
                    check.receipt_number,
                    check.amount,
                    shift.business_date,
                    Link("money", f"payment:{check.payment_id}"),
                )
                for check in payments.shift_checks(self.reader, shift.shift_id)
            ]
        self.checks_in_drawers = in_ledger
        papers = self._total(line.amount for line in lines if line.amount)
        words = t("Checks in open drawers")
        return self._sum(Place.DRAWER, words, GL.UNDEPOSITED_CHECKS, lines, papers, in_ledger)

    # ------------------------------------------------------------------------------------ safe

    def _cash_in_safe(self) -> PlaceSum:
        lines = [*self._reserve(), *self._shifts_in_safe(), *self._drops_in_safe()]
        papers = self._total(line.amount for line in lines if line.amount)
        in_bags = self._total(one.items_cash for one, _, _ in self.made_up)
        in_ledger = self._gl(GL.CASH_IN_SAFE) - in_bags
        words = t("Cash in the safe")
        return self._sum(Place.SAFE, words, GL.CASH_IN_SAFE, lines, papers, in_ledger)

    def _reserve(self) -> Iterator[PlaceLine]:
        """The safe's own money, without what was lent to open drawers and what is in bags."""
        own = self._minor(_SAFE_OPENING, currency=self.currency)
        lent = self._minor(_OUT_IN_DRAWERS, currency=self.currency)
        banked = self._minor(_RESERVE_IN_BAGS, currency=self.currency)
        if left := own - lent - banked:
            words = t("The safe's own change") if not lent else t("Change, without open floats")
            yield self._line(words, "", left, None, Link())

    def _shifts_in_safe(self) -> Iterator[PlaceLine]:
        found = safe_records.closed_shifts(self.reader, self.currency)
        for shift_id, number, day, user_id, minor in found:
            if minor:
                words = t("Cash of {name}'s shift", name=self.trail.name(user_id))
                link = Link("money", f"shift:{shift_id}")
                amount = Money(minor, self.currency)
                yield self._line(words, number, amount, date.fromisoformat(day), link)

    def _drops_in_safe(self) -> Iterator[PlaceLine]:
        found = safe_records.drops(self.reader, self.currency)
        for _id, number, day, user_id, minor, shift_id in found:
            words = t("Drop of {name}", name=self.trail.name(user_id))
            link = Link("money", f"shift:{shift_id}")
            amount = Money(minor, self.currency)
            yield self._line(words, number, amount, date.fromisoformat(day), link)

    def _checks_in_safe(self) -> PlaceSum:
        lines = []
        for row in safe_records.checks_here(self.reader, self.currency):
            tender_id, receipt, day, _user, minor, number, bank = row[:7]
            words = t("Check {number}, {bank}", number=number, bank=bank) if bank else number
            link = Link("money", f"payment:{self.trail.payment_of_tender(tender_id)}")
            amount = Money(minor, self.currency)
            lines.append(self._line(words, receipt, amount, date.fromisoformat(day), link))
        papers = self._total(line.amount for line in lines if line.amount)
        elsewhere = self.checks_in_drawers + self.checks_in_bags
        in_ledger = self._gl(GL.UNDEPOSITED_CHECKS) - elsewhere
        words = t("Checks in the safe")
        return self._sum(Place.SAFE, words, GL.UNDEPOSITED_CHECKS, lines, papers, in_ledger)

    # ------------------------------------------------------------------------------------ bags

    def _cash_in_bags(self) -> PlaceSum:
        hidden, lines = False, []
        for one, _, _ in self.made_up:
            told = self.trail.sees(one)
            hidden = hidden or not told
            lines.append(self._bag(one, one.items_cash if told else None))
        papers = self._total(one.items_cash for one, _, _ in self.made_up)
        in_ledger = Money(sum(cash for _, cash, _ in self.made_up), self.currency)
        words = t("Cash in bags that are not sealed")
        return self._sum(Place.BAG, words, GL.CASH_IN_SAFE, lines, papers, in_ledger, hidden)

    def _checks_in_bags(self) -> PlaceSum:
        lines = [self._bag(one, one.checks) for one, _, _ in self.made_up if one.check_items]
        in_ledger = Money(sum(checks for _, _, checks in self.made_up), self.currency)
        words = t("Checks in bags that are not sealed")
        return self._sum(
            Place.BAG, words, GL.UNDEPOSITED_CHECKS, lines, self.checks_in_bags, in_ledger
        )

    def _sealed(self) -> PlaceSum:
        lines = [self._bag(one, one.amount) for one in self.sealed]
        papers = self._total(one.amount for one in self.sealed)
        words = t("Sealed bags")
        in_ledger = self._sealed_in_ledger()
        return self._sum(Place.SEALED, words, GL.DEPOSITS_IN_TRANSIT, lines, papers, in_ledger)

    def _sealed_in_ledger(self) -> Money:
        return self._total(self._by(one, GL.DEPOSITS_IN_TRANSIT) for one in self.sealed)

    def _in_transit(self) -> PlaceSum:
        lines = [self._bag(one, one.amount) for one in self.transit]
        papers = self._total(one.amount for one in self.transit)
        in_ledger = self._gl(GL.DEPOSITS_IN_TRANSIT) - self._sealed_in_ledger()
        words = t("On the way to the bank")
        return self._sum(Place.TRANSIT, words, GL.DEPOSITS_IN_TRANSIT, lines, papers, in_ledger)

    def _bag(self, one: StoredDeposit, amount: Money | None) -> PlaceLine:
        words, since = t("Waits for its second count"), one.at
        if one.counts:
            words = t("Counted, waits for its seal")
        if one.seal:
            words, since = t("Bag {bag}", bag=one.seal.bag_number), one.seal.at
        day, link = self.trail.day_of(since), Link("money", f"deposit:{one.deposit_id}")
        late = self.trail.is_late(one)
        return PlaceLine(words, one.number, amount, day, self.trail.age(day), late, link)

    # ------------------------------------------------------------------------------------ bank

    def _at_banks(self) -> Iterator[PlaceSum]:
        by_bank: dict[str, list[StoredDeposit]] = {}
        for one in self.credited:
            by_bank.setdefault(one.bank_account_id, []).append(one)
        for bank_id, found in by_bank.items():
            name, gl_code = self.trail.bank(bank_id)
            lines = [line for one in reversed(found) for line in self._credit(one)]
            papers = self._total(line.amount for line in lines if line.amount)
            in_ledger = self._total(self._by(one, gl_code) for one in found)
            words = t("Credited to {bank} in 30 days", bank=name)
            yield self._sum(Place.BANK, words, gl_code, lines, papers, in_ledger)

    def _credit(self, one: StoredDeposit) -> Iterator[PlaceLine]:
        """What the bank credited, and the checks of it that it took off again."""
        link = Link("money", f"deposit:{one.deposit_id}")
        last = one.clears[-1]
        if clear := one.clear:
            words = t("Credit {reference}", reference=clear.reference)
            if not clear.reference:
                words = t("Credit without a reference")
            yield PlaceLine(words, one.number, clear.amount, clear.bank_date, 0, False, link)
        if off := self.off[one.deposit_id]:
            words = t("Checks the bank did not pay")
            yield PlaceLine(words, one.number, -off, last.bank_date, 0, False, link)

    # ----------------------------------------------------------------------------------- sums

    def _deposit(self, deposit_id: str) -> StoredDeposit:
        return self.trail.deposit(deposit_id)[0]

    def _minor(self, read: Read, **values: Any) -> Money:
        return Money(self.reader.scalar(read, **values), self.currency)

    def _gl(self, code: str) -> Money:
        return ledger.gl_balance(self.reader, code, date.max, self.currency)

    def _by(self, one: StoredDeposit, gl_code: str) -> Money:
        return self._minor(_MOVED_BY, deposit_id=one.deposit_id, gl_code=gl_code)

    def _total(self, amounts: Any) -> Money:
        return total(amounts, self.currency)

    def _line(
        self, words: str, number: str, amount: Money | None, since: date | None, link: Link
    ) -> PlaceLine:
        age = self.trail.age(since) if since else 0
        return PlaceLine(words, number, amount, since, age, False, link)

    def _sum(
        self,
        place: Place,
        words: str,
        gl_code: str,
        lines: list[PlaceLine],
        papers: Money,
        in_ledger: Money,
        hidden: bool = False,
    ) -> PlaceSum:
        dated = [line.banking_days for line in lines if line.since]
        return PlaceSum(
            place=place,
            words=words,
            gl_code=gl_code,
            count=sum(1 for line in lines if line.since),
            papers=None if hidden else papers,
            ledger=None if hidden else in_ledger,
            ties=papers == in_ledger,
            oldest_banking_days=max(dated, default=0),
            late=any(line.late for line in lines),
            lines=_shown(lines, self.currency),
        )


def _shown(lines: list[PlaceLine], currency: str) -> tuple[PlaceLine, ...]:
    """The oldest lines; of very many the rest in one."""
    if len(lines) <= LINES_AT_MOST:
        return tuple(lines)
    rest = lines[LINES_AT_MOST:]
    amount = total((line.amount for line in rest if line.amount), currency)
    words = tn("and {count} more", "and {count} more", len(rest))
    more = PlaceLine(words, "", amount, rest[0].since, rest[0].banking_days, False)
    return (*lines[:LINES_AT_MOST], more)
