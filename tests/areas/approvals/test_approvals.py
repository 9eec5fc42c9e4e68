"""A second person at the same desk: by their own PIN, once, for one command and one amount."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.areas.approvals import queries
from app.areas.approvals.service import require_approval
from app.areas.approvals.values import GrantApproval
from app.areas.security.service import say_same_person
from app.areas.security.values import SaySamePerson
from app.bootstrap import Station, open_station
from app.kernel.actor import Actor
from app.kernel.errors import NeedsApproval, NotAllowed, UserError
from app.kernel.ids import ApprovalId, CommandId, UserId
from app.storage.unit_of_work import UnitOfWork
from tests.building import PIN, Actors, command_id
from tests.conftest import MakePractice

KEY, WORDS = "over_short:-1250", "12.50 are missing in Drawer 1."
WRONG = "950318"


class Hands:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def still(practice: MakePractice, hands: Hands) -> Iterator[Station]:
    opened = open_station(practice("still"), clock=hands)
    yield opened
    opened.close()


def grant(who: UserId, wanted: CommandId, **fields: Any) -> GrantApproval:
    return GrantApproval(
        command_id(), wanted, fields.get("key", KEY), who, fields.get("words", WORDS)
    )


def needed(
    station: Station, actor: Actor, wanted: CommandId, key: str = KEY, words: str = WORDS
) -> ApprovalId:
    """What an action gets that needs an approval for `key`."""

    def asks(uow: UnitOfWork, _: None) -> ApprovalId:
        return require_approval(uow, wanted, key, words)

    asks.__module__ = "tests.areas.service"
    return station.act(actor, asks, None).result()


def test_an_approval_is_asked_for_and_given_by_number_and_pin(
    still: Station, actors: Actors
) -> None:
    wanted = command_id()
    with pytest.raises(NeedsApproval) as asked:
        needed(still, actors.cashier, wanted)
    assert (asked.value.key, asked.value.text) == (KEY, WORDS)
    granted = still.approve(
        actors.numbers["billing_manager"], PIN, grant(actors.cashier.user_id, wanted)
    )
    assert granted.approver_name == "Maria Manager"
    assert needed(still, actors.cashier, wanted) == granted.approval_id
    row = still.ask(queries.approval, granted.approval_id).result()
    assert row is not None
    assert (row.key, row.approver_name, row.requester_name) == (
        KEY,
        "Maria Manager",
        "Cho Cho Win",
    )


def test_it_is_good_for_that_command_amount_and_person_only(still: Station, actors: Actors) -> None:
    wanted = command_id()
    still.approve(actors.numbers["cfo"], PIN, grant(actors.cashier.user_id, wanted))
    for actor, command, key in (
        (actors.cashier, command_id(), KEY),
        (actors.cashier, wanted, "over_short:-1251"),
        (actors.other_cashier, wanted, KEY),
        (actors.cfo, wanted, KEY),
    ):
        with pytest.raises(NeedsApproval):
            needed(still, actor, command, key)
    assert needed(still, actors.cashier, wanted)


def test_it_is_good_only_for_what_the_approver_read(still: Station, actors: Actors) -> None:
    """The same command sent again with another drawer or payment in it, over the same amount."""
    wanted = command_id()
    still.approve(actors.numbers["cfo"], PIN, grant(actors.cashier.user_id, wanted))
    with pytest.raises(NeedsApproval):
        needed(still, actors.cashier, wanted, words="Another drawer is 12.50 short.")
    assert needed(still, actors.cashier, wanted, words=f" {WORDS}")


@pytest.mark.parametrize(("seconds", "good"), [(120, True), (121, False), (-1, False)])
def test_it_waits_two_minutes(
    still: Station, actors: Actors, hands: Hands, seconds: int, good: bool
) -> None:
    wanted = command_id()
    still.approve(actors.numbers["cfo"], PIN, grant(actors.cashier.user_id, wanted))
    hands.moment += timedelta(seconds=seconds)
    if good:
        assert needed(still, actors.cashier, wanted)
    else:
        with pytest.raises(NeedsApproval):
            needed(still, actors.cashier, wanted)


def test_nobody_approves_their_own_request(still: Station, actors: Actors) -> None:
    mine = grant(actors.billing_manager.user_id, command_id())
    with pytest.raises(UserError, match="Nobody approves their own request"):
        still.approve(actors.numbers["billing_manager"], PIN, mine)


def test_nobody_approves_under_another_account_of_theirs(still: Station, actors: Actors) -> None:
    """Not what they ask for, nor what is about them."""
    wanted = command_id()
    still.approve(actors.numbers["cfo"], PIN, grant(actors.cashier.user_id, wanted))
    same = SaySamePerson(command_id(), actors.cfo.user_id, actors.other_cashier.user_id)
    still.act(actors.administrator, say_same_person, same).result()

    def asks(uow: UnitOfWork, never_by: UserId) -> ApprovalId:
        return require_approval(uow, wanted, KEY, WORDS, never_by=never_by)

    asks.__module__ = "tests.areas.service"
    with pytest.raises(NeedsApproval):
        still.act(actors.cashier, asks, actors.other_cashier.user_id).result()
    assert still.act(actors.cashier, asks, actors.billing_clerk.user_id).result()
    mine = grant(actors.other_cashier.user_id, command_id())
    with pytest.raises(UserError, match="Nobody approves their own request"):
        still.approve(actors.numbers["cfo"], PIN, mine)


def test_who_may_not_approve_is_told_so(still: Station, actors: Actors) -> None:
    with pytest.raises(NotAllowed, match="A billing manager may; an administrator lets"):
        still.approve(
            actors.numbers["other_cashier"], PIN, grant(actors.cashier.user_id, command_id())
        )


def test_a_wrong_pin_counts_like_at_the_door(still: Station, actors: Actors) -> None:
    asked = grant(actors.cashier.user_id, command_id())
    manager = actors.numbers["billing_manager"]
    with pytest.raises(UserError, match="Nobody has this number"):
        still.approve("4711", PIN, asked)
    for _ in range(2):
        with pytest.raises(UserError, match=r"The PIN is not right\. Try again"):
            still.approve(manager, WRONG, asked)
    with pytest.raises(UserError, match="Try again in 5 seconds") as told:
        still.approve(manager, WRONG, asked)
    assert told.value.retry_after_s == 5
    with pytest.raises(UserError, match="Wait 5 seconds"):
        still.approve(manager, PIN, asked)
    with pytest.raises(UserError, match="Wait 5 seconds"):
        still.sign_in(actors.billing_manager.user_id, PIN)


def test_a_right_pin_clears_the_failures_and_signs_nobody_in(
    still: Station, actors: Actors
) -> None:
    asked = grant(actors.cashier.user_id, command_id())
    with pytest.raises(UserError):
        still.approve(actors.numbers["cfo"], WRONG, asked)
    still.approve(actors.numbers["cfo"], PIN, asked)
    writer = still.database.writer
    assert writer is not None
    rows = writer.connection.execute(
        "SELECT outcome FROM sign_in WHERE user_id = ?", (actors.cfo.user_id,)
    ).fetchall()
    assert rows == [("wrong_pin",)]
    tries = "SELECT failures FROM pin_verifier WHERE user_id = ?"
    assert writer.connection.execute(tries, (actors.cfo.user_id,)).fetchone() == (0,)
