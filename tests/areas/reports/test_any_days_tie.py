"""Whatever happens to money on its way to the bank, every report ties at the end of it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app.areas.reports import banks, explaining, lists, queries
from tests.areas.deposits.test_any_bag import AnyBag, ground

__all__ = ["ground"]


class AnyReport(AnyBag):
    """Drawers left open over night, drops taken back, checks returned and taken out, bags voided
    and credits taken back; `teardown` reads every report of it.
    """

    def teardown(self) -> None:
        try:
            if hasattr(self, "station"):
                self._all_tie()
        finally:
            super().teardown()

    def _all_tie(self) -> None:
        today, who = self.banking.today(), self.people[2].user_id
        first, ask = today - timedelta(self.clock.days + 2), self.station.ask
        for made in (
            ask(explaining.deposit_report, first, today, who).result(),
            ask(banks.cash_position, first, today, who).result(),
            ask(lists.over_short, first, today).result(),
            ask(lists.z_list, first, today).result(),
            ask(lists.card_report, first, today).result(),
        ):
            assert all(tie.ok for tie in made.ties), made.ties
        for n in range((today - first).days + 1):
            sheet = ask(queries.day_sheet, first + timedelta(n), who).result()
            assert sheet.all_tie, [tie for tie in sheet.ties if not tie.ok]


def test_any_days_tie(ground: None, scale: int, long: bool) -> None:
    run_state_machine_as_test(
        AnyReport,
        settings=settings(
            max_examples=(100 if long else 2) * scale,
            stateful_step_count=40,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
