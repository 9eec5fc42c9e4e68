"""Words in the language in use: filled, counted, compiled when their source is newer."""

from __future__ import annotations

import gettext
import os
import threading
from pathlib import Path

import pytest

from app.kernel import catalogues, translate
from app.kernel.translate import (
    Words,
    choose_words,
    later,
    later_n,
    speaking,
    t,
    t_each,
    t_kept,
    t_own,
    tn,
    use_language,
)

SPANISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Paid {amount}"
msgstr "Pagado: {amount}"

#, fuzzy
msgid "Void"
msgstr "Vacío"

msgid "{count} payment"
msgid_plural "{count} payments"
msgstr[0] "{count} pago"
msgstr[1] "{count} pagos"

msgid "{count} bag"
msgid_plural "{count} bags"
msgstr[0] "{count} bolsa"
msgstr[1] ""
"""


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "es" / "LC_MESSAGES" / "counterfoil.po"
    file.parent.mkdir(parents=True)
    file.write_text(SPANISH, encoding="utf-8")
    monkeypatch.setattr(catalogues, "LOCALE_DIR", tmp_path)
    catalogues.catalogue.cache_clear()
    was = translate.language()
    use_language("es_MX")
    yield file
    catalogues.catalogue.cache_clear()
    use_language(was)


def test_words_plurals_and_what_has_no_words_yet(spanish: Path) -> None:
    assert t("Paid {amount}", amount="{count}") == "Pagado: {count}"
    assert tn("{count} payment", "{count} payments", 1) == "1 pago"
    assert tn(*later_n("{count} payment", "{count} payments"), 2) == "2 pagos"
    assert tn("{count} bag", "{count} bags", 2) == "2 bags", "half a plural is none"
    assert t(later("Void")) == "Void", "a guess is no translation"
    assert catalogues.languages() == ("en", "es")


def test_a_paper_says_its_plurals_in_its_own_language(spanish: Path) -> None:
    french = {"{count} payments": "{count} paiements", "Paid {amount}": "Payé {amount}"}
    with speaking(None, french):
        assert tn("{count} payment", "{count} payments", 3) == "3 pagos / 3 paiements"
        assert t("Paid {amount}", amount=5) == "Pagado: 5 / Payé 5"
        assert t_each("Paid {amount}", amount=5) == ("Pagado: 5", "Payé 5")
        heard: list[str] = []
    english = Words({"Paid {amount}": "Settled {amount}"}, gettext.NullTranslations())
    with speaking(english):
        assert t("Paid {amount}", amount=5) == "Settled 5"
        assert tn("{count} payment", "{count} payments", 3) == "3 payments", "not the window's"
    with speaking(None, french):
        other = threading.Thread(target=lambda: heard.append(t("Paid {amount}", amount=5)))
        other.start()
        other.join()
        assert heard == ["Pagado: 5"]


def test_words_are_compiled_again_when_their_source_is_newer(spanish: Path) -> None:
    ready = spanish.with_suffix(".mo")
    assert catalogues.is_fresh(ready, spanish)
    spanish.write_text(SPANISH.replace("Pagado:", "Se pagó"), encoding="utf-8")
    later_on = ready.stat().st_mtime_ns + 1_000_000_000
    os.utime(spanish, ns=(later_on, later_on))
    catalogues.catalogue.cache_clear()
    use_language("es")
    assert t("Paid {amount}", amount=5) == "Se pagó 5"
    ready.write_bytes(ready.read_bytes()[:40])
    os.utime(ready, ns=(later_on, later_on))
    catalogues.catalogue.cache_clear()
    use_language("es")
    assert t("Paid {amount}", amount=5) == "Se pagó 5", "one that was cut short is made again"
    spanish.write_bytes(b'msgid "Paid {amount}"\nmsgstr "\xff\xfe"\n')
    os.utime(spanish, ns=(later_on + 1, later_on + 1))
    catalogues.catalogue.cache_clear()
    use_language("es")
    assert t("Paid {amount}", amount=5) == "Paid 5", "broken by hand: English, not a broken start"
    spanish.unlink()
    catalogues.catalogue.cache_clear()
    use_language("es")
    assert t("Paid {amount}", amount=5) == "Se pagó 5", "an installed program has only these"


def test_what_is_written_down_is_in_the_practices_language(spanish: Path) -> None:
    use_language("en_US")
    choose_words("es")
    try:
        assert t("Paid {amount}", amount=5) == "Pagado: 5"
        assert t_kept("Paid {amount}", amount=5) == "Paid 5"
        assert t_own("Void + {count} payments") == "Void + {count} payments"
    finally:
        choose_words("")
