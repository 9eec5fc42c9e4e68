"""Files of every encoding, delimiter and kind of damage: read, or refused with the line."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from app.areas.imports import reading
from app.areas.imports.reading import open_csv, rows_of
from app.kernel.errors import OutsideError, UserError

TEXT = "Account No,Last Name,City\n00123,Nguyễn,Málaga\n00124,Müller,Köln\n"
PLAIN = "Account No,Last Name,City\n00123,Muñoz,Málaga\n00124,Müller,Köln\n"


def _file(folder: Path, data: bytes | str) -> Path:
    path = folder / "in.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def _cells(path: Path, encoding: str = "") -> list[list[str]]:
    return [row.cells for row in rows_of(open_csv(path, encoding))]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (PLAIN.encode("cp1252"), "cp1252"),
        (PLAIN.encode("latin-1") + "00125,x\x8d,y\n".encode("latin-1"), "latin-1"),
    ],
)
def test_every_encoding_gives_the_same_names(tmp_path: Path, data: bytes, encoding: str) -> None:
    file = open_csv(_file(tmp_path, data))
    assert file.encoding == encoding
    assert file.header == ("Account No", "Last Name", "City")
    assert [row.cells[2] for row in rows_of(file)][:2] == ["Málaga", "Köln"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_every_delimiter_is_found(tmp_path: Path, mark: str) -> None:
    path = _file(tmp_path, TEXT.replace(",", mark))
    assert open_csv(path).delimiter == mark
    assert len(_cells(path)) == 2


def test_a_comma_in_a_quoted_name_of_a_semicolon_file(tmp_path: Path) -> None:
    path = _file(tmp_path, 'Account No;Name;City\n1;"Lee, Ann";Ayr\n')
    assert _cells(path) == [["1", "Lee, Ann", "Ayr"]]


def test_excels_own_delimiter_line_is_obeyed(tmp_path: Path) -> None:
    path = _file(tmp_path, "sep=;\r\nAccount No;Name, full\r\n1;Ann\r\n")
    file = open_csv(path)
    assert file.header == ("Account No", "Name, full")
    assert [(row.line, row.cells) for row in rows_of(file)] == [(3, ["1", "Ann"])]


def test_mixed_line_ends_blank_rows_and_a_line_end_inside_quotes(tmp_path: Path) -> None:
    path = _file(tmp_path, 'A,B\r\n1,x\n\n , \r2,"two\r\nlines"\r\n3,z')
    rows = list(rows_of(open_csv(path)))
    assert [row.cells for row in rows] == [["1", "x"], ["2", "two\nlines"], ["3", "z"]]
    assert [row.line for row in rows] == [2, 5, 7]


@pytest.mark.parametrize(
    ("top", "mark"),
    [
        ("Patient list, printed 11/21/2026\n\nSmith Clinic\n", ";"),
        ("Patient;;;Address\n", ";"),
        ("Aging as of 11/21/2026\n", "\t"),
        ("", ","),
    ],
)
def test_titles_above_the_names_of_the_columns_are_passed_over(
    tmp_path: Path, top: str, mark: str
) -> None:
    names = ["Account No", "Last Name", "First Name", "City", "Balance"]
    rows = [["00101", "Lee", "Al", "Bo", "12.50"], ["00102", "Lee", "", "", ""]]
    body = "".join(mark.join(row) + "\n" for row in [names, *rows])
    found = open_csv(_file(tmp_path, top + body))
    assert (found.delimiter, list(found.header)) == (mark, names)
    assert [row.cells[0] for row in rows_of(found)] == ["00101", "00102"]


def test_without_names_the_first_row_is_what_it_is(tmp_path: Path) -> None:
    found = open_csv(_file(tmp_path, "Account No,,\n00101,Lee,Al\n00102,Lee,Bo\n"))
    assert found.header == ("Account No", "Column 2", "Column 3")


def test_numbers_are_kept_letter_by_letter(tmp_path: Path) -> None:
    path = _file(tmp_path, "MRN,X\n00123,1E5\n12345678901234567890,=1+1\n")
    assert _cells(path) == [["00123", "1E5"], ["12345678901234567890", "=1+1"]]


def test_double_and_missing_header_names_are_numbered(tmp_path: Path) -> None:
    path = _file(tmp_path, "Phone,Phone,,Phone\n1,2,3,4\n")
    assert open_csv(path).header == ("Phone", "Phone (2)", "Column 3", "Phone (3)")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\xd0\xcf\x11\xe0rest", "workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"A,B\n1,x\x00y\n", "not plain text"),
        (TEXT.encode("utf-16")[:-1], "damaged"),
        ("A,B\n1,".encode("utf-16") + b"\x00\xd8" + "\n".encode("utf-16-le"), "damaged"),
        ("A,B\n1,\x00\n".encode("utf-16"), "damaged"),
        (b"\xef\xbb\xbfA,B\n1,\xff\n", "damaged"),
        (TEXT.encode() + b"00125,\xe4,x\n", "some is not"),
        (b'A,B\n1,x\n2,"open\n3,y\n4,z\n', "opened in line 3 is never closed"),
        (b'A,B\n1,x\n2,"open' + b"y\n" * 100_000, "opened in line 3 is never closed"),
        (b'A,B\n1,"x"y\n', "Line 2 can't be read"),
        (b"A,B\n" + b"1," * 501 + b"\n", "Line 2 has 502 columns, and 500 fit. Take out"),
        (b"\xef\xbb\xbf\n<html><table>", "web page or XML"),
        (b"A," * 1_000_000, "Line 1 is too long"),
        (b"A,B\n1," + b"x" * 70_000 + b"\n", "Line 2 has a field that is far too long"),
        (b"A,B\n1," + b"x" * 900_000 + b"\n", "Line 2 has a field that is far too long"),
        (b"A,B\n1," + b"x" * 10_000_000 + b"\n", "Line 2 is too long"),
    ],
)
def test_what_can_not_be_read_is_refused_in_words(tmp_path: Path, data: bytes, words: str) -> None:
    path = _file(tmp_path, data)
    with pytest.raises(UserError, match=words) as refused:
        _cells(path)
    assert refused.value.field in ("path", "encoding")


def test_a_person_may_say_which_encoding_it_is(tmp_path: Path) -> None:
    path = _file(tmp_path, TEXT.encode() + b"00125,\xe4,x\n")
    assert _cells(path, "latin-1")[-1] == ["00125", "ä", "x"]
    with pytest.raises(UserError, match="damaged"):
        open_csv(path, "utf-8")
    with pytest.raises(UserError, match="one of"):
        open_csv(path, "ebcdic")


def test_a_folder_a_missing_file_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path, tmp_path / "no.csv", tmp_path / "pipe.csv"):
        with pytest.raises(UserError, match="no file"):
            open_csv(path)


def test_a_very_long_line_does_not_fill_the_memory(tmp_path: Path) -> None:
    """The 2 GB line of the list, a fiftieth of it: what is read stays small all the same."""
    path = tmp_path / "in.csv"
    with path.open("wb") as file:
        file.write(b"A,B\n1,")
        for _ in range(40):
            file.write(b"x" * reading._CHUNK)
    tracemalloc.start()
    with pytest.raises(UserError, match="Line 2 is too long"):
        _cells(path)
    assert tracemalloc.get_traced_memory()[1] < 12_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "text"),
    [("cp1250", "Łódź"), ("cp1251", "Москва"), ("shift_jis", "東京"), ("mac_roman", "Köln")],
)
def test_an_encoding_that_nobody_can_tell_is_said(tmp_path: Path, name: str, text: str) -> None:
    path = _file(tmp_path, f"Id,City\n1,{text}\n".encode(name))
    assert _cells(path, name) == [["1", text]]
    with pytest.raises(UserError):
        open_csv(path, "rot13")


def test_the_sign_around_texts_is_found_or_said(tmp_path: Path) -> None:
    single = _file(tmp_path, "'Id','Name'\n'1','Lee, Ann'\n'2','O''Neil'\n")
    assert [row.cells[1] for row in rows_of(open_csv(single))] == ["Lee, Ann", "O'Neil"]
    bare = _file(tmp_path, 'Id\tName\n1\t5" nail\n2\t"odd\n')
    with pytest.raises(UserError):
        list(rows_of(open_csv(bare)))
    told = open_csv(bare, quote=reading.NO_QUOTE)
    assert [row.cells[1] for row in rows_of(told)] == ['5" nail', '"odd']
    assert open_csv(bare, delimiter=";", quote=reading.NO_QUOTE).header == ("Id Name",)
    for wrong in ({"delimiter": "x"}, {"quote": "x"}):
        with pytest.raises(UserError):
            open_csv(bare, **wrong)


def test_two_gigabytes_without_an_end_of_line_cost_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    with path.open("wb") as file:
        file.write(b"Id,Name\n1,")
        file.truncate(2 << 30)  # of nothing, which takes no room on the disk
    tracemalloc.start()
    try:
        with pytest.raises(UserError):
            open_csv(path)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        *(
            ("cp1258", "Nguyê\u0303n Đư\u0301c"),
            ("cp1250", "Wałęsa"),
            ("cp1250", "Łódź"),
            ("cp1251", "Иванов"),
        ),
        *(("cp1253", "Παππάς"), ("cp1254", "Şükrü"), ("cp437", "Müller"), ("cp850", "René")),
        *(
            ("mac_roman", "Renée"),
            ("shift_jis", "山田太郎"),
            ("gb18030", "王小明"),
            ("big5", "陳大文"),
        ),
    ],
)
def test_letters_that_nobody_can_tell_are_asked_about(
    tmp_path: Path, encoding: str, name: str
) -> None:
    path = _file(tmp_path, f"A,B\n1,{name}\n".encode(encoding))
    assert open_csv(path).unclear
    told = open_csv(path, encoding)
    assert (told.unclear, _cells(path, encoding)[0][1]) == ("", name)


def test_western_letters_are_not_asked_about(tmp_path: Path) -> None:
    names = "Zoë O’Brien,“Bob” Müller-Løvås,José Muñoz – São,Œuvre €5 çà,Straße ½,Šárka Žák,d’Été"
    assert open_csv(_file(tmp_path, f"A\n{names}\n".encode("cp1252"))).unclear == ""


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file whose bytes can't be read")
def test_a_stick_that_is_pulled_out_is_said() -> None:
    with pytest.raises(OutsideError, match="can't be read"):
        open_csv(Path("/proc/self/mem"))
