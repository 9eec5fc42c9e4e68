"""The words after `counterfoil`: which there are and what they take; it loads nothing heavy."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

from app.cli.saying import UsageError


class Parser(argparse.ArgumentParser):
    """Raises instead of printing, so that errors are one JSON object."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def parser() -> argparse.ArgumentParser:
    """The whole grammar; `chosen.run` is "module:function" in app.cli."""
    top = Parser(
        prog="counterfoil",
        description="Counterfoil's command line: the same actions and questions as the window's.",
        epilog="Exit codes: 0 done, 1 refused, 2 usage, 3 outside world, 4 bug. Errors are one "
        "JSON object on standard error.",
    )
    _where(top, None)
    words = top.add_subparsers(dest="word", metavar="WORD", parser_class=Parser)
    _set_up_words(words)
    _book_words(words)
    _other_words(words)
    return top


def _where(taking: argparse.ArgumentParser, default: Any) -> None:
    taking.add_argument("--data", type=folder, default=default, help="folder of the practice")
    taking.add_argument(
        "--passphrase-fd",
        type=int,
        default=default,
        metavar="FD",
        help="file descriptor whose first line is the passphrase",
    )


def _word(words: Any, name: str, run: str, help_text: str, *, user: bool = False) -> Any:
    made = words.add_parser(name, help=help_text, description=help_text)
    _where(made, argparse.SUPPRESS)
    made.set_defaults(run=run, user="")
    if user:
        made.add_argument(
            "--user",
            default="",
            metavar="NUMBER",
            help="who does it; the PIN is the first line of standard input",
        )
    return made


def _set_up_words(words: Any) -> None:
    init = _word(words, "init", "set_up:init", "set a practice up; the PIN on standard input")
    init.add_argument("--demo", action="store_true", help="the demo practice instead of a real one")
    init.add_argument("--yes", action="store_true", help="ask nothing")
    init.add_argument("--name", help="name of the practice")
    init.add_argument("--site", help="name of this place; the practice's when left out")
    init.add_argument("--currency", default="USD", help="ISO 4217 code")
    init.add_argument("--locale", default="en_US")
    init.add_argument("--time-zone", default="America/Chicago", help="IANA name")
    init.add_argument("--cutoff", default="04:00", help="local time a new business day begins")
    init.add_argument("--country", default="US")
    init.add_argument("--station-code", default="W1", help="the stem of this station's numbers")
    init.add_argument("--administrator", help="name of the first administrator")
    init.add_argument("--number", default="1", help="the administrator's badge number")
    backup = _word(words, "backup", "set_up:backup", "copy the practice into one verified file")
    backup.add_argument("file", nargs="?", type=folder, help="where to; else backups/")
    restore = _word(words, "restore", "set_up:restore", "put a backup into an empty folder")
    restore.add_argument("file", type=folder)
    restore.add_argument(
        "--recovery-key-fd",
        type=int,
        metavar="FD",
        help="file descriptor of the recovery key; else standard input",
    )
    _word(words, "upgrade", "set_up:upgrade", "bring an older practice to this program")
    away = _word(words, "leave", "leaving:leave", "take the practice off this computer", user=True)
    away.add_argument("--check", action="store_true", help="only say whether it may be done")
    away.add_argument("--saved", type=folder, help="file of records with what can't be sent")
    away.add_argument("--backup", type=folder, help="where to copy books that are only here")
    pin = _word(words, "set-pin", "set_up:set_pin", "give a user a new PIN", user=True)
    pin.add_argument("whose", metavar="NUMBER", help="whose PIN it is")


def _detail_words(words: Any) -> None:
    help_text = "which sites' journal lines are kept here, and which in sums alone"
    details = _word(words, "details", "details:show", help_text)
    parts = details.add_subparsers(dest="what", required=True, parser_class=Parser)
    _word(parts, "show", "details:show", "what is kept, and what is still to fetch")
    kept = _word(parts, "keep", "details:keep", "choose what is kept here", user=True)
    kept.add_argument("--everything", action="store_true", help="every line of all sites")
    kept.add_argument("--months", type=int, help="before the running one, of these sites; else 24")
    kept.add_argument("--site", action="append", help="a further site; its own always counts")
    kept.add_argument("--now", action="store_true", help="fold and fetch until it is so")


def _book_words(words: Any) -> None:
    verify = _word(words, "verify", "books:verify", "prove the books; say what is wrong in words")
    verify.add_argument("--json", action="store_true")
    _word(words, "rebuild", "books:rebuild", "make every view afresh from the facts", user=True)
    for name, run, help_text, example in (
        ("do", "doing:do", "carry out an action", "payments.take_payment"),
        ("ask", "doing:ask", "ask a question, beside an open window too", "parties.find"),
    ):
        verb = _word(words, name, run, help_text, user=True)
        verb.add_argument("name", nargs="?", help=f"such as {example}")
        verb.add_argument("json", nargs="?", default="{}", help="its fields as one JSON object")
        verb.add_argument("--list", action="store_true", help="what there is, with fields")
    settings = _word(words, "settings", "settings:settings", "read and change settings")
    parts = settings.add_subparsers(dest="what", required=True, parser_class=Parser)
    _word(parts, "list", "settings:settings", "every setting with its value and words")
    got = _word(parts, "get", "settings:settings", "one setting")
    put = _word(parts, "set", "settings:settings", "change a setting", user=True)
    for taking in (got, put):
        taking.add_argument("key")
    put.add_argument("value", help="empty for the default")
    put.add_argument("--reason", default="", help="why, where the setting guards money")


def _import_words(words: Any) -> None:
    bring = _word(words, "import", "importing:bring_in_file", "bring a CSV file in", user=True)
    bring.add_argument(
        "kind", choices=("patients", "guarantors", "invoices", "balances", "services")
    )
    bring.add_argument("file", type=folder)
    bring.add_argument("--source", required=True, help="a name for the system it comes from")
    bring.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help="overrule a column"
    )
    bring.add_argument("--date-format", default="", help="Y-M-D, M/D/Y or D/M/Y")
    bring.add_argument("--number-format", default="", help="1,234.56 or 1.234,56")
    bring.add_argument(
        "--map-file", type=folder, help="a JSON object {field: column}; --map overrules it"
    )
    bring.add_argument("--encoding", default="", help="utf-8, utf-16, cp1252, latin-1 and others")
    bring.add_argument("--delimiter", default="", help="comma, semicolon, tab or bar")
    bring.add_argument("--quote", default="", help="double, single or none")
    bring.add_argument(
        "--as-of", default="", metavar="YYYY-MM-DD", help="the day the old books end: yesterday"
    )
    bring.add_argument(
        "--dry-run", "--check-only", dest="check_only", action="store_true", help="apply nothing"
    )
    for what, about in (("owed", "what patients owe"), ("credit", "their credits")):
        bring.add_argument(
            f"--old-{what}", default="", metavar="AMOUNT", help=f"the old report's total: {about}"
        )
    bring.add_argument("--old-count", type=int, help="how many rows the old report counts")
    bring.add_argument("--yes", action="store_true", help="apply without the bad rows, tied or not")
    bring.add_argument("--rejected", type=folder, help="write the bad rows there as CSV")


def _other_words(words: Any) -> None:
    _import_words(words)
    _central_words(words)
    sync = _word(words, "sync", "central:sync", "send what waits to the centre, now")
    sync.add_argument("--status", action="store_true", help="only say how it stands")
    sync.add_argument(
        "--check", action="store_true", help="then compare all books with the centre's, and mend"
    )
    _record_words(words)
    doctor = _word(words, "doctor", "doctor:doctor", "look at all that the program stands on")
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument("--ask-stripe", action="store_true", help="call the card service too")
    keys = _word(words, "keys", "other:keys", "the keys of the window")
    keys.add_argument("--json", action="store_true")
    bench = _word(words, "bench", "other:bench", "measure a promise about speed")
    bench.add_argument("name")
    bench.add_argument("--json", action="store_true")
    bench.add_argument("rest", nargs=argparse.REMAINDER, help="the bench's own words")
    world = _word(words, "simulate", "simulate:simulate", "play practices with every fault")
    world.add_argument(
        "--dsn",
        required=True,
        help="a Postgres to play in, as its superuser: a database is made there and dropped again",
    )
    world.add_argument("--seeds", type=int, default=20, help="how many histories")
    world.add_argument("--first", type=int, default=0, metavar="SEED", help="the first of them")
    world.add_argument("--seed", type=int, help="only this one")
    world.add_argument("--steps", type=int, default=110, help="what happens in each of them")
    world.add_argument("--bug", default="", metavar="NAME", help="with this mistake planted")
    world.add_argument("-v", "--verbose", action="store_true", help="each step as it happened")
    seen = _word(words, "gallery", "gallery:gallery", "every widget of the window, in both themes")
    seen.add_argument("--picture", type=folder, metavar="FOLDER", help="only write pictures there")
    day = _word(words, "demo-day", "demo_day:demo_day", "play the demo in a window nobody sees")
    day.add_argument("--out", type=folder, required=True, help="folder for what it makes")


def _record_words(words: Any) -> None:
    _detail_words(words)
    records = _word(words, "records", "records:status", "further copies of what is not sent yet")
    parts = records.add_subparsers(dest="what", required=True, parser_class=Parser)
    saved = _word(parts, "save", "records:save", "put what waits into an encrypted file", user=True)
    saved.add_argument("file", type=folder)
    brought = _word(parts, "bring", "records:bring", "bring such a file, or a journal", user=True)
    brought.add_argument("file", type=folder)
    brought.add_argument("--own", action="store_true", help="this station's own journal: no key")
    second = _word(
        parts, "journal", "records:journal", "a second copy of the log on another disk", user=True
    )
    second.add_argument("folder", nargs="?", type=folder, help="where; nothing ends it")
    heard = _word(parts, "listen", "records:listen", "keep neighbours' records here", user=True)
    heard.add_argument("port", type=int, help="0 ends it")
    paired = _word(parts, "pair", "records:pair", "the code for a window to be kept", user=True)
    paired.add_argument("station", help="its code, such as W2")
    paired.add_argument("--host", required=True, help="where that window finds this one")
    _word(parts, "accept", "records:accept", "let a window keep this one's records", user=True)
    _word(parts, "status", "records:status", "where copies are, and what is wrong with them")
    old = _word(parts, "prune", "records:prune", "let go of others’ old records", user=True)
    old.add_argument("--dry-run", action="store_true", help="only say what could go")


def _central_words(words: Any) -> None:
    centre = _word(words, "central", "central:central", "the Postgres that all stations share")
    parts = centre.add_subparsers(dest="what", required=True, parser_class=Parser)
    for name, help_text, user in (
        ("init", "make schema, functions and roles on a plain Postgres; may run again", False),
        ("upgrade", "bring the centre to this program", False),
        ("status", "stations, how far they are, and what was put aside", False),
        ("verify", "prove the chains, signatures and balances there", False),
        ("join", "let this station send its books there", True),
        ("code", "make a code that lets one more computer in, good for ten minutes", True),
        ("enrol", "make a further station of the practice in an empty data folder", False),
        ("revoke", "let a station in no more; what it sent stays", False),
        ("backup-mark", "note what a backup holds, after it was restored and proven", False),
    ):
        part = _word(parts, name, f"central:{name.replace('-', '_')}", help_text, user=user)
        if name != "code":
            part.add_argument(
                "--dsn",
                required=name != "enrol",
                default="",
                help="the centre, as an administrator: “host=… dbname=… user=…”; a password is "
                "better kept in a passfile",
            )
        if name == "backup-mark":
            part.add_argument(
                "--copy", required=True, help="a database into which the backup was restored"
            )
        if name in ("join", "enrol"):
            part.add_argument(
                "--address", default="", help="where stations find it; the DSN's when left out"
            )
        if name == "enrol":
            _enrol_words(part)
        if name == "revoke":
            part.add_argument("station", help="its code, such as W2")


def _enrol_words(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "--code-fd",
        type=int,
        metavar="N",
        help="an open file with the code that a manager made; without it and without --dsn it is "
        "asked for, or the first line of standard input",
    )
    part.add_argument("--code", required=True, help="the stem of its numbers, such as W2")
    part.add_argument("--name", default="", help="what people call it; the code else")
    part.add_argument("--site", default="", help="where it stands, if there are several")
    part.add_argument(
        "--months",
        type=int,
        default=0,
        help="keep journal lines of its site and so many months; else every line of all sites",
    )
    part.add_argument(
        "--administrator",
        required=True,
        metavar="NUMBER",
        help="who gets a PIN there first; it is asked for, or read from standard input",
    )
