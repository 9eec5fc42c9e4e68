"""The list of attempts says how many rows it has without reading them, whatever is asked of it."""

from __future__ import annotations

from itertools import combinations

from app.areas.cards import lists
from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import CardStatus
from app.kernel.listing import Filter, ListWanted, Op, Sort
from tests.devices.card_terminal.card_till import Till
from tests.stripe_stand_in.cards import VISA


def _ended(till: Till) -> None:
    """One of each kind: paid, declined and left, cancelled, still open."""
    for shown in (VISA, VISA.declining("insufficient_funds"), None):
        attempt = till.charge(700)
        till.run(attempt, S.WAITING_CARD)
        if shown is not None:
            till.machine.present(shown)
            till.run(attempt, S.DECLINED)
        if till.state(attempt) is not S.PAID:
            till.cancel(attempt)
            till.run(attempt)
    till.run(till.charge(800), S.WAITING_CARD)


def test_counts_and_marks_are_those_of_the_rows(till: Till) -> None:
    for _ in range(2):
        _ended(till)
    ask = till.station.ask
    every = ask(lists.attempts, ListWanted(most=500)).result().rows
    seen = {row.status for row in every}
    assert seen >= {CardStatus.COMPLETED, CardStatus.VOID, CardStatus.PENDING}
    asked = [ListWanted(most=500), ListWanted(most=500, sort=Sort("amount"))]
    statuses = [status.value for status in CardStatus]
    for size in (1, 2, len(statuses)):
        asked += [
            ListWanted(filters=(Filter("status", Op.ANY_OF, values),), most=500)
            for values in combinations(statuses, size)
        ]
    for wanted in asked:
        rows = ask(lists.attempts, wanted).result().rows
        assert ask(lists.attempt_count, wanted).result() == len(rows)
        marks = ask(lists.attempt_marks, wanted, 2).result()
        assert len(marks) == len(rows) // 2
        if marks and wanted.sort is None:
            after = ask(lists.attempts, wanted.from_mark(marks[0], 500)).result().rows
            assert [row.attempt_id for row in after] == [row.attempt_id for row in rows[2:]]
