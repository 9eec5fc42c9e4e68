"""What the Counter turns to the patient: amounts and the code of a language, and no other text."""

from __future__ import annotations

from typing import Protocol

from app.kernel.money import Money


class CounterFace(Protocol):
    """The patient display as the Counter knows it. `language` is what the patient reads, as it was
    written down; it is looked up and never shown.
    """

    def show_due(self, due: Money, language: str) -> None:
        """What is to be paid."""

    def show_tender(self, due: Money, given: Money, language: str) -> None:
        """What is to be paid, and what was handed over so far."""

    def show_card(self, due: Money, language: str) -> None:
        """A card is to be held to the reader."""

    def show_change(self, paid: Money, given: Money | None, change: Money, language: str) -> None:
        """The payment is in the books; it goes by itself after a while."""

    def thank(self, language: str) -> None:
        """Something was settled without money changing hands."""

    def blank(self) -> None:
        """Nothing of anybody: the practice and the clock."""


class NoFace:
    """There is no patient display."""

    def show_due(self, due: Money, language: str) -> None:
        """Nobody looks."""

    def show_tender(self, due: Money, given: Money, language: str) -> None:
        """Nobody looks."""

    def show_card(self, due: Money, language: str) -> None:
        """Nobody looks."""

    def show_change(self, paid: Money, given: Money | None, change: Money, language: str) -> None:
        """Nobody looks."""

    def thank(self, language: str) -> None:
        """Nobody looks."""

    def blank(self) -> None:
        """Nobody looks."""
