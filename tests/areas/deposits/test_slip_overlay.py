"""How slips go onto the bank's own paper: kept for each account, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.areas.deposits import banks, maintaining, papers
from app.areas.deposits import service as deposits
from app.areas.deposits.bank_values import (
    PrintSlipCalibration,
    SaveSlipOverlay,
    SlipLayout,
    SlipOverlay,
)
from app.areas.deposits.slip_values import PrintSlip
from app.areas.printing.values import AuditedPaper
from app.kernel.errors import UserError
from app.kernel.ids import BankAccountId
from app.storage import print_jobs
from tests.areas.deposits.banking import Banking, check
from tests.building import Books, command_id

GIVEN = SlipOverlay(SlipLayout.UK, "a4", True, True, 15, -200)


def account(books: Books) -> BankAccountId:
    found = books.station.ask(banks.default_bank_account).result()
    assert found is not None
    return found.bank_account_id


def save(books: Books, overlay: SlipOverlay, of: BankAccountId) -> Any:
    act = books.station.act
    command = SaveSlipOverlay(command_id(), of, overlay)
    return act(books.actors.administrator, maintaining.save_slip_overlay, command).result()


def test_it_is_kept_for_the_account_and_changes_only_the_banks_copy(books: Books) -> None:
    banking = Banking(books)
    banking.shift(250_00, check(80_00, "1182"))
    deposit_id = banking.sealed()
    mine = account(books)

    def slip(kind: AuditedPaper) -> Any:
        return books.station.ask(papers.deposit_slip, deposit_id, kind).result()

    before = books.station.ask(banks.slip_overlay, mine).result()
    assert (before.used, before.layout, before.paper) == (False, SlipLayout.US, "letter")
    assert slip(AuditedPaper.DEPOSIT_SLIP).overlay is None
    assert save(books, GIVEN, mine) == GIVEN
    assert books.station.ask(banks.slip_overlay, mine).result() == GIVEN
    bank, office = slip(AuditedPaper.DEPOSIT_SLIP), slip(AuditedPaper.DEPOSIT_SLIP_OFFICE)
    assert (bank.overlay, bank.layout, bank.paper_size) == (GIVEN, SlipLayout.UK, "a4")
    assert (office.overlay, office.layout, office.paper_size) == (None, SlipLayout.US, "letter")
    save(books, replace(GIVEN, used=False), mine)
    assert slip(AuditedPaper.DEPOSIT_SLIP).overlay is None
    banking.act(books.actors.cashier, deposits.print_slip, PrintSlip(command_id(), deposit_id))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("right", {"right_tenths": 201}),
        ("right", {"right_tenths": -201}),
        ("down", {"down_tenths": 201}),
        ("down", {"down_tenths": 10**30}),
        ("paper", {"paper": "a5"}),
        ("paper", {"paper": "1900x850"}),
        ("paper", {"paper": "0x0"}),
        ("paper", {"paper": "2100x1780", "down_tenths": 100}),
        ("paper", {"paper": "1900x9999"}),
        ("paper", {"paper": "1900x2000; rm"}),
    ],
)
def test_what_no_printer_does_is_refused(books: Books, field: str, wrong: dict[str, Any]) -> None:
    Banking(books)
    mine = account(books)
    with pytest.raises(UserError) as refused:
        save(books, replace(GIVEN, **wrong), mine)
    assert refused.value.field == field
    assert not books.station.ask(banks.slip_overlay, mine).result().used


def test_the_page_to_lay_over_it_needs_a_printer_and_an_account(books: Books) -> None:
    Banking(books)
    mine, act = account(books), books.station.act
    for of, words in ((mine, "office printer"), (BankAccountId(command_id()), "bank account")):
        command = PrintSlipCalibration(command_id(), of)
        with pytest.raises(UserError, match=words):
            act(books.actors.administrator, maintaining.print_slip_calibration, command).result()
    with pytest.raises(UserError, match="bank account"):
        save(books, GIVEN, BankAccountId(command_id()))
    assert print_jobs.SLIP_CALIBRATION in print_jobs.TRIALS
