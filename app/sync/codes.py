"""Codes that let one new station in: made at a station that has joined, read at the new computer.

A code is where the centre is, whose certificates to trust, and a secret that opens the door once:
the password of a role that may only call in, and behind it what the centre is shown.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
import zlib
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from app.areas.stations.errors import months_out_of_range
from app.areas.stations.maintaining import MOST_MONTHS, invite_station
from app.areas.stations.values import InviteStation
from app.kernel.actor import Actor
from app.kernel.clock import instant_from, instant_text
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t
from app.storage.keys import SecretStore
from app.sync import outbox, trust
from app.sync.addresses import is_here, parts_of
from app.sync.joining import BooksInFolder, connector
from app.sync.setting_up import scram_verifier

_MAGIC, _VERSION = 0xCF, 1
_HEAD, _TAIL = 5, 4
_GROUP = 5
_MOST = 32_000
_RFC, _CLEAR = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO, _FROM = str.maketrans(_RFC, _CLEAR), str.maketrans(_CLEAR, _RFC)
"""The second alphabet has no letter that looks like a digit."""
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
CARRIED = ("host", "hostaddr", "port", "dbname", "sslmode", "target_session_attrs")
"""What of an address a code may say: nothing that names files or people of another computer."""


@dataclass(frozen=True, slots=True)
class EnrolCode:
    """`text` is for pasting and for a QR code (letters and digits alone); good once. `only_here`:
    the centre's address is this computer's own.
    """

    text: str = field(repr=False)
    expires_at: datetime
    only_here: bool = False

    @property
    def words(self) -> str:
        """What to know of it; empty when there is nothing."""
        if not self.only_here:
            return ""
        return t(
            "The centre runs on this computer under an address that others can’t reach, so this "
            "code is good here alone. Join the centre again with “--address”, as others reach it."
        )


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a code says. `ca` is PEM, “system”, or empty where no TLS is needed; `months` of journal
    lines of its own site the new station keeps, 0 for every line of all sites.
    """

    address: str
    ca: str
    role: str
    secret: bytes = field(repr=False)
    expires_at: datetime
    months: int = 0

    @property
    def password(self) -> str:
        return self.secret.hex()

    @property
    def proof(self) -> str:
        """What is said behind the door; the centre keeps only its hash."""
        return hashlib.sha256(b"counterfoil invitation" + self.secret).hexdigest()


class Inviting(BooksInFolder, Protocol):
    """A station at which somebody is signed in."""

    def act(self, actor: Actor, action: Callable[..., Any], command: Any) -> Future[Any]: ...


def make_code(station: Inviting, actor: Actor, store: SecretStore, months: int = 0) -> EnrolCode:
    """Let one more computer join within ten minutes, by a code to type, paste or scan there;
    `months` says how much of the ledger it keeps line by line.

    Blocks for as long as the centre needs; a UserError where `actor` may not or there is no centre.
    """
    link = station.ask(outbox.link).result()
    connect = connector(station, store)
    if link is None or connect is None:
        raise UserError(
            t("This station works alone. Join a centre with “counterfoil central join”.")
        )
    if not 0 <= months <= MOST_MONTHS:
        raise months_out_of_range(MOST_MONTHS)
    code_id = new_id()
    station.act(actor, invite_station, InviteStation(CommandId(code_id))).result()
    made = Invitation(
        address=_carried(link.address),
        ca=station.ask(outbox.authority).result() or _ca_named_in(link.address),
        role=f"counterfoil_call_{code_id.replace('-', '')}",
        secret=secrets.token_bytes(20),
        expires_at=station.clock.now(),
        months=months,
    )
    central = connect()
    try:
        proof = hashlib.sha256(made.proof.encode()).hexdigest()
        until = central.make_code(code_id, proof, scram_verifier(made.password))
    finally:
        central.close()
    return EnrolCode(write_code(made, until), until, is_here(made.address))


def write_code(made: Invitation, until: datetime) -> str:
    """The code as one line of groups of letters and digits, with its length and a checksum."""
    said = {
        "a": made.address,
        "c": made.ca,
        "r": made.role,
        "s": made.password,
        "e": instant_text(until),
    }
    if made.months:
        said["m"] = str(made.months)
    packed = zlib.compress(json.dumps(said, separators=(",", ":")).encode(), 9)
    head = bytes([_MAGIC, _VERSION]) + len(packed).to_bytes(2, "big")
    data = head + _check(head, 1) + packed
    signs = base64.b32encode(data + _check(data, _TAIL)).decode().rstrip("=").translate(_TO)
    return " ".join(signs[i : i + _GROUP] for i in range(0, len(signs), _GROUP))


def read_code(text: str) -> Invitation:
    """What a code says; a UserError where it is cut off, mistyped or no code at all."""
    signs = "".join(text.upper().replace("-", " ").split()).translate(_ALIKE)
    data = _unwritten(signs[: 8 * (_MOST // 5)])
    head = data[:_HEAD]
    if len(head) < _HEAD or head[0] != _MAGIC or _check(head[:4], 1) != head[4:]:
        raise _no_code()
    if head[1] != _VERSION:
        raise UserError(
            t("A newer Counterfoil made this code. Bring this computer to the same version."),
            field="code_text",
        )
    size = _HEAD + int.from_bytes(head[2:4], "big") + _TAIL
    needed = -(-size * 8 // 5)
    if len(signs) < needed:
        raise UserError(
            t(
                "The code is cut off: {count} of its {all} letters and digits are there. Copy all "
                "of it.",
                count=len(signs),
                all=needed,
            ),
            field="code_text",
        )
    if len(signs) > needed or _check(data[:-_TAIL], _TAIL) != data[-_TAIL:]:
        raise _no_code()
    return _invitation(data[_HEAD:-_TAIL])


def _invitation(packed: bytes) -> Invitation:
    try:
        plain = zlib.decompressobj().decompress(packed, _MOST)
        said: dict[str, str] = {name: str(value) for name, value in json.loads(plain).items()}
        made = Invitation(
            address=_carried(said["a"]),
            ca=said["c"],
            role=said["r"],
            secret=bytes.fromhex(said["s"]),
            expires_at=instant_from(said["e"]),
            months=min(max(0, int(said.get("m", "0"))), MOST_MONTHS),
        )
    except (ValueError, KeyError, AttributeError, RecursionError, zlib.error):
        raise _no_code() from None
    if made.ca not in ("", trust.BY_THE_SYSTEM):
        trust.check_ca(made.ca, t("The code"))
    return made


def _unwritten(signs: str) -> bytes:
    if any(sign not in _CLEAR for sign in signs):
        raise _no_code()
    plain = signs.translate(_FROM)
    plain = plain[: len(plain) - {1: 1, 3: 1, 6: 1}.get(len(plain) % 8, 0)]
    try:
        return base64.b32decode(plain + "=" * (-len(plain) % 8))
    except binascii.Error:
        raise _no_code() from None


def _no_code() -> UserError:
    return UserError(
        t("The code is mistyped or damaged. Copy it again as a whole, or ask for a new one."),
        field="code_text",
    )


def _check(data: bytes, size: int) -> bytes:
    return hashlib.sha256(data).digest()[:size]


def _carried(address: str) -> str:
    from psycopg.conninfo import make_conninfo

    parts = parts_of(address)
    return make_conninfo(**{name: parts[name] for name in CARRIED if name in parts})


def _ca_named_in(address: str) -> str:
    named = parts_of(address).get("sslrootcert", "")
    return named if named in ("", trust.BY_THE_SYSTEM) else trust.read_ca(named)
