"""Which keys F1 shows first: those of the screen in front, then those that work on every screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.gui.key_map import BINDINGS, PLACES, Binding, shown
from app.kernel.translate import t

Group = tuple[str, tuple[Binding, ...]]

_LISTS: Final = ("tables",)
OF_TASK: Final[Mapping[str, tuple[str, ...]]] = {
    "counter": ("tender", "keypad", "account", "receipts", "parked"),
    "drawer": ("movements", "closing"),
    "accounts": ("accounts", "tables"),
    "duplicates": ("duplicates", "tables"),
    "invoices": ("chain", "tables"),
    "payments": ("payments", "chain", "tables"),
    "card_payments": _LISTS,
    "refunds": _LISTS,
    "deposits": ("deposits", "chain", "tables"),
    "money": ("money",),
    "shifts": ("chain", "tables"),
    "activity": _LISTS,
    "tasks": ("tasks",),
    "account": ("page", "tables"),
    "services": ("services", "tables"),
    "users": ("users", "tables"),
    "settings": ("settings",),
    "printer": (),
    "receipt_look": (),
    "health": (),
    "imports": _LISTS,
    "setting_up": (),
    "day_sheet": ("day_sheet",),
    "reports": ("reports", "tables"),
}
"""The places of the key map that belong to a screen of the frame."""
OF_DIALOG: Final[Mapping[str, tuple[str, ...]]] = {
    "form": ("dialog",),
    "charge": ("charge", "dialog"),
    "patient": ("patient", "dialog"),
    "cash": ("picks", "dialog"),
    "invoice": ("picks",),
    "paper": ("preview",),
    "question": (),
}
"""The places of the key map that belong to a kind of dialog."""
IN_DIALOGS: Final = ("frame.keys", "frame.primary", "frame.back")
"""What works from everywhere and in a dialog too."""
EVERYWHERE: Final = ("drawer", "everywhere")


def shown_on(task: str, allowed: tuple[str, ...] | None = None) -> tuple[Group, ...]:
    """The groups of keys that work on this screen; of an unknown one, all there are.

    With `allowed` no key is among them that leads to a screen this person may not open.
    """
    if task not in OF_TASK:
        return shown()
    dead = {f"frame.{each}" for each in OF_TASK if allowed is not None and each not in allowed}
    dead -= {"frame.counter", "frame.settings"}
    if "frame.drawer" in dead:
        dead |= {each.id for each in BINDINGS if each.where == "drawer"}
    found = (
        (
            t(PLACES[place]),
            tuple(b for b in BINDINGS if b.where == place and b.available and b.id not in dead),
        )
        for place in (*OF_TASK[task], *EVERYWHERE)
        if place in PLACES
    )
    return tuple((words, bindings) for words, bindings in found if bindings)


def shown_over(dialog: str) -> tuple[Group, ...]:
    """The groups of keys that work in this kind of dialog."""
    own = tuple(
        (t(PLACES[place]), tuple(b for b in BINDINGS if b.where == place and b.available))
        for place in OF_DIALOG[dialog]
    )
    known = IN_DIALOGS if OF_DIALOG[dialog] else ("frame.keys", "frame.back")
    return (*own, (t("Everywhere"), tuple(b for b in BINDINGS if b.id in known)))


def in_columns(groups: tuple[Group, ...], columns: int) -> tuple[tuple[Group, ...], ...]:
    """The groups flowed into columns of about one height, as words flow in a newspaper.

    A group that goes on in the next column has its words repeated there.
    """
    lines = sum(len(bindings) + 1 for _words, bindings in groups) + columns - 1
    most = -(-lines // columns)
    filled: list[list[Group]] = [[]]
    left = most
    for words, bindings in groups:
        rest = bindings
        while rest:
            if left < 3 and len(filled) < columns:
                filled.append([])
                left = most
            last = len(filled) == columns
            take = len(rest) if last else min(len(rest), left - 1)
            filled[-1].append((words, rest[:take]))
            rest, left = rest[take:], left - take - 1
    return tuple(tuple(column) for column in filled)
