"""A TLS front for a Postgres that speaks none: it answers SSLRequest, ends TLS and passes on."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
Connect = Callable[[], socket.socket]


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


class Authority:
    """A practice's CA."""

    def __init__(self, words: str = "Riverside Clinic CA") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(words)
        self.certificate = self._sign(
            self._name, self._key.public_key(), x509.BasicConstraints(ca=True, path_length=0)
        )

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def _sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePublicKey,
        basic: x509.BasicConstraints,
        names: x509.SubjectAlternativeName | None = None,
        days: tuple[int, int] = (-10, 100),
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + dt.timedelta(days=days[0]))
            .not_valid_after(now + dt.timedelta(days=days[1]))
            .add_extension(basic, critical=True)
        )
        if names is not None:
            made = made.add_extension(names, critical=False)
        return made.sign(self._key, hashes.SHA256())

    def server(
        self, folder: Path, host: str = "127.0.0.1", days: tuple[int, int] = (-10, 100)
    ) -> Path:
        """A file with a server's certificate for `host` and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        return self._written(folder, key, _name(host), host, days)

    def by_itself(self, folder: Path, host: str = "127.0.0.1") -> Path:
        """A server's certificate for `host` that nobody but itself signed."""
        return self._written(folder, self._key, self._name, host, (-10, 100))

    def _written(
        self,
        folder: Path,
        key: ec.EllipticCurvePrivateKey,
        subject: x509.Name,
        host: str,
        days: tuple[int, int],
    ) -> Path:
        try:
            name: x509.GeneralName = x509.IPAddress(IPv4Address(host))
        except ValueError:
            name = x509.DNSName(host)
        basic = x509.BasicConstraints(ca=False, path_length=None)
        names = x509.SubjectAlternativeName([name])
        certificate = self._sign(subject, key.public_key(), basic, names, days)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path = folder / f"server-{certificate.serial_number}.pem"
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        return path


@dataclass
class Front:
    """What listens at `port` of 127.0.0.1; `served` counts who then said anything. Without a
    certificate it refuses TLS; another one may be shown from now on.
    """

    port: int
    certificate: Path | None
    served: int = 0


@contextmanager
def front(connect: Connect, certificate: Path | None) -> Iterator[Front]:
    """A port that passes on to what `connect` reaches."""
    ear = socket.create_server(("127.0.0.1", 0))
    here = Front(ear.getsockname()[1], certificate)

    def listen() -> None:
        with suppress(OSError):
            while True:
                caller, _ = ear.accept()
                threading.Thread(target=serve, args=(caller,), daemon=True).start()

    def serve(caller: socket.socket) -> None:
        with suppress(OSError), caller:
            caller.settimeout(20)
            if _exactly(caller, 8) != _SSL_REQUEST or here.certificate is None:
                caller.sendall(b"N")
                return
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(here.certificate)
            caller.sendall(b"S")
            with context.wrap_socket(caller, server_side=True) as safe:
                first = safe.recv(65536)
                if first:
                    with connect() as server:
                        here.served += 1
                        server.sendall(first)
                        pass_on(safe, server)

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        with suppress(OSError):
            ear.shutdown(socket.SHUT_RDWR)
        ear.close()
        thread.join(5)


def pass_on(one: socket.socket, other: socket.socket) -> None:
    """Both ways until either side ends."""
    one.settimeout(None)

    def copy(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    back = threading.Thread(target=copy, args=(other, one), daemon=True)
    back.start()
    copy(one, other)
    back.join(5)


def _exactly(caller: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = caller.recv(count - len(data))
        if not more:
            break
        data += more
    return data
