"""A stream that parts below what a window still holds of it: the centre came back from before all
proven backups, and then the author from an old copy.
"""

from __future__ import annotations

from pathlib import Path

from app.storage import receiving
from app.sync import retaining
from app.sync.digests import check_digests
from app.sync.looking import broken_promises
from app.sync.saying_again import check_and_say
from tests.two_stations.conftest import Pair
from tests.two_stations.copies import copied, loses, replaced_by
from tests.two_stations.test_forks import numbers
from tests.two_stations.test_pulling import rows_of
from tests.two_stations.test_pushing import some_work
from tests.two_stations.test_retaining import grow_old, history, move, stream_of


def test_what_was_let_go_is_another_there(pair: Pair, tmp_path: Path) -> None:
    """Theirs comes whole; what stands here alone is kept, and given back."""
    one, two = pair.one, pair.two
    patient = two.books.register_patient("Okafor", "Ada").patient_id
    pair.sync()
    life = stream_of(two)
    kept = pair.centre.one("SELECT have FROM sync.stream WHERE incarnation = %s", life[1])
    copy = copied(two, tmp_path / "copy")
    move(two, patient, "Lagos")
    some_work(two.books, 2)
    pair.sync()
    grow_old(pair.centre)
    some_work(two.books, 1)
    pair.sync()
    assert retaining.let_go(one.station, one.line) > kept
    loses(pair.centre, life[1], kept)
    replaced_by(two, copy)
    move(two, patient, "Huế")
    for city in ("Hội An", "Đà Lạt", "Vinh", "Hanoi") * 3:
        move(two, patient, city)
    two.sync()
    assert numbers(two) == []
    one.exchange.greet()
    one.sync()
    assert one.station.ask(receiving.anchors).result()[life][0] == 0
    assert one.sound == []
    assert len(numbers(one)) == 3
    while check_and_say(one.station, one.line)[1]:
        pair.sync()
    check_digests(two.station, two.line)
    same(pair)
    assert len(numbers(two)) == 3
    cities = {edit.fields["city"][0] for edit in history(one, patient) if "city" in edit.fields}
    assert {"Lagos", "Huế", "Hanoi"} <= cities
    grow_old(pair.centre)
    some_work(one.books, 1)
    move(two, patient, "Vinh")
    pair.sync()
    assert retaining.let_go(one.station, one.line) == 0, "its places have a history already"
    same(pair)


def same(pair: Pair) -> None:
    """Everybody holds the same, and all books are sound."""
    for _ in range(2):
        pair.sync()
    assert pair.one.sound == []
    assert pair.two.sound == []
    assert rows_of(pair.one, "fact") == rows_of(pair.two, "fact")
    assert broken_promises(pair.centre.dsn) == ()
