"""The people of a whole day, how each of them pays, and a pocket that counts the drawer along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt

from app.gui.widgets.denomination_grid import DenominationGrid
from app.kernel.money import Money
from tests.stories.cashier import KEY, SHIFT, Cashier

PEOPLE = """
Abara Ada, Bianchi Luca, Castillo Rosa, Dubois Anne, Eriksen Nils, Fischer Jana, Gonzalez Ivan,
Haddad Layla, Ivanova Olga, Jankowski Piotr, Kowalski Ewa, Lindqvist Karin, Moreau Paul,
Nakamura Aiko, Ochieng Grace, Petrov Boris, Quispe Juana, Rossi Marta, Sanchez Luis, Tanaka Ken,
Ueda Mari, Vargas Elena, Weber Tom, Xu Lin, Yilmaz Can, Zhang Wei, Aung Hla, Bui Lan,
Chowdhury Rina, Diallo Fatou, Eze Chika, Farah Amal
"""
NAMES = [" ".join(name.split()) for name in PEOPLE.split(",")]
OWED = (3500, 1850, 12000, 4275, 2000, 6015, 9950, 1500, 3025, 7700, 2450, 5000)
"""What they owe, over and over."""
AHEAD = "Farah"
"""Pays ahead: owes nothing yet."""
DENOMINATIONS = (10000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1)


def owed(name: str) -> int:
    place = [each.split()[0] for each in NAMES].index(name)
    return 0 if name == AHEAD else OWED[place % len(OWED)]


@dataclass
class Day:
    """The person at the desk, and what really lies in the drawer, in minor units."""

    cashier: Cashier
    pocket: int = 0
    receipts: dict[str, str] = field(default_factory=dict)

    def open(self, name: str) -> None:
        full = next(each for each in NAMES if each.startswith(f"{name} "))
        family, given = full.split()
        self.cashier.find(name.lower(), f"{given} {family}")

    def taken(self, name: str, keys: int, *steps: Callable[[], None], figures: int = 0) -> None:
        """Open the person, do the steps, and hold the keys against the promised number."""
        self.open(name)
        pressed = self.cashier.keys_for(*steps)
        assert pressed == keys + figures, f"{name}: {pressed} keys"
        self.receipts[name] = self.cashier.the_receipt().number
        shown = self.cashier.counter.latest.rows[0]
        assert shown.receipt_number == self.receipts[name]

    # ------------------------------------------------------------------------ ways to pay

    def exact(self, name: str) -> None:
        c = self.cashier
        self.taken(name, 2, lambda: c.press(KEY.Key_F6), lambda: c.press(KEY.Key_Return))
        self.pocket += owed(name)

    def with_change(self, name: str, given: str) -> None:
        c = self.cashier
        steps = (
            lambda: c.press(KEY.Key_F6),
            lambda: c.type(given),
            lambda: c.press(KEY.Key_Return),
        )
        self.taken(name, 2, *steps, figures=len(given))
        change = c.counter.panel.figure.amount()
        assert change == Money(int(given) * 100 - owed(name), "USD")
        self.pocket += owed(name)

    def check(self, name: str, number: str) -> None:
        c, typed = self.cashier, f"{number} First National"
        steps = (
            lambda: c.press(KEY.Key_F7),
            lambda: c.type(typed),
            lambda: c.press(KEY.Key_Return),
        )
        self.taken(name, 2, *steps, figures=len(typed))

    def card(self, name: str) -> None:
        c = self.cashier
        self.taken(name, 2, lambda: c.press(KEY.Key_F8), lambda: c.press(KEY.Key_Return))

    def other(self, name: str, way: str, reference: str) -> None:
        c = self.cashier
        steps = (
            lambda: c.press(KEY.Key_F9, SHIFT),
            lambda: self.digit_of(way),
            lambda: c.type(reference),
            lambda: c.press(KEY.Key_Return),
        )
        self.taken(name, 3, *steps, figures=len(reference))

    def split(self, name: str, cash: str) -> None:
        c = self.cashier
        steps = (
            lambda: c.press(KEY.Key_F6),
            lambda: c.type(cash),
            lambda: c.press(KEY.Key_F8),
            lambda: c.press(KEY.Key_Return),
        )
        self.taken(name, 3, *steps, figures=len(cash))
        self.pocket += int(cash) * 100

    # ------------------------------------------------------------------------ lists of one digit

    def digit_of(self, words: str) -> None:
        digits = self.cashier.counter.digits
        self.cashier.until(digits.isVisible)
        place = next(n for n, choice in enumerate(digits.choices, 1) if words in choice)
        self.digit(place)

    def digit(self, place: int) -> None:
        """One digit of the list, until it has been heard; another list may follow."""
        c, digits = self.cashier, self.cashier.counter.digits
        c.until(digits.isVisible)
        asked = digits.words.text()
        c.press(Qt.Key(int(KEY.Key_0) + place))
        c.until(lambda: not digits.isVisible() or digits.words.text() != asked)
        c.settle()

    # ------------------------------------------------------------------------ the drawer

    def count(self, grid: DenominationGrid, minor: int) -> None:
        """Type what lies there into the grid, note by note, Enter after Enter."""
        c = self.cashier
        for value in DENOMINATIONS:
            pieces, minor = divmod(minor, value)
            box = grid.quantity_box(Money(value, "USD"))
            assert c.focus is box
            c.type(str(pieces) if pieces else "")
            c.press(KEY.Key_Return)

    def moved(self, key: Qt.Key, digit: str, amount: str) -> int:
        """A cash panel over the Counter: how many keys besides the amount."""
        c, cash = self.cashier, self.cashier.session.cash
        c.keys = 0
        c.press(key, SHIFT)
        c.settle()
        panel = cash.panel
        assert panel is not None
        if digit:
            c.type(digit)
            c.until(lambda: c.focus is panel.amount)
        c.type(amount)
        c.press(KEY.Key_Return)
        c.until(lambda: cash.panel is None)
        c.settle()
        self.pocket -= round(float(amount) * 100)
        return c.keys - len(amount)
