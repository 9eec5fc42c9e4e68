"""Bench `card`: from the moment Stripe approved to the receipt on paper, and how long the window
stands still while everything goes wrong.

Stripe, its reader and the printer are the tests' stand-ins on real sockets of this computer, and
its own library talks to it; only our own polling, posting and printing take time.
"""

from __future__ import annotations

import importlib
import random
import statistics
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app import bootstrap
from app.areas.cards import maintaining, queries
from app.areas.cards import service as cards
from app.areas.cards.gateway_values import Provider, SaveGateway, SaveReader
from app.areas.cards.values import AttemptOpened, OpenAttempt, WantVoid
from app.areas.payments.values import TakePayment, TenderGiven
from app.areas.printing.service import save_printer
from app.areas.printing.values import PrinterKind, SavePrinter
from app.cli import bench_payment
from app.cli.bench import Goal, Outcome, quantile, say
from app.cli.bench_printer import accounts_of
from app.cli.saying import UsageError
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId, AttemptId, CardReaderId, CommandId, GatewayId, new_id
from app.kernel.money import Money
from app.kernel.translate import t

PAPER_MS: Final = 1200.0
STALL_MS: Final = 50.0
PATIENCE_S: Final = 30.0
_CHARGED: Final = Money(3600, "USD")
_WARM_UP: Final = 1
_QUIET_S: Final = 1.0
_Stalls = list[tuple[float, float]]
_CUSTOMER: Final = random.Random(6)
"""People take their time: else the card would always be there before the first look."""


@dataclass(slots=True)
class _Counter:
    """A window with its reader and printer, and the world behind them."""

    station: bootstrap.Station
    world: Any
    reader: Any
    printer: Any
    gateway_id: GatewayId
    reader_id: CardReaderId

    def begun(self, account_id: AccountId) -> Future[AttemptOpened]:
        """What F8 and Enter do: the attempt is committed, the desk does the rest."""
        card = TenderGiven("credit_card", _CHARGED)
        payment = TakePayment(CommandId(new_id()), account_id, (card,))
        wanted = OpenAttempt(
            CommandId(new_id()),
            payment,
            self.gateway_id,
            self.reader_id,
            confirmations=frozenset({f"credit:{_CHARGED.minor}"}),
        )
        return self.station.act(SYSTEM, cards.open_attempt, wanted)

    def ended(self, attempt_id: AttemptId) -> bool:
        return self.station.ask(queries.attempt_shown, attempt_id).result().ended


def measure(folder: Path, args: list[str]) -> Outcome:
    """Card payments one after another; `--pairs N` (40 by default), `--faults N` rounds (2)."""
    count = int(args[args.index("--pairs") + 1]) if "--pairs" in args else 40
    rounds = int(args[args.index("--faults") + 1]) if "--faults" in args else 2
    stand_in = _stand_in()
    from app.gui.timing import begin_painting

    application = begin_painting()
    say("making a practice")
    data = bench_payment.make_practice(folder / "practice", accounts=count + _WARM_UP + 1)
    world = stand_in["world"].StripeWorld()
    printer = stand_in["printer"].StandInPrinter()
    with stand_in["front"].StripeFront(world) as front:
        station = bootstrap.open_station(data)
        try:
            counter = _counter(station, world, printer, front.url, stand_in)
            accounts = accounts_of(station)
            say(f"charging {count} cards")
            taken = [_charge(counter, each) for each in accounts[: count + _WARM_UP]]
            say("letting everything go wrong")
            quiet, stalls = _in_trouble(counter, accounts[-1], stand_in, application, rounds)
        finally:
            station.close()
            printer.close()
    return _outcome(taken[_WARM_UP:], quiet, stalls)


def _outcome(taken: list[tuple[float, float]], quiet: _Stalls, stalls: _Stalls) -> Outcome:
    """A computer that is busy otherwise lets a window wait too: our own part is what must hold."""
    posted = [one * 1000 for one, _ in taken]
    printed = [both * 1000 for _, both in taken]
    late, stall = quantile(printed, 0.95), max(ours for _, ours in stalls) * 1000
    notes = {
        "p50_ms": round(statistics.median(printed), 1),
        "posted_p50_ms": round(statistics.median(posted), 1),
        "stall_wall_ms": round(max(wall for wall, _ in stalls) * 1000, 1),
        "quiet_wall_ms": round(max(wall for wall, _ in quiet) * 1000, 1),
    }
    goals = [
        Goal("approved to paper, p95", late, PAPER_MS, late / PAPER_MS, 1.0, len(taken)),
        Goal("window stands still in trouble", stall, STALL_MS, stall / STALL_MS, 1.0, len(stalls)),
    ]
    return Outcome(goals, notes)


def _charge(counter: _Counter, account_id: AccountId) -> tuple[float, float]:
    """Seconds from the approval until the payment was posted, and until it was on paper."""
    before = counter.printer.finished()
    attempt_id = counter.begun(account_id).result().attempt_id
    _wait(lambda: counter.reader.waiting, "the reader asks for a card")
    time.sleep(_CUSTOMER.uniform(0.1, 1.5))
    begun = time.perf_counter()
    counter.reader.present()
    _wait(lambda: counter.ended(attempt_id), "the payment is posted")
    posted = time.perf_counter() - begun
    counter.printer.wait(lambda: counter.printer.finished() > before)
    return posted, time.perf_counter() - begun


def _in_trouble(
    counter: _Counter,
    account_id: AccountId,
    stand_in: dict[str, Any],
    application: Any,
    rounds: int,
) -> tuple[_Stalls, _Stalls]:
    """Attempts that meet every fault, shown at the Counter; how late each turn of its loop came,
    before them and meanwhile.
    """
    from app.gui.card_timing import LoopWatch, counter_on_show

    fault, world = stand_in["faults"].Fault, counter.world
    arming, asking = "terminal.readers.process_payment_intent", "payment_intents.retrieve"
    troubles = [
        *(("payment_intents.create", each) for each in stand_in["faults"].ANY_CALL),
        *((arming, each) for each in stand_in["faults"].AT_READER),
        *((asking, each) for each in (fault.LOST_BEFORE, fault.SERVER_BEFORE, fault.TRUNCATED)),
        ("terminal.readers.retrieve", fault.LOST_BEFORE),
        ("payment_intents.cancel", fault.LOST_AFTER),
    ]
    watch = LoopWatch(application)
    with counter_on_show(counter.station, application, account_id):
        watch.begin()
        begun = time.monotonic()
        _wait(lambda: time.monotonic() - begun > _QUIET_S, "it is quiet", watch.turn)
        quiet = watch.taken()
        for operation, each in troubles * rounds or troubles[:1]:
            world.faults.next(operation, each)
            _one_trouble(counter, account_id, operation, watch.turn)
            world.faults.clear()
        watch.end()
    return quiet, watch.taken()


def _one_trouble(
    counter: _Counter, account_id: AccountId, operation: str, turn: Callable[[], None]
) -> None:
    begun = counter.begun(account_id)
    _wait(begun.done, "an attempt begins", turn)
    attempt_id = begun.result().attempt_id
    ends = time.monotonic() + 2.0
    while time.monotonic() < ends and not counter.reader.waiting:
        turn()
    void = WantVoid(CommandId(new_id()), attempt_id)
    left = counter.station.act(SYSTEM, cards.want_void, void)
    _wait(left.done, "the bill is left", turn)
    while True:
        shown = counter.station.ask(queries.attempt_shown, attempt_id)
        _wait(shown.done, f"{operation} is looked at", turn)
        if shown.result().ended:
            return


def _wait(there: Callable[[], object], what: str, turn: Callable[[], None] | None = None) -> None:
    ends = time.monotonic() + PATIENCE_S
    while not there():
        if time.monotonic() > ends:
            raise UsageError(t("The bench waited in vain until {what}.", what=what))
        if turn is None:
            time.sleep(0.002)
        else:
            turn()


def _counter(
    station: bootstrap.Station, world: Any, printer: Any, url: str, stand_in: dict[str, Any]
) -> _Counter:
    from app.devices.card_terminal.stripe_gateway import StripeGateway
    from app.devices.card_terminal.stripe_line import StripeLine

    chosen = SavePrinter(CommandId(new_id()), PrinterKind.TCP, printer.address, 48, drawer_pin=2)
    station.act(SYSTEM, save_printer, chosen).result()
    stripe = SaveGateway(
        CommandId(new_id()),
        None,
        "Stand-in",
        Provider.STRIPE,
        methods=("credit_card",),
        base_url=url,
        test_mode=True,
    )
    gateway_id = station.act(SYSTEM, maintaining.save_gateway, stripe).result()
    machine = world.add_reader()
    reader = SaveReader(CommandId(new_id()), None, gateway_id, machine.label, machine.ref)
    reader_id = station.act(SYSTEM, maintaining.save_reader, reader).result()
    line = StripeLine(stand_in["world"].TILL_KEY, test_mode=True, base_url=url)
    station.start_printing()
    station.start_cards(lambda _: StripeGateway(line))
    return _Counter(station, world, machine, printer, gateway_id, reader_id)


def _stand_in() -> dict[str, Any]:
    names = {
        "world": "tests.stripe_stand_in.world",
        "front": "tests.stripe_stand_in.front",
        "faults": "tests.stripe_stand_in.faults",
        "printer": "tests.devices.stand_in_printer",
    }
    try:
        return {short: importlib.import_module(name) for short, name in names.items()}
    except ImportError:
        raise UsageError(
            t("This bench needs the tests beside the program. Run it there.")
        ) from None
