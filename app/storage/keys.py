"""The two secrets of a station (database key, organization master) and the ways they are kept and
wrapped.

Raw in the OS keyring; wrapped by a passphrase (argon2id) where there is no keyring; beside the data
only for the demo. The recovery key wraps both once more, for a new PC; it goes into every backup.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t
from app.storage.private import read_small, write_private

RECOVERY_NAME = "recovery.json"
PASSPHRASE_NAME = "keys.json"
BESIDE_NAME = "demo.key"
_SERVICE = "Counterfoil"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_OWN = b"\x01"
_WRAPPED = (12 + 64 + 16, 12 + 65 + 16)
_ARGON = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 1}


@dataclass(frozen=True, slots=True)
class Keys:
    """32 random bytes each: `database` opens the file, `master` makes the stations' signing keys.

    A station that was enrolled has no master but only what it signs with itself, `own`.
    """

    database: bytes = field(repr=False)
    master: bytes = field(repr=False)
    own: bytes = field(repr=False, default=b"")

    @classmethod
    def made(cls) -> Keys:
        return cls(secrets.token_bytes(32), secrets.token_bytes(32))

    @classmethod
    def of_station(cls, own: bytes) -> Keys:
        """Those of a station that was enrolled: a database key of its own, and its signing key."""
        return cls(secrets.token_bytes(32), b"", own)

    def packed(self) -> bytes:
        return self.database + self.master + (self.own and self.own + _OWN)

    @classmethod
    def unpacked(cls, data: bytes) -> Keys:
        if len(data) == 65 and data[64:] == _OWN:
            return cls(data[:32], b"", data[32:64])
        if len(data) != 64:
            raise UserError(t("The stored key is damaged. Restore with the recovery key."))
        return cls(data[:32], data[32:])


class SecretStore(Protocol):
    """The operating system's keyring."""

    def available(self) -> bool: ...

    def read(self, service: str, name: str) -> str | None: ...

    def write(self, service: str, name: str, secret: str) -> None: ...


class NoSecretStore:
    """A computer without a keyring, or a program that must not use it."""

    def available(self) -> bool:
        return False

    def read(self, service: str, name: str) -> str | None:
        return None

    def write(self, service: str, name: str, secret: str) -> None:
        raise OutsideError(t("This computer has no keyring. Use a passphrase."))


def keep_in_keyring(store: SecretStore, database_id: str, keys: Keys) -> None:
    """Write the secrets and read them back; an OutsideError when the keyring did not keep them."""
    text = base64.b64encode(keys.packed()).decode()
    store.write(_SERVICE, database_id, text)
    if store.read(_SERVICE, database_id) != text:
        raise OutsideError(t("The keyring did not keep the key. Use a passphrase instead."))


def from_keyring(store: SecretStore, database_id: str) -> Keys | None:
    """The secrets from the keyring, or None when it has none for this database."""
    text = store.read(_SERVICE, database_id) if store.available() else None
    if text is None:
        return None
    try:
        packed = base64.b64decode(text, validate=True)
    except ValueError:
        packed = b""
    return Keys.unpacked(packed)


def keep_beside(folder: Path, keys: Keys) -> None:
    """The demo's way: the key lies beside its data, readable for this user only."""
    write_private(folder / BESIDE_NAME, base64.b64encode(keys.packed()).decode())


def from_beside(folder: Path) -> Keys | None:
    """The demo's key, or None when there is none."""
    path = folder / BESIDE_NAME
    if not path.exists():
        return None
    try:
        packed = base64.b64decode(read_small(path).encode("ascii"))
    except (ValueError, OSError):
        raise UserError(t("The demo's key file is damaged. Make the demo again.")) from None
    return Keys.unpacked(packed)


def keep_by_passphrase(folder: Path, keys: Keys, passphrase: str) -> None:
    """Wrap the secrets by argon2id(passphrase) into `keys.json`."""
    if len(passphrase) < 12:
        raise UserError(t("The passphrase needs at least 12 characters."), field="passphrase")
    salt = secrets.token_bytes(16)
    record = {
        "v": 1,
        "kdf": "argon2id",
        **_ARGON,
        "salt": salt.hex(),
        "wrapped": wrap(_from_passphrase(passphrase, salt, _ARGON), keys.packed()),
    }
    write_private(folder / PASSPHRASE_NAME, json.dumps(record, indent=1))


def from_passphrase(folder: Path, passphrase: str) -> Keys:
    """The secrets out of `keys.json`; a UserError for a wrong passphrase or a damaged file."""
    costs, salt, wrapped = _passphrase_record(folder)
    packed = unwrap(_from_passphrase(passphrase, salt, costs), wrapped)
    if packed is None:
        raise UserError(t("The passphrase is not right. Try again."), field="passphrase")
    return Keys.unpacked(packed)


def check_passphrase_file(folder: Path) -> None:
    """A UserError where `keys.json` could be opened by no passphrase at all."""
    _passphrase_record(folder)


def _passphrase_record(folder: Path) -> tuple[dict[str, int], bytes, str]:
    record = _read_record(folder / PASSPHRASE_NAME)
    try:
        costs = {name: int(record[name]) for name in _ARGON}
        salt, wrapped = bytes.fromhex(record["salt"]), str(record["wrapped"])
    except (KeyError, ValueError, TypeError):
        raise _damaged(PASSPHRASE_NAME) from None
    time_cost, memory, lanes = (costs[name] for name in _ARGON)
    bearable = 1 <= time_cost <= 20 and 1 <= lanes <= 16 and 8 * lanes <= memory <= 1024 * 1024
    if not bearable or not 8 <= len(salt) <= 64:
        raise _damaged(PASSPHRASE_NAME)
    return costs, salt, wrapped


def has_passphrase(folder: Path) -> bool:
    return (folder / PASSPHRASE_NAME).exists()


def new_recovery_key() -> str:
    """160 random bits as eight groups of four signs, and a group that catches typing mistakes."""
    data = secrets.token_bytes(20)
    return "-".join(_groups(_base32(data) + _check_signs(data)))


def wrap_for_recovery(
    folder: Path, keys: Keys, recovery_key: str, database_id: str, *, serial: int = 0
) -> None:
    """Write `recovery.json`: both secrets under the recovery key. A key that replaces another has a
    larger `serial`, with a sum over it.
    """
    wrapped = wrap(secret_of(recovery_key), keys.packed())
    record: dict[str, Any] = {"v": 1, "database_id": database_id, "wrapped": wrapped}
    if serial:
        record |= {"serial": serial, "sum": _serial_sum(serial, wrapped)}
    write_private(folder / RECOVERY_NAME, json.dumps(record, indent=1))


def recovery_serial(text: str) -> int:
    """How often the recovery key was replaced, by the text of a `recovery.json`; 0 where it says
    nothing that can be believed.
    """
    try:
        record = json.loads(text)
        serial, wrapped = int(record["serial"]), str(record["wrapped"])
        return serial if record["sum"] == _serial_sum(serial, wrapped) else 0
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0


def _serial_sum(serial: int, wrapped: str) -> str:
    return hashlib.sha256(f"{serial} {wrapped}".encode()).hexdigest()


def from_recovery(text: str, recovery_key: str) -> Keys:
    """The secrets out of the text of a `recovery.json`; a UserError when the key is not its key."""
    try:
        wrapped = str(json.loads(text)["wrapped"])
    except (ValueError, KeyError, TypeError):
        raise _damaged(RECOVERY_NAME) from None
    packed = unwrap(secret_of(recovery_key), wrapped)
    if packed is None:
        raise UserError(
            t(
                "This recovery key belongs to another practice or another backup. "
                "Try the other one."
            ),
            field="recovery_key",
        )
    return Keys.unpacked(packed)


def sound_recovery(text: str, database_id: str) -> bool:
    """Whether the text of a `recovery.json` can be this practice's; only its key could tell all."""
    try:
        record = json.loads(text)
        wrapped = base64.b64decode(str(record["wrapped"]), validate=True)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return len(wrapped) in _WRAPPED and database_id in ("", record.get("database_id"))


def secret_of(recovery_key: str) -> bytes:
    """The 32 bytes a recovery key stands for; a UserError when it is mistyped."""
    signs = "".join(recovery_key.upper().replace("-", " ").split())
    signs = signs.replace("O", "0").replace("I", "1").replace("L", "1")
    data = _unbase32(signs[:32]) if len(signs) == 36 else None
    if data is None or _check_signs(data) != signs[32:]:
        raise UserError(
            t("The recovery key is mistyped. It has nine groups of four letters and digits."),
            field="recovery_key",
        )
    return hashlib.sha256(b"counterfoil recovery key v1" + data).digest()


def _from_passphrase(passphrase: str, salt: bytes, costs: dict[str, int]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    secret = passphrase.encode("utf-8", "surrogateescape")
    return hash_secret_raw(secret, salt, **costs, hash_len=32, type=Type.ID)


def wrap(key: bytes, data: bytes) -> str:
    """`data` under a key of 32 bytes (AES-GCM), as text."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, data, b"counterfoil")).decode()


def unwrap(key: bytes, text: str) -> bytes | None:
    """What was wrapped; None where it was another key, or the text is damaged."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        data = base64.b64decode(text, validate=True)
        return AESGCM(key).decrypt(data[:12], data[12:], b"counterfoil")
    except (InvalidTag, ValueError, binascii.Error):
        return None


def _read_record(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(read_small(path))
    except (OSError, ValueError, RecursionError):
        raise _damaged(path.name) from None
    if not isinstance(record, dict):
        raise _damaged(path.name)
    return record


def _damaged(name: str) -> UserError:
    return UserError(t("{name} is missing or damaged. Restore with the recovery key.", name=name))


def _groups(text: str) -> list[str]:
    return [text[i : i + 4] for i in range(0, len(text), 4)]


def _base32(data: bytes) -> str:
    number, signs = int.from_bytes(data, "big"), ""
    for _ in range(len(data) * 8 // 5):
        number, digit = divmod(number, 32)
        signs = _ALPHABET[digit] + signs
    return signs


def _unbase32(signs: str) -> bytes | None:
    if any(sign not in _ALPHABET for sign in signs):
        return None
    number = 0
    for sign in signs:
        number = number * 32 + _ALPHABET.index(sign)
    return number.to_bytes(20, "big")


def _check_signs(data: bytes) -> str:
    number = int.from_bytes(hashlib.sha256(data).digest()[:3], "big") >> 4
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in (15, 10, 5, 0))
