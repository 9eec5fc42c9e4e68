"""Which verb is legal, by place, person, day and state; and how a payment is spread anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.drawers.values import ShiftBrief, ShiftState
from app.areas.payments.rules import OwedItem, TenderLeg
from app.areas.payments.spreading_rules import targets
from app.areas.payments.undoing_rules import (
    Standing,
    StoredAllocation,
    StoredPayment,
    StoredTender,
    refusal,
)
from app.areas.payments.undoing_values import VerbName
from app.areas.payments.values import AllocationWanted, Purpose, TenderKind
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, DrawerId, InvoiceId, PaymentId, ShiftId, TenderId, UserId
from tests.areas.payments.mending import usd

DAY = date(2026, 11, 20)
PAYER = AccountId("payer")
LEG = TenderLeg(
    "cash", "Cash", TenderKind.CASH, "1015", usd(1_000), None, None, None, "", "", "", "", "", ""
)


def payment(amount: int = 1_000, shares: dict[str, int] | None = None) -> StoredPayment:
    return StoredPayment(
        payment_id=PaymentId("p"),
        number="W1-000007",
        account_id=PAYER,
        amount=usd(amount),
        at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        business_date=DAY,
        station_id="W1",
        shift_id=ShiftId("s"),
        received_by="cho",
        tenders=(StoredTender(TenderId("t"), 1, LEG, None, live=True),),
        allocations=tuple(
            StoredAllocation(f"a{n}", InvoiceId(one), PAYER, usd(part), Purpose.BALANCE, live=True)
            for n, (one, part) in enumerate((shares or {}).items())
        ),
        receipts=(),
        voided=None,
        refunded=usd(0),
    )


def standing(state: ShiftState | None = ShiftState.OPEN, **fields: object) -> Standing:
    shift = None
    if state is not None:
        shift = ShiftBrief(ShiftId("s"), DAY, "USD", "W1-0004", DrawerId("d"), UserId("cho"), state)
    usual = Standing(payment(), shift, "Cho", None, UserId("cho"), False, "W1", DAY)
    return replace(usual, **fields)  # type: ignore[arg-type]


OPEN, COUNTED, CLOSED = ShiftState


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (standing(OPEN), ""),
        (standing(COUNTED), ""),
        (standing(CLOSED), "The shift W1-0004 is closed"),
        (standing(CLOSED, others=True), "The shift W1-0004 is closed"),
        (standing(OPEN, asker=UserId("olga")), "a manager can once the drawer is counted"),
        (standing(OPEN, asker=UserId("max"), others=True), "a manager can once"),
        (standing(COUNTED, asker=UserId("olga")), "Ask Cho or a manager"),
        (standing(COUNTED, asker=UserId("max"), others=True), ""),
        (standing(OPEN, station_id="W2"), "was made at another station"),
        (standing(CLOSED, station_id="W2"), "The shift W1-0004 is closed"),
        (standing(None), ""),
        (standing(None, asker=UserId("olga")), "Cho took this payment"),
        (standing(None, asker=UserId("max"), others=True), ""),
        (standing(None, today=date(2026, 11, 21)), "of an earlier day"),
        (standing(None, today=date(2026, 11, 21), others=True), "of an earlier day"),
    ],
)
def test_where_the_money_lies_decides(place: Standing, words: str) -> None:
    for verb in (VerbName.VOID, VerbName.CORRECT):
        refused = refusal(verb, place)
        assert (refused is None) == (not words)
        assert words in (refused.text if refused else "")
    assert refusal(VerbName.REALLOCATE, place) is None
    refund = refusal(VerbName.REFUND, place)
    closed = place.shift is None or place.shift.state is ShiftState.CLOSED
    assert (refund is None) == (closed and bool(words))
    if refund is not None:
        assert ("Void it" in refund.text) == (not words)
        assert "can still be voided" in refund.text


def test_what_is_void_stays_void() -> None:
    for state in (*ShiftState, None):
        gone = standing(state, voided=("Olga", "Nov 20, 2026, 9:05 AM"))
        said = {verb: refusal(verb, gone) for verb in VerbName}
        assert all(refused is not None for refused in said.values())
        first = said[VerbName.VOID]
        assert first is not None
        assert first.text == "Receipt W1-000007 was voided by Olga, Nov 20, 2026, 9:05 AM."


parts = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 400), max_size=4)


@given(before=parts, due=parts, wanted=parts, rest=st.integers(0, 300))
def test_a_spread_is_right_or_refused(
    before: dict[str, int], due: dict[str, int], wanted: dict[str, int], rest: int
) -> None:
    """Never more than the payment, never more than an invoice owes with what it had of it; and
    what is answered is exactly what changes.
    """
    paid = payment(sum(before.values()) + rest or 1, before)
    asked = [
        (
            AllocationWanted(InvoiceId(one), usd(part)),
            OwedItem(InvoiceId(one), f"INV-{one}", DAY, usd(due.get(one, 0)), PAYER),
        )
        for one, part in wanted.items()
    ]
    fits = sum(wanted.values()) <= paid.amount.minor and all(
        part <= due.get(one, 0) + before.get(one, 0) for one, part in wanted.items()
    )
    if not fits or wanted == before:
        with pytest.raises(UserError):
            targets(paid, asked)
        return
    found = targets(paid, asked)
    changed = {one for one in {*before, *wanted} if before.get(one, 0) != wanted.get(one, 0)}
    assert set(found) == changed
    for one in changed:
        assert found[InvoiceId(one)].given == usd(before.get(one, 0))
        assert found[InvoiceId(one)].wanted == usd(wanted.get(one, 0))
