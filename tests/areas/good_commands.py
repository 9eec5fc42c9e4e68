"""One good command for each action, ready to be spoilt in one field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.areas.approvals.values import GrantApproval
from app.areas.drawers import service as drawers
from app.areas.drawers.values import AddDrawer, CountSafe, OpenShift, Pile
from app.areas.invoices import service as invoices
from app.areas.invoices.values import BillTo, BringForward, InvoiceLine, IssueInvoice
from app.areas.ledger.values import (
    AddGLAccount,
    GLType,
    ManualLine,
    PostManualEntry,
    ReasonKind,
    SaveReason,
)
from app.areas.parties import service as parties
from app.areas.parties.values import (
    AddGuarantor,
    AddPayer,
    ChangePatient,
    ExternalId,
    PayerType,
    Person,
    RegisterPatient,
)
from app.areas.payments.values import (
    AllocationWanted,
    DropParked,
    ParkForm,
    TakePayment,
    TenderGiven,
)
from app.areas.printing import service as printing
from app.areas.printing.values import (
    PrintAgain,
    PrinterKind,
    PrintTestPage,
    PutAway,
    SavePrinter,
    SayPrinted,
)
from app.areas.security.values import (
    AddUser,
    ChangeUser,
    DeactivateUser,
    ReactivateUser,
    SetPin,
    SetRecoveryCode,
)
from app.areas.settings.values import ChangeSetting, SetUpPractice
from app.bootstrap import Station
from app.kernel.actor import SYSTEM, Actor, Permission
from app.kernel.ids import AccountId, DrawerId, InvoiceId, PaymentId, RoleId, UserId, new_id
from app.kernel.ids import derived_id as derived
from app.kernel.money import Money
from app.storage import print_jobs
from app.storage.print_jobs import JobState, Moved
from tests.building import cheap_verifier, command_id, set_up


@dataclass(frozen=True, slots=True)
class Ground:
    """What good commands refer to: an account that owes, a free drawer, and two people."""

    account_id: AccountId
    patient_id: Any
    invoice_id: InvoiceId
    free_drawer: DrawerId
    user_id: UserId
    cashier: Actor
    newcomer: Actor
    parked_job: str
    unsure_job: str


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def prepare(station: Station, user_id: UserId) -> Ground:
    """An account with an open invoice, a cashier with an open shift, a second drawer."""

    def act(action: Callable[..., Any], command: Any, actor: Actor = SYSTEM) -> Any:
        return station.act(actor, action, command).result()

    patient = act(
        parties.register_patient, RegisterPatient(command_id(), AccountId(new_id()), Person("Win"))
    )
    invoice = act(
        invoices.issue_invoice,
        IssueInvoice(command_id(), patient.account_id, (InvoiceLine("Visit", usd(10**6)),)),
    )
    busy = act(drawers.add_drawer, AddDrawer(command_id(), "Busy"))
    free = act(drawers.add_drawer, AddDrawer(command_id(), "Free"))
    cashier = Actor(UserId(new_id()), "Cho Cho Win", frozenset(Permission))
    newcomer = Actor(UserId(new_id()), "Olga Novak", frozenset(Permission))
    act(drawers.open_shift, OpenShift(command_id(), busy, (Pile(usd(2000), 10),)), cashier)
    return Ground(
        patient.account_id,
        patient.patient_id,
        invoice.invoice_id,
        free,
        user_id,
        cashier,
        newcomer,
        _paper(act, JobState.PARKED),
        _paper(act, JobState.UNSURE),
    )


def _paper(act: Callable[..., Any], state: JobState) -> str:
    """A paper in this state, on a printer that nobody works."""
    act(printing.save_printer, SavePrinter(command_id(), PrinterKind.TCP, "192.0.2.7"))
    job_id: str = act(printing.print_test_page, PrintTestPage(command_id())).job_id
    act(print_jobs.move_job, Moved(job_id, state))
    return job_id


_PERSON = Person("Nguyễn", "Thị Hoa", phone="555-0101", birth_date=date(1984, 3, 14))
_LINE = InvoiceLine(
    "X-ray",
    usd(15000),
    discount=usd(500),
    discount_reason="staff",
    tax=usd(10),
    service_date=date(2026, 1, 5),
    revenue_gl="4010",
)

GOOD: dict[str, Callable[[Ground], Any]] = {
    "approvals.grant_approval": lambda g: GrantApproval(
        command_id(), command_id(), "over_short:-1250", g.user_id, "12.50 are missing"
    ),
    "drawers.add_drawer": lambda g: AddDrawer(command_id(), "Drawer 7"),
    "drawers.count_safe": lambda g: CountSafe(command_id(), (Pile(usd(2000), 5),), "found"),
    "drawers.deactivate_user": lambda g: DeactivateUser(command_id(), g.user_id),
    "drawers.open_shift": lambda g: OpenShift(
        command_id(), g.free_drawer, (Pile(usd(2000), 5),), "two torn"
    ),
    "invoices.bring_forward": lambda g: BringForward(
        command_id(), g.account_id, "OLD-7", date(2025, 3, 1), usd(4000), usd(9000)
    ),
    "invoices.issue_invoice": lambda g: IssueInvoice(
        command_id(), g.account_id, (_LINE,), bill_to=BillTo("Hoa"), invoice_date=date(2026, 1, 5)
    ),
    "ledger.add_gl_account": lambda g: AddGLAccount(
        command_id(), "4777", "Parking", GLType.REVENUE, parent_code="4200"
    ),
    "ledger.post_manual_entry": lambda g: PostManualEntry(
        command_id(),
        date(2026, 1, 5),
        "Bank fee",
        (ManualLine("1000", usd(0), usd(5)), ManualLine("6990", usd(5), usd(0))),
    ),
    "ledger.save_reason": lambda g: SaveReason(
        command_id(), None, ReasonKind.PAID_OUT, 9, "Flowers", "8000"
    ),
    "parties.add_guarantor": lambda g: AddGuarantor(command_id(), _PERSON),
    "parties.add_payer": lambda g: AddPayer(command_id(), "Acme Health", PayerType.MCO),
    "parties.change_patient": lambda g: ChangePatient(command_id(), g.patient_id, _PERSON),
    "parties.register_patient": lambda g: RegisterPatient(
        command_id(),
        AccountId(new_id()),
        _PERSON,
        credit_limit=usd(100),
        external_ids=(ExternalId("old", "00123"),),
    ),
    "payments.drop_parked": lambda g: DropParked(command_id(), PaymentId(new_id())),
    "payments.park_form": lambda g: ParkForm(
        command_id(), PaymentId(new_id()), g.account_id, "cash", "12", "20", (g.invoice_id,)
    ),
    "payments.take_payment": lambda g: TakePayment(
        command_id(),
        g.account_id,
        (TenderGiven("cash", usd(1000), usd(2000)),),
        (g.invoice_id,),
        (AllocationWanted(g.invoice_id, usd(1000)),),
        payer_name="Hoa",
    ),
    "printing.print_again": lambda g: PrintAgain(command_id(), g.parked_job),
    "printing.print_test_page": lambda g: PrintTestPage(command_id()),
    "printing.put_away": lambda g: PutAway(command_id(), g.parked_job),
    "printing.save_printer": lambda g: SavePrinter(
        command_id(), PrinterKind.TCP, "192.0.2.7:9100", 48, drawer_pin=2
    ),
    "printing.say_printed": lambda g: SayPrinted(command_id(), g.unsure_job, False),
    "security.add_user": lambda g: AddUser(
        command_id(), "77", "Zaw", RoleId(derived("role", "cashier"))
    ),
    "security.change_user": lambda g: ChangeUser(
        command_id(), g.user_id, "78", "Zaw", RoleId(derived("role", "billing_clerk"))
    ),
    "security.reactivate_user": lambda g: ReactivateUser(command_id(), g.user_id),
    "security.set_pin": lambda g: SetPin(command_id(), g.user_id, cheap_verifier()),
    "security.set_recovery_code": lambda g: SetRecoveryCode(command_id(), cheap_verifier()),
    "settings.change_setting": lambda g: ChangeSetting(command_id(), "receipts.footer", "Thanks"),
    "settings.set_up_practice": lambda g: _practice(),
}
ACTORS: dict[str, Callable[[Ground], Actor]] = {
    "drawers.open_shift": lambda g: g.newcomer,
    "payments.take_payment": lambda g: g.cashier,
}
REFUSED_NOW = frozenset({"settings.set_up_practice"})
"""Actions whose good command is refused in a practice that exists."""


def _practice() -> SetUpPractice:
    return set_up(organization_name="Another")
