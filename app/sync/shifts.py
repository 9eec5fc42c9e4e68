"""Posts back what of this station does not hold: a close of a shift that was closed at its own
window too, and what was booked of a bag that another one went on with.
"""

from __future__ import annotations

from app.areas.deposits import apart, apart_records
from app.areas.payments import late_records as late
from app.sync.books import Books


def shifts_round(books: Books) -> int:
    """Take back what no longer holds, closes and what was said of late cash; how much that was. To
    be called after something came in: only then can another window's be known.
    """
    back = 0
    for close_id in books.ask(late.to_take_back).result():
        back += books.record(late.take_back, close_id).result()
    for movement_id in books.ask(late.settled_twice).result():
        back += books.record(late.take_back_settlement, movement_id).result()
    for step_id in books.ask(apart_records.to_settle).result():
        back += books.record(apart.settle, step_id).result()
    return back
