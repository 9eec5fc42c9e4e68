"""The way of a deposit from the safe to the bank, and back where it is undone."""

from __future__ import annotations

from app.areas.deposits.values import DepositStage
from tests.areas.deposits.banking import Banking, check


def test_everything_goes_to_the_bank_once(banking: Banking) -> None:
    banking.shift(3_500, 1_250, check(7_700, "2001"))
    banking.mail(check(9_900, "3001"))
    seen = banking.proposal()
    assert (seen.cash.minor, seen.check_count, seen.checks.minor) == (4_750, 2, 17_600)
    assert seen.reserve.minor == 100_000
    deposit_id = banking.prepare().deposit_id
    assert banking.proposal().items == ()
    assert banking.proposal().reserve.minor == 100_000
    banking.count(deposit_id)
    banking.seal(deposit_id)
    assert (banking.holds("1018"), banking.holds("1040"), banking.holds("1019")) == (
        100_000,
        0,
        22_350,
    )
    banking.submit(deposit_id)
    banking.clear(deposit_id)
    assert (banking.holds("1019"), banking.holds("1000")) == (0, 22_350)
    assert banking.view(deposit_id).stage is DepositStage.CLEARED
    assert [row.stage for row in banking.rows()] == [DepositStage.CLEARED]
    banking.verify()
