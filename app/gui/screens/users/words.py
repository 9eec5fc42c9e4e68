"""How people, PINs and roles are said on the page and in its messages; no widgets."""

from __future__ import annotations

from app.areas.security.rules import DEAD_AFTER
from app.areas.security.values import PinState, RoleRow, UserRow
from app.gui.tables.rows_model import ChipLook
from app.kernel.actor import WORDS, Permission
from app.kernel.translate import t


def pin_look(state: PinState) -> ChipLook:
    """The state of a PIN as icon and word."""
    if state is PinState.SET:
        return ChipLook("check-circle", t("Set"), "money_in")
    if state is PinState.NONE:
        return ChipLook("key", t("None yet"), "caution")
    words = t("Blocked after {count} wrong tries", count=DEAD_AFTER)
    return ChipLook("warning-circle", words, "danger")


def pin_sentence(state: PinState) -> str:
    """The same beside a person's own form, where no column says that it is about the PIN."""
    if state is PinState.SET:
        return t("PIN set")
    if state is PinState.NONE:
        return t("No PIN yet")
    return t("PIN blocked after {count} wrong tries", count=DEAD_AFTER)


def access_sentence(row: UserRow) -> str:
    """What the verb under the PIN will do."""
    if row.active:
        words = t("Then {name} can't sign in. What is booked stays in the books.", name=row.name)
    elif row.pin is PinState.NONE:
        words = t("Then {name} needs a PIN to sign in.", name=row.name)
    else:
        words = t("Then {name} can sign in again with the PIN from before.", name=row.name)
    return words


def same_sentence(row: UserRow, everyone: tuple[UserRow, ...]) -> str:
    """Which accounts are one person's, and what follows from it."""
    accounts = [f"{one.name} ({one.number})" for one in everyone if one.user_id in row.same_as]
    if not accounts:
        return ""
    return t(
        "This person also signs in as {accounts}. One account never checks the work of another.",
        accounts=", ".join(accounts),
    )


def status_look(row: UserRow) -> ChipLook:
    """What stands in the list: without access the PIN does not matter."""
    if not row.active:
        return ChipLook("prohibit", t("No access"), "muted")
    return pin_look(row.pin)


def deeds(role: RoleRow | None) -> str:
    """What a role lets do, in a sentence."""
    if role is None:
        return ""
    words = [t(WORDS[each]) for each in Permission if each in role.permissions]
    return t("May {deeds}.", deeds=", ".join(words)) if words else t("May only sign in.")


def missing(rows: tuple[UserRow, ...], roles: tuple[RoleRow, ...]) -> str:
    """What this practice still lacks before it can work; empty when nothing."""
    takers = {role.role_id for role in roles if Permission.TAKE_PAYMENT in role.permissions}
    able = [row for row in rows if row.active and row.role_id in takers]
    if not able:
        return t("Nobody can take payments yet. Add somebody with the role Cashier.")
    if all(row.pin is not PinState.SET for row in able):
        return t("Nobody who takes payments can sign in. Open a person and set the PIN.")
    return ""


def how_many(rows: tuple[UserRow, ...]) -> str:
    """The number of people beside the title."""
    active = sum(row.active for row in rows)
    away = len(rows) - active
    if away:
        return t("{count} with access, {away} without", count=active, away=away)
    return t("1 person") if active == 1 else t("{count} people", count=active)
