"""Tables of drawers, shifts, counts and cash movements."""

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

drawer = document_table(
    "drawer",
    words("name"),
    ident("station_id", "where it stands"),
    words("currency"),
    yes_no("active"),
    comment="A cash drawer",
)

shift = fact_table(
    "shift",
    *made(),
    words("number"),
    words("number_series"),
    whole("number_value"),
    ident("drawer_id"),
    ident("user_id", "the one person who answers for it"),
    words("currency"),
    ident("count_id", "the opening count"),
    whole("float_minor"),
    words("note"),
    comment="The opening of one person's responsibility for one drawer",
)

cash_count = fact_table(
    "cash_count",
    *made(),
    words("kind", "opening, closing, recount, surprise, safe"),
    ident("shift_id", null=True),
    words("currency"),
    whole("total_minor"),
    words("note"),
    comment="Cash counted by hand",
    indexes=[Index("cash_count_shift", "shift_id")],
)

cash_count_line = fact_table(
    "cash_count_line",
    ident("count_id"),
    whole("denomination_minor"),
    whole("quantity"),
    words("currency"),
    check("cash_count_line_counts", "quantity >= 0 AND denomination_minor > 0"),
    comment="So many notes or coins of one kind",
    indexes=[Index("cash_count_line_count", "count_id")],
)

cash_movement = fact_table(
    "cash_movement",
    *made(),
    words("kind", "float, safe_opening, paid_in, paid_out, drop …"),
    ident("shift_id", null=True),
    whole("amount_minor", "into the drawer positive; into the safe positive for safe_opening"),
    words("currency"),
    words("gl_code", "the other side"),
    words("reason"),
    words("reference", "bag or slip number"),
    words("note"),
    comment="Cash that moved for another reason than a payment",
    indexes=[Index("cash_movement_shift", "shift_id")],
)

shift_state = view_table(
    "shift_state",
    ident("shift_id"),
    ident("drawer_id"),
    ident("user_id"),
    ident("station_id"),
    words("state", "open or closed"),
    day("business_date"),
    instant("opened_at"),
    key=["shift_id"],
    comment="Where each shift stands; one open shift a drawer and a person",
    indexes=[
        Index("shift_state_user", "user_id", "state"),
        Index("shift_state_drawer", "drawer_id", "state"),
    ],
)
