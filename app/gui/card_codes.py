"""A card in one line, out of the processor's codes."""

from __future__ import annotations

from app.areas.payments.card_words import brand_words, funding_words, wallet_words

__all__ = ["brand_words", "card_words", "funding_words", "wallet_words"]

_SHORT = {"American Express": "Amex", "Cartes Bancaires": "CB", "Diners Club": "Diners"}
"""As people say them, so that the digits fit into a column."""


def card_words(brand: str, last4: str, wallet: str = "") -> str:
    """A card in one line: `Visa •••• 4242 · Apple Pay`; empty where nothing is known of it."""
    digits = f"•••• {last4}" if last4 else ""
    short = _SHORT.get(brand_words(brand), brand_words(brand))
    card = " ".join(part for part in (short, digits) if part)
    return "  ·  ".join(part for part in (card, wallet_words(wallet)) if part)
