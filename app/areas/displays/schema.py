"""Tables of the patient display: its settings here, what was touched this hour, and the ratings."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import (
    check,
    day,
    fact_table,
    ident,
    instant,
    local_table,
    whole,
    words,
    yes_no,
)

service_rating = fact_table(
    "service_rating",
    day("business_date", "the day it is counted in"),
    ident("station_id", "the window it was given at"),
    instant("hour", "the full hour it was given in, never the moment"),
    whole("value", "1 very bad, 2 bad, 3 all right, 4 good, 5 very good"),
    check("service_rating_value", "value BETWEEN 1 AND 5"),
    comment="One touch of somebody after paying; of whom, for what and with whom is not kept",
    indexes=[Index("service_rating_day", "business_date", "station_id")],
)

rating_waiting = local_table(
    "rating_waiting",
    ident("id", "the command it came with"),
    day("business_date"),
    instant("hour"),
    whole("value"),
    key=["id"],
    comment="Ratings of this hour: they are written when it is over, in no order",
)

patient_display = local_table(
    "patient_display",
    words("name", "always patient"),
    yes_no("shown", "whether there is one"),
    words("screen", "the name of its screen; empty: any but the cashier's"),
    words("language", "the one it always speaks; empty: the patient's, else the practice's"),
    words("thanks", "what it says at the end; empty: its own words"),
    yes_no("rates", "whether it asks for one touch after a payment"),
    yes_no("speaks", "whether change is spoken"),
    words("place", "x, y, width and height of its window without a second screen"),
    key=["name"],
    comment="The second screen of this station, for patients",
)
