"""One good command for each action, ready to be spoilt in one field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.areas.approvals.values import GrantApproval
from app.areas.catalog.values import SaveService, SaveTaxRate
from app.areas.drawers import closing
from app.areas.drawers import service as drawers
from app.areas.drawers.closing_values import SealCount
from app.areas.drawers.values import (
    AddDrawer,
    CountSafe,
    MoveCash,
    MovementKind,
    OpenDrawer,
    OpenShift,
    Pile,
    ReverseMovement,
)
from app.areas.invoices import drafting
from app.areas.invoices import service as invoices
from app.areas.invoices.values import (
    BillTo,
    BringForward,
    CancelInvoice,
    DiscardDraft,
    DraftLine,
    InvoiceLine,
    IssueDraft,
    IssueInvoice,
    SaveDraft,
)
from app.areas.ledger.values import (
    AddGLAccount,
    GLType,
    ManualLine,
    PostManualEntry,
    ReasonKind,
    SaveReason,
)
from app.areas.parties import maintaining as accounts
from app.areas.parties import service as parties
from app.areas.parties.records import flag_id
from app.areas.parties.values import (
    AccountStatus,
    AddExternalId,
    AddGuarantor,
    AddPayer,
    ChangeAccount,
    ChangeGuarantor,
    ChangePatient,
    ExternalId,
    FieldKind,
    FieldTyped,
    FillFields,
    FlagAccount,
    FlagKind,
    PayerType,
    Person,
    RegisterPatient,
    Relationship,
    RemoveExternalId,
    SaveField,
    SetGuarantor,
    UnflagAccount,
    WriteNotes,
)
from app.areas.payments import service as payments
from app.areas.payments.crediting_values import ApplyCredit, RecordNotCollected
from app.areas.payments.tender_values import SaveTenderType, TenderField
from app.areas.payments.values import (
    AllocationWanted,
    DropParked,
    ParkForm,
    Purpose,
    ReprintReceipt,
    TakePayment,
    TenderGiven,
    TenderKind,
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
from app.areas.settings.values import ChangeSetting, KeepColumns, SetUpPractice
from app.bootstrap import Station
from app.kernel.actor import SYSTEM, Actor, Permission
from app.kernel.ids import (
    AccountId,
    DrawerId,
    GuarantorId,
    InvoiceId,
    MovementId,
    PaymentId,
    ReasonId,
    ReceiptId,
    RoleId,
    ShiftId,
    UserId,
    new_id,
)
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


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def prepare(station: Station, user_id: UserId) -> Ground:
    """An account with an open invoice, a cashier with an open shift, a second drawer."""

    def act(action: Callable[..., Any], command: Any, actor: Actor = SYSTEM) -> Any:
        return station.act(actor, action, command).result()

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
        SaveDraft(command_id(), InvoiceId(new_id()), patient.account_id, (_DRAFT_LINE,)),
    )
    busy = act(drawers.add_drawer, AddDrawer(command_id(), "Busy"))
    free = act(drawers.add_drawer, AddDrawer(command_id(), "Free"))
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
    sealed = SealCount(command_id(), counted.shift_id, float_piles)
    act(closing.seal_count, sealed, leaving)
    return Ground(
        patient.account_id,
        patient.patient_id,
        invoice.invoice_id,
        draft.draft_id,
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

_DRAFT_LINE = DraftLine(
    "X-ray",
    usd(15000),
    code="71046",
    quantity_e4=15_000,
    discount_percent_e4=100_000,
    discount_reason="Courtesy",
    service_date=date(2026, 1, 5),
    revenue_gl="4010",
)

GOOD: dict[str, Callable[[Ground], Any]] = {
    "approvals.grant_approval": lambda g: GrantApproval(
        command_id(), command_id(), "over_short:-1250", g.user_id, "12.50 are missing"
    ),
    "catalog.save_service": lambda g: SaveService(command_id(), "99213", "Office visit", usd(3500)),
    "catalog.save_tax_rate": lambda g: SaveTaxRate(
        command_id(), "standard", "Sales tax", 82_500, date(2026, 1, 1)
    ),
    "drawers.add_drawer": lambda g: AddDrawer(command_id(), "Drawer 7"),
    "drawers.count_safe": lambda g: CountSafe(command_id(), (Pile(usd(2000), 5),), "found"),
    "drawers.deactivate_user": lambda g: DeactivateUser(command_id(), g.user_id),
    "drawers.move_cash": lambda g: MoveCash(
        command_id(),
        MovementKind.PAID_OUT,
        usd(500),
        ReasonId(derived("reason", "paid_out", "2")),
        "Stamps",
        "two books",
    ),
    "drawers.open_drawer": lambda g: OpenDrawer(
        command_id(), ReasonId(derived("reason", "no_sale", "1")), "a twenty"
    ),
    "drawers.reverse_movement": lambda g: ReverseMovement(command_id(), g.movement_id, "typo"),
    "drawers.seal_count": lambda g: SealCount(
        command_id(), g.shift_id, (Pile(usd(2000), 9),), 2, usd(7000), "one torn"
    ),
    "drawers.open_shift": lambda g: OpenShift(
        command_id(), g.free_drawer, (Pile(usd(2000), 5),), "two torn"
    ),
    "invoices.bring_forward": lambda g: BringForward(
        command_id(), g.account_id, "OLD-7", date(2025, 3, 1), usd(4000), usd(9000)
    ),
    "invoices.cancel_invoice": lambda g: CancelInvoice(
        command_id(), g.invoice_id, ReasonId(derived("reason", "cancel", "1")), "typed twice"
    ),
    "invoices.discard_draft": lambda g: DiscardDraft(command_id(), g.draft_id),
    "invoices.issue_draft": lambda g: IssueDraft(command_id(), g.draft_id),
    "invoices.save_draft": lambda g: SaveDraft(
        command_id(), InvoiceId(new_id()), g.account_id, (_DRAFT_LINE,), notes="two visits"
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
    "parties.add_external_id": lambda g: AddExternalId(
        command_id(), g.patient_id, "Laboratory", "L-0099"
    ),
    "parties.change_account": lambda g: ChangeAccount(
        command_id(), g.account_id, AccountStatus.SUSPENDED, usd(50_000)
    ),
    "parties.change_guarantor": lambda g: ChangeGuarantor(command_id(), g.guarantor_id, _PERSON),
    "parties.fill_fields": lambda g: FillFields(
        command_id(), g.account_id, (FieldTyped(g.field_id, "Dr. Novak"),)
    ),
    "parties.flag_account": lambda g: FlagAccount(
        command_id(), g.account_id, FlagKind.NOTE, "Hard of hearing"
    ),
    "parties.remove_external_id": lambda g: RemoveExternalId(
        command_id(), g.patient_id, "old", "0007"
    ),
    "parties.save_field": lambda g: SaveField(
        command_id(), "Contact", FieldKind.CHOICE, choices=("mail", "phone")
    ),
    "parties.set_guarantor": lambda g: SetGuarantor(
        command_id(), g.account_id, guarantor=_PERSON, relationship=Relationship.PARENT
    ),
    "parties.unflag_account": lambda g: UnflagAccount(
        command_id(), g.account_id, flag_id(g.account_id, "no_checks", "")
    ),
    "parties.write_notes": lambda g: WriteNotes(command_id(), g.account_id, "pays monthly"),
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
    "payments.apply_credit": lambda g: ApplyCredit(
        command_id(), g.account_id, usd(500), (g.invoice_id,)
    ),
    "payments.drop_parked": lambda g: DropParked(command_id(), PaymentId(new_id())),
    "payments.park_form": lambda g: ParkForm(
        command_id(),
        PaymentId(new_id()),
        g.account_id,
        "cash",
        "12",
        "20",
        (g.invoice_id,),
        '{"legs":[{"method":"cash","amount":"12"}],"joined":[]}',
    ),
    "payments.record_not_collected": lambda g: RecordNotCollected(
        command_id(),
        g.account_id,
        usd(500),
        ReasonId(derived("reason", "not_collected", "1")),
        "pays Friday",
    ),
    "payments.reprint_receipt": lambda g: ReprintReceipt(command_id(), g.receipt_id),
    "payments.save_tender_type": lambda g: SaveTenderType(
        command_id(),
        "gift_card",
        "Gift card",
        TenderKind.OTHER,
        "1030",
        (TenderField.REFERENCE,),
        refunded_by="cash",
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
    "settings.keep_columns": lambda g: KeepColumns(command_id(), "accounts", ("name", "owed")),
    "settings.set_up_practice": lambda g: _practice(),
}
ACTORS: dict[str, Callable[[Ground], Actor]] = {
    "drawers.move_cash": lambda g: g.cashier,
    "drawers.open_drawer": lambda g: g.cashier,
    "drawers.open_shift": lambda g: g.newcomer,
    "drawers.reverse_movement": lambda g: g.cashier,
    "drawers.seal_count": lambda g: g.cashier,
    "payments.take_payment": lambda g: g.cashier,
}
REFUSED_NOW = frozenset({"settings.set_up_practice"})
"""Actions whose good command is refused in a practice that exists."""


def _practice() -> SetUpPractice:
    return set_up(organization_name="Another")
