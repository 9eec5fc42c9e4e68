"""How often backups are made, and how many are kept."""

from __future__ import annotations

from typing import Final

from app.areas.settings.values import Setting, SettingKind
from app.kernel.translate import later

EVERY: Final = "backups.every_minutes"
HOURS: Final = "backups.keep_hours"
DAYS: Final = "backups.keep_days"
MONTHS: Final = "backups.keep_months"
_NEWEST = later(
    "The newest of each is kept. Hours, days and months without work do not count, and the "
    "newest backup that was proven always stays."
)

BACKUP_SETTINGS: Final = (
    Setting(
        EVERY,
        SettingKind.WHOLE_NUMBER,
        "60",
        "Minutes between two backups while money moves",
        "One more is made when a drawer or a day is closed.",
        least=15,
        most=1440,
    ),
    Setting(
        HOURS,
        SettingKind.WHOLE_NUMBER,
        "24",
        "Hours of which a backup is kept",
        _NEWEST,
        least=1,
        most=240,
    ),
    Setting(
        DAYS,
        SettingKind.WHOLE_NUMBER,
        "30",
        "Days of which a backup is kept",
        _NEWEST,
        least=1,
        most=366,
    ),
    Setting(
        MONTHS,
        SettingKind.WHOLE_NUMBER,
        "12",
        "Months of which a backup is kept",
        _NEWEST,
        least=0,
        most=120,
    ),
)
