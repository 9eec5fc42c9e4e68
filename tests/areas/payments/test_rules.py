"""Rules of payments by themselves: no mix of tenders, invoices and families loses a minor unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.payments.rules import (
    OwedItem,
    Part,
    Share,
    TenderLeg,
    allocate_oldest_first,
    cash_rounding,
    cut_tenders,
    receipt_parts,
    rounding_beside,
    tender_detail,
    tender_leg,
    tender_legs,
)
from app.areas.payments.tender_values import TenderField, TenderTypeRow
from app.areas.payments.values import Purpose, TenderGiven, TenderKind
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.money import Money, total

CURRENCIES = st.sampled_from(("USD", "VND", "KWD"))
SUMS = st.integers(1, 10**9)
FAMILY = tuple(AccountId(name) for name in "abc")


def tender_type(method: str, kind: TenderKind, *required: TenderField) -> TenderTypeRow:
    return TenderTypeRow(
        method, method.title(), kind, "1015", required, False, False, "", 1, active=True
    )


CASH = tender_type("cash", TenderKind.CASH)
CHECK = tender_type("check", TenderKind.CHECK, TenderField.CHECK_NUMBER, TenderField.BANK)
CARD = tender_type("card", TenderKind.CARD)
KINDS = {row.method: row for row in (CASH, CHECK, CARD)}


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def given_check(minor: int, **fields: Any) -> TenderGiven:
    return TenderGiven("check", usd(minor), **{"bank": "First", "check_number": "12"} | fields)


# ------------------------------------------------------------------------------------- rounding


@pytest.mark.parametrize(
    ("minor", "nearest", "down"),
    [(1000, 0, 0), (1001, -1, -1), (1002, -2, -2), (1003, 2, -3), (1004, 1, -4), (2, -2, -2)],
)
def test_cash_is_rounded_to_five(minor: int, nearest: int, down: int) -> None:
    assert cash_rounding(usd(minor), "off") == usd(0)
    assert cash_rounding(usd(minor), "nearest_5") == usd(nearest)
    assert cash_rounding(usd(minor), "down_5") == usd(down)


@given(SUMS, CURRENCIES, st.sampled_from(("off", "nearest_5", "down_5")), st.integers(0, 10**6))
def test_what_is_taken_handed_back_and_rounded_adds_up(
    minor: int, currency: str, how: str, more: int
) -> None:
    amount = Money(minor, currency)
    rounding = cash_rounding(amount, how)
    handed = amount + rounding + Money(more, currency)
    leg = tender_leg(CASH, TenderGiven("cash", amount, handed), rounding)
    assert leg.given is not None
    assert leg.change is not None
    assert leg.given - leg.change == leg.taken == amount + rounding
    assert abs(rounding.minor) < 5
    assert how == "off" or leg.taken.minor % 5 == 0
    exact = tender_leg(CASH, TenderGiven("cash", amount), rounding)
    assert (exact.given, exact.change) == (leg.taken, Money(0, currency))


WAYS = st.sampled_from(("off", "nearest_5", "down_5"))


@given(SUMS, SUMS, WAYS, WAYS)
def test_cash_beside_cash_is_never_negative_nor_rounded_by_a_coin(
    first: int, second: int, before: str, now: str
) -> None:
    """The setting may have changed between the two."""
    there = tender_leg(CASH, TenderGiven("cash", usd(first)), cash_rounding(usd(first), before))
    rounding = rounding_beside(usd(second), [there], now)
    assert abs(rounding.minor) < 5
    assert second + rounding.minor >= 0
    if before == now:
        together = cash_rounding(usd(first + second), now)
        assert there.taken + usd(second) + rounding == usd(first + second) + together


def test_only_cash_is_rounded_and_only_in_one_line() -> None:
    card, cash = TenderGiven("card", usd(1003)), TenderGiven("cash", usd(1003))
    legs = tender_legs(KINDS, (card, cash), "USD", "nearest_5")
    assert [leg.taken.minor for leg in legs] == [1003, 1005]
    assert len(tender_legs(KINDS, (cash, cash), "USD", "off")) == 2
    with pytest.raises(UserError, match="one line") as caught:
        tender_legs(KINDS, (cash, card, cash), "USD", "nearest_5")
    assert caught.value.field == "tenders"


# -------------------------------------------------------------------------------- what it must say


@pytest.mark.parametrize(
    ("tender", "words", "field"),
    [
        (given_check(500, bank=""), "the bank", "bank"),
        (given_check(500, check_number=" "), "number of the check", "check_number"),
        (given_check(500, given=usd(600)), "on cash only", "given"),
        (TenderGiven("card", usd(500), card_last4="12"), "last four", "card_last4"),
        (TenderGiven("card", usd(500), card_last4="12ab"), "last four", "card_last4"),
        (TenderGiven("card", usd(500), card_last4="١٢٣٤"), "last four", "card_last4"),
        (TenderGiven("card", usd(500), card_last4="12345"), "too long|4 char", "card_last4"),
        (TenderGiven("card", usd(500), reference="4111111111111111"), "card number", "reference"),
        (
            TenderGiven("card", usd(500), reference="4111 1111 1111", card_last4="1111"),
            "card number",
            "reference",
        ),
        (TenderGiven("card", usd(0)), "more than zero", "amount"),
        (TenderGiven("cash", usd(500), usd(499)), "0.01 is missing", "given"),
    ],
)
def test_a_tender_says_what_its_kind_asks_for(tender: TenderGiven, words: str, field: str) -> None:
    with pytest.raises(UserError, match=words) as caught:
        tender_leg(KINDS[tender.method], tender, usd(0))
    assert caught.value.field == field


def test_one_check_is_listed_once() -> None:
    with pytest.raises(UserError, match="listed twice"):
        tender_legs(KINDS, (given_check(500), given_check(700, bank="FIRST")), "USD", "off")
    two = (given_check(500), given_check(700, check_number="13"))
    assert len(tender_legs(KINDS, two, "USD", "off")) == 2


def test_the_receipt_tells_tenders_apart_and_never_more_of_a_card() -> None:
    def said(method: str, **fields: Any) -> str:
        return tender_detail(
            tender_leg(KINDS[method], TenderGiven(method, usd(5), **fields), usd(0))
        )

    assert said("cash") == ""
    assert said("check", bank="First Bank", check_number="1203") == "First Bank, check 1203"
    assert said("card", card_brand="Visa", card_last4="1234") == "Visa ···· 1234"
    assert said("card", card_last4="1234", reference="88") == "···· 1234, ref. 88"
    assert said("card", wallet="MoMo") == "MoMo"


# ------------------------------------------------------------------------------------- the family


def legs_of(parts: Sequence[int], currency: str) -> tuple[TenderLeg, ...]:
    nothing = Money(0, currency)
    return tuple(
        tender_leg(CARD, TenderGiven("card", Money(part, currency)), nothing) for part in parts
    )


@given(
    CURRENCIES,
    st.lists(st.tuples(st.sampled_from(FAMILY), SUMS, st.integers(0, 400)), max_size=12),
    st.lists(SUMS, min_size=1, max_size=6),
    st.booleans(),
    st.data(),
)
def test_no_mix_of_tenders_and_invoices_loses_a_minor_unit(
    currency: str,
    owed: list[tuple[AccountId, int, int]],
    tenders: list[int],
    one_receipt: bool,
    data: st.DataObject,
) -> None:
    items = [
        OwedItem(
            InvoiceId(str(n)),
            f"I{n}",
            date(2026, 1, 1) + timedelta(days),
            Money(due, currency),
            account_id,
        )
        for n, (account_id, due, days) in enumerate(owed)
    ]
    items.sort(key=lambda item: item.invoice_date)
    chosen = (
        data.draw(st.lists(st.sampled_from([i.invoice_id for i in items]), max_size=4))
        if (items)
        else []
    )
    amount = Money(sum(tenders), currency)
    shares, left = allocate_oldest_first(amount, items, chosen)
    assert total((share.amount for share in shares), currency) + left == amount
    assert all(0 < share.amount.minor <= share.item.due.minor for share in shares)
    assert not left or all(not share.left for share in shares)
    assert [s.item.invoice_id for s in shares][: len(set(chosen))] == list(dict.fromkeys(chosen))[
        : len(shares)
    ]
    parts = receipt_parts(FAMILY[0], shares, left, one_receipt=one_receipt)
    assert total((part.amount for part in parts), currency) == amount
    assert [share for part in parts for share in part.shares] == sorted(
        shares, key=lambda s: [p.account_id for p in parts].index(_whose(parts, s))
    )
    assert all(part.amount for part in parts)
    assert total((part.to_credit for part in parts), currency) == left
    legs = legs_of(tenders, currency)
    cut = cut_tenders(legs, parts)
    for part, shown in zip(parts, cut, strict=True):
        assert total((piece.amount for piece in shown), currency) == part.amount
    assert sum(piece.amount.minor for shown in cut for piece in shown) == amount.minor


def _whose(parts: Sequence[Part], share: Share) -> AccountId:
    return next(part.account_id for part in parts if share in part.shares)


def test_change_stands_on_the_receipt_that_shows_the_whole_tender() -> None:
    def item(name: str, account_id: AccountId) -> Share:
        owed = OwedItem(InvoiceId(name), name, date(2026, 1, 1), usd(1000), account_id)
        return Share(owed, usd(1000), Purpose.BALANCE)

    shares = (item("1", FAMILY[1]), item("2", FAMILY[2]))
    parts = receipt_parts(FAMILY[0], shares, usd(0), one_receipt=False)
    assert [part.account_id for part in parts] == [FAMILY[1], FAMILY[2]]
    cash = tender_leg(CASH, TenderGiven("cash", usd(2000), usd(5000)), usd(0))
    assert [[(x.amount, x.change) for x in one] for one in cut_tenders((cash,), parts)] == [
        [(usd(1000), None)],
        [(usd(1000), None)],
    ]
    first, second = (
        tender_leg(CASH, TenderGiven("cash", usd(1000), usd(more)), usd(0)) for more in (1000, 2000)
    )
    assert [[x.change for x in one] for one in cut_tenders((first, second), parts)] == [
        [usd(0)],
        [usd(1000)],
    ]
