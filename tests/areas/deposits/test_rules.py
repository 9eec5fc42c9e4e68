"""What a deposit is at any moment, and that the verbs fit it whatever was done before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.deposits import rules
from app.areas.deposits.rules import (
    Clear,
    Seal,
    SecondCount,
    Standing,
    StoredDeposit,
    StoredItem,
    Submit,
    Void,
)
from app.areas.deposits.values import Depositable, DepositStage, DepositStatus, ItemKind, Reserve
from app.kernel.errors import UserError
from app.kernel.ids import BankAccountId, CountId, DepositId, DepositItemId, UserId
from tests.areas.deposits.banking import usd

BEGUN = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
MAKER, OTHER, THIRD = UserId("maker"), UserId("other"), UserId("third")
NEVER = frozenset({"count", "seal", "take_out", "submit", "clear", "take_back", "void", "slip"})


def item(number: int, kind: ItemKind, minor: int, out: str = "") -> StoredItem:
    check = str(number) if kind is ItemKind.CHECK else ""
    found = DepositItemId(f"item-{number}")
    return StoredItem(
        found, kind, f"source-{number}", usd(minor), DAY, check, "", "", "", out, None
    )


def count(attempt: int, cash: int, *missing: str, by: UserId = OTHER) -> SecondCount:
    at = BEGUN + timedelta(minutes=attempt)
    found = CountId(f"count-{attempt}")
    return SecondCount(
        f"second-{attempt}", found, attempt, by, at, usd(cash), frozenset(missing), ""
    )


def deposit(*items: StoredItem, counts: tuple[SecondCount, ...] = ()) -> StoredDeposit:
    cash = sum(one.amount.minor for one in items if not one.is_check)
    return StoredDeposit(
        DepositId("d"),
        "W1-D-00001",
        BankAccountId("b"),
        "USD",
        DAY,
        BEGUN,
        MAKER,
        CountId("first"),
        usd(cash),
        (0, usd(0)),
        "",
        items,
        counts,
        None,
        None,
        (),
        None,
    )


def sealed(cash: int, single: bool = False) -> Seal:
    return Seal("s", OTHER, BEGUN, "B-1", usd(cash), usd(0), single, "", "")


SUBMIT = Submit(THIRD, BEGUN, "", "", "")
VOID = Void(THIRD, BEGUN, "Wrong bank account", "")


def clear(cash: int, *, taken_back: bool = False) -> Clear:
    back = (THIRD, BEGUN, "") if taken_back else None
    return Clear("c", THIRD, BEGUN, DAY, usd(cash), usd(0), "", "", "", back)


def standing(of: StoredDeposit, asker: UserId | None = OTHER, **fields: bool) -> Standing:
    given_ = {"same_person": asker == MAKER, "counter_same": False, "single": False}
    return Standing(
        deposit=of,
        asker=asker,
        returned=False,
        name=str,
        when=lambda at: at.isoformat(),
        **given_ | fields,
    )


def legal(of: StoredDeposit, asker: UserId | None = OTHER, **fields: bool) -> set[str]:
    about = standing(of, asker, **fields)
    return {verb for verb in rules.VERBS if rules.refusal(verb, about) is None}


CASH, CHECK = item(1, ItemKind.SHIFT, 5_000), item(2, ItemKind.CHECK, 700)


def test_each_stage_has_its_verbs() -> None:
    fresh = deposit(CASH, CHECK)
    assert (fresh.stage, fresh.status) == (DepositStage.PREPARED, DepositStatus.PENDING)
    assert legal(fresh) == {"count", "take_out", "void"}
    assert legal(fresh, MAKER) == {"take_out", "void"}
    assert legal(fresh, MAKER, single=True) == {"count", "take_out", "void"}
    assert legal(fresh, OTHER, same_person=True) == {"take_out", "void"}
    good = replace(fresh, counts=(count(1, 5_000),))
    assert good.stage is DepositStage.COUNTED
    assert legal(good) == {"seal", "take_out", "void"}
    assert legal(good, THIRD) == {"take_out", "void"}
    assert legal(good, OTHER, counter_same=True) == {"take_out", "void"}
    assert legal(good, OTHER, counter_same=True, single=True) == {"seal", "take_out", "void"}
    short = replace(fresh, counts=(count(1, 4_000),))
    assert legal(short) == {"count", "take_out", "void"}
    twice = replace(fresh, counts=(count(1, 4_000), count(2, 4_100)))
    assert legal(twice) == {"seal", "take_out", "void"}
    closed = replace(good, seal=sealed(5_000))
    assert (closed.stage, legal(closed)) == (DepositStage.SEALED, {"submit", "void", "slip"})
    left = replace(closed, submit=SUBMIT)
    assert (left.stage, legal(left)) == (DepositStage.SUBMITTED, {"clear", "void", "slip"})
    done = replace(left, clears=(clear(5_700),))
    assert (done.stage, legal(done)) == (DepositStage.CLEARED, {"take_back", "slip"})
    wrong = replace(left, clears=(clear(5_700, taken_back=True),))
    assert (wrong.stage, legal(wrong)) == (DepositStage.SUBMITTED, {"clear", "void", "slip"})
    gone = replace(left, void=VOID)
    assert (gone.stage, legal(gone)) == (DepositStage.VOID, set())


def test_a_missing_check_has_to_be_taken_out() -> None:
    found = count(1, 5_000, CHECK.item_id)
    bag = deposit(CASH, CHECK, counts=(found,))
    assert bag.unseen(found) == (CHECK,)
    assert "seal" not in legal(bag)
    out = deposit(CASH, replace(CHECK, out="gone"), counts=(found,))
    assert out.agrees(found)
    assert legal(out) == {"seal", "void"}
    assert (out.checks, out.amount) == (usd(0), usd(5_000))


def test_a_check_that_came_back_into_the_bag_is_counted_again() -> None:
    found = count(1, 5_000)
    later = replace(CHECK, back_at=found.at + timedelta(minutes=1))
    assert not deposit(CASH, later, counts=(found,)).agrees(found)
    before = replace(CHECK, back_at=found.at - timedelta(minutes=1))
    assert deposit(CASH, before, counts=(found,)).agrees(found)


def test_the_cash_of_a_bag_is_what_was_counted_once_it_is_sealed() -> None:
    bag = deposit(CASH, CHECK, counts=(count(1, 4_900), count(2, 4_900)))
    assert (bag.cash, bag.amount) == (usd(5_000), usd(5_700))
    bag = replace(bag, seal=sealed(4_900))
    assert (bag.cash, bag.amount) == (usd(4_900), usd(5_600))


def test_who_may_know_the_cash_of_a_bag() -> None:
    bag = deposit(CASH)
    assert [rules.may_see_cash(bag, who) for who in (MAKER, OTHER, None)] == [True, False, False]
    bag = replace(bag, counts=(count(1, 4_999),))
    assert [rules.may_see_cash(bag, who) for who in (MAKER, OTHER, None)] == [True, False, False]
    twice = replace(bag, counts=(count(1, 4_999), count(2, 4_999)))
    assert all(rules.may_see_cash(twice, who) for who in (MAKER, OTHER, None))
    bag = replace(bag, counts=(count(1, 5_000),))
    assert all(rules.may_see_cash(bag, who) for who in (MAKER, OTHER, None))


_items = st.lists(
    st.builds(
        item,
        st.integers(1, 99),
        st.sampled_from(ItemKind),
        st.integers(-9_999, 9_999).filter(bool),
        st.sampled_from(["", "", "gone"]),
    ),
    max_size=6,
    unique_by=lambda one: one.item_id,
)
_counts = st.lists(
    st.tuples(st.integers(0, 9_999), st.sets(st.integers(1, 99), max_size=3)), max_size=2
)


@given(
    _items, _counts, st.integers(0, 4), st.booleans(), st.sampled_from([MAKER, OTHER, THIRD, None])
)
def test_whatever_was_done_a_verb_is_legal_only_where_it_leads_on(
    items: list[StoredItem],
    counted: list[tuple[int, set[int]]],
    steps: int,
    void: bool,
    asker: UserId | None,
) -> None:
    counts = tuple(
        count(attempt, cash, *(f"item-{number}" for number in missing))
        for attempt, (cash, missing) in enumerate(counted, 1)
    )
    bag = deposit(*items, counts=counts)
    if steps >= 1 and counts:
        bag = replace(bag, seal=sealed(counts[-1].cash.minor))
    if steps >= 2 and bag.seal:
        bag = replace(bag, submit=SUBMIT)
    if steps >= 3 and bag.submit:
        bag = replace(bag, clears=(clear(1, taken_back=steps == 4),))
    bag = replace(bag, void=VOID if void and not bag.clear else None)
    found = legal(bag, asker)
    assert bag.status == rules.status_of(bag.stage)
    assert bag.amount == bag.cash + bag.checks
    if bag.void:
        assert found == set()
        return
    assert ("void" in found) == (bag.clear is None)
    assert ("slip" in found) == (bag.seal is not None)
    assert ("clear" in found) == (bag.submit is not None and bag.clear is None)
    assert ("take_back" in found) == (bag.clear is not None)
    assert ("submit" in found) == (bag.seal is not None and bag.submit is None)
    if {"count", "seal", "take_out"} & found:
        assert bag.seal is None
    if "count" in found:
        assert asker != MAKER
        assert len(counts) < rules.COUNTS
    if "seal" in found:
        last = counts[-1]
        assert not bag.unseen(last)
        assert last.cash == bag.items_cash or len(counts) == rules.COUNTS
        assert last.cash.minor or bag.check_items
        assert asker in (OTHER, None)
    for verb in NEVER - found:
        said = rules.refusal(verb, standing(bag, asker))
        assert said is not None
        assert said.text.endswith(".")


# ----------------------------------------------------------------------------- what goes into a bag


def depositable(number: int, kind: ItemKind, minor: int) -> Depositable:
    return Depositable(kind, f"source-{number}", usd(minor), DAY, "")


_depositables = st.lists(
    st.builds(
        depositable,
        st.integers(1, 50),
        st.sampled_from([ItemKind.SHIFT, ItemKind.DROP, ItemKind.CHECK]),
        st.integers(-9_999, 9_999).filter(bool),
    ),
    unique_by=lambda one: one.source_id,
)


@given(_depositables, st.data())
def test_what_is_chosen_adds_up_by_tender(items: list[Depositable], data: st.DataObject) -> None:
    names = [one.source_id for one in items]
    wanted = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    found = rules.chosen(items, wanted)
    assert {one.source_id for one in found} == set(wanted)
    assert list(found) == [one for one in items if one in found]
    cash, checks, minor = rules.sums(found, "USD")
    assert cash + minor == usd(sum(one.amount.minor for one in found))
    assert checks == sum(one.kind is ItemKind.CHECK for one in found)
    with pytest.raises(UserError):
        rules.chosen(items, [*wanted, "twice", "twice"])


@given(st.integers(-10_000, 10_000), st.integers(-10_000, 10_000))
def test_no_more_of_the_reserve_goes_along_than_lies_there(minor: int, available: int) -> None:
    wanted = Reserve(usd(minor), " change ")
    if minor and minor <= max(0, available):
        assert rules.reserve_of(wanted, "USD", usd(available)) == Reserve(usd(minor), "change")
    else:
        with pytest.raises(UserError):
            rules.reserve_of(wanted, "USD", usd(available))


@given(st.integers(-100, 100), st.integers(0, 100))
def test_a_bag_holds_something_and_no_less_than_nothing(cash: int, checks: int) -> None:
    if cash >= 0 and cash + checks > 0:
        rules.refuse_sums(usd(cash), usd(checks))
    else:
        with pytest.raises(UserError):
            rules.refuse_sums(usd(cash), usd(checks))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("AB-1234", "ab 1234", True),
        ("Túi 7", "tui 7", True),
        ("AB1234", "AB.1234", True),
        ("AB1234", "AB1235", False),
        ("၁၂၃", "၁၂၄", False),
    ],
)
def test_bag_numbers_that_read_alike_are_one(one: str, other: str, same: bool) -> None:
    assert (rules.bag_key(one) == rules.bag_key(other)) == same


@given(st.text(min_size=1, max_size=40).filter(str.isalnum))
def test_a_bag_number_is_never_lost_in_its_key(number: str) -> None:
    assert rules.bag_key(number)
    assert rules.bag_key(number) == rules.bag_key(f" {number}-")
