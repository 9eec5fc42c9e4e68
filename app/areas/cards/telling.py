"""What a cashier is told of a card payment: one sentence for each place it can be in."""

from __future__ import annotations

from app.areas.cards import rules
from app.areas.cards.values import AttemptState as S
from app.areas.payments.card_words import brand_words
from app.areas.payments.values import CardLines
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import later, t

_DECLINED = {
    "insufficient_funds": later("Declined: insufficient funds. Ask for another card."),
    "withdrawal_count_limit_exceeded": later(
        "Declined: over the card's limit. Ask for another card."
    ),
    "card_velocity_exceeded": later("Declined: over the card's limit. Ask for another card."),
    "expired_card": later("Declined: the card has expired. Ask for another card."),
    "incorrect_pin": later("Declined: the PIN was wrong. Try again or ask for another card."),
    "invalid_pin": later("Declined: the PIN was wrong. Try again or ask for another card."),
    "pin_try_exceeded": later("Declined: the PIN was wrong too often. Ask for another card."),
    "card_not_supported": later("Declined: this card is not taken here. Ask for another card."),
    "currency_not_supported": later(
        "Declined: this card does not pay in this currency. Ask for another."
    ),
    "processing_error": later(
        "The card could not be read through. Try again, or ask for another card."
    ),
}
"""Reasons that may be said aloud; everything else is just “Declined”."""
_NOT_CHARGED = {
    "access": later(
        "Card payments are not set up at this window. Ask an administrator. Not charged."
    ),
    "not_card_present": later(
        "This account at the card service cannot take cards at a reader. Ask an "
        "administrator. Not charged."
    ),
    "amount": later("The card service does not take this amount. Not charged."),
    "refused": later("The card service refused this payment. Not charged. See the details."),
    "not_found": later("The card service does not know this reader any more. Not charged."),
    "wrong_answer": later(
        "The card service answered for another payment. Not charged. Ask for help."
    ),
    "create_unknown": later("Could not reach the card service. No charge was made."),
    "other_window": later(
        "Another window was charging a card for the same bill. Not charged here."
    ),
    "no_card": later("No card was presented. Not charged."),
    "no_room": later(
        "This computer’s disk is full, so the reader was not asked. Not charged. Free some "
        "space first."
    ),
    "customer_canceled": later("The customer pressed cancel on the reader. Not charged."),
    "taken_over": later("Another till took this reader. Not charged."),
    "reader_offline": later("The reader was offline. Not charged."),
    "reader_busy": later("The reader was busy. Not charged."),
    "reader_fault": later("The reader has a fault. Not charged."),
}
_CHECKING = {
    "processing": later("The bank is still processing this payment."),
    "taken_over": later("Another till took this reader. Checking whether the card was charged."),
    "card_declined": later("Checking that nothing was charged."),
    "customer_canceled": later("The customer pressed cancel. Checking that nothing was charged."),
    "no_card": later("No card was presented. Checking that nothing was charged."),
    "reader_idle": later(
        "The reader stopped. Checking whether the card was charged: do not run it again."
    ),
    "lost": later(
        "The reader lost its connection. Checking whether the card was charged: do not run it "
        "again."
    ),
}


def working(
    state: S, code: str, decline_code: str, amount: Money, reader: str, *, void: bool, late: bool
) -> str:
    """The sentence of an attempt that has not ended; `void` when the person wants out, `late` when
    the program found it after a break.
    """
    money = format_money(amount)
    if state is S.DECLINED:
        return declined(code, decline_code)
    if state is S.WAITING_CARD:
        return _waiting(code, money, reader)
    if state is S.READER_DOWN:
        return _down(code, reader)
    if state in (S.VERIFYING, S.CAPTURING):
        return _checking(state, code, void=void, late=late)
    if state is S.UNKNOWN and code == rules.NOT_POSTED:
        return t(
            "The card was charged, and that could not be written into the books yet. Do NOT "
            "charge again, and ask for help."
        )
    if state is S.VOIDABLE:
        return t(_NOT_CHARGED.get(code, later("Not charged.")))
    words = {
        S.CREATING: later("Slow connection, trying again.") if code else later("Starting."),
        S.CREATE_UNKNOWN: _NOT_CHARGED["create_unknown"],
        S.ARMING: later("Telling the reader “{reader}”."),
        S.ARM_UNKNOWN: later("Checking the reader “{reader}”."),
        S.READER_BUSY: later(
            "The reader “{reader}” is busy: updating, a card left in it, or another "
            "payment. Not charged."
        ),
        S.CANCELING: later("No card was presented. Cancelling.")
        if code == "no_card"
        else later("Cancelling."),
        S.CANCELED_BY_CUSTOMER: _NOT_CHARGED["customer_canceled"],
        S.TAKEN_OVER: _NOT_CHARGED["taken_over"],
        S.AMENDING: later("Changing the amount to {amount}."),
        S.FENCING: later("Making sure that nothing is charged."),
        S.UNKNOWN: later(
            "Result unknown. Do NOT charge again: this bill is locked until the program "
            "has found out. Other bills can go on."
        ),
    }
    return t(words[state], reader=reader, amount=money)


def _waiting(code: str, money: str, reader: str) -> str:
    if code == rules.BUSY_CODE:
        return t("The card is being charged. Please wait.")
    if code == rules.LOST_CODE:
        return t(
            "Connection lost. The payment of {amount} may still finish on the reader.", amount=money
        )
    return t(
        "Ask the customer to tap, insert or swipe on “{reader}”: {amount}.",
        reader=reader,
        amount=money,
    )


def _down(code: str, reader: str) -> str:
    words = {
        "reader_offline": later(
            "Reader “{reader}” is offline: check its power and Wi-Fi. Not charged."
        ),
        "reader_fault": later(
            "Reader “{reader}” has a fault: restart it or use another. Not charged."
        ),
    }
    usual = later("Reader “{reader}” does not answer: check its power and Wi-Fi. Not charged.")
    return t(words.get(code, usual), reader=reader)


def _checking(state: S, code: str, *, void: bool, late: bool) -> str:
    if state is S.CAPTURING:
        return t("Approved, finishing.")
    if code in _CHECKING:
        return t(_CHECKING[code])
    if late:
        return t("This card payment was interrupted. Checking whether the card was charged.")
    if void:
        return t("Checking that nothing was charged.")
    return t("Approved, finishing.") if not code else t(_CHECKING["lost"])


def declined(code: str, decline_code: str) -> str:
    """Why a card was declined, as far as the room may hear it."""
    if rules.is_delicate(decline_code):
        return t("Declined. Ask for another card.")
    found = _DECLINED.get(decline_code) or _DECLINED.get(code)
    return t(found or later("Declined. Ask for another card."))


def not_charged(code: str, decline_code: str) -> str:
    """How an attempt ended that charged nothing."""
    if code in rules.DECLINES:
        return declined(code, decline_code)
    return t(_NOT_CHARGED.get(code, later("Cancelled, not charged.")))


def charged(amount: Money, wanted: Money, card: CardLines | None, code: str = "") -> str:
    """How an attempt ended that charged a card."""
    if code == rules.CASH_LEFT_CODE:
        return t(
            "{amount} was charged and is in the books. The cash beside it is not: take it as a "
            "payment of its own, or give it back.",
            amount=format_money(amount),
        )
    if code == rules.GIVEN_BACK_CODE:
        return t(
            "{amount} was charged and is in the books, but the card service gave money of it "
            "back. Somebody did that there and not here: tell a manager.",
            amount=format_money(amount),
        )
    if amount != wanted:
        return t(
            "{amount} was charged, not {wanted}. What was charged is in the books.",
            amount=format_money(amount),
            wanted=format_money(wanted),
        )
    if card is None or not card.last4:
        return t("Paid {amount} by card.", amount=format_money(amount))
    return t(
        "Paid {amount}, {brand} ···· {last4}.",
        amount=format_money(amount),
        brand=brand_words(card.brand),
        last4=card.last4,
    )


def elsewhere(window: str, amount: Money) -> str:
    """An open attempt of another window, which alone knows more."""
    return t(
        "Window {window} is charging {amount}. Nobody else takes money for it meanwhile.",
        window=window,
        amount=format_money(amount),
    )


def details(code: str, decline_code: str, message: str, request_ref: str) -> str:
    """What the processor said, for the side panel and for its support."""
    reason = " / ".join(part for part in (code, decline_code) if part)
    said = [message, reason]
    if request_ref:
        said.append(t("Request {number}", number=request_ref))
    return " · ".join(part for part in said if part)
