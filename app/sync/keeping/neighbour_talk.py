"""How two neighbours on a network talk: frames under a key that both were given, nothing in clear.

One TCP connection. Each side says 16 random bytes, the caller also which key it has (eight bytes of
its hash); every frame after is four bytes of length and a
JSON message under AES-GCM, bound to both sides' bytes, its direction and its place, so that nothing
recorded can be played again. Whoever has not the key can say nothing and learns nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import time
from collections.abc import Callable
from typing import Any

from app.kernel.errors import OutsideError
from app.kernel.translate import t

_MOST = 32 << 20
WITHIN_S = 20.0
"""A whole message takes no longer than this, however its bytes trickle in."""
HELLO_S = 3.0
"""So long somebody who has shown no key yet is listened to."""
_HELLO = b"CFN1"


class Talk:
    """One side of a conversation; an OutsideError for a line that breaks or another key."""

    def __init__(
        self, line: socket.socket, key: bytes, bound: bytes, sides: tuple[bytes, bytes]
    ) -> None:
        self._line, self.key, self._bound = line, key, bound
        self._out, self._in = sides
        self._sent = self._heard = 0

    @classmethod
    def call(cls, line: socket.socket, key: bytes) -> Talk:
        """Begin as the one who called."""
        mine = os.urandom(16)
        try:
            line.sendall(_HELLO + mine + key_id(key))
            theirs = _read(line, len(_HELLO) + 16, HELLO_S)
        except OSError as error:
            raise _broken() from error
        if theirs[:4] != _HELLO:
            raise _broken()
        return cls(line, key, mine + theirs[4:], (b"c", b"k"))

    @classmethod
    def answer(cls, line: socket.socket, find_key: Callable[[bytes], bytes | None]) -> Talk:
        """Begin as the one who was called, with the key that the caller means."""
        mine = os.urandom(16)
        try:
            theirs = _read(line, len(_HELLO) + 24, HELLO_S)
            key = find_key(theirs[20:]) if theirs[:4] == _HELLO else None
            if key is None:
                raise OutsideError(t("A window that is not paired with this one called."))
            line.sendall(_HELLO + mine)
        except OSError as error:
            raise _broken() from error
        return cls(line, key, theirs[4:20] + mine, (b"k", b"c"))

    def say(self, message: dict[str, Any]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(12)
        plain = json.dumps(message, ensure_ascii=False).encode()
        sealed = nonce + AESGCM(self.key).encrypt(nonce, plain, self._place(self._out, self._sent))
        self._sent += 1
        try:
            self._line.sendall(len(sealed).to_bytes(4, "big") + sealed)
        except OSError as error:
            raise _broken() from error

    def hear(self) -> dict[str, Any]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            size = int.from_bytes(_read(self._line, 4), "big")
            if not 28 <= size <= _MOST:
                raise _broken()
            sealed = _read(self._line, size)
            place = self._place(self._in, self._heard)
            plain = AESGCM(self.key).decrypt(sealed[:12], sealed[12:], place)
            self._heard += 1
            message = json.loads(plain)
        except OSError as error:
            raise _broken() from error
        except InvalidTag:
            raise OutsideError(
                t("The neighbour has another key. Pair the two windows again.")
            ) from None
        if not isinstance(message, dict):
            raise _broken()
        return message

    def _place(self, side: bytes, number: int) -> bytes:
        return self._bound + side + number.to_bytes(8, "big")


def key_id(key: bytes) -> bytes:
    """Eight bytes that say which key is meant, and nothing about it."""
    return hashlib.sha256(b"neighbour" + key).digest()[:8]


def _read(line: socket.socket, size: int, within_s: float = WITHIN_S) -> bytes:
    data = bytearray()
    until = time.monotonic() + within_s
    while len(data) < size:
        line.settimeout(max(0.001, until - time.monotonic()))
        got = line.recv(min(size - len(data), 1 << 16))
        if not got:
            raise ConnectionError("closed")
        data += got
    return bytes(data)


def _broken() -> OutsideError:
    return OutsideError(t("The neighbour can’t be reached, or the line to it broke."))
