"""One station's drawers and people, with a verb for each step of an end of shift."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.areas.approvals.values import GrantApproval
from app.areas.drawers.closing_values import (
    CloseShift,
    CountSealed,
    Difference,
    RevealDifference,
    ShiftClosed,
)
from app.areas.health import queries as health
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import closing
from app.bootstrap import Station
from app.kernel.actor import Actor
from app.kernel.errors import NeedsApproval
from app.kernel.ids import CommandId, ReasonId
from tests.building import PIN, Books, command_id
from tests.faults.invariants import broken

TWENTY = 2000


class Shop:
    """One station's drawers and people, with a verb for each step of an end of shift."""

    def __init__(self, station: Station, books: Books) -> None:
        self.station, self.books, self.actors = station, books, books.actors
        self.shift_id = books.open_shift().shift_id
        self.account = books.register_patient().account_id

    def reason(self, kind: ReasonKind = ReasonKind.OVER_SHORT) -> ReasonId:
        return self.station.ask(ledger.reasons, kind).result()[0].reason_id

    def seal(self, twenties: int, *more: int, **fields: Any) -> CountSealed:
        return self.books.seal(self.shift_id, *([TWENTY] * twenties), *more, **fields)

    def reveal(self, actor: Actor | None = None) -> Difference:
        command = RevealDifference(command_id(), self.shift_id)
        by = actor or self.actors.cashier
        return self.station.act(by, closing.reveal_difference, command).result()

    def close(self, command: CloseShift, actor: Actor | None = None) -> ShiftClosed:
        by = actor or self.actors.cashier
        return self.station.act(by, closing.close_shift, command).result()

    def closing(self, reason: bool = True) -> CloseShift:
        why = self.reason() if reason else None
        return CloseShift(command_id(), self.shift_id, why, "as it is")

    def approve(self, wanted: CommandId, asked: NeedsApproval, who: str, by: str) -> None:
        requester = getattr(self.actors, by).user_id
        grant = GrantApproval(command_id(), wanted, asked.key, requester, asked.text)
        self.station.approve(self.actors.numbers[who], PIN, grant)

    def on(self, code: str) -> int:
        return self.station.ask(ledger.gl_balance, code, date.max, "USD").result().minor

    def sound(self) -> None:
        assert not broken(self.station.folder)
        verdict = self.station.ask(health.verify, self.station.database.keys.master).result()
        assert verdict.findings == ()
