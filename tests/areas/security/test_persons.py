"""Accounts of one person: said by an administrator, collapsed to the first, and taken back."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from app.areas.reports import histories
from app.areas.security import checks, queries, service
from app.areas.security.values import AddUser, PersonSaid, SaySamePerson
from app.bootstrap import Station
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import PersonId, RoleId, UserId, derived_id, new_id
from app.kernel.listing import ListWanted
from tests.building import Actors, command_id

CASHIER = RoleId(derived_id("role", "cashier"))


def say(
    station: Station, actors: Actors, user_id: UserId, same_as: UserId | None = None
) -> PersonSaid:
    command = SaySamePerson(command_id(), user_id, same_as)
    return station.act(actors.administrator, service.say_same_person, command).result()


def people(station: Station, users: Iterable[UserId]) -> list[str]:
    return [station.ask(queries.person_of, user_id).result() for user_id in users]


@pytest.fixture
def four(station: Station, actors: Actors) -> tuple[UserId, ...]:
    """Four accounts, the oldest first."""
    return tuple(
        station.act(
            actors.administrator,
            service.add_user,
            AddUser(command_id(), f"9{n}", f"Person {n}", CASHIER),
        )
        .result()
        .user_id
        for n in range(4)
    )


def test_everybody_is_a_person_of_their_own(station: Station, four: tuple[UserId, ...]) -> None:
    assert people(station, four) == list(four)


def test_chains_collapse_to_the_account_the_person_had_first(
    station: Station, actors: Actors, four: tuple[UserId, ...]
) -> None:
    a, b, c, d = four
    assert say(station, actors, c, b).accounts == (b, c)
    assert say(station, actors, d, c).person_id == PersonId(b)
    assert say(station, actors, a, d) == PersonSaid(a, PersonId(a), four)
    assert people(station, four) == [a] * 4
    rows = {row.user_id: row.same_as for row in station.ask(queries.user_rows).result()}
    assert rows[c] == (a, b, d)
    assert rows[actors.cashier.user_id] == ()
    assert not any(station.ask(check.findings).result() for check in checks.checks())


def test_a_link_is_taken_back_and_the_others_stay_together(
    station: Station, actors: Actors, four: tuple[UserId, ...]
) -> None:
    a, b, c, d = four
    for one in (b, c):
        say(station, actors, one, a)
    assert say(station, actors, a).accounts == (a,)
    assert people(station, four) == [a, b, b, d]
    say(station, actors, c)
    assert people(station, four) == list(four)
    say(station, actors, c, a)
    assert people(station, four) == [a, b, a, d]
    assert not any(station.ask(check.findings).result() for check in checks.checks())


def test_any_order_of_links_gives_the_same_people(
    station: Station, actors: Actors, four: tuple[UserId, ...], seed: int
) -> None:
    chance = random.Random(seed)
    groups = [{one} for one in four]
    for _ in range(12):
        user, other = chance.sample(four, 2)
        mine = next(group for group in groups if user in group)
        if chance.random() < 0.4:
            say(station, actors, user)
            mine.remove(user)
            groups = [group for group in (*groups, {user}) if group]
        else:
            say(station, actors, user, other)
            theirs = next(group for group in groups if other in group)
            if mine is not theirs:
                groups.remove(theirs)
                mine |= theirs
        expected = [min(next(g for g in groups if one in g)) for one in four]
        assert people(station, four) == expected


def test_the_activity_names_whose_account_it_is(
    station: Station, actors: Actors, four: tuple[UserId, ...]
) -> None:
    say(station, actors, four[1], four[0])
    say(station, actors, four[1])
    rows = station.ask(histories.activity, ListWanted(most=2)).result().rows
    assert [row.words for row in rows] == [
        "Said whose accounts are one person's: Person 1",
        "Said whose accounts are one person's: Person 1",
    ]


def test_what_can_not_be_said_is_refused(
    station: Station, actors: Actors, four: tuple[UserId, ...]
) -> None:
    nobody = UserId(new_id())
    for user_id, same_as, field in (
        (four[0], four[0], "same_as"),
        (four[0], nobody, "same_as"),
        (nobody, four[0], "user_id"),
    ):
        with pytest.raises(UserError) as refused:
            say(station, actors, user_id, same_as)
        assert refused.value.field == field
    command = SaySamePerson(command_id(), four[0], four[1])
    with pytest.raises(NotAllowed):
        station.act(actors.cfo, service.say_same_person, command).result()
