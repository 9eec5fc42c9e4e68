"""Words and signs of the places money can be in; five of them make the way to the bank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.areas.deposits.chain_values import MoneyPlaces, Place, PlaceLine, PlaceSum
from app.gui.tables.rows_model import ChipLook
from app.kernel.i18n import format_money
from app.kernel.money import Money, total
from app.kernel.translate import later_n, t, tn

ICONS: Final = {
    Place.DRAWER: "archive-box",
    Place.SAFE: "lock-key",
    Place.BAG: "handbag",
    Place.SEALED: "handbag",
    Place.TRANSIT: "truck",
    Place.BANK: "bank",
    Place.RETURNED: "arrow-bend-up-left",
    Place.GIVEN_BACK: "arrow-counter-clockwise",
    Place.CARD: "credit-card",
    Place.ELSEWHERE: "arrow-square-out",
}
WAY: Final = (
    (Place.DRAWER,),
    (Place.SAFE,),
    (Place.BAG, Place.SEALED),
    (Place.TRANSIT,),
    (Place.BANK,),
)
"""The five places of the picture, in the order money takes."""


def way_words(places: tuple[Place, ...]) -> str:
    """What people call one of the five."""
    words = {
        Place.DRAWER: t("Drawers"),
        Place.SAFE: t("Safe"),
        Place.BAG: t("Bags"),
        Place.TRANSIT: t("On the way"),
        Place.BANK: t("Bank"),
    }
    return words[places[0]]


def empty_words(places: tuple[Place, ...]) -> str:
    """Why a place is empty, and what fills it."""
    words = {
        Place.DRAWER: t("No drawer is open. Its float opens it."),
        Place.SAFE: t("Nothing lies in the safe by the books. A closed shift brings its cash."),
        Place.BAG: t("No bag is being made ready. Prepare a deposit to begin one."),
        Place.TRANSIT: t("No bag is on its way. A sealed bag that is handed over comes here."),
        Place.BANK: t("The bank credited nothing in the last 30 days."),
    }
    return words[places[0]]


def place_look(place: Place, *, late: bool = False) -> ChipLook:
    """Where something is now, as icon and word."""
    words = {
        Place.DRAWER: t("In the drawer"),
        Place.SAFE: t("In the safe"),
        Place.BAG: t("In a bag, not sealed"),
        Place.SEALED: t("In a sealed bag"),
        Place.TRANSIT: t("On the way to the bank"),
        Place.BANK: t("At the bank"),
        Place.RETURNED: t("Sent back by the bank"),
        Place.GIVEN_BACK: t("Given back"),
        Place.CARD: t("Card"),
        Place.ELSEWHERE: t("Not cash"),
    }
    if late:
        return ChipLook("warning-circle", t("{where}, late", where=words[place]), "danger")
    tones = {Place.BANK: "money_in", Place.RETURNED: "danger", Place.GIVEN_BACK: "caution"}
    return ChipLook(ICONS[place], words[place], tones.get(place, "accent"))


def hidden_or(amount: Money | None) -> str:
    """An amount, or that the asker must not know it now."""
    return t("hidden") if amount is None else format_money(amount)


def why_hidden() -> str:
    return t("Hidden: cash of an open drawer, and of a bag before its second count.")


def age_words(days: int) -> str:
    return tn("{count} banking day", "{count} banking days", days) if days else t("today")


@dataclass(frozen=True, slots=True)
class Stop:
    """One of the five places with all that is in it; `hidden` when some of it must not be told."""

    places: tuple[Place, ...]
    sums: tuple[PlaceSum, ...]
    count: int
    amount: Money
    hidden: bool
    days: int
    late: bool

    @property
    def words(self) -> str:
        return way_words(self.places)

    @property
    def lines(self) -> tuple[PlaceLine, ...]:
        return tuple(line for each in self.sums for line in each.lines)

    @property
    def big(self) -> str:
        """The figure of its card: what may be known."""
        return t("Hidden") if self.hidden and not self.amount else format_money(self.amount)

    @property
    def made_of(self) -> tuple[str, ...]:
        """The figure in its parts, where it has more than one or some of it is hidden."""
        there = [each for each in self.sums if each.lines]
        if len(there) < 2 and not self.hidden:
            return ()
        return tuple(
            t("{what} {amount}", what=_kind_words(each), amount=hidden_or(each.papers))
            for each in there
        )

    @property
    def small(self) -> str:
        """How many, and how old the oldest is; at the bank nothing gets older."""
        if not self.count:
            return "" if self.lines else t("Empty")
        things = _counted(self.places[0], self.count)
        if self.places[0] is Place.BANK:
            return things
        if self.late:
            return t("late: {age}", age=age_words(self.days))
        return t("{things} · {age}", things=things, age=age_words(self.days))

    @property
    def spoken(self) -> str:
        """The card as one sentence."""
        said = (f"{self.words}: {self.big}", ", ".join(self.made_of), self.small)
        return ". ".join(part for part in said if part)


def _kind_words(each: PlaceSum) -> str:
    if each.gl_code == "1019":
        return t("sealed")
    return t("checks") if each.gl_code == "1040" else t("cash")


def _counted(place: Place, count: int) -> str:
    words = {
        Place.DRAWER: later_n("{count} drawer", "{count} drawers"),
        Place.SAFE: later_n("{count} piece", "{count} pieces"),
        Place.BAG: later_n("{count} bag", "{count} bags"),
        Place.TRANSIT: later_n("{count} bag", "{count} bags"),
        Place.BANK: later_n("{count} credit, 30 days", "{count} credits, 30 days"),
    }
    return tn(*words[place], count)


def _things(sums: tuple[PlaceSum, ...]) -> int:
    """How many pieces in the safe; elsewhere how many drawers, bags or credits, whatever is in
    them.
    """
    in_safe = any(each.place is Place.SAFE for each in sums)
    return sum(each.count for each in sums if in_safe or each.gl_code != "1040")


def stops(found: MoneyPlaces, currency: str) -> tuple[Stop, ...]:
    """The five places out of what was found."""
    made = []
    for places in WAY:
        sums = tuple(each for each in found.places if each.place in places)
        made.append(
            Stop(
                places=places,
                sums=sums,
                count=_things(sums),
                amount=total((each.papers for each in sums if each.papers), currency),
                hidden=any(each.papers is None for each in sums),
                days=max((each.oldest_banking_days for each in sums), default=0),
                late=any(each.late for each in sums),
            )
        )
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Tied:
    """One GL account: what the papers say of all places it is spread over, and what it says."""

    words: str
    papers: Money | None
    ledger: Money | None
    ties: bool


def tied(found: MoneyPlaces, currency: str) -> tuple[Tied, ...]:
    """The places by their GL account, in the order of the way."""
    words = {
        "1015": t("1015 Cash in drawers"),
        "1018": t("1018 Cash in safe"),
        "1040": t("1040 Undeposited checks"),
        "1019": t("1019 Deposits in transit"),
    }
    rows = []
    for code in dict.fromkeys(each.gl_code for each in found.places):
        mine = [each for each in found.places if each.gl_code == code]
        bank = t("{code} At the bank, 30 days", code=code)
        rows.append(
            Tied(
                words.get(code, bank),
                _together([each.papers for each in mine], currency),
                _together([each.ledger for each in mine], currency),
                all(each.ties for each in mine),
            )
        )
    return tuple(rows)


def _together(amounts: list[Money | None], currency: str) -> Money | None:
    known = [amount for amount in amounts if amount is not None]
    return total(known, currency) if len(known) == len(amounts) else None
