"""Every way a drawer, a shift or a count can be refused, in the user's words; decides nothing."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t

# ----------------------------------------------------------------------------- drawers and shifts


def drawer_name_taken(name: str) -> UserError:
    return UserError(t("There is a drawer “{name}” already.", name=name), field="name")


def no_such_drawer() -> UserError:
    """Also one that stands at another window or is out of use."""
    return UserError(t("There is no such drawer at this window."), field="drawer_id")


def drawer_open_by(name: str) -> UserError:
    return UserError(
        t("{name} has this drawer open. It must be closed first.", name=name), field="drawer_id"
    )


def shift_open_already() -> UserError:
    return UserError(t("You have a drawer open already. Close it first."), field="drawer_id")


def user_has_drawer_open(name: str) -> UserError:
    """Who answers for a drawer keeps their access until the shift is closed."""
    return UserError(
        t("{name} has a drawer open. Close the shift first.", name=name), field="user_id"
    )


# -------------------------------------------------------------------------------- safe and counts


def safe_counted_already() -> UserError:
    return UserError(t("The safe was counted into the books already."))


def nothing_counted() -> UserError:
    return UserError(t("Count at least one note or coin."), field="piles")


def not_counted_here(denomination: Money) -> UserError:
    return UserError(
        t("{name} is not counted here.", name=format_money(denomination)), field="piles"
    )


def counted_twice(denomination: Money) -> UserError:
    return UserError(t("{name} is counted twice.", name=format_money(denomination)), field="piles")


def quantity_out_of_range(most: int) -> UserError:
    return UserError(t("A quantity is from 0 to {most}.", most=most), field="piles")


def count_too_large() -> UserError:
    return UserError(t("The count is larger than the largest amount."), field="piles")
