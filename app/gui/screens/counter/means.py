"""What the Counter needs to know of the practice before money is taken: notes, ways, rounding."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from app.areas.cards import gateways as cards
from app.areas.drawers import queries as drawers
from app.areas.drawers.values import Denomination
from app.areas.payments import queries as payments
from app.areas.settings import queries as settings
from app.gui.screens.counter.legs import WaysToPay, in_order
from app.storage.reading import Reader

CASH_ROUNDING: Final = "payments.cash_rounding"


@dataclass(frozen=True, slots=True)
class Means:
    """Notes and coins, ways to pay by their keys with how cards are charged here, and how cash is
    rounded.
    """

    denominations: tuple[Denomination, ...] = ()
    ways: WaysToPay = field(default_factory=WaysToPay)
    rounding: str = "off"


def means(reader: Reader) -> Means:
    """All of it in one snapshot."""
    return Means(
        drawers.denominations(reader),
        in_order(payments.tender_types(reader), cards.ways(reader)),
        settings.setting(reader, CASH_ROUNDING),
    )
