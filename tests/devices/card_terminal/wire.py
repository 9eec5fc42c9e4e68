"""One account at the stand-in, its reader, and the way to it: over a socket, or straight."""

from __future__ import annotations

from datetime import UTC, datetime

from app.areas.cards.ports import CardGateway, IntentWanted
from app.devices.card_terminal.stripe_gateway import StripeGateway
from app.devices.card_terminal.stripe_line import LineTimes, StripeLine
from app.kernel.money import Money
from tests.stripe_stand_in.direct import direct_gateway
from tests.stripe_stand_in.front import StripeFront
from tests.stripe_stand_in.readers import StandInReader
from tests.stripe_stand_in.world import OFFICE_KEY, TILL_KEY, StripeWorld

WANTED = IntentWanted(Money(12000, "USD"), "attempt-1", "payment-1", "station-1")
QUICK = LineTimes(connect_s=1, read_s=0.3, whole_s=2)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Wire:
    """`way` is socket or direct; time stands still until `at` is moved."""

    def __init__(self, way: str, country: str = "US") -> None:
        self.at = NOON
        self.world = StripeWorld(now=lambda: self.at, country=country)
        self.reader: StandInReader = self.world.add_reader()
        self.front = StripeFront(self.world) if way == "socket" else None
        self.lines: list[StripeLine] = []
        self.gateway: CardGateway = direct_gateway(self.world)
        if self.front is not None:
            self.lines = [self.line(TILL_KEY), self.line(OFFICE_KEY)]
            self.gateway = StripeGateway(*self.lines)

    def line(self, key: str, times: LineTimes = QUICK) -> StripeLine:
        url = self.front.url if self.front else ""
        return StripeLine(key, test_mode=True, base_url=url, times=times)

    def close(self) -> None:
        for line in self.lines:
            line.close()
        if self.front is not None:
            self.front.close()
