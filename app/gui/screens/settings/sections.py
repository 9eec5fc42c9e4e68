"""The sections of the settings: what each is called, its icon, and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.gui.desk import Desk
from app.gui.screens.settings.banks import Banks
from app.gui.screens.settings.copies import Copies
from app.gui.screens.settings.display import DisplaySection
from app.gui.screens.settings.drawers import Drawers
from app.gui.screens.settings.gateways import Gateways
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.numbers import Numbers
from app.gui.screens.settings.place import Places
from app.gui.screens.settings.practice import PracticeSettings
from app.gui.screens.settings.readers import Readers
from app.gui.screens.settings.reasons import Reasons
from app.gui.screens.settings.scanner import ScannerSection
from app.gui.screens.settings.stations import Stations
from app.gui.screens.settings.tenders import Tenders
from app.gui.screens.settings.window_look import WindowLook
from app.kernel.translate import t

Section = ListSection | Copies | DisplaySection | ScannerSection | WindowLook


MAKERS: Final[dict[str, Callable[[Desk], Section]]] = {
    "tenders": Tenders,
    "reasons": Reasons,
    "banks": Banks,
    "gateways": Gateways,
    "readers": Readers,
    "numbers": Numbers,
    "place": Places,
    "practice": PracticeSettings,
    "drawers": Drawers,
    "stations": Stations,
    "copies": Copies,
    "display": DisplaySection,
    "scanner": ScannerSection,
    "window": WindowLook,
}


def looks() -> dict[str, tuple[str, str]]:
    """The words and the icon of each section, in their order."""
    return {
        "tenders": (t("Ways to pay"), "money"),
        "reasons": (t("Reasons"), "flag"),
        "banks": (t("Bank accounts"), "bank"),
        "gateways": (t("Card gateways"), "credit-card"),
        "readers": (t("Card readers"), "tray"),
        "numbers": (t("Numbers"), "text-aa"),
        "place": (t("Practice"), "buildings"),
        "practice": (t("Practice settings"), "gear"),
        "drawers": (t("Drawers"), "archive-box"),
        "stations": (t("Stations"), "storefront"),
        "copies": (t("Further copies"), "copy"),
        "display": (t("Patient display"), "monitor"),
        "scanner": (t("Scanner"), "magnifying-glass"),
        "window": (t("This window"), "desktop"),
    }
