"""The way of a deposit from the safe to the bank, and back where it is undone."""

from __future__ import annotations

from app.areas.deposits.values import DepositStage, ItemKind, Reserve
from app.areas.drawers.values import MovementKind
from tests.areas.deposits.banking import Banking, check, usd

SAFE, TRANSIT, CHECKS, BANK, OVER = "1018", "1019", "1040", "1000", "6990"


def ledger(banking: Banking, *codes: str) -> tuple[int, ...]:
    return tuple(banking.holds(code) for code in codes)


def test_everything_goes_to_the_bank_once(banking: Banking) -> None:
    banking.shift(3_500, 1_250, check(7_700, "2001"))
    banking.mail(check(9_900, "3001"))
    seen = banking.proposal()
    assert (seen.cash.minor, seen.check_count, seen.checks.minor) == (4_750, 2, 17_600)
    assert seen.reserve.minor == 100_000
    prepared = banking.prepare()
    assert (prepared.number, prepared.difference.minor) == ("W1-D-00001", 0)
    assert banking.proposal().items == ()
    assert banking.proposal().reserve.minor == 100_000
    assert ledger(banking, SAFE, TRANSIT, CHECKS) == (104_750, 0, 17_600)
    banking.verify()
    deposit_id = prepared.deposit_id
    assert banking.count(deposit_id).agrees
    sealed = banking.seal(deposit_id)
    assert sealed.amount.minor == 22_350
    assert ledger(banking, SAFE, CHECKS, TRANSIT) == (100_000, 0, 22_350)
    banking.verify()
    banking.submit(deposit_id)
    banking.clear(deposit_id)
    assert ledger(banking, TRANSIT, BANK, OVER) == (0, 22_350, 0)
    view = banking.view(deposit_id)
    assert view.stage is DepositStage.CLEARED
    assert view.cleared == usd(22_350)
    assert [step.what for step in view.history] == [
        "prepared",
        "counted",
        "sealed",
        "submitted",
        "cleared",
    ]
    assert [row.stage for row in banking.rows()] == [DepositStage.CLEARED]
    banking.verify()


def test_shifts_drops_checks_and_two_bags(banking: Banking) -> None:
    """A drop of a shift that is open goes to the bank before its shift does."""
    opened = banking.books.open_shift()
    banking.mending().take(banking.account(), check(5_000, "1"))
    banking.books.take_cash(banking.account(), 30_000)
    dropped = banking.drop(20_000)
    seen = banking.proposal()
    assert [(item.kind, item.amount.minor) for item in seen.items] == [(ItemKind.DROP, 20_000)]
    first = banking.cleared()
    banking.close(opened.shift_id, 30_000)
    seen = banking.proposal()
    assert [(item.kind, item.amount.minor) for item in seen.items] == [
        (ItemKind.SHIFT, 10_000),
        (ItemKind.CHECK, 5_000),
    ]
    second = banking.sealed()
    assert banking.view(first).total == usd(20_000)
    assert banking.view(second).total == usd(15_000)
    assert dropped.number in banking.view(first).items[0].words
    assert ledger(banking, SAFE, TRANSIT, BANK, CHECKS) == (100_000, 15_000, 20_000, 0)
    banking.verify()


def test_void_at_every_stage_frees_what_is_in_it(banking: Banking) -> None:
    banking.shift(3_500, check(7_700, "2001"))
    before = ledger(banking, SAFE, TRANSIT, CHECKS, OVER)
    whole = banking.proposal()
    for stage in ("prepared", "counted", "sealed", "submitted"):
        deposit_id = banking.prepare().deposit_id
        if stage != "prepared":
            banking.count(deposit_id, 3_400 if stage != "counted" else None)
        if stage in ("sealed", "submitted"):
            banking.count(deposit_id, 3_400)
            banking.seal(deposit_id)
        if stage == "submitted":
            banking.submit(deposit_id)
        moved = banking.void(deposit_id)
        assert moved.stage is DepositStage.VOID
        assert banking.proposal() == whole
        assert ledger(banking, SAFE, TRANSIT, CHECKS, OVER) == before
    assert len(banking.rows()) == 4
    banking.verify()
    banking.cleared()
    banking.verify()


def test_what_differs_is_booked_with_both_names(banking: Banking) -> None:
    banking.shift(3_500, 100)
    deposit_id = banking.prepare().deposit_id
    first = banking.count(deposit_id, 3_500)
    assert (first.agrees, first.difference, first.may_count_again) == (False, None, True)
    again = banking.count(deposit_id, 3_500)
    assert (again.attempt, again.difference, again.may_count_again) == (2, usd(-100), False)
    sealed = banking.seal(deposit_id)
    assert (sealed.amount.minor, sealed.difference.minor) == (3_500, -100)
    assert ledger(banking, SAFE, TRANSIT, OVER) == (100_000, 3_500, 100)
    actors = banking.books.actors
    written = banking.texts("SELECT description FROM journal_line WHERE gl_code = '6990'")
    assert actors.cashier.name in written[0]
    assert actors.other_cashier.name in written[0]
    banking.submit(deposit_id)
    banking.clear(deposit_id, 3_450)
    assert ledger(banking, SAFE, TRANSIT, OVER, BANK) == (100_000, 0, 150, 3_450)
    banking.verify()
    banking.take_back(deposit_id)
    assert ledger(banking, TRANSIT, OVER, BANK) == (3_500, 100, 0)
    assert banking.view(deposit_id).stage is DepositStage.SUBMITTED
    banking.clear(deposit_id)
    assert ledger(banking, TRANSIT, OVER, BANK) == (0, 100, 3_500)
    banking.verify()


def test_a_check_that_is_not_there_is_taken_out(banking: Banking) -> None:
    banking.shift(1_000, check(7_700, "2001"))
    banking.mail(check(9_900, "3001"))
    deposit_id = banking.prepare().deposit_id
    counted = banking.count(deposit_id, missing=("3001",))
    assert (counted.agrees, counted.missing) == (False, ("Check 3001",))
    moved = banking.take_out(deposit_id, "3001")
    assert moved.amount == usd(8_700)
    assert [item.check_number for item in banking.proposal().items] == ["3001"]
    banking.seal(deposit_id)
    assert ledger(banking, CHECKS, TRANSIT) == (9_900, 8_700)
    other = banking.sealed()
    assert banking.view(other).total == usd(9_900)
    banking.void(other)
    banking.void(deposit_id)
    assert ledger(banking, SAFE, CHECKS, TRANSIT) == (101_000, 17_600, 0)
    banking.verify()


def test_money_of_the_safe_goes_along_or_stays(banking: Banking) -> None:
    banking.shift(5_000)
    along = banking.sealed(reserve=Reserve(usd(20_000), "too much in the safe"))
    assert banking.view(along).total == usd(25_000)
    assert banking.proposal().reserve.minor == 80_000
    banking.shift(5_000)
    stays = banking.sealed(reserve=Reserve(usd(-1_000), "small change"))
    assert banking.view(stays).items[-1].words == "small change"
    assert banking.view(stays).total == usd(4_000)
    assert banking.proposal().reserve.minor == 81_000
    assert ledger(banking, SAFE, TRANSIT) == (81_000, 29_000)
    banking.verify()


def test_a_shift_that_took_change_brings_less_than_nothing(banking: Banking) -> None:
    """Paid in from the safe, it all went out again: the next shift makes up for it."""
    from app.areas.drawers import service as drawers
    from app.areas.drawers.values import MoveCash
    from app.areas.ledger import queries as reasons
    from app.areas.ledger.values import ReasonKind
    from tests.building import command_id

    cashier = banking.books.actors.cashier
    listed = banking.books.station.ask(reasons.reasons, ReasonKind.PAID_IN).result()
    change = next(reason for reason in listed if reason.gl_code == SAFE)
    opened = banking.books.open_shift()
    banking.act(
        cashier,
        drawers.move_cash,
        MoveCash(command_id(), MovementKind.PAID_IN, usd(6_000), change.reason_id),
    )
    out = banking.reason(ReasonKind.PAID_OUT)
    banking.act(
        cashier,
        drawers.move_cash,
        MoveCash(command_id(), MovementKind.PAID_OUT, usd(6_000), out),
    )
    assert banking.proposal().reserve.minor == 74_000
    banking.close(opened.shift_id, 20_000)
    assert banking.proposal().cash.minor == -6_000
    assert banking.proposal().reserve.minor == 100_000
    banking.shift(9_000)
    deposit_id = banking.sealed()
    assert banking.view(deposit_id).total == usd(3_000)
    banking.verify()
