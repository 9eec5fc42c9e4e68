"""Sentences about scanned codes; none repeats a card's number or what stands in a contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.areas.scans.values import Junk, Thing, ThingKind
from app.kernel.translate import t

SHOWN_AT_MOST: Final = 24
"""Letters of a code that are repeated: a receipt's number fits, a wristband's data does not."""


def junk_words(junk: Junk) -> tuple[str, str]:
    """(what it was, what to do) for a code that is no number of ours."""
    numbers = t("Receipts, invoices, accounts, refunds, deposits and drawers open with a scan.")
    said = {
        Junk.CARD: (
            t(
                "This looks like a card number. Never write one down here: "
                "take the card on the reader, and note the last four digits at most."
            ),
            "",
        ),
        Junk.LINK: (t("The code is a link. Nothing was opened."), numbers),
        Junk.CONTACT: (t("The code is somebody's contact data. Nothing was opened."), numbers),
        Junk.LONG: (t("The code is too long for a number. Nothing was opened."), numbers),
        Junk.EMPTY: (t("The code was empty."), t("Scan it once more.")),
        Junk.STRANGE: (t("The code is no number of this practice."), numbers),
    }
    return said.get(junk, (t("The code is no number of this practice."), numbers))


def unknown_words(code: str) -> tuple[str, str]:
    """For a number that nothing has here, such as another practice's."""
    detail = t(
        "It may be of another practice, or of a statement: statements do not open by a scan yet. "
        "Find by name instead."
    )
    if len(code) > SHOWN_AT_MOST:
        return t("Nothing here has the number that was scanned."), detail
    return t("Nothing here has the number {code}.", code=code), detail


def half_words() -> tuple[str, str]:
    return (
        t("Only a part of a code came."),
        t("Scan it once more. If that stays so, set the scanner up under Settings, Scanner."),
    )


def several_words(code: str) -> tuple[str, str]:
    return (
        t("More than one thing has the number {code}.", code=code[:SHOWN_AT_MOST]),
        t("Find it by name and date."),
    )


def thing_words(thing: Thing) -> str:
    """What it is, such as `Receipt W1-000123`."""
    number = thing.number
    words: dict[ThingKind, Callable[[], str]] = {
        ThingKind.RECEIPT: lambda: t("Receipt {number}", number=number),
        ThingKind.INVOICE: lambda: t("Invoice {number}", number=number),
        ThingKind.REFUND: lambda: t("Refund {number}", number=number),
        ThingKind.DEPOSIT: lambda: t("Deposit {number}", number=number),
        ThingKind.SHIFT: lambda: t("Shift {number}", number=number),
    }
    if thing.kind is ThingKind.ACCOUNT:
        return t("Account {number}", number=number) if number else t("An account")
    return words[thing.kind]()
