"""A simple model of all cash and checks, beside the real books: plain integers in plain places.

Nothing of the program is used here; what the program says is compared with it after every step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Check:
    """`bag` is the deposit it is in. `returned` says where it stood when the bank sent it back."""

    minor: int
    payment: str
    shift: str | None
    day: str
    bag: str | None = None
    gone: bool = False
    returned: tuple[str, str | None, int] | None = None


@dataclass
class Shift:
    """`held` is the cash in the drawer, `float` what came out of the safe for it."""

    who: int
    float: int
    held: int
    day: str
    open: bool = True


@dataclass
class Drop:
    minor: int
    shift: str
    bag: str | None = None
    back: bool = False


@dataclass
class Bag:
    """A deposit; `counts` are (who, cash, checks that were not seen) of each second count."""

    by: int
    items: dict[str, int]
    own: int
    checks: set[str]
    counts: list[tuple[int, int, set[str]]] = field(default_factory=list)
    sealed: int | None = None
    submitted: bool = False
    credited: int | None = None
    in_transit: int = 0
    void: bool = False

    @property
    def cash(self) -> int:
        """What its items say."""
        return sum(self.items.values()) + self.own

    @property
    def closed(self) -> bool:
        return self.sealed is not None

    def missing(self) -> set[str]:
        return self.counts[-1][2] & self.checks if self.counts else set()

    def agrees(self) -> bool:
        return bool(self.counts) and self.counts[-1][1] == self.cash and not self.missing()


@dataclass
class Money:
    """Where all of it is. `came` is what came into the practice, `lost` what was over or short
    (short positive), `sent_back` what patients or the bank took back.
    """

    reserve: int = 0
    shifts: dict[str, Shift] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    drops: dict[str, Drop] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    bags: dict[str, Bag] = field(default_factory=dict)
    in_bag: dict[str, str] = field(default_factory=dict)
    bank: int = 0
    came: int = 0
    lost: int = 0
    sent_back: int = 0

    # ------------------------------------------------------------------------------ what is where

    def amount(self, bag: Bag) -> int:
        """What the bank should credit."""
        cash = bag.cash if bag.sealed is None else bag.sealed
        return cash + sum(self.checks[one].minor for one in bag.checks)

    def free(self) -> dict[str, int]:
        """What may go into a bag now."""
        cash = {key: minor for key, minor in self.left.items() if minor and key not in self.in_bag}
        drops = {
            key: drop.minor
            for key, drop in self.drops.items()
            if not drop.back and key not in self.in_bag
        }
        return {**cash, **drops, **dict(self._checks_in_safe())}

    def _checks_in_safe(self) -> Iterator[tuple[str, int]]:
        for key, check in self._checks_outside():
            if check.shift is None or not self.shifts[check.shift].open:
                yield key, check.minor

    def _checks_outside(self) -> Iterator[tuple[str, Check]]:
        for key, check in self.checks.items():
            if check.bag is None and not check.gone and check.returned is None:
                yield key, check

    def free_cash(self) -> int:
        return sum(minor for key, minor in self.free().items() if key not in self.checks)

    def _open_bags(self) -> list[Bag]:
        return [bag for bag in self.bags.values() if not bag.void and not bag.closed]

    def _away(self, *, submitted: bool) -> int:
        return sum(
            self.amount(bag)
            for bag in self.bags.values()
            if bag.closed and not bag.void and bag.credited is None and bag.submitted is submitted
        )

    def places(self) -> dict[tuple[str, str], int]:
        """What lies in each place, by the GL account it is on."""
        outside = [check for _, check in self._checks_outside()]
        drawer = [one for one in outside if one.shift and self.shifts[one.shift].open]
        in_drawers = sum(check.minor for check in drawer)
        return {
            ("drawer", "1015"): sum(one.held for one in self.shifts.values() if one.open),
            ("drawer", "1040"): in_drawers,
            ("safe", "1018"): self.reserve + self.free_cash(),
            ("safe", "1040"): sum(check.minor for check in outside) - in_drawers,
            ("bag", "1018"): sum(bag.cash for bag in self._open_bags()),
            ("bag", "1040"): sum(
                self.checks[one].minor for bag in self._open_bags() for one in bag.checks
            ),
            ("sealed", "1019"): self._away(submitted=False),
            ("transit", "1019"): self._away(submitted=True),
            ("bank", "1000"): self.bank,
        }

    def ledger(self) -> dict[str, int]:
        """What each GL account should have."""
        sums = {"1015": 0, "1018": 0, "1019": 0, "1040": 0, "1000": 0}
        for (_, code), minor in self.places().items():
            sums[code] += minor
        return {**sums, "6990": self.lost}

    def whole(self) -> bool:
        """Whether every cent that came is in exactly one place."""
        return sum(self.places().values()) == self.came - self.lost - self.sent_back

    # -------------------------------------------------------------------------------- what happens

    def open_shift(self, key: str, who: int, minor: int, day: str) -> None:
        self.shifts[key] = Shift(who, minor, minor, day)
        self.reserve -= minor

    def close_shift(self, key: str, counted: int) -> None:
        shift = self.shifts[key]
        self.lost += shift.held - counted
        self.left[key] = counted - shift.float
        self.reserve += shift.float
        shift.open = False

    def take_cash(self, key: str, minor: int) -> None:
        self.shifts[key].held += minor
        self.came += minor

    def take_check(self, key: str, check: Check) -> None:
        self.checks[key] = check
        self.came += check.minor

    def give_back(self, key: str) -> None:
        """A payment by check is void."""
        self.checks[key].gone = True
        self.sent_back += self.checks[key].minor

    def drop(self, key: str, shift: str, minor: int) -> None:
        self.drops[key] = Drop(minor, shift)
        self.shifts[shift].held -= minor

    def undo_drop(self, key: str) -> None:
        drop = self.drops[key]
        drop.back = True
        self.shifts[drop.shift].held += drop.minor

    def put_in_bag(self, key: str, by: int, sources: list[str], own: int) -> None:
        free = self.free()
        checks = {one for one in sources if one in self.checks}
        cash = {one: free[one] for one in sources if one not in checks}
        self.bags[key] = Bag(by, cash, own, checks)
        self.reserve -= own
        for one in sources:
            self.in_bag[one] = key
        for one in checks:
            self.checks[one].bag = key

    def take_out(self, key: str, check: str) -> None:
        self.bags[key].checks.discard(check)
        self.checks[check].bag = None
        del self.in_bag[check]

    def put_back(self, key: str, check: str) -> None:
        """Nobody who counted before saw it there."""
        bag = self.bags[key]
        bag.checks.add(check)
        for _, _, missing in bag.counts:
            missing.add(check)
        self.checks[check].bag = self.in_bag[check] = key

    def seal(self, key: str) -> int:
        """The difference."""
        bag = self.bags[key]
        bag.sealed = bag.counts[-1][1]
        self.lost += bag.cash - bag.sealed
        return bag.sealed - bag.cash

    def credit(self, key: str, minor: int) -> None:
        bag = self.bags[key]
        bag.credited, bag.in_transit = minor, self.amount(bag)
        self.bank += minor
        self.lost += bag.in_transit - minor

    def take_credit_back(self, key: str) -> None:
        bag = self.bags[key]
        minor = bag.credited or 0
        self.bank -= minor
        self.lost -= bag.in_transit - minor
        bag.credited = None

    def void(self, key: str) -> None:
        bag = self.bags[key]
        if bag.sealed is not None:
            self.lost -= bag.cash - bag.sealed
        bag.void = True
        self.reserve += bag.own
        for one in (*bag.items, *bag.checks):
            del self.in_bag[one]
        for one in bag.checks:
            self.checks[one].bag = None

    # ------------------------------------------------------------------------------ returned checks

    def bank_has(self, key: str) -> set[str]:
        """The checks of a deposit that came back after the bank had credited them."""
        return {
            one
            for one, check in self.checks.items()
            if check.returned and check.returned[:2] == ("bank", key)
        }

    def bounce(self, key: str) -> None:
        check = self.checks[key]
        self.sent_back += check.minor
        if check.bag is None:
            check.returned = ("safe", None, 0)
            return
        name, bag = check.bag, self.bags[check.bag]
        where = "bag"
        if bag.credited is not None:
            where = "bank"
            self.bank -= check.minor
        elif bag.closed:
            where = "transit"
        check.returned = (where, name, len(bag.counts))
        if where != "bank":
            self.take_out(name, key)

    def may_pay_after_all(self, key: str) -> bool:
        where, name, _ = self.checks[key].returned or ("", None, 0)
        return where != "transit" or name is None or self.bags[name].credited is None

    def pay_after_all(self, key: str) -> None:
        check = self.checks[key]
        where, name, counts = check.returned or ("", None, 0)
        check.returned = None
        self.sent_back -= check.minor
        if name is None:
            return
        bag = self.bags[name]
        if where == "bank":
            self.bank += check.minor
        elif bag.void:
            return
        elif where == "transit" or (not bag.closed and len(bag.counts) == counts):
            self.put_back(name, key)
