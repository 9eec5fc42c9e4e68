"""What people read: found in the source, brought to the translators, and whole when it returns."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "packaging"))

import word_finder  # noqa: E402
import words  # noqa: E402
from babel.messages.catalog import Catalog, Message  # noqa: E402


def test_every_word_of_the_program_is_with_the_translators_and_whole() -> None:
    assert list(words.faults()) == []


@pytest.mark.parametrize(
    ("asked", "given", "fault"),
    [
        ("Paid {amount}", "Pagado: {amount}", ""),
        ("Paid {amount}", "", ""),
        ("Paid {amount}", "Pagado", "other places"),
        ("Paid {amount}", "Pagado: {importe}", "other places"),
        (("{count} bag", "{count} bags"), ("una bolsa", "{count} bolsas"), ""),
        (("one bag of {name}", "{count} bags of {name}"), ("{count} túi", ""), "lacks"),
        (("one bag of {name}", "{count} bags of {name}"), ("una", "{count} de {name}"), "other"),
    ],
)
def test_what_a_translation_may_not_do(asked, given, fault: str) -> None:
    assert fault in " ".join(words.wrong_in(Message(asked, given)))
    assert fault or not list(words.wrong_in(Message(asked, given)))


def test_words_in_tables_and_glued_over_lines_are_found() -> None:
    text = (
        "from app.kernel.translate import later, t, tn\n"
        "TABLE = {1: later('Card'), 2: 'not a word'}\n"
        "said = t('Paid {amount} '\n 'today', amount=t('Nothing'))\n"
        "tn('one', 'many', 2); t(said); other.t('no')\n"
    )
    found = [(each.line, each.one, each.many) for each in word_finder.said(text)]
    assert found == [
        (2, "Card", ""),
        (3, "Paid {amount} today", ""),
        (4, "Nothing", ""),
        (5, "one", "many"),
    ]


def test_a_catalogue_is_updated_without_guesses_and_keeps_what_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    newest = Catalog()
    newest.add("Paid today", locations=[("app/a.py", 1)])
    newest.add(("one bag", "{count} bags"), locations=[("app/a.py", 1)])
    for language, forms in (("es", 2), ("my", 1)):
        first = words.updated(language, newest)
        assert first.num_plurals == forms
        first["Paid today"].string = "Hecho"
        file = words.catalogue_file(language)
        words.write(file, words.written(first))
        assert words.languages()[-1] == language
        newer = Catalog()
        newer.add("Paid today!", locations=[("app/b.py", 7)])
        text = words.written(words.updated(language, newer))
        assert 'msgid "Paid today!"\nmsgstr ""' in text
        assert '#~ msgid "Paid today"\n#~ msgstr "Hecho"' in text, "kept, should it come back"
        assert "fuzzy" not in text
        assert "Creation-Date" not in text
        words.write(file, text)
        back = words.written(words.updated(language, newest))
        assert 'msgid "Paid today"\nmsgstr "Hecho"' in back
        words.write(file, words.written(first))
