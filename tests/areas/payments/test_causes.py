"""What may have made a drawer differ: each planted mistake is named first, or near the top."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.drawers.closing_values import Cause, CauseKind
from app.areas.drawers.values import MovementKind, MovementRow, Pile
from app.areas.payments.closing_rules import MOST, Evidence, Taking, causes, said, turned
from app.kernel.ids import MovementId, PaymentId, ReceiptId, ShiftId
from app.kernel.money import Money

K = CauseKind
NOTES = (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def paid(
    number: str,
    cash: int = 0,
    given: int | None = None,
    checks: tuple[int, ...] = (),
    void: bool = False,
) -> Taking:
    handed = cash if given is None else given
    return Taking(
        PaymentId(f"p{number}"),
        ReceiptId(f"r{number}"),
        number,
        cash,
        handed,
        handed - cash,
        checks,
        void,
    )


def moved(number: str, kind: MovementKind, minor: int, *, undone: bool = False) -> MovementRow:
    return MovementRow(
        MovementId(f"m{number}"),
        number,
        kind,
        "Postage",
        usd(minor),
        "",
        "",
        datetime(2026, 11, 20, tzinfo=UTC),
        "Ana",
        None,
        undone,
    )


def evidence(
    gap: int,
    *takings: Taking,
    checks_gap: int | None = None,
    movements: tuple[MovementRow, ...] = (),
    piles: tuple[Pile, ...] = (),
    float_piles: tuple[Pile, ...] = (),
    floats: tuple[int, ...] = (),
    usual: tuple[tuple[int, str], ...] = (),
    alike: bool = False,
) -> Evidence:
    return Evidence(
        ShiftId("s"),
        "USD",
        gap,
        checks_gap,
        takings,
        movements,
        piles,
        float_piles,
        20000,
        floats,
        usual,
        NOTES,
        alike,
    )


def first(found: tuple[Cause, ...]) -> tuple[CauseKind, str]:
    return found[0].kind, found[0].target_id


def test_no_difference_has_no_cause() -> None:
    assert causes(evidence(0, paid("1", 500))) == ()


def test_one_receipt_that_equals_what_is_missing() -> None:
    found = causes(evidence(-4317, paid("1", 3500), paid("2", 4317), paid("3", 100)))
    assert first(found) == (K.RECEIPT, "r2")
    assert found[0].payment_id == "p2"
    assert "Receipt 2 is 43.17 in cash" in found[0].words


def test_a_check_that_was_written_as_cash() -> None:
    found = causes(evidence(-4000, paid("1", 4000), paid("2", 2500), checks_gap=4000))
    assert first(found) == (K.SWAP, "r1")
    assert found[0].sure == 95


def test_cash_that_was_written_as_a_check() -> None:
    found = causes(evidence(4000, paid("1", checks=(4000,)), checks_gap=-4000))
    assert first(found) == (K.SWAP, "r1")
    uncounted = causes(evidence(4000, paid("1", checks=(4000,))))
    assert any(cause.kind is K.SWAP and cause.sure < 95 for cause in uncounted)
    assert not any(
        c.kind is K.SWAP for c in causes(evidence(4000, paid("1", checks=(4000,)), checks_gap=0))
    )


def test_checks_and_cash_that_differ_the_other_way_round() -> None:
    found = causes(evidence(-4000, paid("1", 1000), checks_gap=4000))
    assert first(found) == (K.SWAP, "s")


def test_a_void_receipt_whose_cash_stayed() -> None:
    found = causes(evidence(3500, paid("1", 3500, void=True), paid("2", 3500)))
    assert first(found) == (K.VOID, "r1")


@pytest.mark.parametrize(
    ("recorded", "was"), [(4590, 4950), (5400, 4500), (1234, 1324), (12300, 13200)]
)
def test_two_digits_of_a_receipt_that_were_turned(recorded: int, was: int) -> None:
    found = causes(evidence(was - recorded, paid("1", 700), paid("2", recorded)))
    named = next(cause for cause in found if cause.kind is K.DIGITS)
    assert named.target_id == "r2"
    assert found.index(named) < 2


def test_two_digits_of_a_movement_that_were_turned() -> None:
    """45.00 were paid out, and 54.00 written down: the drawer has 9.00 too much."""
    stamps = moved("7", MovementKind.PAID_OUT, -5400)
    found = causes(evidence(900, movements=(stamps,)))
    assert first(found) == (K.DIGITS, "m7")
    assert "Was it 45.00" in found[0].words


def test_two_digits_of_a_count_that_were_turned() -> None:
    """There are 21 twenties, and 12 were typed."""
    found = causes(evidence(-18000, piles=(Pile(usd(2000), 12),)))
    assert first(found) == (K.DIGITS, "s")
    assert "Was it 21" in found[0].words
    start = causes(evidence(18000, float_piles=(Pile(usd(2000), 12),)))
    assert any(cause.kind is K.DIGITS and "float" in cause.words for cause in start)


@pytest.mark.parametrize(
    ("kind", "minor", "gap"),
    [
        (MovementKind.PAID_IN, 2500, -5000),
        (MovementKind.PAID_OUT, -2500, 5000),
        (MovementKind.DROP, -2500, 5000),
    ],
)
def test_a_movement_that_was_written_the_wrong_way(
    kind: MovementKind, minor: int, gap: int
) -> None:
    found = causes(evidence(gap, paid("1", 5000), movements=(moved("3", kind, minor),)))
    assert first(found) == (K.WRONG_WAY, "m3")


def test_a_movement_written_twice_or_that_never_happened() -> None:
    drop = moved("3", MovementKind.DROP, -20000)
    assert first(causes(evidence(20000, movements=(drop,)))) == (K.MOVEMENT, "m3")
    again = moved("4", MovementKind.DROP, -20000)
    found = causes(evidence(20000, movements=(drop, again)))
    assert first(found) == (K.MOVEMENT, "m4")
    assert "twice" in found[0].words
    undone = moved("3", MovementKind.DROP, -20000, undone=True)
    assert not any(c.kind is K.MOVEMENT for c in causes(evidence(20000, movements=(undone,))))


def test_what_was_paid_out_on_other_days_is_missing() -> None:
    found = causes(evidence(-1250, usual=((1250, "Postage"),)))
    assert found[0].kind is K.MISSING
    assert "Postage for 12.50" in found[0].words
    assert causes(evidence(-1251))[-1].kind is K.MISSING
    assert any(c.kind is K.MISSING and c.sure == 20 for c in causes(evidence(777)))


def test_the_float_of_the_shift_before() -> None:
    found = causes(evidence(-5000, paid("1", 500), floats=(15000, 20000)))
    assert found[0].kind is K.FLOAT
    assert not any(c.kind is K.FLOAT for c in causes(evidence(-5000, floats=(20000,))))


def test_change_that_was_not_handed_out() -> None:
    found = causes(evidence(1500, paid("1", 3500, 5000), paid("2", 200)))
    assert (K.CHANGE, "r1") in [(cause.kind, cause.target_id) for cause in found]


def test_another_note_than_was_typed() -> None:
    """35.00 of a fifty, typed as a hundred: 65.00 were handed out, and 50.00 are missing."""
    found = causes(evidence(-5000, paid("1", 3500, 10000)))
    named = next(cause for cause in found if cause.kind is K.CHANGE)
    assert "Was it 50.00" in named.words


def test_a_miscounted_pile_counts_for_less_when_it_was_counted_twice() -> None:
    piles = (Pile(usd(2000), 7), Pile(usd(1000), 3))
    once = next(c for c in causes(evidence(-2000, piles=piles)) if c.kind is K.PILE)
    twice = next(c for c in causes(evidence(-2000, piles=piles, alike=True)) if c.kind is K.PILE)
    assert once.sure == 45
    assert twice.sure == 30
    assert "7 × 20.00" in once.words
    too_many = causes(evidence(10000, piles=(Pile(usd(2000), 7),)))
    assert not any(c.kind is K.PILE and c.amount == usd(10000) for c in too_many)


def test_a_movement_on_a_report() -> None:
    assert said(moved("1", MovementKind.PAID_OUT, -500)) == "Paid out: Postage"
    drop = replace(moved("2", MovementKind.DROP, -500), words="Drop into the safe")
    assert said(drop) == "Drop into the safe"
    back = replace(moved("3", MovementKind.PAID_OUT, 500), reverses_id=MovementId("m1"))
    assert said(back) == "Paid out, taken back: Postage"


def test_turned() -> None:
    assert turned(4590) == (4509, 4950, 5490)
    assert turned(11) == ()
    assert turned(7) == ()
    assert turned(10) == (1,)


amounts = st.integers(1, 50_000)


@given(
    st.lists(st.tuples(amounts, st.integers(0, 5000), st.booleans()), max_size=12),
    st.lists(st.tuples(st.sampled_from(sorted(MovementKind)), amounts), max_size=5),
    st.integers(-50_000, 50_000),
    st.one_of(st.none(), st.integers(-50_000, 50_000)),
)
def test_causes_are_ranked_short_and_about_what_is_there(
    takings: list[tuple[int, int, bool]],
    movements: list[tuple[MovementKind, int]],
    gap: int,
    checks_gap: int | None,
) -> None:
    shift = evidence(
        gap,
        *(
            paid(str(n), cash, cash + more, void=void)
            for n, (cash, more, void) in enumerate(takings)
        ),
        checks_gap=checks_gap,
        movements=tuple(
            moved(str(n), kind, minor if kind is MovementKind.PAID_IN else -minor)
            for n, (kind, minor) in enumerate(movements)
        ),
        piles=(Pile(usd(2000), 12),),
    )
    found = causes(shift)
    assert bool(found) == bool(gap)
    assert len(found) <= MOST
    assert [c.sure for c in found] == sorted((c.sure for c in found), reverse=True)
    targets = {
        "receipt": {f"r{n}" for n in range(len(takings))},
        "movement": {f"m{n}" for n in range(len(movements))},
        "shift": {"s"},
    }
    for cause in found:
        assert cause.target_id in targets[cause.target_kind]
        assert (cause.payment_id is not None) == (cause.target_kind == "receipt")
        assert 0 < cause.sure <= 100
        assert cause.words.endswith((".", "?"))


@given(st.lists(amounts, min_size=1, max_size=15), st.data())
def test_a_receipt_that_was_never_paid_is_among_the_causes(
    cash: list[int], data: st.DataObject
) -> None:
    missing = data.draw(st.integers(0, len(cash) - 1))
    takings = tuple(paid(str(n), minor) for n, minor in enumerate(cash))
    found = causes(evidence(-cash[missing], *takings))
    equal = {f"r{n}" for n, minor in enumerate(cash) if minor == cash[missing]}
    assert equal & {cause.target_id for cause in found if cause.kind is K.RECEIPT}


def test_evidence_says_amounts_without_a_sign() -> None:
    assert replace(evidence(-1250)).say(-1250) == "12.50"
