"""Tables of cards: gateways, readers, attempts opened and ended, and what was charged."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import (
    check,
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

gateway = document_table(
    "gateway",
    words("name", "as the practice says it"),
    words("provider", "stripe, simulated, square, paypal, authorize_net, braintree, sepay, other"),
    words("methods", "ways to pay it takes, separated by spaces"),
    words("default_for", "methods it is the first choice of, separated by spaces"),
    words("merchant_id", "the practice's number there, for people"),
    words("account_ref", "the account there, as read when a key was checked"),
    words("base_url", "where its interface is; empty for the provider's own"),
    yes_no("integrated", "whether the program talks to it; else a stand-alone terminal"),
    yes_no("test_mode"),
    words("settings", "what this provider needs besides, as JSON"),
    whole("position"),
    yes_no("active"),
    comment="Those who charge cards for the practice; their secrets are in keyrings alone",
)

card_reader = document_table(
    "card_reader",
    ident("gateway_id"),
    words("label"),
    words("reader_ref", "its id there"),
    words("location_ref", "the id of its place there"),
    words("device_type"),
    words("serial_number"),
    yes_no("active"),
    comment="Card readers of the practice",
)

card_attempt = fact_table(
    "card_attempt",
    *made(),
    ident("payment_id", "the id the payment will have"),
    ident("account_id"),
    ident("gateway_id"),
    ident("reader_id", null=True),
    words("method", "the way to pay it was begun as"),
    whole("amount_minor", "what the card is to be charged"),
    words("currency"),
    ident("shift_id", null=True),
    yes_no("test_mode"),
    words("command", "the whole payment as JSON, so that any window can post it"),
    check("card_attempt_is_money", "amount_minor > 0"),
    comment="An attempt to charge a card, committed before anybody is called",
    indexes=[
        Index("card_attempt_payment", "payment_id"),
        Index("card_attempt_account", "account_id"),
        Index("card_attempt_at", "at"),
    ],
)

card_attempt_invoice = fact_table(
    "card_attempt_invoice",
    ident("attempt_id"),
    ident("invoice_id"),
    whole("amount_minor", "how much of it was meant for this invoice"),
    words("currency"),
    comment="The invoices an open attempt keeps from being paid otherwise",
    indexes=[
        Index("card_attempt_invoice_attempt", "attempt_id"),
        Index("card_attempt_invoice_invoice", "invoice_id"),
    ],
)

card_attempt_end = fact_table(
    "card_attempt_end",
    *made(),
    ident("attempt_id"),
    words("outcome", "charged, not_charged"),
    words("intent_ref"),
    words("charge_ref"),
    whole("charged_minor"),
    words("currency"),
    words("code", "why, in the processor's words: card_declined, reader_offline, cancelled …"),
    words("decline_code"),
    words("request_ref", "the processor's own number of the last call, for its support"),
    yes_no("swept", "found out later, not while the person waited"),
    words("note"),
    ident("approval_id", null=True),
    check("card_attempt_end_is_money", "charged_minor >= 0"),
    comment="How an attempt ended; where two windows say so, the one that charged holds",
    indexes=[Index("card_attempt_end_attempt", "attempt_id")],
)

card_attempt_step = fact_table(
    "card_attempt_step",
    *made(),
    ident("attempt_id"),
    words("kind", "changed, cash_back, accepted, taken_over"),
    whole("amount_minor", "what the card is to be charged now, or the cash given back", null=True),
    words("currency"),
    words("command", "the whole payment as JSON where it was changed; else empty"),
    ident("shift_id", "the shift that may be closed although nobody knows yet", null=True),
    words("reason"),
    ident("approval_id", null=True),
    comment="What people decided while an attempt was open",
    indexes=[Index("card_attempt_step_attempt", "attempt_id")],
)

card_charge = fact_table(
    "card_charge",
    *made(),
    ident("attempt_id"),
    ident("payment_id"),
    ident("tender_id"),
    ident("gateway_id"),
    words("intent_ref"),
    words("charge_ref", "the processor's id of the charge: it is in the books once"),
    whole("amount_minor"),
    words("currency"),
    words("funding", "credit, debit, prepaid, unknown"),
    words("brand"),
    words("last4"),
    words("wallet", "apple_pay, google_pay …"),
    words("entry_method", "contactless_emv, contact_emv, contactless_magstripe_mode, swipe …"),
    words("network"),
    words("application_name"),
    words("aid", "which application of the chip: the dedicated file name"),
    words("authorization_code"),
    words("authorization_response"),
    words("verification", "how the card holder was verified: the method's code"),
    words("verification_results"),
    words("status_information"),
    words("account_type"),
    yes_no("interac", "it is given back with the card at the reader alone"),
    words("balance_ref", "the row of the processor's account it settled in"),
    whole("fee_minor", null=True),
    instant("charged_at", "by the processor's clock", null=True),
    check("card_charge_is_money", "amount_minor > 0"),
    comment="What a card was charged, and what its receipt has to say",
    indexes=[
        Index("card_charge_ref", "charge_ref"),
        Index("card_charge_attempt", "attempt_id"),
        Index("card_charge_payment", "payment_id"),
        Index("card_charge_tender", "tender_id"),
    ],
)

card_attempt_state = view_table(
    "card_attempt_state",
    ident("attempt_id"),
    ident("account_id"),
    ident("shift_id", null=True),
    ident("station_id"),
    words("status", "open, charged, not_charged"),
    instant("at"),
    key=["attempt_id"],
    comment="Where each attempt stands",
    indexes=[Index("card_attempt_state_at", "at")],
)
Index(
    "card_attempt_state_open",
    card_attempt_state.c.at,
    sqlite_where=card_attempt_state.c.status == "open",
)

card_working = local_table(
    "card_working",
    ident("attempt_id"),
    words("state", "where the state machine is"),
    words("reader_ref"),
    words("intent_ref"),
    words("create_key", "the idempotency key of creating"),
    whole("arm_no", "how often the reader was told"),
    words("arm_key", "the key of the last time"),
    words("cancel_key", "the key of cancelling, capturing or changing the intent"),
    yes_no("wants_void", "the person wants out: charge nothing if that can be had"),
    yes_no("swept", "the person was sent on: what is found out later is told as late"),
    whole("tries"),
    words("code", "the last thing the processor said"),
    words("decline_code"),
    words("message", "in its words, for details alone"),
    words("request_ref"),
    instant("armed_at", "when a reader may first have been told; null while none can", null=True),
    instant("state_since"),
    key=["attempt_id"],
    comment="The working state of attempts of this window",
)

card_notice = local_table(
    "card_notice",
    ident("attempt_id"),
    ident("user_id", "who began it"),
    instant("at"),
    key=["attempt_id"],
    comment="Outcomes that were found out late and that nobody read yet",
)

window_reader = local_table(
    "window_reader",
    ident("gateway_id"),
    ident("reader_id"),
    key=["gateway_id"],
    comment="Which reader stands at this window",
)

gateway_standing = local_table(
    "gateway_standing",
    ident("gateway_id"),
    yes_no("key_kept", "whether this computer's keyring has its key"),
    words("trouble", "why cards can't be charged through it now; empty where they can"),
    instant("checked_at", null=True),
    key=["gateway_id"],
    comment="Whether this window can charge cards",
)

card_outside = local_table(
    "card_outside",
    words("ref", "the processor's id of the refund, the dispute or the charge"),
    words("kind", "refund, dispute, charge"),
    ident("gateway_id"),
    words("charge_ref"),
    words("ours", "the id of the refund or attempt it says it was made for; mostly empty"),
    whole("amount_minor"),
    words("currency"),
    words("status", "in the processor's words"),
    words("reason", "in the processor's words"),
    instant("happened_at", "by the processor's clock"),
    instant("answer_by", "until when a dispute may be answered", null=True),
    key=["ref"],
    comment="Money that moved at a processor without this program, as this window saw it there",
)

gateway_looked = local_table(
    "gateway_looked",
    ident("gateway_id"),
    instant("until", "what was made there before was seen"),
    key=["gateway_id"],
    comment="How far this window has looked for what was done at a processor without it",
)

simulated_terminal = local_table(
    "simulated_terminal",
    words("name", "reader, or the id of an intent or a refund"),
    words("told", "what it is, as JSON"),
    key=["name"],
    comment="The pretended processor and reader of the demo and of training",
)
