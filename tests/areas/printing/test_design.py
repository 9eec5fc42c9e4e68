"""How receipts look: what may be chosen, what the books keep of it, and logos."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.parties import service as parties
from app.areas.parties.values import Person, RegisterPatient
from app.areas.payments import queries as payments
from app.areas.printing import design_rules, logos, maintaining, papers
from app.areas.printing.design_rules import check_design, spoken, template
from app.areas.printing.design_values import (
    LANGUAGES,
    NameShown,
    ReceiptDesign,
    ReceiptText,
    SaveReceiptDesign,
)
from app.areas.settings import queries as practice
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, new_id
from app.storage import seen
from app.storage.seen import Seen, knowing
from tests.building import Books, command_id

GREYS = bytes(x * 4 for x in range(64)) * 20
LOGO = logos.as_text(logos.dithered(GREYS, 64, 20))
WISHED = ReceiptDesign(
    language="en",
    second="beside",
    patient_name=NameShown.INITIALS,
    services=True,
    qr=True,
    logo=LOGO,
    texts=(
        ReceiptText(
            "", "Open Monday to Friday", "Thank you\nTax ID 12-3", "Not for the tax office"
        ),
        ReceiptText("my", footer="ကျေးဇူးတင်ပါသည်"),
    ),
)


def save(books: Books, design: ReceiptDesign, known: Seen | None = None) -> ReceiptDesign:
    action = knowing(maintaining.save_receipt_design, known)
    command = SaveReceiptDesign(command_id(), design)
    saved: ReceiptDesign = books.station.act(books.actors.administrator, action, command).result()
    return saved


def test_a_design_is_kept_and_new_receipts_follow_it(books: Books) -> None:
    ask = books.station.ask
    assert ask(papers.receipt_design).result() == ReceiptDesign()
    assert save(books, WISHED) == WISHED == ask(papers.receipt_design).result()
    assert ask(practice.setting, "receipts.patient_name").result() == "initials"
    account = AccountId(new_id())
    person = Person("Thwin", "Khin", language="my-MM")
    command = RegisterPatient(command_id(), account, person)
    books.station.act(books.actors.cashier, parties.register_patient, command).result()
    books.issue_invoice(account, 10_000)
    books.open_shift()
    taken = books.take_cash(account, 2_500)
    receipt = ask(payments.receipt, taken.receipt_id).result()
    assert (receipt.patient, receipt.language) == ("K. T.", "my-MM")
    assert receipt.invoices[0].services
    plain = save(books, replace(WISHED, services=False, texts=(ReceiptText("my"),)))
    assert [text.language for text in plain.texts] == [""], "what is not named stays"
    taken = books.take_cash(account, 2_500)
    assert not ask(payments.receipt, taken.receipt_id).result().invoices[0].services


def test_two_windows_edits_meet_field_by_field(books: Books) -> None:
    save(books, WISHED)
    at = books.station.ask(seen.position).result()
    form = Seen(frozenset({papers.DESIGN_ID}), at)
    save(books, replace(WISHED, qr=False))
    both = save(books, replace(WISHED, phone=False), form)
    assert (both.qr, both.phone) == (False, False)
    save(books, replace(both, logo=""))
    other = logos.as_text(logos.dithered(GREYS[:1024], 64, 16))
    with pytest.raises(UserError, match="changed the same a moment ago: logo"):
        save(books, replace(both, logo=other), Seen(frozenset({papers.DESIGN_ID}), at))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"language": "xx"}, "language"),
        ({"second": "always"}, "second"),
        ({"language": "vi", "second": "vi"}, "second"),
        ({"logo": "none"}, "logo"),
        ({"logo": LOGO[:-8]}, "logo"),
        ({"logo": "A" * 30_000}, "logo"),
        ({"texts": (ReceiptText("xx", "Hello"),)}, "language"),
        ({"texts": (ReceiptText("", "a"), ReceiptText("", "b"))}, "texts"),
        ({"texts": (ReceiptText("", "\n".join("abcdefg")),)}, "header"),
        ({"texts": (ReceiptText("", footer="drawer \x1bp\x00"),)}, "footer"),
        ({"texts": (ReceiptText("", on_copies="4242 4242 4242 4242"),)}, "on_copies"),
    ],
)
def test_what_is_refused_and_nothing_is_lost(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(UserError) as refused:
        check_design(replace(WISHED, **wrong))
    assert refused.value.field == field


def test_languages_of_a_receipt() -> None:
    one, both = ReceiptDesign(), ReceiptDesign(second="beside")
    assert spoken(one, "vi_VN", "my") == ("vi",)
    assert spoken(one, "de_DE", "") == ("",)
    assert spoken(both, "en_US", "my-MM") == ("en", "my")
    assert spoken(both, "en_US", "EN") == ("en",)
    assert spoken(both, "en_US", "Vietnamese") == spoken(both, "en_US", "VIE") == ("en", "vi")
    assert spoken(both, "en_US", "tlh") == ("en",)
    assert spoken(replace(both, second="instead"), "en_US", "my") == ("my",)
    assert spoken(replace(both, second="vi"), "en_US", "my") == ("en", "vi")


def test_built_in_designs_and_broken_templates() -> None:
    found = design_rules.built_in()
    assert [one.key for one in found.designs] == ["standard", "itemized", "private", "short"]
    assert found.designs[0].design == ReceiptDesign()
    assert found.damaged == ()
    for text, why in (
        ("name = ", "can't be used"),
        ("name = 'x'\n[shown]\ntotal = false", "nobody knows “total”"),
        ("name = 'x'\n[shown]\nqr = 1", "true or false"),
        ("name = 'x'\nlanguage = 3", "written as a word"),
        ("name = 'x'\npatient_name = 'loud'", "full, initials or none"),
        ("name = 'x'\npatient_name = [1]", "full, initials or none"),
        ("[shown]\nqr = true", "no name"),
        ("name = 'x'\nwords = 3", "header, footer and on_copies"),
        ("name = 'x'\n[words]\nslogan = 'Hi'", "header, footer and on_copies"),
        ("name = 'x'\n[words.xx]\nfooter = 'Hi'", "xx"),
        (f"name = 'x'\n[words]\nfooter = '{'y' * 10_000}'", "720"),
        ("name = 'x'\n[words]\nfooter = \"\\u001bp\"", "can't be used"),
        (f"name = '{'y' * 41}'", "40"),
        ("a = " + "[" * 5_000, "can't be used"),
    ):
        with pytest.raises(UserError, match=why):
            template(text, "mine.toml")


def test_a_mistake_in_one_file_takes_the_others_from_nobody(tmp_path: Path) -> None:
    folder = shutil.copytree(design_rules.TEMPLATE_FOLDER, tmp_path / "receipts")
    (folder / "private.toml").write_text("name = 'Private'\n[shown\n", encoding="utf-8")
    (folder / "itemized.toml").unlink()
    (folder / "huge.toml").write_bytes(b"#" * 100_000)
    (folder / "odd.toml").write_bytes(b"\xff\xfe\x00")
    (folder / "words" / "vi.toml").write_text('"Date" = 3\n', encoding="utf-8")
    own = "name = 'Ours'\n[shown]\nqr = true\n[words]\nfooter = 'Bye'\n[words.vi]\nfooter = 'Chào'"
    (folder / "ours.toml").write_text(own, encoding="utf-8-sig")
    found = design_rules.built_in(folder)
    assert [one.key for one in found.designs] == ["standard", "short", "ours"]
    assert found.designs[-1].design == ReceiptDesign(
        qr=True, texts=(ReceiptText("", footer="Bye"), ReceiptText("vi", footer="Chào"))
    )
    said = " ".join(found.damaged)
    for words in ("private.toml", "itemized.toml", "huge.toml", "odd.toml", "vi.toml", "“Date”"):
        assert words in said
    assert "English stands instead" in said
    assert len(found.damaged) == 5


def test_the_words_of_every_language_are_whole() -> None:
    from app.devices.printing.receipt_words import tables

    spoken_ones = [dict(table or {}) for table in tables(LANGUAGES[1:])]
    for table in spoken_ones:
        assert set(table) == set(spoken_ones[0])
        for word, words in table.items():
            assert sorted(re.findall(r"{\w+}", words)) == sorted(re.findall(r"{\w+}", word))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_logo_comes_back_dot_by_dot(data: Any) -> None:
    width, height = data.draw(st.integers(8, 70)), data.draw(st.integers(8, 40))
    size = width * height
    greys = data.draw(st.binary(min_size=size, max_size=size))
    made = logos.dithered(greys, width, height)
    assert logos.read(logos.as_text(made)) == made
    assert made.width % 8 == 0
    assert len(made.rows) == made.width // 8 * made.height


def test_dithering_keeps_how_dark_it_is() -> None:
    for grey in (0, 64, 128, 200, 255):
        made = logos.dithered(bytes([grey]) * 128 * 64, 128, 64)
        ink = sum(byte.bit_count() for byte in made.rows)
        assert abs(ink / (128 * 64) - (255 - grey) / 255) < 0.03


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 200), st.integers(0, 255))
def test_no_bytes_at_all_break_the_reading_of_a_logo(junk: bytes, at: int, byte: int) -> None:
    import base64

    png = bytearray(base64.b64decode(LOGO))
    png[at % len(png)] = byte
    for tried in (junk, bytes(png), bytes(png) + junk):
        try:
            logo = logos.read(base64.b64encode(tried).decode())
        except UserError:
            continue
        assert len(logo.rows) == logo.width // 8 * logo.height
