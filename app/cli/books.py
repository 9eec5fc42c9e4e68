"""`verify` proves the books, `rebuild` makes every view afresh."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from app.cli.saying import DONE, REFUSED, say, say_words, tell
from app.cli.signing_in import reading, working
from app.kernel.clock import instant_text
from app.kernel.codec import to_plain
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.areas.health.values import Verdict
    from app.bootstrap import Station


def verify(chosen: argparse.Namespace) -> int:
    """Look at every promise. It asks for no PIN: it shows no patient, and a proof must always be
    possible for whoever holds the practice's key.
    """
    with reading(chosen) as station:
        verdict = verdict_of(station)
    tell("")
    if chosen.json:
        say(as_plain(verdict))
    else:
        say_words(in_words(verdict))
    return DONE if verdict.sound else REFUSED


def verdict_of(station: Station) -> Verdict:
    """The verdict over an open station; blocks."""
    return station.verify(
        lambda promise, done, of: tell(
            t("{percent} %: {promise}", percent=done * 100 // max(of, 1), promise=promise)
        ),
        lambda: False,
    )


def as_plain(verdict: Verdict) -> dict[str, Any]:
    """The verdict as JSON."""
    return {
        "sound": verdict.sound,
        "words": verdict.words,
        "at": instant_text(verdict.at),
        "rows": verdict.rows,
        "uncounted": verdict.uncounted,
        "head": {"seq": verdict.head_seq, "hash": verdict.head_hash},
        "findings": to_plain(verdict.findings),
        "notes": to_plain(verdict.notes),
        "checks": to_plain(verdict.checks),
    }


def in_words(verdict: Verdict) -> str:
    """The verdict for a person."""
    lines = []
    for finding in (*verdict.findings, *verdict.notes):
        lines += [f"{finding.check}: {finding.words}", f"    {finding.remedy}"]
    if verdict.uncounted:
        lines.append(
            t("{count} facts are kept but left out of every sum.", count=verdict.uncounted)
        )
    lines.append(verdict.words)
    lines.append(
        t("The log ends with record {seq}, {hash}.", seq=verdict.head_seq, hash=verdict.head_hash)
        if verdict.head_seq
        else t("This life of the station has no record in the log yet.")
    )
    return "\n".join(lines)


def rebuild(chosen: argparse.Namespace) -> int:
    """Make every view afresh from the facts."""
    from app.areas.health.service import rebuild as action
    from app.areas.health.values import Rebuild

    with working(chosen) as (station, actor):
        done = station.act(actor, action, Rebuild(CommandId(new_id()))).result()
    say(to_plain(done))
    return DONE
