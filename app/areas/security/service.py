"""Users, PINs and signing in. A failure is booked before the PIN is compared, so a kill gives no
free try.
"""

from __future__ import annotations

from typing import Any

from app.areas.security import errors, queries, repository
from app.areas.security.rules import DEAD_AFTER, check_verifier, person_of_accounts, wait_s
from app.areas.security.values import (
    AddUser,
    ChangeUser,
    PersonSaid,
    PinRefused,
    PinSet,
    PinTry,
    ReactivateUser,
    RecoveryCodeSet,
    SaySamePerson,
    SetPin,
    SetRecoveryCode,
    SignedIn,
    SignInOutcome,
    UserAdded,
    UserChanged,
)
from app.areas.settings import queries as settings
from app.kernel.actor import SYSTEM, Actor, Permission
from app.kernel.clock import instant_from
from app.kernel.ids import UserId
from app.kernel.text import clean_required
from app.storage.unit_of_work import UnitOfWork


def add_user(uow: UnitOfWork, command: AddUser) -> UserAdded:
    """A new person; a PIN is set on its own."""
    uow.actor.require(Permission.MANAGE_USERS)
    if str(command.id) == SYSTEM.user_id:
        raise errors.id_is_the_programs()
    name = clean_required(command.name, "name", most=80)
    number = clean_required(command.number, "number", most=20)
    _permissions(uow, command.role_id)
    _refuse_taken_number(uow, number, command.id)
    repository.add_user(uow, AddUser(command.id, number, name, command.role_id))
    return UserAdded(UserId(command.id))


def change_user(uow: UnitOfWork, command: ChangeUser) -> UserChanged:
    """Another name, number or role; what is taken away counts at once, what is granted with the
    next sign-in.
    """
    uow.actor.require(Permission.MANAGE_USERS)
    before = _user(uow, command.user_id)
    name = clean_required(command.name, "name", most=80)
    number = clean_required(command.number, "number", most=20)
    granted = _permissions(uow, command.role_id)
    _refuse_taken_number(uow, number, command.user_id)
    if Permission.MANAGE_USERS not in granted:
        _refuse_last_administrator(uow, before, "role_id")
        if command.user_id == uow.actor.user_id:
            raise errors.own_role()
    repository.change_user(
        uow, ChangeUser(command.id, command.user_id, number, name, command.role_id)
    )
    return UserChanged(command.user_id)


def end_access(uow: UnitOfWork, user_id: UserId) -> None:
    """Let somebody not sign in any more; the action is `drawers.deactivate_user`, which knows who
    still answers for a drawer.
    """
    uow.actor.require(Permission.MANAGE_USERS)
    _refuse_last_administrator(uow, _user(uow, user_id), "user_id")
    if user_id == uow.actor.user_id:
        raise errors.own_access()
    repository.set_active(uow, user_id, False)


def reactivate_user(uow: UnitOfWork, command: ReactivateUser) -> UserChanged:
    """Somebody may sign in again, with the PIN and role from before."""
    uow.actor.require(Permission.MANAGE_USERS)
    _user(uow, command.user_id)
    repository.set_active(uow, command.user_id, True)
    return UserChanged(command.user_id)


def say_same_person(uow: UnitOfWork, command: SaySamePerson) -> PersonSaid:
    """Say that two accounts are one person's, or that one is a person's of its own; all accounts
    of a person point to the one they had first.
    """
    uow.actor.require(Permission.MANAGE_USERS)
    if repository.user(uow, command.user_id) is None:
        raise errors.no_such_user()
    if command.same_as == command.user_id:
        raise errors.same_as_itself()
    if command.same_as is not None and repository.user(uow, command.same_as) is None:
        raise errors.no_such_other_user()
    mine = set(queries.accounts_of(uow, queries.person_of(uow, command.user_id)))
    if command.same_as is None:
        _one_person(uow, mine - {command.user_id})
        _one_person(uow, {command.user_id})
    else:
        _one_person(
            uow, mine | set(queries.accounts_of(uow, queries.person_of(uow, command.same_as)))
        )
    person = queries.person_of(uow, command.user_id)
    return PersonSaid(command.user_id, person, queries.accounts_of(uow, person))


def _one_person(uow: UnitOfWork, accounts: set[UserId]) -> None:
    for user_id in sorted(accounts):
        repository.say_person(uow, user_id, person_of_accounts(accounts))


def set_pin(uow: UnitOfWork, command: SetPin) -> PinSet:
    """Give a user a new PIN here; it clears the failures. One's own, or as an administrator."""
    if uow.actor.user_id != command.user_id:
        uow.actor.require(Permission.MANAGE_USERS)
    _user(uow, command.user_id)
    verifier = check_verifier(command.verifier)
    repository.keep_verifier(uow, command.user_id, verifier)
    return PinSet(command.user_id)


def set_recovery_code(uow: UnitOfWork, command: SetRecoveryCode) -> RecoveryCodeSet:
    """Replace the administrator's recovery code."""
    uow.actor.require(Permission.MANAGE_USERS)
    repository.keep_recovery_code(uow, check_verifier(command.verifier), 0)
    return RecoveryCodeSet()


def count_pin_try(uow: UnitOfWork, user_id: UserId) -> PinTry | PinRefused:
    """Book a try as failed and hand out what to compare with; UserError while waiting or dead.

    PinRefused when the clock fell behind the last failure: the wait begins anew, so that a clock
    that was put right neither gives a try nor keeps anybody out for hours.
    """
    uow.actor.require(Permission.MANAGE_USERS)
    user = repository.user(uow, user_id)
    if user is None or not user[4]:
        raise errors.no_access()
    found = repository.verifier(uow, user_id)
    if found is None:
        raise errors.no_pin(user[2])
    verifier, failures, last = found
    if failures >= DEAD_AFTER:
        raise errors.pin_dead()
    if (waits := _wait_anew(uow, failures, last)) is not None:
        repository.count_failure(uow, user_id, failures)
        return waits
    _refuse_hurry(uow, failures, last)
    repository.count_failure(uow, user_id, failures + 1)
    return PinTry(user_id, verifier, failures + 1)


def finish_sign_in(uow: UnitOfWork, user_id: UserId) -> SignedIn:
    """The PIN was right: the failures go, the sign-in is recorded."""
    uow.actor.require(Permission.MANAGE_USERS)
    repository.clear_failures(uow, user_id)
    _, _, name, _, _, role, permissions = repository.user(uow, user_id)
    granted = frozenset(p for p in Permission if p.value in permissions.split())
    _record(uow, user_id, SignInOutcome.SIGNED_IN)
    return SignedIn(Actor(user_id, name, granted), role)


def confirm_pin(uow: UnitOfWork, user_id: UserId) -> Actor:
    """The PIN was right, for one word beside somebody else's work: the failures go, nobody is
    signed in.
    """
    uow.actor.require(Permission.MANAGE_USERS)
    repository.clear_failures(uow, user_id)
    _, _, name, _, _, _, permissions = repository.user(uow, user_id)
    return Actor(user_id, name, frozenset(p for p in Permission if p.value in permissions.split()))


def record_failed_try(uow: UnitOfWork, tried: PinTry) -> PinRefused:
    """The PIN was wrong: recorded, and the sentence to show."""
    uow.actor.require(Permission.MANAGE_USERS)
    dead = tried.tries >= DEAD_AFTER
    _record(uow, tried.user_id, SignInOutcome.DEAD if dead else SignInOutcome.WRONG_PIN)
    if dead:
        return errors.pin_dead_now()
    wait = wait_s(tried.tries, uow.now, uow.now)
    if wait:
        return errors.wrong_pin_wait(wait, DEAD_AFTER - tried.tries)
    return errors.wrong_pin()


def record_sign_out(uow: UnitOfWork, user_id: UserId) -> None:
    """Somebody left; only they themselves, or who manages users, can say so."""
    if uow.actor.user_id != user_id:
        uow.actor.require(Permission.MANAGE_USERS)
    _record(uow, user_id, SignInOutcome.SIGNED_OUT)


def count_code_try(uow: UnitOfWork, user_id: UserId) -> PinTry | PinRefused:
    """Book a try with the recovery code, which only resets an administrator."""
    uow.actor.require(Permission.MANAGE_USERS)
    user = repository.user(uow, user_id)
    if user is None or not user[4] or Permission.MANAGE_USERS.value not in user[6].split():
        raise errors.code_is_for_administrators()
    found = repository.recovery_code(uow)
    if found is None:
        raise errors.no_recovery_code()
    verifier, failures, last = found
    if (waits := _wait_anew(uow, failures, last)) is not None:
        repository.keep_recovery_code(uow, verifier, failures, tried=True)
        return waits
    _refuse_hurry(uow, failures, last)
    repository.keep_recovery_code(uow, verifier, failures + 1, tried=True)
    return PinTry(user_id, verifier, failures + 1)


def finish_recovery(uow: UnitOfWork, recovered: tuple[UserId, str, str]) -> None:
    """The code was right: a new PIN for the administrator; the code stays good."""
    uow.actor.require(Permission.MANAGE_USERS)
    user_id, pin_verifier, code_verifier = recovered
    repository.keep_recovery_code(uow, code_verifier, 0)
    repository.keep_verifier(uow, user_id, pin_verifier)
    _record(uow, user_id, SignInOutcome.RECOVERED)


def seed_roles(uow: UnitOfWork, _nothing: None) -> None:
    """The preset roles, at set-up."""
    uow.actor.require(Permission.MANAGE_USERS)
    repository.add_presets(uow)


def teach_roles(uow: UnitOfWork, _nothing: None) -> None:
    """Give the preset roles the permissions that came with a newer program."""
    uow.actor.require(Permission.MANAGE_USERS)
    for role_id, permissions in queries.untaught_roles(uow):
        repository.grant(uow, role_id, permissions)


def _user(uow: UnitOfWork, user_id: UserId) -> Any:
    found = repository.user(uow, user_id)
    if found is None:
        raise errors.no_such_user()
    return found


def _permissions(uow: UnitOfWork, role_id: str) -> frozenset[str]:
    granted = repository.role_permissions(uow, role_id)
    if granted is None:
        raise errors.no_such_role()
    return granted


def _refuse_taken_number(uow: UnitOfWork, number: str, user_id: str) -> None:
    holder = repository.number_holder(uow, number)
    if holder is not None and holder[0] != user_id:
        raise errors.number_taken(number, holder[1])


def _refuse_last_administrator(uow: UnitOfWork, user: Any, field: str) -> None:
    user_id, _, name, _, active, _, granted = user
    manages = Permission.MANAGE_USERS.value
    if (
        active
        and manages in granted.split()
        and not repository.somebody_else_may(uow, user_id, manages)
    ):
        raise errors.last_administrator(name, field)


def _refuse_hurry(uow: UnitOfWork, failures: int, last: str | None) -> None:
    wait = wait_s(failures, instant_from(last) if last else None, uow.now)
    if wait:
        raise errors.too_soon(wait)


def _wait_anew(uow: UnitOfWork, failures: int, last: str | None) -> PinRefused | None:
    """The whole wait, when the last failure lies in what is now the future."""
    if last is None or instant_from(last) <= uow.now:
        return None
    wait = wait_s(failures, uow.now, uow.now)
    return errors.wait_anew(wait) if wait else None


def _record(uow: UnitOfWork, user_id: UserId, outcome: SignInOutcome) -> None:
    day = settings.business_today(settings.practice(uow), uow.now)
    repository.record(uow, user_id, outcome, day)
