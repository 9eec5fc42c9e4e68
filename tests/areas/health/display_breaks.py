"""What breaks the promises about ratings."""

from __future__ import annotations

DISPLAY_BREAKS = (
    ("displays.ratings", "a rating that tells its moment", (
        ("INSERT INTO service_rating VALUES ('x', x'00', '2026-01-05', 'y', "
        "'2026-01-05T09:12:31.000000Z', 4)"),)),
    ("displays.held", "a command that outlived its rating", (
        ("INSERT INTO command VALUES ('x', 'displays.rate_service', x'00', '{}', "
        "'2026-01-05T09:12:31.000000Z')"),)),
)  # fmt: skip
