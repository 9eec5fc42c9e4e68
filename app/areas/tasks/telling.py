"""Puts what was found about money and numbers into words, with both sides and what may be done."""

from __future__ import annotations

from datetime import datetime

from app.areas.deposits import rules as bags
from app.areas.invoices import queries as invoices
from app.areas.invoices.values import InvoiceView
from app.areas.parties import queries as parties
from app.areas.payments import undoing_records
from app.areas.payments.undoing_rules import StoredPayment
from app.areas.security import queries as security
from app.areas.tasks import money_records as money
from app.areas.tasks import number_records as numbers
from app.areas.tasks.money_records import Bagged
from app.areas.tasks.records import window_name
from app.areas.tasks.rules import cut, short
from app.areas.tasks.values import Answer, Found, Link, Side, Task
from app.kernel.clock import instant_from
from app.kernel.i18n import format_money
from app.kernel.ids import AccountId, InvoiceId, PaymentId
from app.kernel.money import Money, total
from app.kernel.translate import t
from app.storage.statements import Reader

SEEN = "seen"
APPLY, CREDIT, OWE, TAKE_OUT, RENUMBER = "apply", "credit", "owe", "take_out", "renumber"


def since(one: Found, reader: Reader) -> datetime:
    return instant_from(one.since) if one.since else reader.now


def seen(words: str = "", explains: str = "") -> Answer:
    return Answer(SEEN, words or t("Leave it as it is"), explains or t("The task goes away."))


# ------------------------------------------------------------------------------------------- money


def overpaid(reader: Reader, one: Found) -> Task | None:
    """An invoice in credit, with what was paid on it and whether it was cancelled."""
    view = invoices.invoice_view(reader, InvoiceId(one.subject))
    excess = -view.due
    if excess.minor <= 0:
        return None
    header = parties.account_header(reader, view.account_id)
    paid = money.payers(reader, one.subject)
    sides = [money.paid_side(reader, each, one.subject) for each in paid]
    sides += money.cancelled_sides(reader, one.subject)
    sides.sort(key=lambda side: side.at or reader.now)
    amount = format_money(excess)
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t("Invoice {number} is overpaid by {amount}", number=view.number, amount=amount),
        words=_overpaid_words(view, header.name, sides),
        sides=tuple(sides),
        answers=_overpaid_answers(reader, view, excess, paid),
        since=since(one, reader),
        amount=excess,
        go=Link("invoices", view.invoice_id),
    )


def _overpaid_words(view: InvoiceView, name: str, sides: list[Side]) -> str:
    of_invoice = Link("invoices", view.invoice_id)
    if not view.cancelled and len(sides) < 2:
        return t("{name} paid more than this invoice says. The money stands.", name=name)
    if not view.cancelled:
        return t(
            "Money of {name} was taken for it more than once, by windows that did not know of one "
            "another. All of it stands.",
            name=name,
        )
    if sum(side.go == of_invoice for side in sides) > 1:
        return t(
            "It was cancelled more than once, by windows that did not know of one another, and "
            "{name} is owed the difference by the books.",
            name=name,
        )
    return t(
        "It was cancelled at one window and paid by {name} at another, and neither knew of the "
        "other. Both stand.",
        name=name,
    )


def _overpaid_answers(
    reader: Reader, view: InvoiceView, excess: Money, paid: tuple[StoredPayment, ...]
) -> tuple[Answer, ...]:
    given = (s.amount for each in paid for s in each.shares if s.invoice_id == view.invoice_id)
    leave = seen(explains=t("The invoice stays in credit, and the task goes away."))
    if total(given, excess.currency) < excess:
        return (leave,)
    answers = []
    amount = format_money(excess)
    owed = invoices.owed_in_order(reader, view.account_id)
    if owed:
        listed = ", ".join(number for _, number, _, _, _ in owed[:3])
        answers.append(
            Answer(
                APPLY,
                t("Pay open invoices with {amount}", amount=amount),
                t("It goes to {invoices}, oldest first; what is left is credit.", invoices=listed),
            )
        )
    answers.append(
        Answer(
            CREDIT,
            t("Keep {amount} as credit", amount=amount),
            t("It is the account's credit, ready for the next invoice."),
        )
    )
    return (*answers, leave)


def overdrawn(reader: Reader, one: Found) -> Task | None:
    """Credit that was used at two windows."""
    header = parties.account_header(reader, AccountId(one.subject))
    missing = Money(-int(one.state), header.currency)
    amount = format_money(missing)
    short = money.overdrawn_payments(reader, one.subject)
    cuts = [piece for each in short for piece in cut(each.shares, -each.unapplied)]
    listed = ", ".join(
        dict.fromkeys(
            invoices.invoice_view(reader, share.invoice_id).number for share, _ in cuts[:3]
        )
    )
    answers = [seen(explains=t("The account stays below nothing until money comes in."))]
    if cuts:
        words = t("Let {amount} be owed again", amount=amount)
        explains = t("It is taken back from {invoices}, which is owed again.", invoices=listed)
        answers.insert(0, Answer(OWE, words, explains))
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t(
            "Credit of {number} is {amount} below nothing",
            number=header.account_number,
            amount=amount,
        ),
        words=t(
            "Windows that did not know of one another used or gave back more credit of {name} than "
            "there was. All of it stands.",
            name=header.name,
        ),
        sides=tuple(money.used_sides(reader, one.subject)),
        answers=tuple(answers),
        since=since(one, reader),
        amount=missing,
        go=Link("account", one.subject),
    )


def voided_twice(reader: Reader, one: Found) -> Task:
    """A payment with more than one void, each with its drawer."""
    payment = undoing_records.stored_payment(reader, PaymentId(one.subject))
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t(
            "Receipt {number} for {amount} was voided twice",
            number=payment.number,
            amount=format_money(payment.amount),
        ),
        words=t(
            "Two windows voided it without knowing of one another, so its money may have been "
            "given back twice. Both stand. Ask both people, and count both drawers."
        ),
        sides=tuple(money.void_sides(reader, one.subject)),
        answers=(seen(t("It is settled"), t("Both voids stay, and the task goes away.")),),
        since=since(one, reader),
        amount=payment.amount,
        go=Link("payments", one.subject),
    )


# -------------------------------------------------------------------------------------------- bags


def bagged_twice(reader: Reader, one: Found) -> Task | None:
    """A check or cash that is in two bags; it can be taken out of one that is open."""
    there = money.bags_of(reader, one.subject)
    if len(there) < 2:
        return None
    item = there[0].item
    amount = item.amount if item.is_check else None
    answers = [_take_out(each) for each in there if item.is_check and _is_open(each)]
    numbers_of = [each.deposit.number for each in there]
    if item.is_check:
        title = t("Check {number} is in two bags", number=item.check_number)
    else:
        title = t("{what} is in two bags", what=item.reference)
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=title,
        words=t(
            "{first} and {second} were prepared at two windows that did not know of one another. "
            "It lies in one of them: look which, and take it out of the other, or void that one.",
            first=numbers_of[0],
            second=numbers_of[1],
        ),
        sides=tuple(_bag_side(reader, each) for each in there),
        answers=(*answers, seen(explains=t("Both deposits stay as they are."))),
        since=since(one, reader),
        amount=amount,
        go=Link("deposits", there[-1].deposit.deposit_id),
    )


def _is_open(each: Bagged) -> bool:
    return each.deposit.seal is None and each.deposit.void is None


def _take_out(each: Bagged) -> Answer:
    number = each.deposit.number
    return Answer(
        f"{TAKE_OUT}:{each.item.item_id}",
        t("Take it out of {number}", number=number),
        t("{number} no longer says that it has it.", number=number),
    )


def _bag_side(reader: Reader, each: Bagged) -> Side:
    bag = each.deposit
    sealed = t("Bag {bag}", bag=bag.seal.bag_number) if bag.seal else t("not sealed yet")
    return Side(
        title=t("Deposit {number}", number=bag.number),
        words=t("{state}, {bag}", state=_stage_words(bag), bag=sealed),
        amount=each.item.amount if each.item.is_check else None,
        window=window_name(reader, each.station_id),
        who=security.user_name(reader, each.prepared_by),
        at=bag.at,
        go=Link("deposits", bag.deposit_id),
    )


def _stage_words(bag: bags.StoredDeposit) -> str:
    if bag.clear:
        return t("Credited by the bank")
    return t("Handed over") if bag.submit else t("Here")


# ----------------------------------------------------------------------------------------- numbers


def doubled(reader: Reader, one: Found) -> Task | None:
    """Two things with one number; an account can get a new one."""
    kind, number = one.subject.split(" ", 1)
    sides = numbers.sides(reader, kind, number)
    if len(sides) < 2:
        return None
    answers = [seen(t("Leave both"), t("Both keep the number, and the task goes away."))]
    words = t(
        "Two windows gave the same number without knowing of one another. Both stand and both "
        "count: a number is only a name. Whoever looks for it finds both."
    )
    if kind == "account":
        words = t("Both accounts are found by it. One of them can get a new number.")
        for account_id in numbers.accounts_called(reader, number):
            header = parties.account_header(reader, account_id)
            answers.insert(
                -1,
                Answer(
                    f"{RENUMBER}:{account_id}",
                    t("Give {name} a new number", name=short(header.name)),
                    t(
                        "{name} is found by the next free number; papers that were printed keep "
                        "the old one.",
                        name=header.name,
                    ),
                ),
            )
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=numbers.kind_words(kind, number),
        words=words,
        sides=tuple(sides),
        answers=tuple(answers),
        since=since(one, reader),
        go=sides[0].go,
    )
