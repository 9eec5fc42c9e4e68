"""Tables of the practice, its sites, its stations and its settings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column

from app.storage.tables import (
    document_table,
    fact_table,
    ident,
    instant,
    local_table,
    made,
    whole,
    words,
    yes_no,
)


def _place() -> list[Column[Any]]:
    return [
        words("address_1"),
        words("address_2"),
        words("city"),
        words("region"),
        words("postal_code"),
        words("country", "ISO 3166-1 alpha-2"),
        words("phone"),
        words("email"),
    ]


organization = document_table(
    "organization",
    words("name"),
    words("legal_name"),
    words("tax_id"),
    words("currency", "ISO 4217"),
    words("locale", "such as en_US"),
    yes_no("demo", "a practice to try things on"),
    *_place(),
    comment="The legal practice",
)

site = document_table(
    "site",
    words("name"),
    words("time_zone", "IANA name"),
    words("cutoff", "local time HH:MM when a new business day begins"),
    *_place(),
    comment="One place of the practice",
)

station = document_table(
    "station",
    ident("site_id"),
    words("code", "W1, the stem of its numbers"),
    words("name"),
    yes_no("active"),
    comment="One installed copy of the program",
)

setting = document_table(
    "setting",
    words("key"),
    words("value", "text as the setting's kind reads it; empty means the default"),
    comment="Settings that differ from their default",
)

setting_reason = fact_table(
    "setting_reason",
    *made(),
    words("key"),
    words("value", "what it was set to; empty means the default"),
    words("reason"),
    comment="Why a person changed a setting that is a control",
)

setup_step = local_table(
    "setup_step",
    words("step", "practice, bank, printer, people, import …"),
    yes_no("for_good", "nobody is reminded of it any more"),
    instant("at", "when it was passed over"),
    key=["step"],
    comment="Steps of setting up that were passed over at this station",
)

column_choice = local_table(
    "column_choice",
    ident("user_id"),
    words("list_name", "accounts, invoices, payments …"),
    words("columns", "names of the columns shown, separated by spaces"),
    words("sort", "name of the column it is sorted by; empty for the usual one"),
    yes_no("descending"),
    key=["user_id", "list_name"],
    comment="How each person likes each list",
)

centre_contact = local_table(
    "centre_contact",
    whole("one", "always 1"),
    yes_no("reachable", "whether it answered when it was asked last"),
    key=["one"],
    comment="Whether the practice's centre is there; no row where this station works alone",
)
