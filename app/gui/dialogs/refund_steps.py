"""The short forms of a refund's steps: the check or transfer, why not, what came back, who was
told, at which reader.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.areas.cards.gateway_values import ReaderRow
from app.areas.deposits.bank_values import BankAccountRow
from app.areas.ledger.values import Reason
from app.areas.refunds.queries import told_words
from app.areas.refunds.shown_values import RefundView
from app.areas.refunds.values import PayRefund, RefundMethod, RefundStatus, ToldHow
from app.areas.settings.values import Practice
from app.gui.desk import Desk
from app.gui.dialogs.form_panel import Ask, FormPanel
from app.gui.dialogs.refund_words import ways
from app.kernel.i18n import format_money
from app.kernel.ids import BankAccountId, CommandId
from app.kernel.translate import t, t_own


def payout(
    parent: QWidget,
    refund: RefundView,
    banks: tuple[BankAccountRow, ...],
    practice: Practice,
    *,
    another: bool,
) -> FormPanel:
    """How it was given back; with `another` which way, too."""
    amount = format_money(refund.amount, practice.locale)
    check = refund.method is RefundMethod.CHECK
    terminal = refund.method is RefundMethod.CARD_REVERSAL
    asks: list[Ask] = []
    if another:
        choices = ways(card=terminal and not refund.by_reader)
        asks.append(Ask("method", t("Which way"), "choice", choices=choices))
    if another or not terminal:
        chosen = next((row.bank_account_id for row in banks if row.is_default), None)
        listed = tuple((row.bank_account_id, row.name) for row in banks)
        asks.append(Ask("bank_account_id", t("From"), "choice", chosen, listed, optional=True))
    if another or check:
        asks.append(
            Ask("check_number", t("Check number"), optional=another or not check, half=True)
        )
    if another or not check:
        words = t("Number on the terminal’s slip") if terminal else t("Number of the transfer")
        asks.append(Ask("reference", words, optional=another, half=True))
    asks.append(Ask("happened_on", t("On"), "day", optional=True, half=True, empty=t("today")))
    asks.append(Ask("note", t("Note"), optional=True))
    title = t("Refund {number}, {amount}", number=refund.number, amount=amount)
    verb = t("Given back {amount}", amount=amount)
    about = t("{account}, {name}", account=refund.header.account_number, name=refund.header.name)
    return FormPanel(parent, title, verb, tuple(asks), practice, about=about)


def paid(intent: CommandId, refund: RefundView, form: FormPanel) -> PayRefund:
    """The command of what stands in the form; only what fits the way is told."""
    told: dict[str, Any] = form.form.values()
    method = RefundMethod(told["method"]) if told.get("method") else refund.method
    from_bank = method not in (RefundMethod.CASH, RefundMethod.CARD_REVERSAL)
    bank = told.get("bank_account_id") if from_bank else None
    return PayRefund(
        intent,
        refund.refund_id,
        method,
        BankAccountId(bank) if bank else None,
        told.get("check_number", "") if method is RefundMethod.CHECK else "",
        told.get("reference", ""),
        told.get("happened_on"),
        told.get("note", ""),
    )


def why(
    parent: QWidget, refund: RefundView, reasons: tuple[Reason, ...], practice: Practice
) -> FormPanel:
    """Why it is not given back."""
    pending = refund.status is RefundStatus.PENDING
    verb = t("Let refund {number} be", number=refund.number)
    about = t("Nothing was moved yet.")
    if not pending:
        about = t("Its money lies again where it lay: on its invoices as far as they are owed.")
    asks = (
        Ask(
            "reason_id",
            t("Why"),
            "choice",
            choices=tuple((one.reason_id, t_own(one.words)) for one in reasons),
        ),
        Ask("note", t("Note"), optional=True),
    )
    title = t("Don’t give it back")
    return FormPanel(parent, title, verb, asks, practice, about=about)


def came_back(parent: QWidget, refund: RefundView, practice: Practice) -> FormPanel:
    """A check that was not cashed, a transfer that came back."""
    amount = format_money(refund.amount, practice.locale)
    asks = (
        Ask("happened_on", t("On"), "day", optional=True, empty=t("today")),
        Ask("note", t("What happened"), optional=True),
    )
    about = t("It is owed to the patient again, and can be given another way.")
    verb = t("{amount} came back", amount=amount)
    return FormPanel(parent, t("The money came back"), verb, asks, practice, about=about)


def told(parent: QWidget, refund: RefundView, practice: Practice) -> FormPanel:
    """That the patient knows."""
    asks = (
        Ask(
            "told_how",
            t("How"),
            "choice",
            str(ToldHow.IN_PERSON),
            tuple((str(one), told_words(one)) for one in ToldHow),
        ),
        Ask("note", t("Note"), optional=True),
    )
    about = t("{account}, {name}", account=refund.header.account_number, name=refund.header.name)
    return FormPanel(parent, t("The patient was told"), t("Note it"), asks, practice, about=about)


def at_reader(
    parent: QWidget, refund: RefundView, readers: tuple[ReaderRow, ...], desk: Desk
) -> FormPanel:
    """At which reader the card is held."""
    amount = format_money(refund.amount, desk.practice.locale)
    choices = tuple((row.reader_id, row.label) for row in readers)
    only = choices[0][0] if len(choices) == 1 else None
    asks = (Ask("reader_id", t("Card reader"), "choice", only, choices),)
    about = t("This card gives money back only while it is held to a reader.")
    verb = t("Give {amount} back", amount=amount)
    return FormPanel(parent, t("Back to the card"), verb, asks, desk.practice, about=about)
