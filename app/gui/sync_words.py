"""How a window stands with the centre and the others, in words; no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.areas.settings.values import Practice
from app.gui.key_map import key_words
from app.kernel.clock import zone_named
from app.kernel.i18n import format_date, format_money, format_time
from app.kernel.translate import t, tn
from app.sync.heads import StationHead, SyncState
from app.sync.looking import Standing

MANY_TO_COME: Final = 300
"""From so many steps on that are still to come the panel shows how far they are."""
QUIET_AFTER: Final = timedelta(minutes=15)
CLOCK_OFF_MS: Final = 120_000


@dataclass(frozen=True, slots=True)
class Line:
    """A name at the left and what there is to say of it, in a tone."""

    name: str
    words: str
    tone: str = "text"


@dataclass(frozen=True, slots=True)
class SyncWords:
    """Everything that the panel says. `far` is how many of how many steps have come, None when
    nothing is under way; while older history comes it is in percent.
    """

    icon: str
    tone: str
    headline: str
    cautions: tuple[str, ...]
    facts: tuple[Line, ...]
    windows: tuple[Line, ...]
    far: tuple[int, int] | None
    alone: bool
    percent: bool = False

    @property
    def far_words(self) -> str:
        if self.far is None:
            return ""
        done, of = self.far
        if self.percent:
            return t("{percent} % of the older history is here.", percent=done)
        return t("{done} of {of} steps have come.", done=f"{done:,}", of=f"{of:,}")

    def as_text(self) -> str:
        """To be pasted where help is asked for."""
        lines = [self.headline, *self.cautions, self.far_words]
        lines += [f"{line.name}: {line.words}" for line in (*self.facts, *self.windows)]
        return "\n".join(line for line in lines if line)


def sync_words(
    state: SyncState, here: Practice, now: datetime, *, tasks: int = 0, most: int = 0
) -> SyncWords:
    """`tasks` need somebody's attention; `most` is the largest number of steps that were to come
    since everything was here.
    """
    stands = state.standing
    if not stands.joined:
        return SyncWords("desktop", "muted", stands.words, _how_to_join(), (), (), None, True)
    cautions = tuple(getattr(stands, "cautions", ()))
    if stands.trouble:
        cautions = (_trouble(stands, here), *cautions)
    most = max(most, state.to_come)
    far = (most - state.to_come, most) if state.to_come and most >= MANY_TO_COME else None
    tone = "money_in" if stands.online and not cautions else "caution"
    headline = stands.words
    if stands.history is not None:
        far = (stands.history, 100)
    elif far is not None and stands.online:
        headline = t("What other windows did is coming in.")
    return SyncWords(
        "desktop",
        tone,
        headline,
        cautions,
        (*_facts(stands, here, now), _tasks(tasks)),
        tuple(_window(each, stands, here, now) for each in state.stations),
        far,
        False,
        stands.history is not None,
    )


def for_how_long(span: timedelta) -> str:
    """A span as a person says it: the largest unit alone."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return t("less than a minute")
    if minutes < 60:
        return tn("{count} minute", "{count} minutes", minutes)
    if minutes < 48 * 60:
        return tn("{count} hour", "{count} hours", minutes // 60)
    return tn("{count} day", "{count} days", minutes // (24 * 60))


def moment_words(moment: datetime, here: Practice, now: datetime) -> str:
    """The time of day; with the date where it is not today's."""
    zone = zone_named(here.time_zone)
    day = moment.astimezone(zone).date()
    time = format_time(moment, here.time_zone, here.locale)
    if day == now.astimezone(zone).date():
        return time
    return t("{day}, {time}", day=format_date(day, here.locale), time=time)


def _how_to_join() -> tuple[str, ...]:
    return (
        t(
            "To work with more windows, whoever looks after the computers makes a centre once: "
            "“counterfoil central init”, then “counterfoil central join” on this computer."
        ),
        t(
            "After that every further window joins with a code, which stands in Settings under "
            "Stations ({key}).",
            key=key_words("frame.settings"),
        ),
    )


def _trouble(stands: Standing, here: Practice) -> str:
    if stands.trouble_since is None:
        return stands.trouble
    since = moment_words(stands.trouble_since, here, stands.trouble_since)
    return t("Since {time}: {why}", time=since, why=stands.trouble)


def _facts(stands: Standing, here: Practice, now: datetime) -> tuple[Line, ...]:
    contact = t("not yet")
    if stands.last_contact is not None:
        ago = for_how_long(now - stands.last_contact)
        when = moment_words(stands.last_contact, here, now)
        contact = t("{time}, {span} ago", time=when, span=ago)
    lines = [Line(t("Last contact"), contact, "text" if stands.online else "caution")]
    waits = t("none")
    if stands.payments:
        money = " + ".join(format_money(amount, here.locale) for amount in stands.amounts)
        payments = tn("{count} payment", "{count} payments", stands.payments)
        waits = t("{payments}, {money}", payments=payments, money=money) if money else payments
    lines.append(Line(t("Payments to send"), waits, "caution" if stands.payments else "text"))
    if stands.payments and stands.oldest is not None:
        ago = for_how_long(now - stands.oldest)
        when = moment_words(stands.oldest, here, now)
        lines.append(Line(t("The oldest of them"), t("{span}, since {time}", span=ago, time=when)))
    left = stands.records
    steps = tn("1 step", "{steps} steps", left, steps=f"{left:,}") if left else t("none")
    lines.append(Line(t("Steps to send"), steps))
    aside = t("none")
    if stands.quarantined:
        aside = tn(
            "{count} step of this window", "{count} steps of this window", stands.quarantined
        )
    lines.append(Line(t("Kept aside"), aside, "danger" if stands.quarantined else "text"))
    lines.append(_clock(stands.clock_off_ms))
    return tuple(lines)


def _clock(off_ms: int) -> Line:
    name = t("Clock")
    span = for_how_long(timedelta(milliseconds=abs(off_ms)))
    if abs(off_ms) < 60_000:
        return Line(name, t("as the centre’s"))
    if off_ms > 0:
        words = t("{span} ahead of the centre’s", span=span)
    else:
        words = t("{span} behind the centre’s", span=span)
    return Line(name, words, "caution" if abs(off_ms) >= CLOCK_OFF_MS else "text")


def _tasks(count: int) -> Line:
    words = tn("{count} task", "{count} tasks", count) if count else t("nothing")
    return Line(t("Needs attention"), words, "caution" if count else "text")


def station_name(each: StationHead) -> str:
    """A window by its code and name; one that has not said yet who it is, as such."""
    if not each.code:
        return t("A window that is new")
    return f"{each.code} · {each.name}" if each.name and each.name != each.code else each.code


def window_words(each: StationHead, stands: Standing, here: Practice, now: datetime) -> str:
    """Where a window stands, as one sentence or two."""
    if each.shut_out:
        return t("Shut out. What it sent before stays.")
    if each.here:
        if stands.records:
            left = stands.records
            return tn(
                "This window. One step waits to be sent.",
                "This window. {steps} steps wait to be sent.",
                left,
                steps=f"{left:,}",
            )
        return t("This window. The centre has all of it.")
    if each.to_come:
        return _still_to_come(each.to_come)
    if each.last_step is None:
        return t("Nothing has come from it yet.")
    when = moment_words(each.last_step, here, now)
    if now - each.last_step > QUIET_AFTER:
        return t("Quiet since {time}. All of it is here.", time=when)
    return t("Last step at {time}. All of it is here.", time=when)


def _still_to_come(left: int) -> str:
    return tn("One step is to come.", "{steps} steps are to come.", left, steps=f"{left:,}")


def _window(each: StationHead, stands: Standing, here: Practice, now: datetime) -> Line:
    tone = "muted" if each.shut_out else "text"
    return Line(station_name(each), window_words(each, stands, here, now), tone)
