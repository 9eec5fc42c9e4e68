"""The steps of money on its way to the bank, in words; where it is now, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.areas.deposits.chain_values import Link, Place, Step, Thread
from app.areas.deposits.rules import StoredDeposit, StoredItem
from app.areas.deposits.values import DepositStage
from app.kernel.clock import instant_text
from app.kernel.ids import PaymentId, ShiftId, UserId
from app.kernel.money import Money
from app.kernel.translate import t

ORDER = (Place.DRAWER, Place.SAFE, Place.BAG, Place.SEALED, Place.TRANSIT, Place.BANK)
"""The way to the bank."""
STANDS = {
    DepositStage.PREPARED: Place.BAG,
    DepositStage.COUNTED: Place.BAG,
    DepositStage.SEALED: Place.SEALED,
    DepositStage.SUBMITTED: Place.TRANSIT,
    DepositStage.CLEARED: Place.BANK,
    DepositStage.RECONCILED: Place.BANK,
    DepositStage.VOID: Place.SAFE,
}


@dataclass(frozen=True, slots=True)
class Tender:
    """One leg of a payment as it was typed; `reason` why it stands for another one."""

    tender_id: str
    corrects_id: str | None
    payment_id: PaymentId
    receipt: str
    words: str
    kind: str
    gl_code: str
    taken: Money
    check_number: str
    bank: str
    card_last4: str
    shift_id: ShiftId | None
    at: datetime
    by: UserId
    reason: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The bank sent a check back, or with `back` paid it after all."""

    by: UserId
    at: datetime
    bank_date: date
    bank_reason: str
    back: bool


@dataclass(frozen=True, slots=True)
class Drop:
    """Cash that went from a drawer into the safe; `back` by whom and when it was taken back."""

    movement_id: str
    shift_id: ShiftId
    number: str
    amount: Money
    reference: str
    by: UserId
    at: datetime
    back: tuple[UserId, datetime] | None


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a shift; `left` is what was counted less what the shift had from the safe."""

    by: UserId
    at: datetime
    counted: Money
    left: Money


@dataclass(frozen=True, slots=True)
class Shift:
    shift_id: ShiftId
    number: str
    drawer: str
    user_id: UserId
    opened_at: datetime
    day: date
    float_amount: Money
    closing: Closing | None


@dataclass(frozen=True, slots=True)
class OutOfBag:
    """A check was taken out of a bag, or with `back` put into it again."""

    user_id: UserId
    at: datetime
    reason: str
    back: bool


@dataclass(frozen=True, slots=True)
class InBag:
    """A deposit that had something: `outs` are of that thing alone."""

    deposit: StoredDeposit
    item: StoredItem
    bank: str
    outs: tuple[OutOfBag, ...]
    seen: bool
    late: bool

    @property
    def holds(self) -> bool:
        """Whether it is in this bag now."""
        return self.deposit.void is None and not self.item.out

    @property
    def hidden(self) -> bool:
        """Whether its cash may not be known."""
        return not self.seen


Named = Callable[[str], str]
"""The name of a user."""


def bag_steps(bag: InBag, name: Named) -> tuple[Step, ...]:
    """What was done with a deposit, as far as this thing was in it. The amounts are those of the
    whole bag.
    """
    deposit, link = bag.deposit, Link("deposits", bag.deposit.deposit_id)
    whole = deposit.amount if bag.seen else None

    def step(
        place: Place, words: str, who: str, at: datetime, amount: Money | None = whole
    ) -> Step:
        return Step(place, words, deposit.number, name(who), at, None, amount, True, link)

    into = t("Put into a bag for {bank}", bank=bag.bank)
    steps = [step(Place.BAG, into, deposit.prepared_by, deposit.at)]
    for count in deposit.counts:
        words = t("Counted a second time") if count.attempt == 1 else t("Counted once more")
        steps.append(step(Place.BAG, words, count.user_id, count.at, count.cash + deposit.checks))
    for out in bag.outs:
        words = t("Taken out of the bag: {reason}", reason=out.reason)
        place = Place.SAFE
        if out.back:
            words, place = t("Put back into the bag"), Place.BAG
        steps.append(step(place, words, out.user_id, out.at, bag.item.amount))
    if seal := deposit.seal:
        words = t("Sealed in bag {bag}", bag=seal.bag_number)
        if seal.single_person:
            words = t("Sealed in bag {bag} by the one person who works here", bag=seal.bag_number)
        steps.append(step(Place.SEALED, words, seal.user_id, seal.at))
    if submit := deposit.submit:
        words = t("Left for the bank")
        if submit.handed_to:
            words = t("Handed to {who} for the bank", who=submit.handed_to)
        steps.append(step(Place.TRANSIT, words, submit.user_id, submit.at))
    steps += _credits(bag, step)
    if void := deposit.void:
        words = t("Deposit voided: {reason}; back into the safe", reason=void.reason)
        steps.append(step(Place.SAFE, words, void.user_id, void.at))
    return tuple(_while_inside(bag, steps))


def _credits(bag: InBag, step: Callable[..., Step]) -> Iterable[Step]:
    for clear in bag.deposit.clears:
        words = t("Credited to {bank}", bank=bag.bank)
        if clear.reference:
            words = t(
                "Credited to {bank}, reference {reference}",
                bank=bag.bank,
                reference=clear.reference,
            )
        credited = step(Place.BANK, words, clear.user_id, clear.at, clear.amount)
        yield replace(credited, day=clear.bank_date)
        if clear.taken_back:
            by, at, _note = clear.taken_back
            yield step(Place.TRANSIT, t("That credit was typed wrong and taken back"), by, at)


def _while_inside(bag: InBag, steps: list[Step]) -> Iterable[Step]:
    """Without what the bag went through while this thing was not in it."""
    inside = True
    outs = {out.at: out.back for out in bag.outs}
    for step in sorted(steps, key=_when):
        own = step.at in outs
        if own and step.at is not None:
            inside = outs[step.at]
        if inside or own:
            yield step


def _when(step: Step) -> str:
    return instant_text(step.at) if step.at else ""


def next_step(place: Place, bag: InBag | None, *, single: bool) -> Step | None:
    """What has to happen with money at `place`; None at the end of its way."""
    link = Link("deposits", bag.deposit.deposit_id) if bag else Link("deposits")
    counted = bag is not None and bag.deposit.stage is DepositStage.COUNTED
    again = t("Count the bag a second time") if single else t("Somebody else counts the bag")
    coming = {
        Place.DRAWER: (Place.SAFE, t("Count and close the drawer"), Link()),
        Place.SAFE: (Place.BAG, t("Put it into a deposit"), Link("deposits")),
        Place.BAG: (
            Place.SEALED if counted else Place.BAG,
            t("Seal the bag") if counted else again,
            link,
        ),
        Place.SEALED: (Place.TRANSIT, t("Bring the bag to the bank"), link),
        Place.TRANSIT: (Place.BANK, t("Enter the credit when the bank shows it"), link),
    }
    if place not in coming:
        return None
    where, words, to = coming[place]
    return Step(where, words, "", "", None, None, None, False, to)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of money with what was done with it; `bag` holds it now. `ends` is said where nothing
    more has to happen with it.
    """

    words: str
    amount: Money | None
    steps: tuple[Step, ...]
    place: Place
    bag: InBag | None = None
    ends: str = ""

    def named(self, words: str) -> Part:
        """The same under other words."""
        return replace(self, words=words)


def thread(part: Part, *, single: bool) -> Thread:
    """The steps in their order, and the one that comes next."""
    coming = None if part.ends else next_step(part.place, part.bag, single=single)
    done = tuple(sorted(part.steps, key=_when))
    return Thread(
        words=part.words,
        amount=part.amount,
        place=part.place,
        next_step=coming.words if coming else part.ends,
        late=bool(part.bag and part.bag.late),
        steps=(*done, coming) if coming else done,
    )


def place_of(bag: InBag | None, before: Place) -> Place:
    """Where something is that lies in a bag, or `before` it was put into one."""
    return STANDS[bag.deposit.stage] if bag else before


def least(places: Iterable[Place]) -> Place:
    """The place that is farthest from the bank."""
    return min(places, key=lambda place: ORDER.index(place) if place in ORDER else len(ORDER))
