"""Users, roles and signing in."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.kernel.actor import Actor, Permission
from app.kernel.ids import CommandId, PersonId, RoleId, UserId


@dataclass(frozen=True, slots=True)
class SignInTile:
    """One person on the sign-in screen; `blocked` says why the PIN does not work, or is empty."""

    user_id: UserId
    number: str
    name: str
    initials: str
    role_name: str
    has_pin: bool
    blocked: str


@dataclass(frozen=True, slots=True)
class AddUser:
    """A new user. `number` is the badge or staff number."""

    id: CommandId
    number: str
    name: str
    role_id: RoleId


@dataclass(frozen=True, slots=True)
class UserAdded:
    user_id: UserId


@dataclass(frozen=True, slots=True)
class ChangeUser:
    """What a user is called from now on, the badge or staff number, and what the role lets do."""

    id: CommandId
    user_id: UserId
    number: str
    name: str
    role_id: RoleId


@dataclass(frozen=True, slots=True)
class DeactivateUser:
    """Take away access: the person stays in the books and can't sign in any more."""

    id: CommandId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class ReactivateUser:
    """Give access again, with the PIN and the role from before."""

    id: CommandId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class UserChanged:
    user_id: UserId


@dataclass(frozen=True, slots=True)
class SaySamePerson:
    """Two accounts are one and the same person's, so neither checks the other's work; `same_as`
    None takes `user_id` out again.
    """

    id: CommandId
    user_id: UserId
    same_as: UserId | None = None


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """`accounts` are all that this person signs in with."""

    user_id: UserId
    person_id: PersonId
    accounts: tuple[UserId, ...]


class PinState(StrEnum):
    """Whether a PIN works at this station; `BLOCKED` until an administrator sets a new one."""

    SET = "set"
    NONE = "none"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class UserRow:
    """One user as an administrator sees them; `failures` are the wrong tries in a row, `same_as`
    the other accounts of the same person.
    """

    user_id: UserId
    number: str
    name: str
    role_id: RoleId
    role_name: str
    active: bool
    pin: PinState
    failures: int
    same_as: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role a user can have, and what it lets do."""

    role_id: RoleId
    name: str
    permissions: frozenset[Permission]


@dataclass(frozen=True, slots=True)
class SetPin:
    """Store what checks a PIN (an argon2id encoded hash, made by `pins.make_verifier`); never the
    PIN.
    """

    id: CommandId
    user_id: UserId
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PinSet:
    user_id: UserId


@dataclass(frozen=True, slots=True)
class SetRecoveryCode:
    """Store what checks the administrator's recovery code; it replaces the one before."""

    id: CommandId
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecoveryCodeSet:
    pass


class SignInOutcome(StrEnum):
    SIGNED_IN = "signed_in"
    WRONG_PIN = "wrong_pin"
    DEAD = "dead"
    SIGNED_OUT = "signed_out"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True)
class PinRefused:
    """Why a PIN was not taken, and the whole seconds until the next try is allowed."""

    words: str
    retry_after_s: int = 0


@dataclass(frozen=True, slots=True)
class PinTry:
    """A counted try: the verifier to compare with, after the failure is already booked."""

    user_id: UserId
    verifier: str = field(repr=False)
    tries: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    actor: Actor
    role_name: str


@dataclass(frozen=True, slots=True)
class FrontDoor:
    """What the window shows before anybody has signed in."""

    organization_name: str
    site_name: str
    locale: str
    demo: bool
    tiles: tuple[SignInTile, ...]
