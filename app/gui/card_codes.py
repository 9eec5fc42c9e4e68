"""What the processor's codes of a card mean, in words; an unknown code is said as it is."""

from __future__ import annotations

from app.kernel.translate import t

_BRANDS = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "diners": "Diners Club",
    "discover": "Discover",
    "eftpos_au": "eftpos",
    "interac": "Interac",
    "jcb": "JCB",
    "mastercard": "Mastercard",
    "unionpay": "UnionPay",
    "visa": "Visa",
}
_WALLETS = {
    "apple_pay": "Apple Pay",
    "google_pay": "Google Pay",
    "samsung_pay": "Samsung Pay",
}
"""Names of firms, which no language changes."""


def brand_words(code: str) -> str:
    return _BRANDS.get(code.lower(), _plain(code))


def wallet_words(code: str) -> str:
    return _WALLETS.get(code.lower(), _plain(code))


def funding_words(code: str) -> str:
    """Whose money it is: credit, debit or prepaid."""
    known = {"credit": t("Credit"), "debit": t("Debit"), "prepaid": t("Prepaid")}
    return known.get(code, "")


def card_words(brand: str, last4: str, wallet: str = "") -> str:
    """A card in one line: `Visa •••• 4242 · Apple Pay`; empty where nothing is known of it."""
    digits = f"•••• {last4}" if last4 else ""
    card = " ".join(part for part in (brand_words(brand), digits) if part)
    return "  ·  ".join(part for part in (card, wallet_words(wallet)) if part)


def _plain(code: str) -> str:
    return code.replace("_", " ").strip()
