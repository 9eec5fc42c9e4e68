"""What the processor's codes of a card mean, in words; an unknown code is said as it is."""

from __future__ import annotations

from app.kernel.translate import later, t

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
_FUNDINGS = {
    "credit": later("Credit card"),
    "debit": later("Debit card"),
    "prepaid": later("Prepaid card"),
}
"""Whole words: credit alone is an account's."""
_ENTRIES = {
    "contactless_emv": later("Contactless"),
    "contact_emv": later("Chip"),
    "contactless_magstripe_mode": later("Contactless, magnetic stripe"),
    "magnetic_stripe_fallback": later("Swiped"),
    "magnetic_stripe_track2": later("Swiped"),
    "swipe": later("Swiped"),
}
_VERIFIED = {
    "approval": later("On the device"),
    "offline_pin": later("PIN"),
    "offline_pin_and_signature": later("PIN and signature"),
    "online_pin": later("PIN"),
    "signature": later("Signature"),
    "none": later("No verification"),
}
_ACCOUNTS = {"checking": later("Checking"), "savings": later("Savings")}


def brand_words(code: str) -> str:
    return _BRANDS.get(code.lower(), _plain(code))


def wallet_words(code: str) -> str:
    return _WALLETS.get(code.lower(), _plain(code))


def funding_words(code: str) -> str:
    """Whose money it is: credit, debit or prepaid."""
    return t(_FUNDINGS[code]) if code in _FUNDINGS else ""


def kind_words(funding: str, wallet: str) -> str:
    """What a card is in a sum: credit, debit, prepaid or not told, and the wallet it was in."""
    kind = funding_words(funding) or t("Kind not told")
    return f"{kind}, {wallet_words(wallet)}" if wallet else kind


def entry_words(code: str) -> str:
    """How the card was read."""
    return t(_ENTRIES[code]) if code in _ENTRIES else _plain(code)


def verification_words(code: str) -> str:
    """How it was made sure that the card is theirs; empty where that failed or nobody says."""
    return t(_VERIFIED[code]) if code in _VERIFIED else ""


def account_words(code: str) -> str:
    """The account a debit card drew on; a credit card has none to choose."""
    return t(_ACCOUNTS[code]) if code in _ACCOUNTS else ""


def _plain(code: str) -> str:
    return code.replace("_", " ").strip()
