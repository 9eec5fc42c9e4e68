"""One code, one thing: receipt, invoice, account, refund, bag, deposit and shift by number."""

from __future__ import annotations

from app.areas.scans import queries, service
from app.areas.scans.values import SaveScanner, ScannerSettings, ThingKind
from app.storage.reading import Reader, ReadSql
from tests.areas.deposits.banking import Banking, check
from tests.areas.payments.mending import cash
from tests.areas.refunds.refunding import Refunding
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


def test_a_refund_a_deposit_and_its_bag_open_by_their_codes(books: Books) -> None:
    """As scanners send them: in capitals or not, with what tells the kind of code before it."""
    banking = Banking(books)
    banking.shift(250_00, check(80_00, "1182"))
    deposit_id = banking.prepare().deposit_id
    banking.count(deposit_id)
    banking.seal(deposit_id, "Bag 77-a01")
    number = banking.view(deposit_id).number
    refunding = Refunding(books.station, books, books.open_shift().shift_id)
    account_id = books.register_patient().account_id
    books.issue_invoice(account_id, 10_000)
    taken = refunding.mending.take(account_id, cash(12_000))
    refunding.next_shift()
    refund = refunding.ask(account_id, 5_000, taken.payment_id)
    for code, kind, subject in (
        (refund.number, ThingKind.REFUND, refund.refund_id),
        (number, ThingKind.DEPOSIT, deposit_id),
        ("Bag 77-a01", ThingKind.DEPOSIT, deposit_id),
    ):
        for said in (code, code.lower(), code.upper(), f"]C1{code}\r"):
            (thing,) = books.station.ask(queries.scanned, said).result()
            assert (thing.kind, thing.subject) == (kind, subject), said
    banking.void(deposit_id)
    (thing,) = books.station.ask(queries.scanned, number).result()
    assert thing.subject == deposit_id, "a void deposit opens and says that it is void"
