"""Tables of patients, guarantors, payers, accounts and their names in other systems."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index

from app.storage.tables import (
    day,
    document_table,
    fact_table,
    ident,
    made,
    whole,
    words,
    yes_no,
)


def _person() -> list[Column[Any]]:
    return [
        words("family_name"),
        words("given_names"),
        words("prefix"),
        words("suffix"),
        words("preferred_name"),
        words("name_order", "given_first or family_first"),
        day("birth_date", null=True),
        day("death_date", null=True),
        words("sex"),
        words("phone"),
        words("mobile"),
        words("email"),
        words("address_1"),
        words("address_2"),
        words("city"),
        words("region"),
        words("postal_code"),
        words("country"),
        words("language", "what the patient reads"),
    ]


patient = document_table("patient", *_person(), comment="Who is treated")

guarantor = document_table("guarantor", *_person(), comment="Who pays for a patient")

payer = document_table(
    "payer",
    words("name"),
    words("payer_type", "medicaid, medicare, private_insurance, private_pay, mco"),
    words("billing_address"),
    words("phone"),
    words("email"),
    words("submission", "electronic, paper, portal"),
    words("claim_format"),
    whole("terms_days"),
    yes_no("active"),
    comment="An insurer or programme; “Private pay” stands for the patient",
)

account = document_table(
    "account",
    words("number"),
    words("number_series"),
    whole("number_value"),
    ident("patient_id"),
    words("currency"),
    words("status", "active, suspended, collections, closed, deceased"),
    whole("credit_limit_minor", null=True),
    ident("guarantor_id", null=True),
    words("guarantor_relationship", "self, spouse, parent, child, other"),
    ident("payment_plan_id", null=True),
    words("collection_status"),
    ident("agency_id", null=True),
    day("sent_to_collections_on", null=True),
    words("notes"),
    comment="One patient's account with the practice",
    indexes=[Index("account_patient", "patient_id"), Index("account_number", "number")],
)
Index(
    "account_guarantor",
    account.c.guarantor_id,
    sqlite_where=account.c.guarantor_id.is_not(None),
)

external_id = document_table(
    "external_id",
    words("entity_kind", "patient, account, invoice"),
    ident("entity_id"),
    words("system", "which other program"),
    words("value", "what it calls the entity"),
    yes_no("active"),
    comment="Names of the same thing in other systems",
    indexes=[
        Index("external_id_entity", "entity_id"),
        Index("external_id_value", "system", "value"),
    ],
)

account_flag = document_table(
    "account_flag",
    ident("account_id"),
    words("kind", "no_checks, cash_only, check_identity, bad_address, note"),
    words("words", "what somebody added"),
    yes_no("active"),
    comment="A mark on an account for everybody who serves it",
    indexes=[Index("account_flag_account", "account_id")],
)

account_field = document_table(
    "account_field",
    words("name"),
    words("kind", "text, number, date, choice"),
    words("choices", "one a line"),
    whole("position"),
    yes_no("active"),
    comment="A field of the practice's own",
)

account_field_value = document_table(
    "account_field_value",
    ident("account_id"),
    ident("field_id"),
    words("value", "dates as 2026-11-20, numbers as 12.5"),
    comment="What an account says in a field of the practice's own",
    indexes=[Index("account_field_value_account", "account_id")],
)

account_merge = fact_table(
    "account_merge",
    *made(),
    ident("account_id", "the one that is not used any more"),
    ident("into_id", "the one that stands for it"),
    words("reason"),
    comment="Two accounts are one person's; which stands for all is a rule over these facts",
    indexes=[Index("account_merge_account", "account_id"), Index("account_merge_into", "into_id")],
)

account_parting = fact_table(
    "account_parting",
    *made(),
    ident("merge_id", "the merge that was wrong"),
    words("reason"),
    comment="A merge taken back",
    indexes=[Index("account_parting_merge", "merge_id")],
)

accounts_apart = fact_table(
    "accounts_apart",
    *made(),
    ident("one_id", "the account of the smaller id"),
    ident("other_id"),
    words("reason", "why they look alike and are not one person; may be empty"),
    comment="Two accounts that look like one person's and are not",
    indexes=[Index("accounts_apart_one", "one_id", "other_id")],
)
