"""Administering people: who may, what is refused in words, and that access comes and goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.areas.drawers import service as drawers
from app.areas.security import queries, repository, service
from app.areas.security.rules import DEAD_AFTER
from app.areas.security.tiles import sign_in_tiles
from app.areas.security.values import (
    AddUser,
    ChangeUser,
    DeactivateUser,
    PinState,
    ReactivateUser,
    SetPin,
    UserRow,
)
from app.bootstrap import Station
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import RoleId, UserId, derived_id, new_id
from tests.building import PIN, Actors, Books, cheap_verifier, command_id

ADMINISTRATOR = RoleId(derived_id("role", "administrator"))
CASHIER = RoleId(derived_id("role", "cashier"))


def rows(station: Station) -> dict[str, UserRow]:
    return {row.number: row for row in station.ask(queries.user_rows).result()}


def tiles(station: Station) -> set[str]:
    return {tile.number for tile in station.ask(sign_in_tiles).result()}


def act(station: Station, actor: Actor, action: Callable[..., Any], command: Any) -> Any:
    return station.act(actor, action, command).result()


def refusal(station: Station, actor: Actor, action: Callable[..., Any], command: Any) -> UserError:
    with pytest.raises(UserError) as refused:
        act(station, actor, action, command)
    return refused.value


def add(station: Station, actor: Actor, number: str, role: RoleId = CASHIER) -> UserId:
    added = act(station, actor, service.add_user, AddUser(command_id(), number, "Ben Ortiz", role))
    user_id: UserId = added.user_id
    return user_id


def change(user_id: UserId, number: str, name: str, role: RoleId) -> ChangeUser:
    return ChangeUser(command_id(), user_id, number, name, role)


def test_everybody_is_listed_with_role_and_pin(station: Station, actors: Actors) -> None:
    add(station, actors.administrator, "77")
    found = rows(station)
    assert found["77"].pin is PinState.NONE
    assert found["77"].role_name == "Cashier"
    assert found["1"].pin is PinState.SET
    assert found["1"].active
    names = [row.name for row in station.ask(queries.user_rows).result()]
    assert names == sorted(names)


def test_a_blocked_pin_is_told_and_a_new_one_opens_the_way(
    station: Station, actors: Actors
) -> None:
    cashier = actors.cashier.user_id

    def ten_wrong_tries(uow: Any, user_id: UserId) -> None:
        repository.count_failure(uow, user_id, DEAD_AFTER)

    act(station, SYSTEM, ten_wrong_tries, cashier)
    assert rows(station)["20"].pin is PinState.BLOCKED
    assert rows(station)["20"].failures == DEAD_AFTER
    with pytest.raises(UserError, match="blocked"):
        station.sign_in(cashier, PIN)
    act(
        station,
        actors.administrator,
        service.set_pin,
        SetPin(command_id(), cashier, cheap_verifier()),
    )
    assert rows(station)["20"].pin is PinState.SET
    assert station.sign_in(cashier, PIN).actor.user_id == cashier


def test_name_number_and_role_change(station: Station, actors: Actors) -> None:
    user_id = add(station, actors.administrator, "77")
    wanted = change(user_id, " 78 ", "Zaw  Zaw", ADMINISTRATOR)
    act(station, actors.administrator, service.change_user, wanted)
    row = rows(station)["78"]
    assert (row.user_id, row.name, row.role_name) == (user_id, "Zaw Zaw", "Administrator")
    assert "77" not in rows(station)


def test_a_number_belongs_to_one_person_even_without_access(
    station: Station, actors: Actors
) -> None:
    user_id = add(station, actors.administrator, "77")
    act(
        station,
        actors.administrator,
        drawers.deactivate_user,
        DeactivateUser(command_id(), user_id),
    )
    refused = refusal(
        station,
        actors.administrator,
        service.add_user,
        AddUser(command_id(), "77", "Zaw", CASHIER),
    )
    assert (refused.field, refused.text) == ("number", "77 belongs to Ben Ortiz.")
    wanted = change(actors.cashier.user_id, "77", "Cho Cho Win", CASHIER)
    assert refusal(station, actors.administrator, service.change_user, wanted).field == "number"
    same = change(user_id, "77", "Ben Ortiz", ADMINISTRATOR)
    act(station, actors.administrator, service.change_user, same)


def test_without_access_nobody_signs_in_and_with_it_again_they_do(
    station: Station, actors: Actors
) -> None:
    cashier = actors.cashier.user_id
    act(
        station,
        actors.administrator,
        drawers.deactivate_user,
        DeactivateUser(command_id(), cashier),
    )
    assert not rows(station)["20"].active
    assert "20" not in tiles(station)
    with pytest.raises(UserError, match="can't sign in"):
        station.sign_in(cashier, PIN)
    act(
        station,
        actors.administrator,
        service.reactivate_user,
        ReactivateUser(command_id(), cashier),
    )
    assert "20" in tiles(station)
    assert station.sign_in(cashier, PIN).actor.user_id == cashier


def test_who_answers_for_a_drawer_keeps_access(
    station: Station, actors: Actors, books: Books
) -> None:
    books.count_safe()
    books.open_shift()
    refused = refusal(
        station,
        actors.administrator,
        drawers.deactivate_user,
        DeactivateUser(command_id(), actors.cashier.user_id),
    )
    assert refused.text == "Cho Cho Win has a drawer open. Close the shift first."
    assert rows(station)["20"].active


def test_the_last_administrator_stays_one(station: Station, actors: Actors) -> None:
    own = actors.administrator.user_id
    demoted = change(own, "1", "Ana Admin", CASHIER)
    for action, command, field in (
        (drawers.deactivate_user, DeactivateUser(command_id(), own), "user_id"),
        (service.change_user, demoted, "role_id"),
    ):
        for actor in (actors.administrator, SYSTEM):
            refused = refusal(station, actor, action, command)
            assert refused.field == field
            assert refused.text.startswith("Ana Admin is the only administrator.")
    idle = add(station, actors.administrator, "77", ADMINISTRATOR)
    act(station, actors.administrator, drawers.deactivate_user, DeactivateUser(command_id(), idle))
    assert "only administrator" in refusal(station, SYSTEM, service.change_user, demoted).text


def test_nobody_shuts_themselves_out(station: Station, actors: Actors) -> None:
    own = actors.administrator.user_id
    second = add(station, actors.administrator, "77", ADMINISTRATOR)
    leave = DeactivateUser(command_id(), own)
    demoted = change(own, "1", "Ana Admin", CASHIER)
    for action, command in ((drawers.deactivate_user, leave), (service.change_user, demoted)):
        refused = refusal(station, actors.administrator, action, command)
        assert refused.text.startswith("Another administrator")
    other = Actor(second, "Ben Ortiz", actors.administrator.permissions)
    act(station, other, drawers.deactivate_user, leave)
    assert not rows(station)["1"].active


def test_only_those_who_manage_users_may(station: Station, actors: Actors) -> None:
    user_id = actors.other_cashier.user_id
    for actor in (actors.cashier, actors.billing_manager, actors.cfo):
        for action, command in (
            (service.change_user, change(user_id, "99", "Olga", ADMINISTRATOR)),
            (service.reactivate_user, ReactivateUser(command_id(), user_id)),
            (drawers.deactivate_user, DeactivateUser(command_id(), user_id)),
            (service.set_pin, SetPin(command_id(), user_id, cheap_verifier())),
        ):
            assert isinstance(refusal(station, actor, action, command), NotAllowed)


def test_nobody_and_no_role_are_refused(station: Station, actors: Actors) -> None:
    nobody = UserId(new_id())
    for action, command in (
        (service.change_user, change(nobody, "99", "Olga", CASHIER)),
        (service.reactivate_user, ReactivateUser(command_id(), nobody)),
        (drawers.deactivate_user, DeactivateUser(command_id(), nobody)),
    ):
        assert refusal(station, actors.administrator, action, command).field == "user_id"
    strange = change(actors.cashier.user_id, "20", "Cho Cho Win", RoleId(new_id()))
    refused = refusal(station, actors.administrator, service.change_user, strange)
    assert refused.field == "role_id"


def test_the_recovery_code_gives_no_way_in_without_access(station: Station, actors: Actors) -> None:
    second = add(station, actors.administrator, "77", ADMINISTRATOR)
    act(
        station, actors.administrator, drawers.deactivate_user, DeactivateUser(command_id(), second)
    )
    with pytest.raises(UserError, match="for administrators"):
        act(station, SYSTEM, service.count_code_try, second)
