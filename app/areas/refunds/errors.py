"""Every way a refund can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.i18n import format_date, format_money
from app.kernel.money import Money
from app.kernel.translate import t

# ------------------------------------------------------------------------------ what is asked for


def amount_not_positive() -> UserError:
    return UserError(t("Type how much goes back."), field="amount")


def in_other_currency(code: str) -> UserError:
    return UserError(t("This account's money is in {code}.", code=code), field="amount")


def not_of_this_account(number: str) -> UserError:
    return UserError(
        t(
            "Receipt {number} is another account's. Begin the refund from that account.",
            number=number,
        ),
        field="payment_id",
    )


def more_than_left(number: str, left: Money) -> UserError:
    """`left` is what the payment is still worth."""
    return UserError(
        t(
            "{left} of receipt {number} is left to give back. Ask for that much at most.",
            number=number,
            left=format_money(left, code=True),
        ),
        field="amount",
    )


def more_than_tender(words: str, left: Money) -> UserError:
    """More than the tender it goes back to brought."""
    return UserError(
        t(
            "{left} of what came by {tender} is left to give back. Ask for that much, and for the "
            "rest in a refund of its own.",
            tender=words,
            left=format_money(left, code=True),
        ),
        field="amount",
    )


def more_than_credit(left: Money) -> UserError:
    return UserError(
        t(
            "{left} of credit is left to give back. Ask for that much at most.",
            left=format_money(left, code=True),
        ),
        field="amount",
    )


def no_credit() -> UserError:
    return UserError(t("This account has no credit to give back."), field="amount")


def no_such_tender() -> UserError:
    return UserError(t("Choose a tender of this payment."), field="tender_id")


def no_card_to_reverse() -> UserError:
    return UserError(
        t("No card paid this, so nothing can go back to one. Choose another way."), field="method"
    )


def one_card_at_a_time(left: Money) -> UserError:
    return UserError(
        t(
            "{left} can go back to this card. Ask for that much, and for the rest in a refund of "
            "its own.",
            left=format_money(left, code=True),
        ),
        field="amount",
    )


def check_came_back(check: str) -> UserError:
    return UserError(
        t(
            "The bank did not pay check {check}, so there is nothing of it to give back.",
            check=check,
        ),
        field="tender_id",
    )


def say_why_cash() -> UserError:
    return UserError(
        t("This was paid by card. Write down why it goes back in cash."), field="description"
    )


def detected_later() -> UserError:
    return UserError(
        t("The day on which this was found lies in the future, or long ago."), field="detected_on"
    )


def invoice_not_paid_by_it() -> UserError:
    return UserError(t("This payment does not pay that invoice."), field="invoice_ids")


def asked_already(number: str, amount: Money) -> NeedsConfirmation:
    """The same amount of the same payment or credit is on its way back."""
    return NeedsConfirmation(
        f"refund_again:{number}",
        t(
            "Refund {number} for {amount} of the same money is there already. Ask for another?",
            number=number,
            amount=format_money(amount, code=True),
        ),
        verb=t("Ask for another {amount}", amount=format_money(amount, code=True)),
    )


# ---------------------------------------------------------------------------------- what is done


def no_such_refund() -> UserError:
    return UserError(t("There is no such refund."), field="refund_id")


def own_request() -> UserError:
    return UserError(t("Nobody agrees to their own refund. Ask another person."), field="refund_id")


def agreed_already(name: str) -> UserError:
    return UserError(
        t("{name} agreed to this refund already. Another person has to.", name=name),
        field="refund_id",
    )


def nothing_to_approve(number: str) -> UserError:
    return UserError(
        t("Refund {number} waits for nobody's word any more.", number=number), field="refund_id"
    )


def not_approved_yet(number: str) -> UserError:
    return UserError(
        t("Somebody else has to agree to refund {number} first.", number=number),
        field="refund_id",
    )


def paid_already(number: str) -> UserError:
    return UserError(t("Refund {number} was given back already.", number=number), field="refund_id")


def cancelled_already(number: str) -> UserError:
    return UserError(t("Refund {number} is cancelled.", number=number), field="refund_id")


def at_the_processor(number: str) -> UserError:
    return UserError(
        t(
            "Refund {number} is with the card's processor, and how it ends is not known yet. Look "
            "again in a moment; nothing is given back twice.",
            number=number,
        ),
        field="refund_id",
    )


def not_paid_yet(number: str) -> UserError:
    return UserError(
        t("Refund {number} was not given back yet, so nothing can have come back.", number=number),
        field="refund_id",
    )


def cash_does_not_come_back(number: str) -> UserError:
    return UserError(
        t(
            "Refund {number} was given in cash. Money the patient brings back is a payment.",
            number=number,
        ),
        field="refund_id",
    )


def card_comes_back_by_itself(number: str) -> UserError:
    return UserError(
        t("The card's processor says by itself whether refund {number} failed.", number=number),
        field="refund_id",
    )


def not_yours_to_pay(number: str) -> UserError:
    """Somebody who only asks for refunds gives back what another person agreed to."""
    return UserError(
        t(
            "Nobody else agreed to refund {number}, so somebody who may give refunds has to do it.",
            number=number,
        ),
        field="refund_id",
    )


def not_yours_to_cancel(number: str) -> UserError:
    return UserError(
        t("Only who asked for refund {number}, or a manager, cancels it.", number=number),
        field="refund_id",
    )


def money_moved(number: str) -> UserError:
    """What it should come out of was used otherwise since it was asked for."""
    return UserError(
        t(
            "The money refund {number} should give back was used otherwise meanwhile. Cancel it "
            "and ask anew.",
            number=number,
        ),
        field="refund_id",
    )


def check_needs_bank() -> UserError:
    return UserError(t("Choose the bank account the check is drawn on."), field="bank_account_id")


def bank_not_used(name: str) -> UserError:
    return UserError(
        t("The bank account “{name}” is not in use, or keeps other money.", name=name),
        field="bank_account_id",
    )


def no_bank_for_this() -> UserError:
    return UserError(
        t("Only a check, ACH, wire or other transfer comes from a bank account."),
        field="bank_account_id",
    )


def check_needs_number() -> UserError:
    return UserError(t("Type the number of the check."), field="check_number")


def check_number_used(number: str, refund: str) -> UserError:
    return UserError(
        t(
            "Check {number} of this bank account paid refund {refund}.",
            number=number,
            refund=refund,
        ),
        field="check_number",
    )


def transfer_needs_reference() -> UserError:
    return UserError(t("Type the number of the transfer."), field="reference")


def date_out_of_range(first: date) -> UserError:
    return UserError(
        t("The day can't be before {day} or after today.", day=format_date(first)),
        field="happened_on",
    )


def nothing_to_print(number: str) -> UserError:
    return UserError(
        t("Refund {number} was not given back yet, so it has no paper.", number=number),
        field="refund_id",
    )


def not_while_away(limit: Money) -> UserError:
    """Money out while the centre is away."""
    return UserError(
        t(
            "The centre can't be reached, and above {limit} no money is given back until it can. "
            "Somebody may have given this back at another window.",
            limit=format_money(limit, code=True),
        ),
        field="refund_id",
    )


def not_decided_while_away(number: str) -> UserError:
    """Two windows that agree to one refund take its money twice."""
    return UserError(
        t(
            "The centre can't be reached, and another window may decide on refund {number} "
            "meanwhile. Do this once it is back.",
            number=number,
        ),
        field="refund_id",
    )


# ----------------------------------------------------------------------------------- on the card


def choose_card_verb() -> UserError:
    return UserError(
        t("This goes back to the card by its processor. Use “Back to the card”."), field="method"
    )


def not_to_a_card(number: str) -> UserError:
    return UserError(
        t("Refund {number} does not go back to a card.", number=number), field="refund_id"
    )


def no_charge(number: str) -> UserError:
    """The card was charged on a stand-alone terminal."""
    return UserError(
        t(
            "The card was charged on a terminal of its own. Give refund {number} back there, and "
            "enter the number on its slip.",
            number=number,
        ),
        field="refund_id",
    )


def terminal_needs_reference() -> UserError:
    return UserError(t("Type the number on the slip of the card terminal."), field="reference")


def not_at_it() -> UserError:
    return UserError(t("This window is not at that refund."), field="refund_id")


def another_amount(wanted: Money, found: Money) -> UserError:
    return UserError(
        t(
            "The processor says {found}, and the refund is {wanted}. Nothing was entered.",
            found=format_money(found, code=True),
            wanted=format_money(wanted, code=True),
        ),
        field="amount",
    )


def card_at_reader(number: str) -> UserError:
    """Interac: only with the card at the reader."""
    return UserError(
        t(
            "Refund {number} goes back with the card at the reader. Choose the reader.",
            number=number,
        ),
        field="reader_id",
    )


def only_managers(number: str) -> UserError:
    return UserError(
        t("Refund {number} waits for a manager’s word.", number=number), field="refund_id"
    )


def only_who_pays(number: str) -> UserError:
    return UserError(
        t("Somebody who gives refunds enters that refund {number} came back.", number=number),
        field="refund_id",
    )


def at_another_window(number: str) -> UserError:
    """Only one window talks to the processor about a refund, until a manager lets another."""
    return UserError(
        t(
            "Another window sent refund {number} to the card’s processor and enters how it ends. "
            "A manager can look from here, if that window is gone.",
            number=number,
        ),
        field="refund_id",
    )
