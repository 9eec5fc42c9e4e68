"""Opens charges, new patients and invoices over any screen and carries out what they ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.areas.catalog import queries as catalog
from app.areas.invoices import drafting
from app.areas.invoices import queries as invoices
from app.areas.invoices.values import (
    DiscardDraft,
    DraftDiscarded,
    DraftSaved,
    InvoiceIssued,
    IssueDraft,
    SaveDraft,
)
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.parties import queries as parties
from app.areas.parties import service as registering
from app.areas.parties.values import AccountHeader, PatientRegistered, RegisterPatient, Relationship
from app.gui.desk import Desk
from app.gui.dialogs.charge_panel import ChargePanel
from app.gui.dialogs.draft_writing import Charge, DraftWriting, charge_to_write
from app.gui.dialogs.invoice_desk import InvoiceDesk
from app.gui.dialogs.invoice_panel import InvoicePanel
from app.gui.dialogs.kept_typing import KeptTyping
from app.gui.dialogs.patient_panel import PatientPanel
from app.kernel.actor import Permission as P
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import AccountId, CommandId, InvoiceId, new_id
from app.kernel.translate import t
from app.storage.seen import EditedMeanwhile, position


class BillDesk(QObject):
    """One for each window; one panel at a time. What is typed into a charge is kept as a draft."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.charge: ChargePanel | None = None
        self.patient: PatientPanel | None = None
        self._registered: Callable[[AccountId], None] | None = None
        self._intent = CommandId(new_id())
        self._new_account = AccountId(new_id())
        self._kept = KeptTyping()
        self._writing = DraftWriting(None, 0)
        self._invoices = InvoiceDesk(window, desk, lambda: self.is_busy)
        desk.write_charge = self.write_charge
        desk.new_patient = self.new_patient
        desk.show_invoice = self.show_invoice
        desk.seat.signed_out.connect(self._forget)

    @property
    def is_busy(self) -> bool:
        """Whether one of its panels stands over the window."""
        return bool(self.charge or self.patient or self.invoice)

    def withdraw(self) -> None:
        """The lock comes: a charge is kept as a draft, nothing is shown."""
        for panel in (self.charge, self.patient, self.invoice):
            if panel is not None:
                panel.leave()

    def _forget(self) -> None:
        self.withdraw()
        self._kept.clear()

    def _free(self, permission: P) -> bool:
        actor = self._desk.seat.actor
        return actor is not None and actor.may(permission) and not self.is_busy

    # -------------------------------------------------------------------------------- charges

    def write_charge(self, account_id: AccountId, draft_id: InvoiceId | None = None) -> None:
        """Write a new charge for an account, or go on with a draft."""
        if self._free(P.DRAFT_INVOICE):
            self._desk.runner.ask(
                charge_to_write, account_id, draft_id, done=self._open_charge, key="charge.open"
            )

    def _open_charge(self, found: Charge) -> None:
        if not self._free(P.DRAFT_INVOICE):
            return
        header, draft, at = found
        draft_id = draft.draft_id if draft else InvoiceId(new_id())
        panel = self._charge_panel(header, draft_id, DraftWriting(draft, at))
        lines = tuple(line.line for line in draft.lines) if draft else ()
        panel.begin(lines, draft.notes if draft else "")
        if draft is not None:
            panel.show_sums(panel.lines, draft.lines)

    def _charge_panel(
        self, header: AccountHeader, draft_id: InvoiceId, writing: DraftWriting
    ) -> ChargePanel:
        panel = self.charge = ChargePanel(
            self._window,
            header,
            self._desk.practice,
            draft_id,
            known=writing.seen is not None,
            may_issue=self._desk.actor.may(P.ISSUE_INVOICE),
        )
        self._writing, self._intent = writing, CommandId(new_id())
        panel.typed.connect(self._find_services)
        panel.changed.connect(self._price)
        panel.save_wanted.connect(self._keep)
        panel.issue_wanted.connect(self._save_and_issue)
        panel.discard_wanted.connect(self._discard)
        panel.left.connect(self._charge_left)
        self._desk.runner.ask(
            ledger.reasons, ReasonKind.DISCOUNT, done=self._discounts, key="charge.reasons"
        )
        return panel

    def _discounts(self, reasons: Any) -> None:
        panel = self.charge
        if panel is None:
            return
        panel.entry.show_reasons(reasons)
        kept = self._kept.take_line(panel.draft_id if panel.known else panel.header.account_id)
        if kept is not None:
            panel.enter(kept.place)
            panel.entry.go_on(kept)

    def _find_services(self, text: str) -> None:
        def found(rows: Any) -> None:
            if self.charge is not None:
                self.charge.show_found(text, rows)

        self._desk.runner.ask(catalog.services, text, 50, done=found, key="charge.services")

    def _price(self) -> None:
        panel = self.charge
        if panel is None:
            return
        lines = panel.lines

        def priced(views: Any) -> None:
            if self.charge is not None:
                self.charge.show_sums(lines, views)

        account_id = panel.header.account_id
        self._desk.runner.ask(
            invoices.priced_draft, account_id, lines, done=priced, key="charge.sums"
        )

    def _charge_left(self) -> None:
        """Whatever was typed is kept: a charge put away is a draft."""
        panel, self.charge = self.charge, None
        if panel is not None and panel.entering and self._desk.seat.actor is not None:
            saved = panel.known or bool(panel.dirty and panel.lines)
            charge = panel.draft_id if saved else panel.header.account_id
            self._kept.keep_line(charge, panel.entry.typed(panel.editing))
            self._desk.toasts.caution(
                t("The line you were typing is kept."),
                t("Open the draft to go on with it.")
                if saved
                else t("Begin a charge for the same account to go on with it."),
            )
        if panel is None or not panel.dirty or not panel.lines or self._desk.seat.actor is None:
            return
        self._save(panel, self._kept_as_draft)

    def _keep(self) -> None:
        """What is on the screen, also where somebody else's stands in the books."""
        if self.charge is not None:
            self.charge.dirty = self.charge.dirty or self._writing.told
            self.charge.leave()

    def _save(self, panel: ChargePanel, done: Callable[[DraftSaved], None]) -> None:
        writing = self._writing
        command = SaveDraft(
            CommandId(new_id()),
            panel.draft_id,
            panel.header.account_id,
            panel.lines,
            notes=panel.note.text().strip(),
        )

        def refused(why: UserError) -> None:
            if isinstance(why, EditedMeanwhile):
                writing.tell(why)
                if self._free(P.DRAFT_INVOICE):
                    self._show_again(panel.header, command, writing)
            self._refused(why)

        self._act(writing.save, command, done, refused)

    def _show_again(self, header: AccountHeader, mine: SaveDraft, writing: DraftWriting) -> None:
        """It was put away while somebody changed it: theirs stays, unless it is saved once more."""
        panel = self._charge_panel(header, mine.draft_id, writing)
        panel.begin(mine.lines, mine.notes)
        panel.changed.emit()

    def _kept_as_draft(self, saved: DraftSaved) -> None:
        words = t("Kept as a draft for {amount}.", amount=format_money(saved.total))
        self._desk.toasts.success(words, t("It is billed when it is issued or paid."))

    def _save_and_issue(self) -> None:
        """First what is typed, then the issue: the draft is there whatever happens between."""
        panel = self.charge
        if panel is None:
            return
        panel.busy(True)
        if not panel.dirty and not self._writing.told:
            self._issue()
            return

        def saved(_saved: DraftSaved) -> None:
            self._desk.runner.ask(position, done=kept, key="charge.position")

        def kept(at: Any) -> None:
            self._writing.kept(panel.draft_id, at)
            self._issue()

        self._save(panel, saved)

    def _issue(self) -> None:
        panel = self.charge
        if panel is None:
            return
        panel.dirty = False
        panel.busy(True)
        command = IssueDraft(self._intent, panel.draft_id)
        self._act(drafting.issue_draft, command, self._issued)

    def _issued(self, issued: InvoiceIssued) -> None:
        self._put_away_charge()
        amount = format_money(issued.total)
        self._desk.toasts.success(
            t("{number} for {amount} is issued.", number=issued.number, amount=amount)
        )

    def _discard(self) -> None:
        panel = self.charge
        if panel is not None:
            panel.busy(True)
            command = DiscardDraft(self._intent, panel.draft_id)
            self._act(drafting.discard_draft, command, self._discarded)

    def _discarded(self, _discarded: DraftDiscarded) -> None:
        self._put_away_charge()
        self._desk.toasts.success(t("The draft is discarded. Nothing was billed."))

    def _put_away_charge(self) -> None:
        panel = self.charge
        if panel is not None:
            panel.dirty = panel.entering = False
            panel.leave()

    # ------------------------------------------------------------------------------- patients

    def new_patient(self, name: str = "", done: Callable[[AccountId], None] | None = None) -> None:
        """Register somebody; `done` gets their account, or that of somebody known."""
        if not self._free(P.EDIT_ACCOUNTS):
            return
        self._intent, self._registered = CommandId(new_id()), done
        self._new_account = AccountId(new_id())
        panel = self.patient = PatientPanel(self._window, self._desk.practice, name)
        panel.look_wanted.connect(self._look)
        panel.wanted.connect(self._register)
        panel.chosen.connect(self._known)
        panel.left.connect(self._patient_left)
        if kept := self._kept.patient(name):
            panel.go_on(*kept)
        panel.begin()

    def _look(self, told: Any) -> None:
        def found(likes: Any) -> None:
            if self.patient is not None:
                self.patient.show_likes(likes)

        self._desk.runner.ask(parties.near_duplicates, *told, done=found, key="patient.likes")

    def _register(self) -> None:
        panel = self.patient
        if panel is None:
            return
        panel.busy(True)
        payer = panel.payer()
        command = RegisterPatient(
            id=self._intent,
            account_id=self._new_account,
            person=panel.person(),
            guarantor=payer[0] if payer else None,
            guarantor_relationship=payer[1] if payer else Relationship.SELF,
        )
        self._act(registering.register_patient, command, self._made)

    def _made(self, made: PatientRegistered) -> None:
        name = self.patient.person() if self.patient is not None else None
        self._end_patient()
        words = t("{number} is registered.", number=made.account_number)
        if name is not None:
            full = f"{name.given_names} {name.family_name}".strip()
            words = t("{name} is registered, {number}.", name=full, number=made.account_number)
        self._desk.toasts.success(words)
        self._go_on(made.account_id)

    def _known(self, account_id: Any) -> None:
        self._end_patient()
        self._go_on(AccountId(account_id))

    def _end_patient(self) -> None:
        """Somebody is registered or found: what was typed is done with."""
        panel, self.patient = self.patient, None
        if panel is not None:
            self._kept.keep_patient(panel.begun, None)
            panel.leave()

    def _go_on(self, account_id: AccountId) -> None:
        then, self._registered = self._registered, None
        if then is not None:
            then(account_id)
        else:
            self._desk.go("account", account_id)

    def _patient_left(self) -> None:
        """Put away before it was sent: what was typed comes back with the form."""
        panel, self.patient = self.patient, None
        if panel is None or self._desk.seat.actor is None:
            return
        typed = panel.typed()
        self._kept.keep_patient(panel.begun, typed)
        if typed is not None:
            self._desk.toasts.success(
                t("What you typed for the new patient is kept."),
                t("It is there when you open the form again."),
            )

    # ------------------------------------------------------------------------------- invoices

    @property
    def invoice(self) -> InvoicePanel | None:
        return self._invoices.panel

    def show_invoice(self, invoice_id: InvoiceId) -> None:
        """An invoice as it was issued, with the verbs that are legal now."""
        self._invoices.show(invoice_id)

    # -------------------------------------------------------------------------------- sending

    def _act(
        self,
        action: Callable[..., Any],
        command: Any,
        done: Callable[[Any], None],
        refused: Callable[[UserError], None] | None = None,
    ) -> None:
        refused = refused or self._refused
        self._desk.runner.act(action, command, done=done, refused=refused, always=self._answered)

    def _refused(self, refused: UserError) -> None:
        self._intent = CommandId(new_id())
        if self.patient is not None:
            self.patient.say_error(refused.text, refused.field or "")
        elif self.charge is not None:
            self.charge.say_error(refused.text)
        else:
            self._desk.toasts.failure(refused.text)

    def _answered(self) -> None:
        for panel in (self.charge, self.patient):
            if panel is not None:
                panel.busy(False)
