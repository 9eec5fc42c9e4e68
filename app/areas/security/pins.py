"""Turning a PIN into what checks it (argon2id, 64 MiB, 3 passes) and back into yes or no; slow on
purpose.
"""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from app.kernel.errors import Bug

_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def make_verifier(secret: str) -> str:
    """The argon2id encoded hash of a PIN or recovery code; about 0.1 s, never on the GUI thread."""
    return _HASHER.hash(secret)


def matches(verifier: str, secret: str) -> bool:
    """Whether `secret` is the one behind `verifier`."""
    try:
        return _HASHER.verify(verifier, secret)
    except (VerifyMismatchError, UnicodeEncodeError):
        return False
    except (InvalidHashError, VerificationError) as error:
        raise Bug("a stored verifier can't be read") from error


def new_recovery_code() -> str:
    """About 98 random bits in five groups of four signs, for the administrator's safe."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(5))


def plain_code(code: str) -> str:
    """A recovery code as it is checked: capitals, no separators."""
    return code.upper().replace("-", "").replace(" ", "")
