"""What people read: found in the source, brought to the translators, and whole when it returns."""

from __future__ import annotations

import gc
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
sys.path.append(str(ROOT / "packaging"))

import word_finder  # noqa: E402
import words  # noqa: E402
from babel.messages.catalog import Catalog, Message  # noqa: E402

from tests.architecture.unsaid import made_up, marked_in, unsaid  # noqa: E402

NO_WORDS = {
    "app/__main__.py": "the command line, as below",
    "app/areas/*/schema.py": "what tables are for, for those who read the schema",
    "app/areas/ledger/seed.py": "GL accounts, which a practice calls as it likes",
    "app/areas/cards/simulated_*.py": "what a processor answers, in its own words",
    "app/areas/imports/demo*.py": "the demo practice",
    "app/areas/parties/values.py": "a payer's name that old files carry",
    "app/areas/printing/profiles.py": "printers by their makers' names",
    "app/bootstrap/crash_file.py": "what Python writes into a crash file",
    "app/cli/*.py": "commands are English words, and so is their help",
    "app/devices/card_terminal/*.py": "rights by the names that a processor gave them",
    "app/devices/printing/c*.py": "kinds of letters by their names in Unicode",
    "app/devices/printing/sample.py": "a made-up receipt",
    "app/devices/printing/typefaces.py": "fonts",
    "app/devices/printing/ways/*.py": "titles in a printer's own list of papers, and logs",
    "app/gui/gallery/*.py": "samples for those who draw the program",
    "app/gui/key_map.py": "names of keys as Qt reads them; its words are declared",
    "app/kernel/amount_words.py": "it counts in three languages itself",
    "app/gui/overrides.py": "names of Qt's own",
    "app/storage/schema*.py": "what tables are for",
    "app/sync/schema.py": "what tables are for",
    "app/sync/simulator/*.py": "a machine for developers",
    "app/sync/troubles.py": "what others' programs answer",
}
"""Files whose capitals begin no sentence for a cashier, and why."""
NAMES = frozenset([
    "/dev/usb/lp0", "\tEnter", "System", "rk_", "Station | None",
    "Counterfoil", "Counterfoil doctor", "Counterfoil centre", "Amex", "American Express",
    "Apple Pay", "Authorize.Net", "Babel", "Braintree", "Cartes Bancaires", "Diners",
    "Diners Club", "Discover", "English", "Enter", "Esc", "Fusion", "Google Pay", "Interac",
    "Mac Roman", "Mastercard", "Noto Sans ", "Return", "Samsung Pay", "Square", "Stripe", "Visa",
])  # fmt: skip
"""Words that are the same in every language."""
HANDED_ON = {
    "app/kernel/translate.py": {"message", "name"},
    # declared: a check's promise, a setting, a key
    "app/areas/health/queries.py": {"check.promise"},
    "app/areas/settings/checks.py": {"DECLARED[key].words"},
    "app/areas/settings/errors.py": {"upper", "lower"},
    "app/areas/settings/queries.py": {"s.words", "s.explained", "words"},
    "app/gui/keys_overlay.py": {"each.words"},
    # roles by the names that their presets declare
    "app/gui/screens/setting_up/pages.py": {"row.name"},
    "app/gui/screens/settings/reading.py": {"row.name"},
    # kept in English with a paper, said in the language of who reads it
    "app/devices/printing/receipt_layout.py": {
        "receipt.mark", "self.receipt.mark", "tender.words",
    },
    "app/devices/printing/refund_layout.py": {"refund.mark", "self.refund.mark", "refund.words"},
    "app/devices/printing/slip_layout.py": {"slip.title"},
    # roles by the names that their presets declare
    "app/gui/screens/first_run/actions.py": {"role_of.get(u.role, u.role)"},
    # from files that come with the program
    "app/gui/screens/receipt_look/form.py": {"one.name"},
}  # fmt: skip
"""Words that were marked elsewhere and come by another way than a table: their file, their name."""


def test_every_word_of_the_program_is_with_the_translators_and_whole() -> None:
    assert list(words.faults()) == []


@pytest.fixture(scope="module", autouse=True)
def _many_nodes():
    """The trees of the whole program at once: nothing in them is rubbish to look for."""
    gc.disable()
    yield
    word_finder.nodes_of.cache_clear()
    gc.enable()


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


def test_no_word_is_shown_that_translators_never_see() -> None:
    sources = {file.relative_to(ROOT).as_posix(): file.read_text() for file in APP.rglob("*.py")}
    marked = frozenset().union(*(marked_in(text) for text in sources.values()))
    found = []
    for path, text in sorted(sources.items()):
        if not any(fnmatch(path, each) for each in NO_WORDS):
            found += [(path, *each) for each in unsaid(text)]
        found += [(path, *each) for each in made_up(text, marked)]
    told = [
        f"{path}:{line}: {words}"
        for path, line, words in found
        if words.split("“")[-1].split("”")[0] not in NAMES
        and words.split(" is said")[0] not in HANDED_ON.get(path, ())
    ]
    assert told == [], "\n" + "\n".join(told)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("label.setText('Paid')\nlabel.setText('F6')", 1),
        ("box.addItem(f'paid {amount}', data)\nbox.addItem(f'{amount}', data)", 1),
        ("raise UserError('The drawer is shut.')", 1),
        ("raise UserError(t('The drawer is shut.'))", 0),
        ("log.warning('The drawer is shut.')\nkeys = {'Card': 1}", 0),
        ("def say(a):\n    t(f'paid {a}')", 1),
        ("def say(a):\n    t('paid ' + a)", 1),
        ("def say(a):\n    t(a)", 1),
        ("def say(a):\n    t(a or later('Nothing'))", 1),
        ("def say(a):\n    t(TABLE.get(a, later('Nothing')))\nTABLE = {1: later('Card')}", 0),
        ("def say(a):\n    t(TABLE[a])\nTABLE = {1: 'card'}\nlater('x')", 1),
        ("def say(a):\n    here = later('Card') if a else later('Cash')\n    t(here)", 0),
        ("def say(a):\n    words = {1: later_n('a', 'b')}\n    tn(*words[a], 3)", 0),
    ],
)
def test_what_translators_never_see_is_found(text: str, count: int) -> None:
    assert len([*unsaid(text), *made_up(text, frozenset())]) == count, text


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
