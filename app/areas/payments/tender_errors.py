"""Every way a tender, or the list of them, can be refused or asked about, in the user's words."""

from __future__ import annotations

from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.i18n import format_money
from app.kernel.ids import ReceiptId
from app.kernel.money import Money
from app.kernel.text import shown
from app.kernel.translate import later, t

_MISSING = {
    "check_number": later("Type the number of the check."),
    "bank": later("Type the bank that stands on the check."),
    "reference": later("Type the reference of this payment by {name}."),
    "card_last4": later("Type the last four digits of the card."),
    "card_brand": later("Type the brand of the card."),
    "wallet": later("Type the name of the wallet."),
}

# ----------------------------------------------------------------------------- what a tender says


def too_many(most: int) -> UserError:
    return UserError(t("A payment has {most} tenders at most.", most=most), field="tenders")


def field_missing(field: str, name: str) -> UserError:
    """`name` is what the practice calls this way to pay."""
    return UserError(t(_MISSING[field], name=name), field=field)


def not_four_digits() -> UserError:
    return UserError(t("Only the last four digits of the card are kept."), field="card_last4")


def change_only_for_cash(name: str) -> UserError:
    """`name` is what the practice calls this way to pay."""
    return UserError(
        t("Change is given on cash only. Take just the amount by {name}.", name=name),
        field="given",
    )


def cash_in_one_line() -> UserError:
    """Where cash is rounded: two legs would be rounded twice."""
    return UserError(t("Cash is rounded here. Put all cash in one line."), field="tenders")


def check_twice() -> UserError:
    return UserError(t("This check is listed twice."), field="check_number")


def check_seen(receipt: str, number: str, bank: str, about: ReceiptId) -> NeedsConfirmation:
    """A check of this bank with this number was taken before."""
    return NeedsConfirmation(
        f"check_again:{receipt}",
        t(
            "Check {number} of {bank} was taken already, on receipt {receipt}. "
            "Is this another check?",
            number=number,
            bank=bank,
            receipt=receipt,
        ),
        verb=t("Take it as another check"),
        about=about,
    )


def checks_not_wanted(name: str, mark: str, amount: Money) -> str:
    """What a manager is asked; `name` is whose account it is, `mark` what stands on it."""
    return t(
        "The account of {name} is marked “{mark}”. A manager has to agree to a check of {amount}.",
        name=name,
        mark=mark,
        amount=format_money(amount),
    )


# ----------------------------------------------------------------------------- the list of tenders


def method_malformed() -> UserError:
    return UserError(
        t("Use small letters, digits and _ for the short name, such as gift_card."), field="method"
    )


def kind_fixed(name: str) -> UserError:
    return UserError(
        t("How “{name}” moves can't be changed. Take it out of use and add another.", name=name),
        field="kind",
    )


def not_for_tenders(code: str) -> UserError:
    return UserError(
        t("{code} is not an active asset account that money can come in on.", code=shown(code)),
        field="gl_code",
    )


def cash_lies_in_drawers(code: str) -> UserError:
    """`code` is the GL account of the drawers."""
    return UserError(t("Cash is booked to {code}, cash in drawers.", code=code), field="gl_code")


def field_twice() -> UserError:
    return UserError(t("Each required field is listed once."), field="required")


def cash_asks_for_nothing() -> UserError:
    return UserError(t("Cash has no fields to fill."), field="required")


def refunded_by_unknown(method: str) -> UserError:
    return UserError(
        t("“{method}” is not a way to pay here.", method=shown(method)), field="refunded_by"
    )


def position_out_of_range(most: int) -> UserError:
    return UserError(t("A place in the list is from 1 to {most}.", most=most), field="position")


def charged_on_the_reader(way: str, gateway: str) -> UserError:
    return UserError(
        t(
            "{way} is charged through {gateway} at this window: take it on the card reader. Where "
            "a terminal of its own is used beside it, an administrator adds that terminal under "
            "Settings, Card gateways.",
            way=way,
            gateway=gateway,
        ),
        field="tenders",
    )
