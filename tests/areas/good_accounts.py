"""One good command for each action on accounts, services and invoices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.areas.catalog.values import SaveService, SaveTaxRate
from app.areas.invoices.values import (
    BillTo,
    BringForward,
    CancelInvoice,
    DiscardDraft,
    IssueDraft,
    IssueInvoice,
    SaveDraft,
)
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
    RegisterPatient,
    Relationship,
    RemoveExternalId,
    RenumberAccount,
    SaveField,
    SetGuarantor,
    UnflagAccount,
    WriteNotes,
)
from app.kernel.ids import (
    AccountId,
    InvoiceId,
    ReasonId,
    new_id,
)
from app.kernel.ids import derived_id as derived
from tests.areas.good_ground import Ground
from tests.areas.good_lines import DRAFT_LINE, LINE, PERSON, usd
from tests.building import command_id

GOOD_ACCOUNTS: dict[str, Callable[[Ground], Any]] = {
    "catalog.save_service": lambda g: SaveService(command_id(), "99213", "Office visit", usd(3500)),
    "catalog.save_tax_rate": lambda g: SaveTaxRate(
        command_id(), "standard", "Sales tax", 82_500, date(2026, 1, 1)
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
        command_id(), InvoiceId(new_id()), g.account_id, (DRAFT_LINE,), notes="two visits"
    ),
    "invoices.issue_invoice": lambda g: IssueInvoice(
        command_id(), g.account_id, (LINE,), bill_to=BillTo("Hoa"), invoice_date=date(2026, 1, 5)
    ),
    "parties.add_external_id": lambda g: AddExternalId(
        command_id(), g.patient_id, "Laboratory", "L-0099"
    ),
    "parties.change_account": lambda g: ChangeAccount(
        command_id(), g.account_id, AccountStatus.SUSPENDED, usd(50_000)
    ),
    "parties.change_guarantor": lambda g: ChangeGuarantor(command_id(), g.guarantor_id, PERSON),
    "parties.fill_fields": lambda g: FillFields(
        command_id(), g.account_id, (FieldTyped(g.field_id, "Dr. Novak"),)
    ),
    "parties.flag_account": lambda g: FlagAccount(
        command_id(), g.account_id, FlagKind.NOTE, "Hard of hearing"
    ),
    "parties.remove_external_id": lambda g: RemoveExternalId(
        command_id(), g.patient_id, "old", "0007"
    ),
    "parties.renumber_account": lambda g: RenumberAccount(command_id(), g.account_id),
    "parties.save_field": lambda g: SaveField(
        command_id(), "Contact", FieldKind.CHOICE, choices=("mail", "phone")
    ),
    "parties.set_guarantor": lambda g: SetGuarantor(
        command_id(), g.account_id, guarantor=PERSON, relationship=Relationship.PARENT
    ),
    "parties.unflag_account": lambda g: UnflagAccount(
        command_id(), g.account_id, flag_id(g.account_id, "no_checks", "")
    ),
    "parties.write_notes": lambda g: WriteNotes(command_id(), g.account_id, "pays monthly"),
    "parties.add_guarantor": lambda g: AddGuarantor(command_id(), PERSON),
    "parties.add_payer": lambda g: AddPayer(command_id(), "Acme Health", PayerType.MCO),
    "parties.change_patient": lambda g: ChangePatient(command_id(), g.patient_id, PERSON),
    "parties.register_patient": lambda g: RegisterPatient(
        command_id(),
        AccountId(new_id()),
        PERSON,
        credit_limit=usd(100),
        external_ids=(ExternalId("old", "00123"),),
        guarantor=PERSON,
        guarantor_relationship=Relationship.PARENT,
    ),
}
