"""A practice with a day of work in it, made once; and the same one open for tampering."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.areas.parties import service as parties
from app.areas.parties.values import ExternalId, Person, RegisterPatient
from app.areas.payments.values import AllocationWanted
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.bootstrap import open_station
from app.kernel.ids import AccountId, new_id
from tests.areas.charging import Desk
from tests.areas.health.card_breaks import work_cards
from tests.areas.health.day_breaks import work_days
from tests.areas.health.deposit_breaks import work_bank
from tests.areas.health.drawer_breaks import work_drawers
from tests.areas.health.refund_breaks import work_refunds
from tests.areas.health.returned_breaks import work_returns
from tests.areas.health.tampering import Tampered, tampering
from tests.areas.payments.mending import Mending, cash, check, usd
from tests.building import Books, Template, command_id


def fill(folder: Path, template: Template) -> None:
    """People of many scripts, invoices with discount and tax, payments with change and credit."""
    station = open_station(folder)
    books = Books(station, template.actors)
    try:
        books.count_safe()
        hoa = books.register_patient(phone="555-0101", mobile="555 01 01")
        books.register_patient("သန်း", "မောင်", name_order="family_first")
        person = Person("Straße", "Jörg", preferred_name="Jo", birth_date=date(1990, 2, 1))
        other = RegisterPatient(
            command_id(),
            AccountId(new_id()),
            person,
            external_ids=(ExternalId("old", "A-17"), ExternalId("older", "A17")),
            account_number="OLD-9",
        )
        station.act(template.actors.cashier, parties.register_patient, other).result()
        books.issue_invoice(hoa.account_id, 3500, 1500)
        books.issue_invoice(hoa.account_id, 333)
        books.issue_invoice(other.account_id, 12_000, reference="INV/7")
        shift_id = books.open_shift().shift_id
        books.take_cash(hoa.account_id, 4000, 5000)
        books.take_cash(hoa.account_id, 2500)
        books.take_cash(other.account_id, 100)
        for days in ("20", "25"):
            change = ChangeSetting(command_id(), "billing.terms_days", days)
            station.act(template.actors.administrator, settings.change_setting, change).result()
        _charge(Desk(books), hoa.account_id)
        work_drawers(books, hoa.account_id)
        _undo(Mending(station, books, shift_id), other.account_id)
        work_bank(books)
        work_returns(books)
        work_refunds(books)
        work_days(books)
        work_cards(books)
        station.sign_in(template.actors.cashier.user_id, "739154")
    finally:
        station.close()


def _charge(desk: Desk, account_id: AccountId) -> None:
    """Services, a draft that is open, one that was issued and cancelled, one thrown away."""
    desk.tax()
    crutches = desk.service("E0114", 4999, tax_class="standard", revenue_gl="4200")
    desk.service("99213", 12_800)
    desk.draft(account_id)
    desk.discard(desk.draft(account_id).draft_id)
    lines = (desk.line(1900), desk.line(None, "", service_id=crutches))
    desk.cancel(desk.issue(desk.draft(account_id, *lines).draft_id).invoice_id)


def _undo(mending: Mending, account_id: AccountId) -> None:
    """One payment with a rest voided, one corrected from cash to check, one spread anew."""
    mending.set_to("payments.duplicate_minutes", "0")
    first = mending.books.issue_invoice(account_id, 700).invoice_id
    void = mending.take(account_id, cash(2_100), allocations=(AllocationWanted(first, usd(300)),))
    mending.void(void.payment_id)
    wrong = mending.take(account_id, cash(1_500))
    mending.correct(wrong.payment_id, "check", bank="Chase", check_number="1001")
    spread = mending.take(account_id, check(900, "1002"))
    mending.move(spread.payment_id, {first: 450})


@pytest.fixture(scope="session")
def worked(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a practice that worked a day; nobody changes it for good."""
    folder = tmp_path_factory.mktemp("worked") / "data"
    shutil.copytree(template.folder, folder)
    fill(folder, template)
    assert not (folder / "counterfoil.db-wal").exists()
    return folder


@pytest.fixture
def tampered(worked: Path) -> Iterator[Tampered]:
    """The worked practice past all guards; what a test breaks is rolled back."""
    with tampering(worked) as opened:
        yield opened
