"""What the first pages offer to choose from: countries, currencies, time zones and languages, the
likely one of each first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from babel.numbers import get_territory_currencies
from PySide6.QtCore import QLocale, QTimeZone

from app.kernel.money import CURRENCIES
from app.kernel.translate import language

LANGUAGES: Final = (("English", "en"), ("Español", "es"), ("Tiếng Việt", "vi"), ("မြန်မာ", "my"))
"""Each by its own name: who looks for it may read no other."""
_USUAL: Final = {"en": "en_US", "es": "es_US", "vi": "vi_VN", "my": "my_MM"}
_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})

Offers = tuple[tuple[str, str], ...]


def country_here() -> str:
    """The country that this computer is set to, two letters; US where it says none."""
    found = QLocale.territoryToCode(QLocale.system().territory())
    return found if len(found) == 2 and found.isalpha() else "US"


def language_here() -> str:
    """The language of this computer where it is one of ours, else English."""
    found = QLocale.system().name()[:2]
    return found if found in _USUAL else "en"


def zone_here() -> str:
    """The time zone of this computer; empty where it is set to no place."""
    found = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return found if found in {value for _words, value in zones()} else ""


def currency_of(country: str) -> str:
    """What is paid with in a country."""
    found = get_territory_currencies(country) if len(country) == 2 else []
    return found[0] if found and found[0] in CURRENCIES else "USD"


def locale_of(spoken: str, country: str) -> str:
    """A language as it is written in a country, where anybody writes it so."""
    try:
        return str(Locale.parse(f"{spoken}_{country}"))
    except (UnknownLocaleError, ValueError):
        return _USUAL.get(spoken, "en_US")


def zones() -> Offers:
    """Time zones by their cities, and as people call them: “Pacific Time”. Those that name no place
    are left out.
    """
    return _zones(_words())


@lru_cache(maxsize=1)
def _zones(words: Locale) -> Offers:
    known = sorted(bytes(zone.data()).decode() for zone in QTimeZone.availableTimeZoneIds())
    places = (zone for zone in known if "/" in zone and not zone.startswith(("Etc/", "System")))
    return tuple(
        (f"{zone.replace('_', ' ')}  {_called(zone, words)}".strip(), zone) for zone in places
    )


def _called(zone: str, words: Locale) -> str:
    """What people of several cities call their time; empty where only its city names it."""
    of_many = get_global("meta_zones").get(zone, "")
    named = words.meta_zones.get(of_many, {}).get("long", {})
    return str(named.get("generic") or named.get("standard") or "")


def countries() -> Offers:
    """Countries by name in the language in use, with their two letters."""
    named = {str(code): str(name) for code, name in _words().territories.items()}
    return tuple(
        sorted(
            (f"{name} ({code})", code)
            for code, name in named.items()
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
        )
    )


def currencies() -> Offers:
    """Currencies by their letters, with the name in the language in use."""
    named = _words().currencies
    return tuple((f"{code}  {named.get(code, '')}".strip(), code) for code in sorted(CURRENCIES))


def _words() -> Locale:
    try:
        return Locale.parse(language().replace("-", "_") or "en")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
