"""`demo-day`: plays the demo in the real window, unseen, and names the folder with the pictures."""

from __future__ import annotations

import argparse
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.books import as_plain, verdict_of
from app.cli.saying import DONE, REFUSED, say, tell
from app.kernel.errors import OutsideError, UserError
from app.kernel.i18n import format_money
from app.kernel.ids import new_id
from app.kernel.money import Money
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.areas.parties.values import Found
    from app.bootstrap import Station

_NOTE_MINOR = 2000


def demo_day(chosen: argparse.Namespace) -> int:
    """Make the demo in OUT/practice unless it is there, play, verify; 0 when all adds up."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    out: Path = chosen.out
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideError(
            t("{path} can't be written: {why}.", path=out, why=error.strerror)
        ) from error
    data = out / "practice"
    _make_demo(data)
    played = _play(data, out)
    from app.bootstrap import open_reading

    station = open_reading(data)
    try:
        verdict = verdict_of(station)
    finally:
        station.close()
    tell("")
    report = out / "verify.json"
    report.write_text(json.dumps(as_plain(verdict), ensure_ascii=False, indent=1), encoding="utf-8")
    say(
        {
            "folder": str(out),
            "receipts": [receipt.number for receipt in played.receipts],
            "closed": played.closed,
            "deposit": played.deposit,
            "files": sorted(path.name for path in (*played.files, report)),
            "verify": verdict.words,
        }
    )
    return DONE if verdict.sound else REFUSED


def _make_demo(data: Path) -> None:
    from app.bootstrap import has_practice, make_demo

    if not has_practice(data):
        make_demo(
            data,
            progress=lambda done, of: tell(
                t("Making the demo: {done} of {all}", done=done, all=of)
            ),
        )
        tell("")


def _play(data: Path, out: Path) -> Any:
    from app.areas.imports import demo
    from app.bootstrap import Unlock, open_front, open_reading, open_station

    station = open_reading(data)
    try:
        if not station.practice.demo:
            raise UserError(t("{folder} is no demo, so nobody plays in it.", folder=data))
        cash, check, split, wrong = _people_who_owe(station, 4)
    finally:
        station.close()
    from app.gui.demo_bank import Second
    from app.gui.demo_day import Part, play

    notes = -(-cash.owed.minor // _NOTE_MINOR) * _NOTE_MINOR
    given = format_money(Money(notes, cash.owed.currency), "en_US")
    cashier, other = [user for user in demo.USERS if user.role == "cashier"][:2]
    part = Part(
        number=cashier.number,
        pin=cashier.pin,
        cash=cash.name,
        given=given,
        check=check.name,
        split=split.name,
        split_cash="10",
        wrong=wrong.name,
        second=Second(other.number, other.pin, f"BAG-{new_id()[-8:]}"),
    )
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(open_front, data, Unlock())
        return play(data, lambda _: open_station(data, Unlock()), ahead, part, out)


def _people_who_owe(station: Station, wanted: int) -> list[Found]:
    """Whom their whole name finds alone, who owe a sum worth a few notes, and of whom nothing
    is to be minded; UserError when this demo has fewer than `wanted`.
    """
    from app.areas.parties.queries import find
    from app.areas.payments.queries import counter_account

    chosen: list[Found] = []
    for text in ("ng", "ma", "an", "jo", "ro", "ph", "ch", "sa", "el", "da"):
        for found in station.ask(find, text).result():
            if len(chosen) == wanted:
                return chosen
            fits = 2500 < found.owed.minor < 50_000 and found.owed.minor % _NOTE_MINOR
            if not fits or found in chosen:
                continue
            account = station.ask(counter_account, found.account_id).result()
            alone = len(station.ask(find, found.name).result()) == 1
            if alone and not (account.flags or account.drafts or account.credit):
                chosen.append(found)
    raise UserError(t("Too few people in this demo owe anything."))
