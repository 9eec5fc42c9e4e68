"""Sentences of the payment panel, from the form alone: labels, hints, the note, the main button."""

from __future__ import annotations

from app.areas.parties.values import FlagKind
from app.areas.payments.values import TenderKind
from app.gui.card_codes import card_words
from app.gui.key_map import key_words
from app.gui.screens.counter.payment_form import Outcome, PaymentForm, Stage
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t, t_own


def leg_words(form: PaymentForm) -> str:
    """What stands over the box of the open tender."""
    if form.pays_credit:
        return t("Credit to use")
    if form.leg.is_cash:
        return t("Cash given")
    return t("{tender}, amount", tender=t_own(form.leg.way.name))


def hint_of(form: PaymentForm) -> str:
    """What a person should know before Take; empty where the fields say it all."""
    if form.stage is not Stage.OPEN:
        return ""
    if form.hint:
        return form.hint
    if form.pays_credit:
        return t("Pays with the credit on the account. No money changes hands.")
    if form.method and form.leg.charges:
        return _charge_hint(form)
    if form.method and form.leg.way.kind is TenderKind.CARD:
        return t("Charge the card on its terminal first. This only records it.")
    return _flag_hint(form) if form.method and not form.leg.is_cash else ""


def _charge_hint(form: PaymentForm) -> str:
    """Where the card will be charged; a test reader says so."""
    card = form.leg.card
    if card is None or card.reader is None:
        return ""
    if card.gateway.test_mode:
        return t("The card is charged on “{reader}”, in test mode.", reader=card.reader.label)
    return t("The card is charged on “{reader}”.", reader=card.reader.label)


def _flag_hint(form: PaymentForm) -> str:
    """What a mark on the account says about the open tender, before it is sent."""
    kinds = {flag.kind for flag in form.account.flags}
    if form.leg.way.kind is TenderKind.CHECK and FlagKind.NO_CHECKS in kinds:
        return t("This account is marked “no checks”: a manager has to agree.")
    if FlagKind.CASH_ONLY in kinds:
        return t("This account is marked “cash only”.")
    return ""


def shown_outcome(form: PaymentForm) -> Outcome | None:
    """What the large figure says; change is said of cash alone, what is missing of every tender."""
    if form.answer is not None:
        cash = form.leg.is_cash or any(leg.is_cash for leg in form.legs)
        change = form.answer.change
        return Outcome(change, short=False) if cash or change else None
    if form.applied is not None or not (form.armed or form.stage is Stage.SENDING):
        return None
    try:
        outcome = form.outcome()
        if not form.paying():
            return None
    except UserError:
        return None
    return outcome if outcome.short or (form.leg.is_cash and not form.pays_credit) else None


def figure_of(form: PaymentForm) -> tuple[Money | None, str, str, Money | None]:
    """(amount, words, tone, change to hand back) of the large figure."""
    charged = _charged(form)
    if charged is not None:
        return charged, t("Charged"), "money_in", None
    outcome = shown_outcome(form)
    if outcome is None:
        return None, "", "muted", None
    if outcome.short:
        return outcome.amount, t("Stays open"), "caution", None
    return outcome.amount, t("Change"), "money_in" if outcome.amount else "muted", outcome.amount


def _charged(form: PaymentForm) -> Money | None:
    """What the reader charged, where the card paid all of it: it is said as large as change."""
    if form.answer is None or form.card is None or form.legs:
        return None
    return form.answer.amount


def note_of(form: PaymentForm) -> str:
    """The line under the large figure."""
    if form.applied is not None:
        return _left(t("Credit applied"), form.applied.balance_left, form.locale)
    if form.answer is not None:
        numbers = ", ".join(each.number for each in form.answer.receipts)
        number = t("Receipt {number}", number=numbers or form.answer.receipt_number)
        if form.card is not None and form.card.last4:
            card = card_words(form.card.brand, form.card.last4, form.card.wallet)
            number = f"{number}  ·  {card}"
        return _left(number, form.answer.balance_left, form.locale)
    if form.stage is not Stage.OPEN:
        return ""
    if not form.armed:
        return _invitation(form)
    if form.ahead():
        return t("Nothing is ticked: all of it becomes credit.")
    return _rounded(form)


def _invitation(form: PaymentForm) -> str:
    if not form.lines:
        return t("{key}, then an amount: it becomes credit.", key=key_words("tender.cash"))
    if form.account.credit:
        return t(
            "{key} for cash, {credit} uses the credit of {amount}.",
            key=key_words("tender.cash"),
            credit=key_words("tender.credit"),
            amount=format_money(form.account.credit, form.locale),
        )
    return t("{key}, then Enter for exact cash, or what was given.", key=key_words("tender.cash"))


def _rounded(form: PaymentForm) -> str:
    try:
        rounding, rest = form.rounding(), form.rest()
    except UserError:
        return ""
    if not rounding:
        return ""
    return t(
        "{rest} rounds to {due} in cash.",
        rest=format_money(rest, form.locale),
        due=format_money(rest + rounding, form.locale),
    )


def _left(done: str, left: Money, locale: str) -> str:
    if not left:
        return done
    return t("{receipt}. {left} stays owed.", receipt=done, left=format_money(left, locale))


def take_words(form: PaymentForm) -> str:
    """The main button: its verb with the amount and its key."""
    locale = form.locale
    if form.applied is not None:
        return t("Applied {amount}", amount=format_money(form.applied.amount, locale))
    if form.answer is not None:
        return t("Taken {amount}", amount=format_money(form.answer.amount, locale))
    try:
        paying = format_money(form.paying(), locale) if form.paying() else ""
    except UserError:
        paying = ""
    if form.stage is Stage.SENDING:
        return t("Taking {amount}…", amount=paying)
    key = key_words("tender.take")
    if form.pays_credit:
        return t("Use {amount} of the credit    {key}", amount=paying, key=key)
    if form.leg.charges and form.armed and paying:
        card = format_money(form.leg_pays(), locale)
        return t("Charge {amount} on the card    {key}", amount=card, key=key)
    if form.ahead() and paying:
        return t("Take {amount} as credit    {key}", amount=paying, key=key)
    if form.armed and not form.by_key and form.leg.is_cash and paying:
        return t("Take {amount} cash    {key}", amount=paying, key=key)
    return t("Take {amount}    {key}", amount=paying, key=key)
