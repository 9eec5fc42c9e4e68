"""Puts what was found about stations and their records into words."""

from __future__ import annotations

from app.areas.settings import queries as settings
from app.areas.tasks import station_records as records
from app.areas.tasks.rules import DAY_OFF_MS
from app.areas.tasks.station_records import AsideRecord
from app.areas.tasks.telling import seen, since
from app.areas.tasks.values import Answer, Found, Link, Side, Task
from app.kernel.i18n import format_money, format_time
from app.kernel.translate import later, t, tn
from app.storage.statements import Reader

RELEASE, LEAVE = "release", "leave"
_THINGS = {
    "payment": later("payment"),
    "tender": later("tender"),
    "allocation": later("allocation"),
    "receipt": later("receipt"),
    "payment_void": later("void"),
    "invoice": later("invoice"),
    "deposit": later("deposit"),
    "journal_entry": later("journal entry"),
    "shift": later("shift"),
    "shift_close": later("close of a shift"),
    "cash_movement": later("movement of cash"),
}


def kept_aside(reader: Reader, one: Found) -> Task | None:
    """A record that counts nowhere, and why."""
    record = records.aside_record(reader, one.subject)
    if record is None:
        return None
    if record.amount is None:
        title = t("Kept aside: {deed}", deed=record.action)
    else:
        amount = format_money(record.amount)
        title = t("Kept aside: {deed}, {amount}", deed=record.action, amount=amount)
    receipt = t("Receipt {number}", number=record.number) if record.number else ""
    side = Side(record.action, receipt, record.amount, record.window, record.who, record.at)
    answers = [Answer(LEAVE, t("Leave it aside"), t("It counts nowhere, and the task goes away."))]
    if not (record.here or record.waits):
        explains = t("The centre tries it again. If that works, it counts at every window.")
        answers.insert(0, Answer(RELEASE, t("Let it count"), explains))
    return Task(
        one.task_id,
        one.kind,
        title,
        " ".join((_aside_words(reader, record, one.subject), *_waiting_words(record))),
        (side,),
        tuple(answers),
        since(one, reader),
        record.amount,
    )


def _aside_words(reader: Reader, record: AsideRecord, subject: str) -> str:
    if record.here:
        return t(
            "This window can't take it in, though the centre has it, so it is missing here alone. "
            "It is tried again with every start of the program: bring the program up to date. "
            "Why: {why}",
            why=record.why,
        )
    said = records.set_aside(reader, subject)
    if record.let_go is None and said is not None:
        return t(
            "The centre could not take it in, however often it was sent. {who} set it aside at "
            "{time}, so it counts nowhere, at no window, and what came after it went on. Nothing "
            "of it is lost. Why: {why}",
            who=said[0],
            time=format_time(said[1], settings.practice(reader).time_zone),
            why=record.why,
        )
    if record.waits:
        return t(
            "It takes back something that counts nowhere itself, so it counts nowhere either, at "
            "no window. As soon as that counts, this one counts with it, by itself. "
            "Nothing of it is lost."
        )
    if record.let_go is None:
        return t(
            "The centre could not take it in, so it counts nowhere, at no window. Nothing of it "
            "is lost. Why: {why}",
            why=record.why,
        )
    who, at = record.let_go
    zone = settings.practice(reader).time_zone
    return t(
        "{who} let it count at {time}; until the centre has taken it in, it counts nowhere. If "
        "this stays so, ask for help. Why it was kept aside: {why}",
        who=who,
        time=format_time(at, zone),
        why=record.why,
    )


def _waiting_words(record: AsideRecord) -> tuple[str, ...]:
    if not record.waiting:
        return ()
    deeds = ", ".join(record.waiting)
    return (
        t("What takes it back waits for it and counts as soon as it does: {deeds}.", deeds=deeds),
    )


def other_content(reader: Reader, one: Found) -> Task | None:
    """A fact that came with two contents."""
    name, fact_id = one.subject.split(" ")
    sides = records.copy_sides(reader, name, fact_id)
    if len(sides) < 2:
        return None
    thing = t(_THINGS.get(name, name.replace("_", " ")))
    go = Link("payments", fact_id) if name == "payment" else None
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t("One {thing} with two contents", thing=thing),
        words=t(
            "Two different contents came under one id, which a sound program never writes. The "
            "same one counts at every window. Compare both with the paper, and ask for help."
        ),
        sides=tuple(sides),
        answers=(seen(t("I have compared them"), t("Both are kept, and the task goes away.")),),
        since=since(one, reader),
        go=go,
    )


def forked(reader: Reader, one: Found) -> Task:
    """A station that began a new life."""
    window, prefix, again, at = records.life(reader, one.subject)
    count = tn("{count} record was", "{count} records were", again)
    side = Side(
        title=t("Its numbers begin with {prefix} now", prefix=prefix),
        words=t("{count} written again, unless others had them.", count=count) if again else "",
        window=window,
        at=at,
    )
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t("{window} went on from an old copy of its data", window=window),
        words=t(
            "Its computer was restored, or another computer has a copy of its data and wrote "
            "too. Nothing is lost: it goes on under new numbers. If two computers run as this "
            "window, stop one of them."
        ),
        sides=(side,),
        answers=(seen(t("I know"), t("Nothing changes, and the task goes away.")),),
        since=at,
    )


def clock_off(reader: Reader, one: Found) -> Task:
    """What to do about this computer's clock."""
    off = int(one.subject)
    minutes = abs(off) // 60_000
    how = tn("{count} minute", "{count} minutes", minutes)
    if off > 0:
        title = t("The clock of this computer is {how} fast", how=how)
    else:
        title = t("The clock of this computer is {how} slow", how=how)
    words = t(
        "Set it in the settings of this computer, best by itself from the internet. Payments go "
        "on, and carry the wrong time until then."
    )
    if abs(off) >= DAY_OFF_MS:
        words = t("{words} No day can be closed before.", words=words)
    return Task(one.task_id, one.kind, title, words, (), (), since(one, reader))


def differing(reader: Reader, one: Found) -> Task | None:
    """Rows that differ from the centre's though both have the same records."""
    found = records.difference(reader, one.subject)
    if found is None:
        return None
    here, there, _, _ = found
    name, bucket = one.subject.split(" ", 1)
    thing = t(_THINGS.get(name, name.replace("_", " ")))
    count = tn("{count} row", "{count} rows", here)
    other = tn("{count} row", "{count} rows", there)
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t("This window and the centre differ: {thing}, {part}", thing=thing, part=bucket),
        words=t(
            "Both have the same records and do not have the same rows. It is tried again every "
            "night. Run “counterfoil verify”, make a backup, and ask for help."
        ),
        sides=(
            Side(t("This window"), count, at=since(one, reader)),
            Side(t("The centre"), other, at=since(one, reader)),
        ),
        answers=(),
        since=since(one, reader),
    )
