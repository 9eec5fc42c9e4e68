"""Who can sign in here: the first thing the window shows, so it is read without SQLAlchemy."""

from __future__ import annotations

from app.areas.security.rules import DEAD_AFTER, initials
from app.areas.security.values import FrontDoor, SignInTile
from app.kernel.ids import UserId
from app.kernel.translate import t
from app.storage.reading import Reader, ReadSql

_TILES = ReadSql(
    "SELECT u.id, u.number, u.name, r.name, v.failures FROM app_user AS u "
    "JOIN role AS r ON r.id = u.role_id LEFT JOIN pin_verifier AS v ON v.user_id = u.id "
    "WHERE u.active = 1 ORDER BY u.name, u.id"
)
_PLACE = ReadSql(
    "SELECT o.name, s.name, o.locale, o.demo FROM this_station AS here "
    "JOIN organization AS o ON o.id = here.organization_id JOIN site AS s ON s.id = here.site_id"
)


def sign_in_tiles(reader: Reader) -> tuple[SignInTile, ...]:
    """Everybody who may sign in, by name."""
    return tuple(
        SignInTile(
            user_id=UserId(user_id),
            number=number,
            name=name,
            initials=initials(name),
            role_name=role,
            has_pin=failures is not None,
            blocked=_blocked(failures),
        )
        for user_id, number, name, role, failures in reader.fetch(_TILES)
    )


def front_door(reader: Reader) -> FrontDoor:
    """The practice's name and its people."""
    organization, site, locale, demo = reader.first(_PLACE)
    return FrontDoor(organization, site, locale, bool(demo), sign_in_tiles(reader))


def _blocked(failures: int | None) -> str:
    if failures is None:
        return t("No PIN yet. An administrator sets it.")
    if failures >= DEAD_AFTER:
        return t("The PIN is blocked after too many wrong tries. Ask an administrator.")
    return ""
