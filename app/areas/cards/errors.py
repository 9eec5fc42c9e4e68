"""Every way charging a card can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.text import shown
from app.kernel.translate import t


def no_card_leg(method: str) -> UserError:
    """The payment says nothing that this gateway charges, or says it twice."""
    words = t("This gateway does not take “{method}”. Choose another one.", method=shown(method))
    return UserError(words, field="payment")


def not_integrated(name: str) -> UserError:
    return UserError(
        t("“{name}” charges on a terminal of its own. Charge there, then record it.", name=name),
        field="gateway_id",
    )


def out_of_use(name: str) -> UserError:
    """A gateway or a reader."""
    return UserError(t("“{name}” is not in use any more.", name=name), field="gateway_id")


def only_tests(name: str) -> UserError:
    """A gateway in test mode would write money that nobody paid into real books."""
    return UserError(
        t("“{name}” is in test mode: no card is really charged. Choose another.", name=name),
        field="gateway_id",
    )


def reader_of_another() -> UserError:
    return UserError(t("This reader belongs to another gateway."), field="reader_id")


def not_at_the_counter() -> UserError:
    return UserError(t("A card is charged at the counter, with its owner there."), field="channel")


def not_chargeable(why: str) -> UserError:
    """`why` is a whole sentence: too little, too much, or not in whole units."""
    return UserError(why, field="amount")


def payment_taken_already() -> UserError:
    return UserError(
        t("This payment was taken already. Close the form and look at the receipt."),
        field="payment",
    )


def payment_is_open() -> UserError:
    """The form has an attempt that has not ended."""
    return UserError(
        t("A card is being charged for this payment already. Wait until that has ended."),
        field="payment",
    )


def no_such_attempt() -> UserError:
    return UserError(t("There is no such card payment."), field="attempt_id")


def attempt_ended() -> UserError:
    return UserError(t("This card payment has ended. Look at its outcome."), field="attempt_id")


def attempt_elsewhere(window: str) -> UserError:
    return UserError(
        t("Window {window} is working on this card payment. Do it there.", window=window),
        field="attempt_id",
    )


def not_now() -> UserError:
    """The attempt went on meanwhile; the screen will show where to."""
    return UserError(t("The card payment went on meanwhile. Look at it again."), field="attempt_id")


def key_too_old() -> UserError:
    return UserError(
        t("This began too long ago to go on with. Leave it, and begin again."), field="attempt_id"
    )


def other_payment() -> UserError:
    return UserError(
        t("Only the amount can be changed here: the same form, account and way to pay."),
        field="payment",
    )


def of_another_drawer() -> UserError:
    """Cash beside the card would be booked into a drawer that it never saw."""
    return UserError(
        t(
            "This card payment was begun in another shift. Change it there, or cancel it and "
            "begin anew."
        ),
        field="attempt_id",
    )


def not_to_be_taken_over(window: str) -> UserError:
    """The window is this one, or works on it."""
    return UserError(
        t("Window {window} finds this out by itself.", window=window), field="attempt_id"
    )


def no_cash_on_form() -> UserError:
    return UserError(
        t("There is no cash on this form that could be given back."), field="attempt_id"
    )


def give_cash_back_first(cash: Money) -> UserError:
    return UserError(
        t(
            "{cash} in cash belongs to this payment and is not in the books. Give it back or "
            "take it as a payment of its own, and say here that it is off the form.",
            cash=format_money(cash),
        ),
        field="attempt_id",
    )


def no_shift() -> UserError:
    return UserError(t("This card payment holds no shift open."), field="attempt_id")


def finish_it_first() -> UserError:
    """The window still works on it: the outcome is seconds away."""
    return UserError(
        t("This card payment is still going on. Finish or cancel it first."), field="attempt_id"
    )


def accepted_already() -> UserError:
    return UserError(
        t("A manager agreed to this already. The shift can be closed."), field="attempt_id"
    )


def accept_unknown(amount: Money, name: str, reason: str) -> str:
    """What a manager is asked; `name` is whose payment it is."""
    return t(
        "Nobody knows yet whether {amount} was charged for {name}, because: “{reason}”. Close the "
        "shift all the same?",
        amount=format_money(amount),
        name=name,
        reason=reason,
    )


def nothing_seen_there() -> UserError:
    return UserError(t("This window has seen nothing of that id at the card service."))
