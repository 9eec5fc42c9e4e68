"""What good commands refer to: people, an account that owes, drawers, papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.areas.deposits import maintaining as banking
from app.areas.deposits.bank_values import SaveBankAccount
from app.areas.displays import service as displays
from app.areas.displays.values import SaveDisplay
from app.areas.drawers import closing
from app.areas.drawers import service as drawers
from app.areas.drawers.closing_values import SealCount
from app.areas.drawers.values import (
    AddDrawer,
    MoveCash,
    MovementKind,
    OpenShift,
    Pile,
)
from app.areas.invoices import drafting
from app.areas.invoices import service as invoices
from app.areas.invoices.values import (
    InvoiceLine,
    IssueInvoice,
    SaveDraft,
)
from app.areas.parties import maintaining as accounts
from app.areas.parties import service as parties
from app.areas.parties.values import (
    AddGuarantor,
    ExternalId,
    FieldKind,
    Person,
    RegisterPatient,
    SaveField,
)
from app.areas.payments import histories
from app.areas.payments import service as payments
from app.areas.payments.values import (
    Purpose,
    TakePayment,
    TenderGiven,
)
from app.areas.printing import service as printing
from app.areas.printing.values import (
    OfficeKind,
    PrinterKind,
    PrintTestPage,
    SaveOfficePrinter,
    SavePrinter,
)
from app.areas.reports import closing as days
from app.areas.reports.values import CloseDay
from app.areas.security import service as security
from app.areas.security.values import AddUser
from app.areas.settings import service as settings
from app.areas.settings.values import AddStation, ChangeSetting
from app.areas.tasks import queries as tasks
from app.areas.tasks.values import TaskKind
from app.bootstrap import Station
from app.kernel.actor import SYSTEM, Actor, Permission
from app.kernel.ids import (
    AccountId,
    BankAccountId,
    DrawerId,
    GuarantorId,
    InvoiceId,
    MovementId,
    PaymentId,
    ReceiptId,
    RoleId,
    ShiftId,
    SiteId,
    StationId,
    TenderId,
    UserId,
    derived_id,
    new_id,
)
from app.kernel.paper import JobState
from app.storage import print_jobs
from app.storage.print_jobs import Moved
from app.storage.statements import Reader, ReadSql
from app.storage.unit_of_work import UnitOfWork
from app.storage.verdicts import put_aside
from tests.areas.good_bags import Bags, prepare_bags
from tests.areas.good_cards import Cards, prepare_cards
from tests.areas.good_gateways import Gateways, prepare_gateways
from tests.areas.good_lines import DRAFT_LINE, usd
from tests.areas.good_refunds import Refunds, prepare_refunds
from tests.areas.good_twins import Twins, prepare_twins
from tests.areas.tasks import apart
from tests.building import command_id


@dataclass(frozen=True, slots=True)
class Ground:
    """What good commands refer to: an account that owes, a free drawer, and two people."""

    account_id: AccountId
    patient_id: Any
    invoice_id: InvoiceId
    draft_id: InvoiceId
    guarantor_id: GuarantorId
    field_id: str
    free_drawer: DrawerId
    user_id: UserId
    cashier: Actor
    newcomer: Actor
    shift_id: ShiftId
    counted_shift: ShiftId
    movement_id: MovementId
    parked_job: str
    unsure_job: str
    receipt_id: ReceiptId
    payment_id: PaymentId
    tender_id: TenderId
    bank_account_id: BankAccountId
    other_user_id: UserId
    bags: Bags
    site_id: SiteId
    other_station: StationId
    task_id: str
    kept_aside: str
    gateways: Gateways
    refunds: Refunds
    cards: Cards
    twins: Twins


def prepare(station: Station, user_id: UserId) -> Ground:
    """An account with an open invoice, a cashier with an open shift, a second drawer."""

    def act(action: Callable[..., Any], command: Any, actor: Actor = SYSTEM) -> Any:
        return station.act(actor, action, command).result()

    patient, invoice_id, draft_id, guarantor, field = _account(act)
    busy, free = (act(drawers.add_drawer, AddDrawer(command_id(), n)) for n in ("Busy", "Free"))
    cashier = Actor(UserId(new_id()), "Cho Cho Win", frozenset(Permission))
    newcomer = Actor(UserId(new_id()), "Olga Novak", frozenset(Permission))
    float_piles = (Pile(usd(2000), 10),)
    shift = act(drawers.open_shift, OpenShift(command_id(), busy, float_piles), cashier)
    advance = TakePayment(
        command_id(),
        patient.account_id,
        (TenderGiven("cash", usd(2500)),),
        purpose=Purpose.PREPAYMENT,
    )
    taken = act(payments.take_payment, advance, cashier)
    drop = MoveCash(command_id(), MovementKind.DROP, usd(2000))
    movement = act(drawers.move_cash, drop, cashier)
    third = act(drawers.add_drawer, AddDrawer(command_id(), "Counted"))
    leaving = Actor(UserId(new_id()), "Zaw Zaw", frozenset(Permission))
    counted = act(drawers.open_shift, OpenShift(command_id(), third, float_piles), leaving)
    act(closing.seal_count, SealCount(command_id(), counted.shift_id, float_piles), leaving)
    bank_id = act(banking.save_bank_account, _bank_account())
    gateways = prepare_gateways(act)
    act(days.close_day, CloseDay(command_id(), date(2026, 1, 3)))
    other = _other_station(act, station.practice.site_id)
    return Ground(
        patient.account_id,
        patient.patient_id,
        invoice_id,
        draft_id,
        guarantor,
        field,
        free,
        user_id,
        cashier,
        newcomer,
        shift.shift_id,
        counted.shift_id,
        movement.movement_id,
        _paper(act, JobState.PARKED),
        _paper(act, JobState.UNSURE),
        taken.receipt_id,
        taken.payment_id,
        station.ask(histories.payment_view, taken.payment_id).result().tenders[0].tender_id,
        bank_id,
        act(security.add_user, AddUser(command_id(), "79", "Zaw", _CASHIER)).user_id,
        prepare_bags(station, act, cashier, bank_id),
        station.practice.site_id,
        other,
        _task(station, act),
        _kept_aside(station, act),
        gateways,
        prepare_refunds(station, act, bank_id, gateways),
        prepare_cards(act, cashier, patient.account_id, gateways, other),
        prepare_twins(act),
    )


def _kept_aside(station: Station, act: Callable[..., Any]) -> str:
    """The hash of a record that the centre keeps aside: it wrote documents alone."""
    act(settings.change_setting, ChangeSetting(command_id(), "receipts.footer", "Goodbye"))

    def last(reader: Reader) -> tuple[Any, ...]:
        sql = "SELECT station, incarnation, seq, hash FROM station_log WHERE action = :action"
        found = reader.fetch(ReadSql(f"{sql} ORDER BY seq"), action="settings.change_setting")
        return tuple(found[-1])

    *place, digest = station.ask(last).result()

    def keep(uow: UnitOfWork, _nothing: None) -> None:
        put_aside(uow, [((place[0], place[1], place[2]), digest, "P0422 a test")], ())

    act(keep, None)
    return str(digest)


def _task(station: Station, act: Callable[..., Any]) -> str:
    """Something that anybody who sees everything may put away."""
    act(apart.fork, 3)
    found = station.ask(tasks.tasks).result()
    return next(task.task_id for task in found if task.kind is TaskKind.FORK)


def _other_station(act: Callable[..., Any], site_id: SiteId) -> StationId:
    """Another window; at this one patients see what they pay and are asked."""
    act(displays.save_display, SaveDisplay(command_id(), True, rates=True))
    station_id = StationId(new_id())
    act(settings.add_station, AddStation(command_id(), site_id, station_id, "W8", "Window 8"))
    return station_id


_CASHIER = RoleId(derived_id("role", "cashier"))


def _bank_account() -> SaveBankAccount:
    return SaveBankAccount(
        command_id(), None, "Operating", "First Bank", "123456789", "1000", routing="011401533"
    )


def _account(act: Callable[..., Any]) -> tuple[Any, InvoiceId, InvoiceId, GuarantorId, str]:
    """A patient with an invoice and a draft, a guarantor, and a field of the practice's own."""
    patient = act(
        parties.register_patient,
        RegisterPatient(
            command_id(),
            AccountId(new_id()),
            Person("Win"),
            flags="no_checks",
            external_ids=(ExternalId("old", "0007"),),
        ),
    )
    guarantor = act(parties.add_guarantor, AddGuarantor(command_id(), Person("Win", "Aung")))
    field = act(accounts.save_field, SaveField(command_id(), "Doctor", FieldKind.TEXT))
    invoice = act(
        invoices.issue_invoice,
        IssueInvoice(command_id(), patient.account_id, (InvoiceLine("Visit", usd(10**6)),)),
    )
    draft = act(
        drafting.save_draft,
        SaveDraft(command_id(), InvoiceId(new_id()), patient.account_id, (DRAFT_LINE,)),
    )
    return patient, invoice.invoice_id, draft.draft_id, guarantor, field


def _paper(act: Callable[..., Any], state: JobState) -> str:
    """A paper in this state, on a printer that nobody works."""
    act(printing.save_printer, SavePrinter(command_id(), PrinterKind.TCP, "192.0.2.7"))
    there = SaveOfficePrinter(command_id(), OfficeKind.CUPS, "Office", "192.0.2.8")
    act(printing.save_office_printer, there)
    job_id: str = act(drawers.print_test_page, PrintTestPage(command_id())).job_id
    act(print_jobs.move_job, Moved(job_id, state))
    return job_id
