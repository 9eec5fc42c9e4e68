"""One code, one thing: receipt, invoice, account, refund, bag, deposit and shift by number."""

from __future__ import annotations

from app.areas.scans import queries, service
from app.areas.scans.values import SaveScanner, ScannerSettings, ThingKind
from app.storage.reading import Reader, ReadSql
from tests.building import Books, command_id

_NUMBERS = {
    ThingKind.ACCOUNT: "SELECT number, id FROM account",
    ThingKind.RECEIPT: "SELECT number, payment_id FROM receipt",
    ThingKind.INVOICE: "SELECT number, id FROM invoice WHERE number <> ''",
    ThingKind.SHIFT: "SELECT number, id FROM shift",
}


def test_every_number_finds_its_one_thing(books: Books) -> None:
    account_id = books.register_patient().account_id
    books.issue_invoice(account_id, 3500)
    books.open_shift()
    books.take_cash(account_id, 3500)
    station = books.station

    def numbers(reader: Reader, sql: str) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in reader.fetch(ReadSql(sql))]

    known = {kind: station.ask(numbers, sql).result() for kind, sql in _NUMBERS.items()}
    bars = {number for number, _ in known[ThingKind.RECEIPT]}
    for kind, rows in known.items():
        assert rows
        for number, subject in rows:
            if kind is not ThingKind.RECEIPT and number in bars:
                continue  # the receipt has the bars, so it is meant
            for code in (number, number.lower(), f"]C1{number}\r"):
                (thing,) = station.ask(queries.scanned, code).result()
                assert (thing.kind, thing.subject, thing.number) == (kind, subject, number)
    assert station.ask(queries.scanned, "ZZ-999999").result() == ()
    assert station.ask(queries.scanned, "4242424242424242").result() == ()
    kept = SaveScanner(command_id(), gap_ms=20, least=8, prefix="~", suffix="#")
    assert station.ask(queries.scanner).result() == ScannerSettings()
    station.act(books.actors.administrator, service.save_scanner, kept).result()
    assert station.ask(queries.scanner).result() == ScannerSettings(True, 20, 8, "~", "#")
