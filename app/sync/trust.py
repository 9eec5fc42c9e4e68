"""Whom a station trusts to be the centre: the practice's own authority, kept with its data.

libpq only says that a certificate was not accepted; why not is asked with Python's own TLS.
"""

from __future__ import annotations

import socket
import ssl
import struct
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage.private import write_private

CA_NAME = "centre-ca.pem"
BY_THE_SYSTEM = "system"
"""What libpq calls the authorities that the operating system trusts."""
_ASK_S = 5.0
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


class Reason(StrEnum):
    """Why a server's certificate is not accepted."""

    EXPIRED = "expired"
    TOO_EARLY = "too early"
    SELF_SIGNED = "self signed"
    STRANGER = "stranger"
    OTHER_NAME = "other name"


_BY_CODE = {
    9: Reason.TOO_EARLY,
    10: Reason.EXPIRED,
    18: Reason.SELF_SIGNED,
    62: Reason.OTHER_NAME,
    64: Reason.OTHER_NAME,
}


def why_not(place: dict[str, Any]) -> Reason:
    """Ask the server for its certificate once more, to learn what is wrong with it."""
    try:
        context = ssl.create_default_context()
        if place["sslrootcert"] not in ("", BY_THE_SYSTEM):
            context = ssl.create_default_context(cafile=place["sslrootcert"])
        where = (place["host"], int(place["port"]))
        with socket.create_connection(where, timeout=_ASK_S) as plain:
            plain.sendall(_SSL_REQUEST)
            if plain.recv(1) == b"S":
                with context.wrap_socket(plain, server_hostname=place["host"]):
                    pass
    except ssl.SSLCertVerificationError as found:
        return _BY_CODE.get(found.verify_code, Reason.STRANGER)
    except (OSError, ValueError):
        pass
    return Reason.STRANGER


def read_ca(path: str) -> str:
    """The authority's certificates out of a PEM file; a UserError when there are none."""
    try:
        text = Path(path).expanduser().read_text(encoding="ascii")
    except (OSError, ValueError):
        text = ""
    return check_ca(text, path)


def check_ca(text: str, named: str) -> str:
    """The certificates of a PEM text alone, without a key that may stand beside them."""
    parts = [part.split(_END)[0].strip() for part in text.split(_BEGIN)[1:] if _END in part]
    pem = "".join(f"{_BEGIN}\n{part}\n{_END}\n" for part in parts)
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=pem)
    except (ssl.SSLError, ValueError):
        raise UserError(
            t("{file} holds no certificate of an authority (PEM).", file=named), field="address"
        ) from None
    return pem


def ca_file(folder: Path, pem: str) -> Path:
    """The authority's certificates as a file beside the data, which libpq reads; made anew where it
    is missing or differs, as after a restore.
    """
    path = folder / CA_NAME
    try:
        same = path.read_text(encoding="ascii") == pem
    except (OSError, ValueError):
        same = False
    if not same:
        write_private(path, pem)
    return path
