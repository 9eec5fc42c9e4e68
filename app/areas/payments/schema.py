"""Tables of payments: tenders, allocations, receipts, what was undone, and the lists around."""

from __future__ import annotations

from sqlalchemy import Index

from app.areas.ledger.values import GL
from app.storage.tables import (
    check,
    day,
    document_table,
    fact_table,
    ident,
    instant,
    local_table,
    made,
    view_table,
    whole,
    words,
    yes_no,
)

tender_type = document_table(
    "tender_type",
    words("method", "cash, check, credit_card, debit_card, ach, wire …"),
    words("name", "as the practice says it"),
    words("kind", "cash, check, card, other: how it moves"),
    words("gl_code", "what it debits"),
    words("required", "fields that must be filled, separated by spaces"),
    yes_no("opens_drawer"),
    yes_no("in_deposit", "goes to the bank in a bag"),
    words("refunded_by", "method, or empty for the same one"),
    whole("position"),
    yes_no("active"),
    comment="The ways a practice takes money",
)

payment = fact_table(
    "payment",
    *made(),
    words("number", "the number of its first receipt"),
    ident("account_id"),
    ident("payer_id", null=True),
    whole("amount_minor"),
    words("currency"),
    words("source", "patient, guarantor, insurance_primary …"),
    words("channel", "counter, mail, online"),
    words("payer_name"),
    words("purpose", "balance, copay, deductible …"),
    ident("shift_id", null=True),
    ident("received_by"),
    words("notes"),
    check("payment_is_money", "amount_minor > 0"),
    comment="Money received; its tenders and allocations explain it",
    indexes=[
        Index("payment_account", "account_id", "at"),
        Index("payment_station", "station_id", "at"),
        Index("payment_number", "number"),
        Index("payment_at", "at"),
        Index("payment_day", "business_date"),
        Index("payment_shift", "shift_id"),
    ],
)

tender = fact_table(
    "tender",
    *made(),
    ident("payment_id"),
    whole("leg_no"),
    words("method"),
    words("kind"),
    words("gl_code"),
    whole("amount_minor", "what it pays"),
    words("currency"),
    whole("given_minor", "cash handed over", null=True),
    whole("change_minor", "cash handed back", null=True),
    whole("rounding_minor", "cash taken less what it pays; its own leg in the entry", null=True),
    ident("shift_id", null=True),
    words("reference"),
    words("bank"),
    words("check_number"),
    words("card_last4"),
    words("card_brand"),
    words("wallet"),
    words("gateway"),
    words("gateway_transaction_id"),
    ident(
        "corrects_id",
        "the tender this one stands for from now on",
        null=True,
        takes_back="tender",
    ),
    ident("reason_id", "why it was corrected", null=True),
    words("reason", "in the words of then"),
    check("tender_is_money", "amount_minor > 0"),
    comment="One leg of a payment",
    indexes=[Index("tender_payment", "payment_id")],
)
Index("tender_undeposited", tender.c.id, sqlite_where=tender.c.gl_code == GL.UNDEPOSITED_CHECKS)
Index("tender_check", tender.c.check_number, sqlite_where=tender.c.check_number != "")
Index("tender_corrects", tender.c.corrects_id, sqlite_where=tender.c.corrects_id.is_not(None))

allocation = fact_table(
    "allocation",
    *made(),
    ident("payment_id"),
    ident("invoice_id"),
    ident("account_id"),
    whole("amount_minor"),
    words("currency"),
    words("purpose", "balance, copay, deductible, coinsurance, prepayment, other"),
    ident("action_id", "the command that made it: the payment's own, or a later one"),
    ident("reverses_id", "the allocation this one takes back", null=True, takes_back="allocation"),
    words("notes"),
    comment="How much of a payment goes to which invoice",
    indexes=[Index("allocation_payment", "payment_id"), Index("allocation_invoice", "invoice_id")],
)

receipt = fact_table(
    "receipt",
    *made(),
    words("number"),
    words("number_series"),
    whole("number_value"),
    ident("payment_id"),
    ident("account_id"),
    whole("amount_minor", "what this receipt is for: the payment, or its part"),
    words("currency"),
    words("snapshot", "what it says, as JSON; every paper and screen shows exactly this"),
    comment="The receipt as it was when the money was taken",
    indexes=[Index("receipt_payment", "payment_id")],
)

payment_void = fact_table(
    "payment_void",
    *made(),
    ident("payment_id", takes_back="payment"),
    ident("shift_id", "the shift it was taken in, whose drawer gives the cash back", null=True),
    whole("amount_minor", "what the payment was"),
    whole("cash_minor", "cash that goes back"),
    words("currency"),
    ident("reason_id"),
    words("reason", "in the words of then"),
    words("note"),
    ident("approval_id", null=True),
    check("payment_void_is_money", "amount_minor > 0 AND cash_minor >= 0"),
    comment="A payment undone whole",
    indexes=[Index("payment_void_payment", "payment_id")],
)

receipt_revision = fact_table(
    "receipt_revision",
    *made(),
    ident("receipt_id"),
    ident("payment_id"),
    ident("action_id", "the void, the right tender or the re-allocation it follows"),
    words("kind", "corrected, void, reallocated"),
    whole("revision_no"),
    ident("reason_id"),
    words("reason", "in the words of then"),
    words("note"),
    words("snapshot", "what the receipt says now, as JSON"),
    check("receipt_revision_counts", "revision_no > 0"),
    comment="A receipt made again because its payment was corrected or undone",
    indexes=[
        Index("receipt_revision_receipt", "receipt_id", "revision_no"),
        Index("receipt_revision_payment", "payment_id"),
    ],
)

not_collected = fact_table(
    "not_collected",
    *made(),
    ident("account_id"),
    whole("amount_minor", "what was asked for"),
    words("currency"),
    ident("shift_id", null=True),
    ident("reason_id"),
    words("reason", "in the words of then"),
    words("note"),
    check("not_collected_is_money", "amount_minor > 0"),
    comment="Money that was asked for and not given",
    indexes=[Index("not_collected_account", "account_id")],
)

payment_state = view_table(
    "payment_state",
    ident("payment_id"),
    ident("account_id"),
    words("status", "completed, void"),
    yes_no("corrected"),
    whole("unapplied_minor", "what goes to no invoice: credit on the account"),
    words("currency"),
    ident("shift_id", null=True),
    day("business_date"),
    key=["payment_id"],
    comment="Where each payment stands",
)
Index(
    "payment_state_unapplied",
    payment_state.c.account_id,
    sqlite_where=payment_state.c.unapplied_minor > 0,
)

payment_joined = view_table(
    "payment_joined",
    ident("account_id"),
    ident("payment_id"),
    key=["account_id", "payment_id"],
    comment="Other accounts whose invoices a payment went to: family paid in one",
    indexes=[Index("payment_joined_payment", "payment_id")],
)

returned_check = fact_table(
    "returned_check",
    *made(),
    ident("payment_id", takes_back="payment"),
    ident("tender_id"),
    ident("account_id"),
    whole("amount_minor"),
    words("currency"),
    day("bank_date", "when the bank sent it back"),
    words("bank_reason", "insufficient_funds, account_closed, stop_payment, signature …"),
    words("place", "safe, bag, transit, bank: where it stood"),
    words("gl_code", "what it was taken off"),
    ident("deposit_id", null=True),
    whole("fee_minor"),
    ident("fee_invoice_id", null=True),
    ident("flag_id", "the mark it put on the account", null=True),
    words("note"),
    ident("approval_id", null=True),
    ident("reverses_id", "the return this one takes back", null=True, takes_back="returned_check"),
    check("returned_check_is_money", "amount_minor > 0 AND fee_minor >= 0"),
    comment="A check the bank did not pay, or that turned out to be paid after all",
    indexes=[
        Index("returned_check_payment", "payment_id"),
        Index("returned_check_tender", "tender_id"),
        Index("returned_check_account", "account_id"),
    ],
)

payment_refund = fact_table(
    "payment_refund",
    *made(),
    ident("payment_id", takes_back="payment"),
    ident("tender_id", "the leg that brought what goes back"),
    ident("account_id"),
    ident("refund_id"),
    ident("action_id", "the step of the refund that took it, or that gave it back again"),
    whole("amount_minor", "what the payment is worth less; negative where it is given back"),
    words("currency"),
    ident("reverses_id", "the row this one takes back", null=True, takes_back="payment_refund"),
    check("payment_refund_is_money", "amount_minor <> 0"),
    comment="So much of a payment goes back to whoever paid it",
    indexes=[
        Index("payment_refund_payment", "payment_id"),
        Index("payment_refund_tender", "tender_id"),
        Index("payment_refund_refund", "refund_id"),
    ],
)

payment_refunded = view_table(
    "payment_refunded",
    ident("refund_id"),
    ident("payment_id"),
    ident("tender_id"),
    words("number", "the refund's"),
    words("status", "pending, approved, processed, completed, failed"),
    whole("amount_minor"),
    words("currency"),
    key=["refund_id", "payment_id", "tender_id"],
    comment="Refunds of payments that are not cancelled: what they leave of each tender",
    indexes=[Index("payment_refunded_payment", "payment_id")],
)

tender_hold = view_table(
    "tender_hold",
    ident("tender_id"),
    words("why", "the number of the deposit it is in"),
    key=["tender_id"],
    comment="Checks that are neither void nor corrected, because they are in a bag",
)

parked_form = local_table(
    "parked_form",
    ident("payment_id", "the id the payment will have"),
    ident("account_id"),
    words("amount_text", "as typed, for the list"),
    words("given_text", "as typed, for the list"),
    words("typed", "the whole form as JSON"),
    ident("user_id"),
    instant("at"),
    key=["payment_id"],
    comment="Payments that were begun and put aside",
)
