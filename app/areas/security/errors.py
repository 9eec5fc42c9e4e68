"""Every way signing in and managing people can be refused, in the user's words; decides nothing."""

from __future__ import annotations

from app.areas.security.values import PinRefused
from app.kernel.errors import UserError
from app.kernel.translate import t

# --------------------------------------------------------------------------------- people and roles


def id_is_the_programs() -> UserError:
    return UserError(t("This id is the program's own."), field="id")


def no_such_user() -> UserError:
    return UserError(t("There is no such user."), field="user_id")


def no_such_role() -> UserError:
    return UserError(t("There is no such role."), field="role_id")


def number_taken(number: str, holder: str) -> UserError:
    return UserError(t("{number} belongs to {name}.", number=number, name=holder), field="number")


def last_administrator(name: str, field: str) -> UserError:
    """Without anybody who manages users, nobody could ever be let in again."""
    return UserError(
        t("{name} is the only administrator. Make somebody else one first.", name=name),
        field=field,
    )


def own_role() -> UserError:
    return UserError(t("Another administrator has to change your own role."), field="role_id")


def own_access() -> UserError:
    return UserError(t("Another administrator has to take away your own access."), field="user_id")


def same_as_itself() -> UserError:
    return UserError(t("Choose another account than this one."), field="same_as")


def no_such_other_user() -> UserError:
    return UserError(t("There is no such user."), field="same_as")


# ----------------------------------------------------------------------------------- choosing a PIN


def pin_length() -> UserError:
    return UserError(t("A PIN has six to twelve digits."), field="pin")


def pin_has_pattern() -> UserError:
    return UserError(t("This PIN is too easy to guess. Choose one without a pattern."), field="pin")


def pin_is_date() -> UserError:
    return UserError(t("A date is too easy to guess. Choose another PIN."), field="pin")


def pin_is_year() -> UserError:
    return UserError(t("A year is too easy to guess. Choose another PIN."), field="pin")


def pin_is_number() -> UserError:
    return UserError(t("The PIN must differ from the badge number."), field="pin")


def not_a_verifier() -> UserError:
    return UserError(t("This is not what checks a PIN. Set the PIN again."), field="verifier")


# --------------------------------------------------------------------------------------- signing in


def no_access() -> UserError:
    return UserError(t("This user can't sign in."), field="user_id")


def no_pin(name: str) -> UserError:
    return UserError(t("{name} has no PIN yet. An administrator sets it.", name=name), field="pin")


def pin_dead() -> UserError:
    return UserError(_dead(), field="pin")


def pin_dead_now() -> PinRefused:
    """The last try of all was wrong."""
    return PinRefused(_dead())


def too_soon(wait_s: int) -> UserError:
    return UserError(_wait(wait_s), field="pin", retry_after_s=wait_s)


def wait_anew(wait_s: int) -> PinRefused:
    """The clock fell behind the last failure, so the whole wait begins again."""
    return PinRefused(_wait(wait_s), wait_s)


def no_such_number() -> UserError:
    return UserError(t("Nobody has this number. Check it, then try again."), field="number")


def wrong_pin() -> PinRefused:
    return PinRefused(t("The PIN is not right. Try again."))


def wrong_pin_wait(wait_s: int, left: int) -> PinRefused:
    """So many tries are left before the PIN is dead."""
    words = t(
        "The PIN is not right. Try again in {wait} seconds. {left} tries left.",
        wait=wait_s,
        left=left,
    )
    return PinRefused(words, wait_s)


def pin_not_now() -> UserError:
    """Beside an open window: the PIN is dead or has to wait."""
    return UserError(t("This PIN does not work now. Sign in at the window first."), field="pin")


# -------------------------------------------------------------------------------- the recovery code


def code_is_for_administrators() -> UserError:
    return UserError(t("The recovery code is for administrators. Ask one to set your PIN."))


def no_recovery_code() -> UserError:
    return UserError(t("No recovery code was ever made here."), field="code")


def _dead() -> str:
    return t(
        "The PIN is blocked after too many wrong tries. Ask an administrator for a new one, "
        "or use the recovery code."
    )


def _wait(wait_s: int) -> str:
    return t("Wait {wait} seconds, then try again.", wait=wait_s)
