"""Tables of drawers, shifts, counts, cash movements, closes and the reports on them."""

from __future__ import annotations

from sqlalchemy import Column, Index, table

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
    words("kind", "opening, closing, recount, incoming, incoming_again, safe"),
    ident("shift_id", null=True),
    words("currency"),
    whole("total_minor"),
    whole("check_count", "checks in the drawer, where they were counted", null=True),
    whole("check_total_minor", null=True),
    words("note"),
    comment="Cash counted by hand; the counts of a shift that ends are sealed",
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
    words("number", "empty for a float and the safe, which stand on other papers"),
    words("number_series"),
    whole("number_value"),
    words("kind", "float, safe_opening, paid_in, paid_out, drop"),
    ident("shift_id", null=True),
    whole("amount_minor", "into the drawer positive; into the safe positive for safe_opening"),
    words("currency"),
    words("gl_code", "the other side"),
    ident("reason_id", null=True),
    words("reason", "in the words of then"),
    words("reference", "bag or slip number"),
    words("note"),
    ident("reverses_id", "the movement this one takes back", null=True, takes_back="cash_movement"),
    ident("approval_id", null=True),
    comment="Cash that moved for another reason than a payment",
    indexes=[
        Index("cash_movement_shift", "shift_id"),
        Index("cash_movement_reverses", "reverses_id"),
    ],
)

drawer_opening = fact_table(
    "drawer_opening",
    *made(),
    ident("drawer_id"),
    ident("shift_id"),
    ident("reason_id"),
    words("reason", "in the words of then"),
    words("note"),
    comment="A drawer opened without a sale",
    indexes=[Index("drawer_opening_shift", "shift_id")],
)

unasked_opening = fact_table(
    "unasked_opening",
    *made(),
    ident("drawer_id", "the drawer at the printer, where that is known", null=True),
    ident("shift_id", "the shift that answered for it then", null=True),
    ident("signed_in_id", "who was signed in at the window", null=True),
    instant("opened_at", "when its switch said so"),
    words("after", "why the program had tried in vain to open it just before; empty else"),
    words("seen_by", "switch at once, gap after a time without an answer, start at a start"),
    comment="A drawer whose switch said open without an order of the program",
    indexes=[Index("unasked_opening_shift", "shift_id")],
)

unasked_closing = fact_table(
    "unasked_closing",
    *made(),
    ident("opening_id"),
    instant("closed_at", "when its switch said so"),
    whole("open_s", "seconds it was open"),
    comment="A drawer that was opened without an order is shut again",
    indexes=[Index("unasked_closing_opening", "opening_id")],
)

count_begun = fact_table(
    "count_begun",
    *made(),
    ident("drawer_id"),
    ident("shift_id"),
    words("kind", "closing, taking_over"),
    comment="A drawer was opened so that its cash can be counted",
    indexes=[Index("count_begun_shift", "shift_id")],
)

drawer_sense = local_table(
    "drawer_sense",
    words("name", "the printer at which the drawer hangs"),
    words("state", "closed, open, or stuck: it was to open and did not"),
    instant("since"),
    ident("opening_id", "the opening without an order that lasts", null=True),
    words("why", "what it was to open for"),
    key=["name"],
    comment="What the switch of the drawer said last",
)

shift_reveal = fact_table(
    "shift_reveal",
    *made(),
    ident("shift_id"),
    ident("count_id", "the count it was shown against"),
    words("currency"),
    whole("expected_minor"),
    whole("difference_minor", "counted less expected, as it was shown"),
    comment="A difference was shown: the shift is not counted again",
    indexes=[Index("shift_reveal_shift", "shift_id")],
)

shift_close = fact_table(
    "shift_close",
    *made(),
    ident("shift_id"),
    ident("count_id", "the count that rules"),
    ident("first_count_id"),
    words("currency"),
    whole("counted_minor", "what goes into the safe"),
    whole("expected_minor"),
    whole("difference_minor", "counted less expected"),
    whole("check_count", "checks counted", null=True),
    whole("check_total_minor", null=True),
    whole("check_count_expected"),
    whole("check_total_expected_minor"),
    ident("reason_id", null=True),
    words("reason", "in the words of then"),
    words("note"),
    whole("approval_from_minor", "from which difference on an approval was needed"),
    ident("approval_id", null=True),
    words("closed_how", "close, hand_over"),
    ident("next_shift_id", "the shift that took the drawer over", null=True),
    check("shift_close_differs", "difference_minor = counted_minor - expected_minor"),
    comment="The end of a shift: its cash left the drawer, its difference is booked",
    indexes=[Index("shift_close_shift", "shift_id")],
)

drawer_report = fact_table(
    "drawer_report",
    *made(),
    words("kind", "x, z"),
    words("number"),
    words("number_series"),
    whole("number_value"),
    ident("shift_id"),
    yes_no("with_cash", "whether the sums of cash stand on it"),
    ident("approval_id", null=True),
    words("currency"),
    whole("taken_minor", "received in the shift less what was made void; only on a Z", null=True),
    whole("grand_total_minor", "of all shifts closed here so far; only on a Z", null=True),
    ident("previous_id", "the Z before it at this station", null=True),
    words("snapshot", "what it says, as JSON; every paper and screen shows exactly this"),
    comment="An X or Z report as it was made",
    indexes=[
        Index("drawer_report_shift", "shift_id"),
        Index("drawer_report_previous", "previous_id"),
    ],
)

close_extent = fact_table(
    "close_extent",
    ident("close_id"),
    ident("shift_id"),
    words("series", "of journal entries"),
    whole("value", "the last entry of the shift in this series when it was closed"),
    comment="How much of a shift its close knew: what came from its window later is late",
    indexes=[Index("close_extent_shift", "shift_id")],
)

late_settlement = fact_table(
    "late_settlement",
    *made(),
    ident("shift_id"),
    words("went_to", "safe, counted"),
    ident("after_id", "the settlement of this shift that was known then", null=True),
    comment="Where late cash of a shift went, by the movement of this id; of two apart one holds",
    indexes=[Index("late_settlement_shift", "shift_id")],
)

_RULING = (
    "CREATE VIEW shift_close_ruling AS SELECT * FROM shift_close_counted AS c WHERE NOT EXISTS ("
    "SELECT 1 FROM shift_close_counted AS o JOIN shift_counted AS s ON s.id = o.shift_id "
    "WHERE o.shift_id = c.shift_id AND o.id <> c.id AND "
    "((o.station_id = s.station_id), (o.closed_how <> 'not_counted'), c.id) > "
    "((c.station_id = s.station_id), (c.closed_how <> 'not_counted'), o.id))"
)

close_taken_back = fact_table(
    "close_taken_back",
    *made(),
    ident("shift_id"),
    ident("ruling_id", "the close that holds instead"),
    comment="A shift that was closed at two windows: the close of this id is posted back",
    guards=[_RULING],
    indexes=[Index("close_taken_back_shift", "shift_id")],
)

ruling_close = table("shift_close_ruling", *(Column(c.name, c.type) for c in shift_close.columns))
"""The close of each shift that holds. Two windows may have closed one while apart: its own window's
holds, else one that was counted, else the one with the lowest id.
"""

shift_state = view_table(
    "shift_state",
    ident("shift_id"),
    ident("drawer_id"),
    ident("user_id"),
    ident("station_id"),
    words("state", "open, counted, closed"),
    day("business_date"),
    instant("opened_at"),
    instant("counted_at", "when the last count was sealed", null=True),
    instant("closed_at", null=True),
    key=["shift_id"],
    comment="Where each shift stands; one that is not closed a drawer and a person",
    indexes=[
        Index("shift_state_user", "user_id", "state"),
        Index("shift_state_drawer", "drawer_id", "state"),
    ],
)

movement_hold = view_table(
    "movement_hold",
    ident("movement_id"),
    words("why", "the number of the deposit it is in"),
    key=["movement_id"],
    comment="Drops that cannot be taken back, because their cash is in a bag",
)

shift_hold = view_table(
    "shift_hold",
    ident("shift_id"),
    ident("source_id", "the attempt whose outcome is not known"),
    words("why"),
    key=["shift_id", "source_id"],
    comment="Shifts that can't simply be closed, because something of theirs is not decided",
)
