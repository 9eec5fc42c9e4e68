"""What breaks the promises about the practice, its clocks, its settings and its stations."""

from __future__ import annotations

SETTING_BREAKS = (
    ("settings.station", "a demo that is none", ("UPDATE this_station SET demo = 1 - demo",)),
    ("settings.station", "another site", ("UPDATE this_station SET site_id = 'x'",)),
    ("settings.station", "another code", ("UPDATE this_station SET station_code = 'W9'",)),
    ("settings.values", "no such choice", (
        ("INSERT INTO setting SELECT 'x', 'payments.overpayment', 'steal', 1, 'x', '{}', '{}' "
        "FROM this_station"),)),
    ("settings.clock", "a zone on Mars", ("UPDATE site SET time_zone = 'Mars/Phobos'",)),
    ("settings.clock", "a day without a morning", ("UPDATE site SET cutoff = '25:00'",)),
    ("views.number_pattern", "numbers written another way", (
        "INSERT INTO number_pattern VALUES ('receipt', 'R-{n}')",)),
    ("storage.lives", "two stations", (
        ("INSERT INTO this_station SELECT 2, organization_id, site_id, station_id, station_code, "
        "database_id, demo FROM this_station"),)),
    ("storage.lives", "no life", ("DELETE FROM stream",)),
    ("storage.lives", "none is the last", ("UPDATE stream SET current = 0",)),
    ("storage.lives", "another prefix", ("UPDATE stream SET prefix = 'W9'",)),
    ("storage.lives", "a life that never was", (
        "INSERT INTO stream VALUES ('ff', 2, 'W1ABC', '2026-01-01T00:00:00.000000Z', 'x', 0)",)),
    ("storage.lives", "another stream", ("UPDATE stream SET incarnation = 'ff'",)),
    ("storage.lives", "another organization", ("UPDATE this_station SET organization_id = 'x'",)),
)  # fmt: skip
