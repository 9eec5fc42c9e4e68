"""Tables of bank accounts and deposits: what is in a bag, who counted it, and where it is."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import (
    check,
    day,
    document_table,
    fact_table,
    ident,
    instant,
    made,
    view_table,
    whole,
    words,
    yes_no,
)

bank_account = document_table(
    "bank_account",
    words("name", "as the practice calls it"),
    words("account_title", "whose account it is, as the bank has it"),
    words("bank"),
    words("bank_city"),
    words("layout", "us, canada, uk, india, neutral: how its slips and numbers look"),
    words("routing", "ABA, sort code, transit and institution, BSB: as the layout has it"),
    words("swift"),
    words("account_number"),
    words("account_type", "checking, savings, merchant, payroll"),
    words("currency"),
    words("gl_code", "the GL account that is this bank account and no other"),
    yes_no("active"),
    yes_no("is_default", "deposits go there unless another is chosen"),
    day("last_reconciled_on", null=True),
    whole("last_reconciled_minor", "the balance the bank stated then", null=True),
    whole("available_minor", "what the bank last said is available", null=True),
    day("available_on", null=True),
    comment="The practice's accounts at banks",
)

slip_overlay = document_table(
    "slip_overlay",
    ident("bank_account_id", "there is one for each account at most"),
    yes_no("used", "its slips are printed onto the bank's own"),
    yes_no("codes", "whether the account's numbers and its holder are filled in as well"),
    words("layout", "us, canada, uk, india, neutral: where the figures stand"),
    words("paper", "letter, a4, or width x height in tenths of a millimeter"),
    whole("right_tenths", "tenths of a millimeter to the right, negative to the left"),
    whole("down_tenths", "tenths of a millimeter down, negative up"),
    comment="Slips that a bank prints itself, and where the figures go on them",
    indexes=[Index("slip_overlay_account", "bank_account_id")],
)

deposit = fact_table(
    "deposit",
    *made(),
    words("number"),
    words("number_series"),
    whole("number_value"),
    ident("bank_account_id"),
    words("currency"),
    ident("count_id", "the first count of its cash"),
    whole("cash_minor", "what its items say of cash"),
    whole("counted_minor", "what the first count found of it"),
    whole("check_count"),
    whole("check_minor"),
    whole("card_count", "cards of the same shifts, for information: never part of it"),
    whole("card_minor"),
    words("note"),
    check(
        "deposit_is_money", "cash_minor >= 0 AND check_minor >= 0 AND cash_minor + check_minor > 0"
    ),
    comment="A bag of cash and checks made ready for the bank, after its first count",
    indexes=[
        Index("deposit_bank_account", "bank_account_id"),
        Index("deposit_day", "business_date"),
        Index("deposit_number", "number"),
    ],
)

deposit_item = fact_table(
    "deposit_item",
    ident("deposit_id"),
    whole("position"),
    words("kind", "shift, drop, check, reserve"),
    ident("source_id", "the shift, the movement, the tender; for reserve the item itself"),
    whole("amount_minor", "a shift that put less into the safe than it took out is negative"),
    words("currency"),
    day("item_date", "the business date of where it comes from"),
    words("check_number"),
    words("bank"),
    words("reference", "receipt and payer for a check; shift or movement number"),
    words("reason", "why money of the reserve goes along or stays"),
    check("deposit_item_moves_money", "amount_minor <> 0"),
    comment="What is in a bag; each source is in one deposit that is not void at most",
    indexes=[
        Index("deposit_item_deposit", "deposit_id"),
        Index("deposit_item_source", "source_id"),
    ],
)

deposit_item_out = fact_table(
    "deposit_item_out",
    *made(),
    ident("deposit_id"),
    ident("item_id", takes_back="deposit_item"),
    ident("action_id", "the returned check, or the command that took it out"),
    words("reason"),
    ident(
        "reverses_id",
        "the taking out this one takes back",
        null=True,
        takes_back="deposit_item_out",
    ),
    comment="A check that was taken out of a bag, or put back",
    indexes=[Index("deposit_item_out_deposit", "deposit_id")],
)

deposit_second_count = fact_table(
    "deposit_second_count",
    *made(),
    ident("deposit_id"),
    ident("count_id", "the cash as the second person counted it"),
    whole("attempt", "1, or 2 for the one recount"),
    whole("cash_minor"),
    whole("check_count", "checks that were seen"),
    whole("check_minor"),
    words("missing", "ids of items whose check was not there, separated by spaces"),
    words("currency"),
    words("note"),
    comment="A bag counted by somebody who did not see the first count",
    indexes=[Index("deposit_second_count_deposit", "deposit_id")],
)

deposit_seal = fact_table(
    "deposit_seal",
    *made(),
    ident("deposit_id"),
    ident("second_count_id"),
    words("bag_number", "unique for ever"),
    words("currency"),
    whole("cash_minor", "the cash in the bag, as the second person counted it"),
    whole("check_count"),
    whole("check_minor"),
    whole("difference_minor", "cash counted less what the items say"),
    ident("prepared_by"),
    ident("verified_by"),
    yes_no("single_person", "the practice has one person, and this is recorded"),
    ident("reason_id", null=True),
    words("reason", "in the words of then"),
    words("note"),
    whole("approval_from_minor", "from which difference on an approval was needed"),
    ident("approval_id", null=True),
    check("deposit_seal_is_money", "cash_minor >= 0 AND check_minor >= 0"),
    comment="A bag sealed after its second count: from here on it is in transit",
    indexes=[Index("deposit_seal_deposit", "deposit_id"), Index("deposit_seal_bag", "bag_number")],
)

deposit_submit = fact_table(
    "deposit_submit",
    *made(),
    ident("deposit_id"),
    words("handed_to", "who took it: bank, courier, night safe"),
    words("slip_number", "the bank's own number of the slip, where it has one"),
    words("note"),
    comment="A sealed bag left for the bank",
    indexes=[Index("deposit_submit_deposit", "deposit_id")],
)

deposit_clear = fact_table(
    "deposit_clear",
    *made(),
    ident("deposit_id"),
    day("bank_date", "when the bank credited it"),
    whole("amount_minor", "what the bank credited"),
    whole("difference_minor", "credited less what was in the bag"),
    words("currency"),
    words("reference", "the bank's own"),
    ident("reason_id", null=True),
    words("reason", "in the words of then"),
    words("note"),
    ident("approval_id", null=True),
    ident(
        "reverses_id",
        "the credit this one takes back, typed wrong",
        null=True,
        takes_back="deposit_clear",
    ),
    check("deposit_clear_is_money", "amount_minor >= 0"),
    comment="The bank's credit of a deposit",
    indexes=[Index("deposit_clear_deposit", "deposit_id")],
)

deposit_void = fact_table(
    "deposit_void",
    *made(),
    ident("deposit_id", takes_back="deposit"),
    ident("reason_id"),
    words("reason", "in the words of then"),
    words("note"),
    ident("approval_id", null=True),
    comment="A deposit undone before the bank credited it: its items are free again",
    indexes=[Index("deposit_void_deposit", "deposit_id")],
)

deposit_state = view_table(
    "deposit_state",
    ident("deposit_id"),
    words("status", "pending, submitted, cleared, reconciled, void"),
    yes_no("counted", "a second person has counted it"),
    yes_no("sealed"),
    ident("bank_account_id"),
    words("currency"),
    day("business_date"),
    whole(
        "cash_minor", "what is in the bag now: the items' cash, and once sealed the cash counted"
    ),
    whole("check_count"),
    whole("check_minor"),
    words("bag_number"),
    instant("sealed_at", null=True),
    instant("submitted_at", null=True),
    day("cleared_on", null=True),
    whole("cleared_minor", null=True),
    key=["deposit_id"],
    comment="Where each deposit stands",
    indexes=[Index("deposit_state_status", "status", "business_date")],
)

deposit_claim = view_table(
    "deposit_claim",
    ident("source_id"),
    ident("deposit_id"),
    ident("item_id"),
    key=["source_id"],
    comment="Which deposit a shift, drop or check is in; what is in none may go into the next",
    indexes=[Index("deposit_claim_deposit", "deposit_id")],
)
