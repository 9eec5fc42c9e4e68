"""Each mistake that could be made in sync, planted from outside: the simulator must find it."""

from __future__ import annotations

import pytest

from app.kernel.errors import Bug
from app.sync.simulator import planting
from app.sync.simulator.bugs import BUGS, planted
from app.sync.simulator.ground import Ground
from app.sync.simulator.running import run

FOUND_AT = {
    "anchor_lost": 0,
    "arrival_as_cursor": 0,
    "broken_deploy_quarantines": 0,
    "clamp": 6,
    "dedupe_by_number": 1,
    "delete_on_ack": 0,
    "drop_poison": 1,
    "dup_without_verdict": 1,
    "edits_not_kept": 0,
    "heads_without_hash": 1,
    "lock_timeout_quarantines": 2,
    "no_authorship_check": 2,
    "no_fork_check": 1,
    "no_reenqueue": 1,
    "no_tie_break": 1,
    "no_witness": 4,
    "number_not_kept": 13,
    "own_flag": 1,
    "prune_kept_aside": 1,
    "prune_own": 0,
    "quarantined_applied": 2,
    "raw_clock": 2,
    "release_not_followed": 2,
    "reversal_alone": 4,
    "reversal_not_followed": 3,
    "shut_out_is_heard": 0,
    "snapshot_vector_last": 0,
    "vector_before_page": 0,
    "vector_to_heads": 0,
}
"""A seed that found it when this was written: searching begins there, and goes on where the
histories have become others.
"""
OFTEN = {
    "anchor_lost": ("prune",),
    "broken_deploy_quarantines": ("deploy",),
    "carriers_not_kept": ("prune", "back_up_centre", "old_copy", "fail_over"),
    "edits_not_kept": ("prune",),
    "found_in_a_hole_not_carried": ("ancient", "prune", "go_on", "back_up_centre"),
    "lost_rows_not_said_again": ("ancient", "prune", "back_up_centre", "destroy"),
    "heads_without_hash": ("old_copy", "fail_over", "copy_file"),
    "prune_above_safe": ("prune", "fail_over", "destroy"),
    "prune_kept_aside": ("prune", "back_up_centre", "wrong_rules"),
    "prune_own": ("prune",),
    "release_not_followed": ("wrong_rules", "release"),
    "reversal_alone": ("wrong_rules", "release", "regret"),
    "reversal_not_followed": ("wrong_rules", "release", "regret"),
    "shut_out_is_heard": ("revoke",),
}
"""Rare steps that a mistake needs: there are many of them in its histories."""
RARE = frozenset(
    {
        "carriers_not_kept",
        "found_in_a_hole_not_carried",
        "lost_rows_not_said_again",
        "prune_above_safe",
    }
)
"""Found in the long run alone: it takes many histories until all that they need comes together."""
MOST = 60
MOST_LONG = 300


@pytest.mark.parametrize("name", sorted(BUGS))
def test_a_planted_mistake_is_found(laid: Ground, name: str, long: bool) -> None:
    if name in RARE and not long:
        pytest.skip("rare: with --long")
    first, often = FOUND_AT.get(name, 0), OFTEN.get(name, ())
    with planted(name, laid):
        found = (
            run(laid, seed, often=often).bad
            for seed in range(first, first + (MOST_LONG if long else MOST))
        )
        assert next(filter(None, found), ())


def test_a_mistake_that_can_not_be_planted_any_more_says_so(laid: Ground) -> None:
    """The shipped SQL has changed: a plant that misses would prove nothing."""
    for plant in (
        planting.worse_sql(("no such text", "")),
        planting.worse_projection("no such text", ""),
        planting.instead(planting, "no_such_name", lambda true: true),
    ):
        with pytest.raises(Bug), plant(laid):
            pass
