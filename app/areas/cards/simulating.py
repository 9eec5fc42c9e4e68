"""The pretended processor and its reader, kept in this station's database: what the adapter asks,
what the window on the screen shows, and its buttons.

Nothing here is for `do` or `ask`: whoever could press from a command line could pretend to be paid.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Final

from app.areas.cards import simulated_records as records
from app.areas.cards.charge_amounts import money_of
from app.areas.cards.simulated_cards import CARDS, Button, Told
from app.areas.cards.simulated_rules import Terminal, Wrong
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, new_id
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.statements import Reader
from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of the adapter, named as in Stripe's library."""

    id: CommandId
    operation: str
    ref: str = ""
    params: Told = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """`status` is 200 or that of the error in `told`."""

    status: int
    told: Told


@dataclass(frozen=True, slots=True)
class PressButton:
    """Press one of the reader's buttons; `code` says why a card is declined."""

    id: CommandId
    button: Button
    code: str = ""


@dataclass(frozen=True, slots=True)
class SimulatedScreen:
    """What the reader shows: `words` in its own display, the amount it asks for or gives back,
    and the buttons that do something now. `busy`, `offline`, `time_out` and `lost` are how it
    behaves.
    """

    words: str
    asks: bool
    refunds: bool
    amount: Money | None
    buttons: tuple[Button, ...]
    offline: bool = False
    busy: bool = False
    time_out: bool = False
    lost: bool = False
    intent_ref: str = ""


_ALWAYS: Final = (Button.TIME_OUT,)


def ask(uow: UnitOfWork, asked: Asked) -> Answered:
    """A call that changes something."""
    terminal = _terminal(uow)
    answered = _answered(terminal, asked)
    for name, told in terminal.changed.items():
        records.keep(uow, name, told)
    return answered


def look(reader: Reader, asked: Asked) -> Answered:
    """A call that changes nothing."""
    return _answered(_terminal(reader), asked)


def press(uow: UnitOfWork, command: PressButton) -> None:
    """A person at the simulated reader; a button it does not show now does nothing."""
    terminal = _terminal(uow)
    try:
        terminal.press(command.button, command.code)
    except Wrong as wrong:
        raise UserError(str(wrong.error["message"])) from None
    for name, told in terminal.changed.items():
        records.keep(uow, name, told)


def screen(reader: Reader) -> SimulatedScreen:
    """What the reader shows now."""
    terminal = _terminal(reader)
    state = terminal.state
    action: Told = state["action"] or {}
    asks = action.get("status") == "in_progress" and not state["offline"]
    wanted: Told = action.get(action.get("type", ""), {})
    intent = records.kept(reader, wanted.get("payment_intent", "")) or {}
    money = records.kept(reader, wanted.get("charge", "")) or intent
    amount = wanted.get("amount", money.get("amount"))
    refunds = action.get("type") == "refund_payment"
    return SimulatedScreen(
        words=_words(state, action, refunds=refunds),
        asks=asks,
        refunds=refunds,
        amount=money_of(amount, money["currency"]) if amount else None,
        buttons=_buttons(state, intent, asks=asks, refunds=refunds),
        offline=state["offline"],
        busy=state["busy"],
        time_out=state["time_out"],
        lost=state.get("lost", False),
        intent_ref=intent.get("id", ""),
    )


def _answered(terminal: Terminal, asked: Asked) -> Answered:
    try:
        told = terminal.call(asked.operation, asked.ref, asked.params, asked.key)
    except Wrong as wrong:
        return Answered(wrong.status, {"error": wrong.error})
    return Answered(200, told)


def _terminal(reader: Reader) -> Terminal:
    return Terminal(
        partial(records.kept, reader), partial(records.all_kept, reader), reader.now, _new_ref
    )


def _new_ref(prefix: str) -> str:
    return f"{prefix}_sim{new_id().replace('-', '')}"


def _words(state: Told, action: Told, *, refunds: bool) -> str:
    if state["offline"]:
        return t("The reader is off.")
    if state["busy"]:
        return t("Updating…")
    if state.get("lost"):
        return t(
            "The card may be charged; no answer reaches the till. After a minute it calls the "
            "result unknown."
        )
    if not action:
        return t("Ready")
    if action["status"] == "in_progress":
        return t("Show the card to give money back") if refunds else t("Tap, insert or swipe")
    if action["status"] == "succeeded":
        return t("Money given back") if refunds else t("Approved")
    if action["failure_code"] == "customer_canceled":
        return t("Cancelled")
    return t("Declined")


def _buttons(state: Told, intent: Told, *, asks: bool, refunds: bool) -> tuple[Button, ...]:
    switches = (
        *((Button.FOUND,) if state.get("lost") else ()),
        Button.ONLINE if state["offline"] else Button.OFFLINE,
        Button.FREE if state["busy"] else Button.BUSY,
        *_ALWAYS,
    )
    if not asks:
        return switches
    interac = refunds or "interac_present" in intent.get("payment_method_types", ())
    cards = [each for each in CARDS if each not in (Button.DIES, Button.LOST, Button.INTERAC)]
    shown = (Button.INTERAC,) if refunds else (*cards, *((Button.INTERAC,) if interac else ()))
    ends = () if refunds else (Button.LOST, Button.DIES)
    return (*shown, Button.DECLINE, Button.CANCEL, *ends, *switches)
