"""Every way of taking money: what it asks for, what it posts, and what is asked back."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.areas.approvals.values import GrantApproval
from app.areas.drawers import queries as drawers
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL
from app.areas.parties import maintaining as accounts
from app.areas.parties.values import FlagAccount, FlagKind
from app.areas.payments import queries, service
from app.areas.payments.seed import TENDERS
from app.areas.payments.values import (
    Channel,
    PaymentTaken,
    Purpose,
    Receipt,
    ReprintReceipt,
    TakePayment,
    TenderGiven,
    TenderKind,
)
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.bootstrap import open_station
from app.kernel.actor import SYSTEM
from app.kernel.errors import NeedsApproval, NeedsConfirmation, UserError
from app.kernel.ids import AccountId, ReceiptId, ShiftId
from app.kernel.money import Money
from app.storage.schema import print_job
from app.storage.statements import Read, Reader
from tests.areas.payments.taking import FILLED, check, found, posted, tender, usd
from tests.building import PIN, Books, command_id, make_template
from tests.faults.invariants import broken


@pytest.fixture
def account(books: Books) -> AccountId:
    found = books.register_patient().account_id
    books.issue_invoice(found, 10_000)
    return found


@pytest.fixture
def shift(books: Books) -> ShiftId:
    return books.open_shift().shift_id


def take(books: Books, account: AccountId, *tenders: TenderGiven, **fields: Any) -> PaymentTaken:
    command = TakePayment(command_id(), account, tenders, **fields)
    return books.station.act(books.actors.cashier, service.take_payment, command).result()


def paper(books: Books, taken: PaymentTaken) -> Receipt:
    return books.station.ask(queries.receipt, taken.receipt_id).result()


@pytest.mark.parametrize("seed", TENDERS, ids=lambda seed: seed.method)
def test_every_tender_of_the_list_is_taken_and_posted(
    books: Books, account: AccountId, shift: ShiftId, seed: Any
) -> None:
    for field in seed.required:
        with pytest.raises(UserError) as caught:
            take(books, account, tender(seed.method, 500, **{field: " "}))
        assert caught.value.field == field
    taken = take(books, account, tender(seed.method, 500))
    assert (taken.amount, taken.change, taken.rounding) == (usd(500), usd(0), usd(0))
    assert posted(books, taken.payment_id) == {seed.gl_code: 500, GL.RECEIVABLE_PATIENTS: -500}
    held = books.station.ask(ledger.shift_holds, shift, seed.gl_code, "USD").result()
    assert held == usd(500 + (20_000 if seed.kind is TenderKind.CASH else 0))
    (leg,) = paper(books, taken).tenders
    assert (leg.words, leg.amount) == (seed.name, usd(500))
    for field in seed.required:
        assert FILLED[field] in leg.detail
    assert not broken(books.station.folder)


def test_a_split_is_one_payment_with_one_receipt(
    books: Books, account: AccountId, shift: ShiftId
) -> None:
    legs = (check(4_000), tender("credit_card", 3_000, card_last4="1234"))
    cash = TenderGiven("cash", usd(3_000), usd(5_000))
    taken = take(books, account, *legs, cash)
    assert (taken.amount, taken.change) == (usd(10_000), usd(2_000))
    assert posted(books, taken.payment_id) == {
        "1040": 4000,
        "1030": 3000,
        "1015": 3000,
        "1100": -10000,
    }
    said = paper(books, taken)
    assert [(x.words, x.amount.minor, x.detail) for x in said.tenders] == [
        ("Check", 4000, "First Bank, check 1203"),
        ("Credit card", 3000, "···· 1234"),
        ("Cash", 3000, ""),
    ]
    (latest,) = books.station.ask(queries.counter_account, account).result().latest
    assert latest.tender == "Check + Credit card + Cash"
    assert found(books) == []


def test_change_is_given_on_cash_only(books: Books, account: AccountId, shift: ShiftId) -> None:
    with pytest.raises(UserError, match="on cash only") as caught:
        take(books, account, replace(check(4_000), given=usd(5_000)))
    assert caught.value.field == "given"
    assert take(books, account, replace(check(4_000), given=usd(4_000))).change == usd(0)


def test_a_payment_has_so_many_tenders(books: Books, account: AccountId, shift: ShiftId) -> None:
    with pytest.raises(UserError, match="20 tenders"):
        take(books, account, *(tender("cash", 1) for _ in range(21)))


# --------------------------------------------------------------------------------- without a drawer


@pytest.mark.parametrize("channel", [Channel.MAIL, Channel.ONLINE])
def test_money_by_mail_needs_no_drawer_and_is_no_cash(
    books: Books, account: AccountId, channel: Channel
) -> None:
    with pytest.raises(UserError, match="Open your drawer"):
        take(books, account, check(500))
    with pytest.raises(UserError, match="at the counter") as caught:
        take(books, account, check(500), tender("cash", 500), channel=channel)
    assert caught.value.field == "channel"
    taken = take(books, account, check(500), channel=channel)
    assert posted(books, taken.payment_id) == {"1040": 500, "1100": -500}
    assert kicks(books) == []
    assert not broken(books.station.folder)


def test_mail_opened_at_the_counter_does_not_go_into_the_drawer(
    books: Books, account: AccountId, shift: ShiftId
) -> None:
    take(books, account, check(500), channel=Channel.MAIL)
    held = books.station.ask(ledger.shift_holds, shift, GL.UNDEPOSITED_CHECKS, "USD").result()
    assert held == usd(0)


def kicks(books: Books) -> list[str]:
    def ask(reader: Reader) -> list[str]:
        from sqlalchemy import select

        read = Read(select(print_job.c.doc_id).where(print_job.c.doc_kind == "drawer_kick"))
        return [row[0] for row in reader.fetch(read)]

    return books.station.database.read(ask)


def test_the_drawer_opens_for_cash_and_checks_alone(
    books: Books, account: AccountId, shift: ShiftId
) -> None:
    take(books, account, tender("credit_card", 100))
    take(books, account, tender("wire", 200))
    assert kicks(books) == [shift], "for the float"
    opened = [take(books, account, one) for one in (tender("cash", 300), check(400))]
    assert kicks(books) == [shift, *(one.payment_id for one in opened)]


# ------------------------------------------------------------------------------------- cash rounded


@pytest.mark.parametrize(
    ("how", "rounding"), [("off", 0), ("nearest_5", 2), ("down_5", -3)], ids=lambda each: str(each)
)
def test_cash_is_rounded_on_its_own_account(
    books: Books, account: AccountId, shift: ShiftId, how: str, rounding: int
) -> None:
    set_to(books, "payments.cash_rounding", how)
    given = usd(2_000)
    taken = take(books, account, TenderGiven("cash", usd(1_003), given))
    assert taken.amount == usd(1_003)
    assert taken.rounding == usd(rounding)
    assert taken.change == usd(2_000 - 1_003 - rounding)
    expected = {"1015": 1_003 + rounding, "1100": -1_003, "6995": -rounding}
    assert posted(books, taken.payment_id) == {
        code: minor for code, minor in expected.items() if minor
    }
    (leg,) = paper(books, taken).tenders
    assert leg.rounding == (usd(rounding) if rounding else None)
    owed = books.station.ask(queries.counter_account, account).result().owed
    assert owed == usd(10_000 - 1_003)
    assert not broken(books.station.folder)


def test_only_the_cash_of_a_split_is_rounded(
    books: Books, account: AccountId, shift: ShiftId
) -> None:
    set_to(books, "payments.cash_rounding", "nearest_5")
    taken = take(books, account, tender("credit_card", 4_997), tender("cash", 5_003))
    assert (taken.amount, taken.rounding) == (usd(10_000), usd(2))
    wanted = {"1030": 4_997, "1015": 5_005, "1100": -10_000, "6995": -2}
    assert posted(books, taken.payment_id) == wanted


def set_to(books: Books, key: str, value: str) -> None:
    change = ChangeSetting(command_id(), key, value)
    books.station.act(SYSTEM, settings.change_setting, change).result()


# ----------------------------------------------------------------------------------- taken already?


def test_the_same_payment_again_is_asked_about_with_the_earlier_receipt(
    books: Books, account: AccountId, shift: ShiftId
) -> None:
    first = take(books, account, tender("cash", 500))
    again = TakePayment(command_id(), account, (tender("cash", 500),))
    with pytest.raises(NeedsConfirmation, match=r"5\.00 was taken .* on receipt") as asked:
        books.station.act(books.actors.cashier, service.take_payment, again).result()
    assert asked.value.about == first.receipt_id
    assert asked.value.key == f"duplicate:{first.receipt_number}"
    take(books, account, check(500))
    take(books, account, tender("cash", 501))
    other = books.register_patient().account_id
    take(books, other, tender("cash", 500), purpose=Purpose.PREPAYMENT)
    sure = replace(again, confirmations=frozenset({asked.value.key}))
    second = books.station.act(books.actors.cashier, service.take_payment, sure).result()
    with pytest.raises(NeedsConfirmation) as asked_later:
        take(books, account, tender("cash", 500), confirmations=sure.confirmations)
    assert asked_later.value.about == second.receipt_id
    set_to(books, "payments.duplicate_minutes", "0")
    take(books, account, tender("cash", 500))


def test_a_check_that_was_taken_already_is_asked_about(
    books: Books, account: AccountId, shift: ShiftId
) -> None:
    first = take(books, account, check(500))
    other = books.register_patient().account_id
    with pytest.raises(NeedsConfirmation, match="Check 1203 of first bank was taken") as asked:
        take(books, other, check(900, bank="first bank"), purpose=Purpose.PREPAYMENT)
    assert asked.value.about == first.receipt_id
    take(books, other, check(900, bank="Second Bank"), purpose=Purpose.PREPAYMENT)
    sure = frozenset({asked.value.key})
    take(books, other, check(901), purpose=Purpose.PREPAYMENT, confirmations=sure)


@pytest.mark.parametrize("mark", [FlagKind.NO_CHECKS, FlagKind.CASH_ONLY])
def test_a_check_where_none_is_wanted_needs_a_manager(
    books: Books, account: AccountId, shift: ShiftId, mark: FlagKind
) -> None:
    flag = FlagAccount(command_id(), account, mark)
    books.station.act(books.actors.billing_manager, accounts.flag_account, flag).result()
    take(books, account, tender("cash", 700))
    command = TakePayment(command_id(), account, (tender("cash", 300), check(500)))
    act, cashier = books.station.act, books.actors.cashier
    with pytest.raises(NeedsApproval, match=r"check of 5\.00") as asked:
        act(cashier, service.take_payment, command).result()
    assert asked.value.key == "no_checks:500"
    grant = GrantApproval(
        command_id(), command.id, asked.value.key, cashier.user_id, asked.value.text
    )
    books.station.approve(books.actors.numbers["billing_manager"], PIN, grant)
    larger = replace(command, tenders=(tender("cash", 300), check(501)))
    with pytest.raises(NeedsApproval):
        act(cashier, service.take_payment, larger).result()
    assert act(cashier, service.take_payment, command).result().amount == usd(800)


# --------------------------------------------------------------------------------- what comes after


def test_a_receipt_is_printed_again_as_a_copy(
    books: Books, account: AccountId, shift: ShiftId
) -> None:
    taken = take(books, account, tender("cash", 500))
    for copy_no in (1, 2):
        wanted = ReprintReceipt(command_id(), taken.receipt_id)
        again = books.station.act(books.actors.cashier, service.reprint_receipt, wanted).result()
        assert (again.number, again.copy_no) == (taken.receipt_number, copy_no)
    assert not broken(books.station.folder)
    nowhere = replace(wanted, id=command_id(), receipt_id=ReceiptId(command_id()))
    with pytest.raises(UserError, match="no such receipt"):
        books.station.act(books.actors.cashier, service.reprint_receipt, nowhere).result()


def test_the_list_is_in_the_order_of_its_keys(books: Books) -> None:
    rows = books.station.ask(queries.tender_types).result()
    assert [row.method for row in rows] == [seed.method for seed in TENDERS]
    assert [row.method for row in rows][:4] == ["cash", "check", "credit_card", "debit_card"]
    assert books.station.ask(drawers.drawer_rows).result()


def test_money_of_another_currency_is_refused(
    books: Books, account: AccountId, shift: ShiftId
) -> None:
    with pytest.raises(UserError, match="kept in USD") as caught:
        take(books, account, tender("cash", 500), TenderGiven("cash", Money(500, "EUR")))
    assert caught.value.field == "amount"


# ------------------------------------------------------------------------------- other currencies


@pytest.mark.parametrize(("code", "notes"), [("VND", 500_000), ("KWD", 20_000)])
def test_a_currency_of_no_or_three_decimals(tmp_path: Path, code: str, notes: int) -> None:
    made = make_template(tmp_path, currency=code)
    with closing(open_station(made.folder)) as station:
        books = Books(station, made.actors, code)
        books.open_shift(10, notes)
        account = books.register_patient().account_id
        books.issue_invoice(account, 1_234_567)
        set_to(books, "payments.cash_rounding", "nearest_5")
        wire = TenderGiven("wire", books.money(1_000_004), reference="88")
        cash = TenderGiven("cash", books.money(234_563), books.money(235_000))
        taken = take(books, account, wire, cash)
        assert (taken.amount, taken.rounding) == (books.money(1_234_567), books.money(2))
        assert taken.change == books.money(235_000 - 234_565)
        owed = station.ask(queries.counter_account, account).result().owed
        assert owed == books.money(0)
        assert found(books) == []
    assert not broken(made.folder)
