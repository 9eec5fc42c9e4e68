"""What lies in the small practice of the walk: something for every screen and every list."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.areas.cards.maintaining import seed_simulated
from app.areas.catalog import maintaining as catalog
from app.areas.catalog.values import SaveService, SaveTaxRate
from app.areas.displays import service as displays
from app.areas.displays.values import SaveDisplay
from app.areas.invoices import drafting
from app.areas.invoices.values import SaveDraft
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL, ReasonKind
from app.areas.parties import maintaining
from app.areas.parties import service as parties
from app.areas.parties.values import AddGuarantor, FieldKind, Person, RegisterPatient, SaveField
from app.areas.payments import service as payments
from app.areas.payments.values import ParkForm
from app.areas.refunds import service as refunds
from app.areas.refunds.values import RequestRefund
from app.areas.settings import service as settings
from app.areas.settings.values import AddStation
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId, InvoiceId, PaymentId, StationId, new_id
from tests.areas.deposits.banking import Banking, cash, check
from tests.areas.good_lines import DRAFT_LINE, usd
from tests.areas.good_twins import prepare_twins
from tests.areas.tasks import apart
from tests.building import Actors, Books, command_id

LONG = ("von Hohenzollern-Sigmaringen zu Berg", "Maximiliana Konstantina")
BORN = date(1984, 3, 14)
BURMESE = ("မခင်ဇော်ဝင်း", "ဒေါ်")


def fill(station: Station, actors: Actors) -> tuple[AccountId, ...]:
    """Three accounts that owe: a short, a long and a Burmese name; no shift is left open."""
    books = Books(station, actors)

    def act(action: Any, command: Any, actor: Any = SYSTEM) -> Any:
        return station.act(actor, action, command).result()

    act(seed_simulated, None)
    books.count_safe()
    banking = Banking(books)
    _money(banking)
    accounts = (
        _register(act, Person("Nguyễn", "Thị Hoa", phone="312 555 0101", birth_date=BORN)),
        _register(act, Person(*LONG, birth_date=BORN), flags="no_checks"),
        _register(act, Person(*BURMESE)),
    )
    first, second, third = accounts
    books.issue_invoice(first, 3_500)
    books.issue_invoice(first, 15_000, words="X-ray, 2 views")
    books.issue_invoice(second, 1_234_567, words="Removal of impacted wisdom teeth, all four")
    books.issue_invoice(third, 4_200)
    act(parties.add_guarantor, AddGuarantor(command_id(), Person("Win", "Aung")))
    act(maintaining.save_field, SaveField(command_id(), "Doctor", FieldKind.TEXT))
    act(drafting.save_draft, SaveDraft(command_id(), InvoiceId(new_id()), first, (DRAFT_LINE,)))
    act(catalog.save_service, SaveService(command_id(), "99213", "Office visit", usd(3_500)))
    act(
        catalog.save_tax_rate, SaveTaxRate(command_id(), "sales", "Sales", 88_750, date(2026, 1, 1))
    )
    prepare_twins(act)
    act(apart.fork, 3)
    act(settings.add_station, _window_8(station))
    act(displays.save_display, SaveDisplay(command_id(), True, rates=True))
    _day(books, banking, first, second)
    return accounts


def _register(act: Any, person: Person, **more: Any) -> AccountId:
    new = frozenset({"duplicate_patient"})
    command = RegisterPatient(command_id(), AccountId(new_id()), person, confirmations=new, **more)
    made: AccountId = act(parties.register_patient, command).account_id
    return made


def _window_8(station: Station) -> AddStation:
    return AddStation(command_id(), station.practice.site_id, StationId(new_id()), "W8", "Window 8")


def _money(banking: Banking) -> None:
    """Something in each of the places money goes through, and a deposit in each of its states."""
    banking.shift(41_300, check(7_000, "1203", "First National"))
    banking.cleared()
    banking.shift(12_550)
    banking.submit(banking.sealed())
    banking.shift(8_800)
    banking.sealed()
    banking.shift(3_300, check(1_000, "88"))
    banking.prepare()
    banking.shift(6_200, check(4_500, "7", "Bank of the Irrawaddy"), leave=-100)
    banking.mail(check(25_000, "5501"))


def _day(books: Books, banking: Banking, first: AccountId, second: AccountId) -> None:
    """A closed shift with a void, a refund that was asked for, a parked form."""
    station, actors = books.station, books.actors
    shift = books.open_shift()
    mending = banking.mending()
    mending.void(mending.take(first, cash(1_000)).payment_id)
    kept = mending.take(first, cash(1_000, 2_000))
    books.take_cash(second, 2_000_000, 2_000_000)
    parked = ParkForm(command_id(), PaymentId(new_id()), first, "35", "50")
    station.act(actors.cashier, payments.park_form, parked).result()
    left = station.ask(ledger.shift_holds, shift.shift_id, GL.CASH_IN_DRAWERS, "USD").result().minor
    banking.close(shift.shift_id, left)
    why = station.ask(ledger.reasons, ReasonKind.REFUND).result()[0].reason_id
    asked = RequestRefund(command_id(), first, usd(500), why, kept.payment_id)
    mending.do(refunds.request_refund, asked, actors.billing_manager)
