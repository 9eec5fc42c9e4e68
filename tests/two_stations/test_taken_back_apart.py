"""What takes something back counts only while that counts, at every window and at the centre."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from app.areas.invoices.undoing import cancel_invoice
from app.areas.invoices.values import CancelInvoice
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL, ReasonKind
from app.areas.payments.undoing import correct_tender
from app.areas.payments.undoing_records import stored_payment
from app.areas.payments.undoing_values import CorrectTender
from app.areas.payments.values import PaymentTaken
from app.areas.stations import maintaining
from app.areas.stations.values import ReleaseRecord
from app.areas.tasks.values import TaskKind
from app.kernel.ids import AccountId, ShiftId, new_id
from app.storage.canonical import canonical_json
from app.storage.statements import ReadSql
from app.storage.tables import station
from app.sync import outbox
from app.sync.looking import broken_promises
from tests.building import command_id
from tests.two_stations.conftest import Centre, Pair, Window
from tests.two_stations.copies import copied, loses, replaced_by
from tests.two_stations.test_closed_apart import begun, refusing, sound, sync
from tests.two_stations.test_far_shifts import manager, void
from tests.two_stations.test_forks import settled
from tests.two_stations.test_tasks import answer, tasks
from tests.two_stations.test_verdicts import send_without_hearing

FLOAT = 20000
TAKEN, VOIDED = "payments.take_payment", "payments.void_payment"
ISSUED, CANCELLED = "invoices.issue_invoice", "invoices.cancel_invoice"
OWN, WAITS = "P0999", "P0424"
_HASH = ReadSql("SELECT hash FROM station_log WHERE action = :action")


def figures(pair: Pair, shift_id: ShiftId, account: AccountId) -> tuple[int, int]:
    """(cash in the drawer without its float, credit of the account), alike everywhere."""
    sound(pair.one, pair.two)
    assert broken_promises(pair.centre.dsn) == ()
    there = "SELECT coalesce(sum(amount_minor), 0) FROM public.journal_line WHERE gl_code = %s"
    found = {(
        int(pair.centre.one(there + " AND shift_id = %s", "1015", shift_id)) - FLOAT,
        -int(pair.centre.one(there + " AND account_id = %s", GL.PATIENT_CREDITS, account)),
    )}  # fmt: skip
    for window in (pair.one, pair.two):
        ask = window.station.ask
        holds = ask(ledger.shift_holds, shift_id, "1015", "USD").result().minor
        credit = ask(ledger.account_balance, account, "USD").result().credit.minor
        found.add((holds - FLOAT, credit))
    [same] = found
    return same


def aside(pair: Pair) -> dict[str, str]:
    """What the centre keeps aside, and the code of why; both windows know of the same."""
    rows = pair.centre.rows("SELECT action, why FROM sync.record WHERE status = 'quarantined'")
    for window in (pair.one, pair.two):
        assert len(titles(window)) == len(rows)
    return {action: why[:5] for action, why in rows}


def titles(window: Window) -> dict[str, str]:
    """The words of the tasks about what is kept aside, by their titles."""
    kind = TaskKind.QUARANTINED_RECORD
    return {task.title: task.words for task in tasks(window) if task.kind is kind}


def say(window: Window, title: str, verb: str) -> None:
    [task] = [task for task in tasks(window) if task.title.startswith(f"Kept aside: {title}")]
    answer(window, manager(window), task, verb)


def release(window: Window, action: str) -> None:
    """A manager who read the task before it said that the record waits."""
    digest = window.station.ask(lambda reader: reader.scalar(_HASH, action=action)).result()
    command = ReleaseRecord(command_id(), digest)
    window.station.act(manager(window), maintaining.release_record, command).result()


def aside_and_void(pair: Pair, *names: str) -> tuple[ShiftId, AccountId]:
    """A payment that counts, and one that was void before anybody heard of what is refused."""
    one = pair.one
    shift_id, account = begun(one)
    one.books.take_cash(account, 1000)
    sync(one, pair.two)
    with refusing(pair, *names):
        paid = one.books.take_cash(account, 500)
        send_without_hearing(one)
        void(one, paid)
        sync(one, pair.two)
    return shift_id, account


def test_a_void_waits_for_its_payment_and_counts_with_it(pair: Pair) -> None:
    at = aside_and_void(pair, "payment")
    assert (figures(pair, *at), aside(pair)) == ((1000, 1000), {TAKEN: OWN, VOIDED: WAITS})
    words = titles(pair.two)
    [took] = [title for title in words if title.startswith("Kept aside: Took")]
    assert "waits for it and counts as soon as it does: Voided a payment." in words.pop(took)
    assert ["takes back something" in each for each in words.values()] == [True], words
    release(pair.two, VOIDED)
    sync(pair.two, pair.one)
    assert (figures(pair, *at), aside(pair)) == ((1000, 1000), {TAKEN: OWN, VOIDED: WAITS})
    say(pair.two, "Void", "leave")
    sync(pair.two, pair.one)
    assert figures(pair, *at) == (1000, 1000)
    say(pair.two, "Took", "release")
    sync(pair.two, pair.one)
    assert (figures(pair, *at), aside(pair)) == ((1000, 1000), {})
    settled(pair)


def test_a_void_that_is_kept_aside_for_itself_counts_when_it_is_let_go(pair: Pair) -> None:
    at = aside_and_void(pair, "payment_void")
    assert (figures(pair, *at), aside(pair)) == ((1500, 1500), {VOIDED: OWN})
    say(pair.one, "Void", "release")
    sync(pair.one, pair.two)
    assert (figures(pair, *at), aside(pair)) == ((1000, 1000), {})
    settled(pair)


def test_both_are_refused_and_the_payment_is_right_first(pair: Pair) -> None:
    """Then the void no longer waits for it: it is kept aside for its own reason, which all know."""
    at = aside_and_void(pair, "payment", "payment_void")
    assert (figures(pair, *at), aside(pair)) == ((1000, 1000), {TAKEN: OWN, VOIDED: WAITS})
    with refusing(pair, "payment_void"):
        say(pair.two, "Took", "release")
        sync(pair.two, pair.one)
        assert (figures(pair, *at), aside(pair)) == ((1500, 1500), {VOIDED: OWN})
        [words] = titles(pair.one).values()
        assert titles(pair.two) == titles(pair.one)
        assert "P0999" in words
    say(pair.two, "Void", "release")
    sync(pair.two, pair.one)
    assert (figures(pair, *at), aside(pair)) == ((1000, 1000), {})
    settled(pair)


def relabel(window: Window, paid: PaymentTaken) -> None:
    """The last tender of a payment was a check."""
    ask = window.station.ask
    leg = ask(stored_payment, paid.payment_id).result().legs[-1]
    why = ask(ledger.reasons, ReasonKind.CORRECTION).result()[0].reason_id
    command = CorrectTender(
        command_id(), paid.payment_id, leg.tender_id, "check", why, bank="Bank", check_number="1007"
    )
    window.station.act(window.books.actors.cashier, correct_tender, command).result()


def test_a_chain_waits_whole_and_follows_whole(pair: Pair, tmp_path: Path) -> None:
    """A payment was corrected and then void; a witness carries the three when its window comes
    back from an old copy, and the rules are right by then.
    """
    one, two = pair.one, pair.two
    shift_id, account = begun(two)
    two.books.take_cash(account, 1000)
    sync(two, one)
    copy = copied(two, tmp_path / "copy")
    stream = two.station.ask(outbox.stands).result()
    with refusing(pair, "payment"):
        paid = two.books.take_cash(account, 500)
        relabel(two, paid)
        void(two, paid)
        sync(two, one)
        assert figures(pair, shift_id, account) == (1000, 1000)
        assert list(aside(pair).values()).count(WAITS) == 2
    loses(pair.centre, stream.own[1], stream.head[0])
    replaced_by(two, copy)
    two.books.take_cash(account, 200)
    settled(pair)
    assert (figures(pair, shift_id, account), aside(pair)) == ((1200, 1200), {})


def test_what_takes_back_comes_before_what_it_takes_back(pair: Pair) -> None:
    """The centre lost both, and a window gives its own records first: one waits for the other."""
    one, two = pair.one, pair.two
    account = AccountId(one.books.register_patient("Okafor", "Ada").account_id)
    marks = [(at.station.ask(outbox.stands).result().own[1], at) for at in (one, two)]
    sync(one, two)
    heads = [(life, at.station.ask(outbox.stands).result().head[0]) for life, at in marks]
    issued = one.books.issue_invoice(account, 3500)
    sync(one, two)
    why = two.station.ask(ledger.reasons, ReasonKind.CANCEL).result()[0].reason_id
    command = CancelInvoice(command_id(), issued.invoice_id, why)
    two.station.act(manager(two), cancel_invoice, command).result()
    sync(two, one)
    for life, head in heads:
        loses(pair.centre, life, head)
    with refusing(pair, "invoice_line"):
        two.pusher.push_round()
        status = "SELECT status, left(why, 5) FROM sync.record WHERE action = %s"
        assert pair.centre.rows(status, CANCELLED) == [("quarantined", WAITS)]
        sync(two, one)
        assert aside(pair) == {ISSUED: OWN, CANCELLED: WAITS}
        sound(one, two)
    say(one, "Issued", "release")
    sync(one, two)
    assert aside(pair) == {}
    settled(pair)


def test_every_kind_that_takes_back_says_so_and_the_centre_reads_it(centre: Centre) -> None:
    """What a record takes back of its own, or merely names, is no matter."""
    facts = [table for table in station.tables.values() if table.info["kind"] == "fact"]
    said = {
        (table.name, column.name): str(column.info["takes_back"])
        for table in facts
        for column in table.columns
        if "takes_back" in column.info
    }
    assert {
        (table.name, column.name)
        for table in facts
        for column in table.columns
        if column.name.startswith(("reverses_", "corrects_"))
    } <= said.keys()
    undoing = {t.name for t in facts if t.name.endswith(("_void", "_cancellation", "_reopening"))}
    assert undoing <= {name for name, _ in said}
    assert len(undoing) >= 4
    read = "SELECT array(SELECT * FROM sync.taken_back(ARRAY[%s::jsonb]))"
    for (name, field), target in said.items():
        assert station.tables[target].info["kind"] == "fact"
        other, kind = str(new_id()), station.tables[name].info["record_type"]
        row = {"t": kind, "id": str(new_id()), "f": {field: other, "note_id": str(new_id())}}
        assert centre.one(read, canonical_json([row])) == [f"{target} {other}"]
        check = "SELECT sync.check_taken_back(%s::uuid, ARRAY[%s::jsonb])"
        with pytest.raises(psycopg.Error, match="does not count"):
            centre.rows(check, str(new_id()), canonical_json([row]))
        itself = {"t": station.tables[target].info["record_type"], "id": other, "f": {}}
        centre.rows(check, str(new_id()), canonical_json([row, itself]))
    assert centre.one(read, '[1, {}, null, {"t": 1, "f": 2}]') == []
