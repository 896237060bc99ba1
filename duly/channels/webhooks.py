"""Take a message to an address on the network that somebody else named: over TLS, to a public address, and no further.

The name is resolved once and what it resolves to is what is connected to, so that a name cannot point elsewhere in
between; an answer that sends on is an answer and is not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from duly.core.carrier import CarrierDown

SECONDS = 5
ANSWER_MOST = 65_536


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The sender. With `here` it sends to this machine alone, without TLS: for a demonstration."""

    here: bool = False

    def refuses(self, url: str) -> str:
        """Why an address is never sent to; empty where it may be. What its name resolves to is asked when sending."""
        try:
            to = urlsplit(url)
            host, _ = to.hostname, to.port
        except ValueError:
            return "不是网址 is no address"
        if not host or to.username or to.password or to.fragment or len(url) > 500 or not url.isascii():
            return "须为网址，不含用户名和 # has to be an address without a user and a fragment"
        if self.here:
            return (
                ""
                if to.scheme == "http" and _is_loopback(host)
                else "演示只发给本机 this machine alone: http://127.0.0.1"
            )
        if to.scheme != "https":
            return "须为 https has to be https"
        return "须为公网地址 has to be a public address" if _is_literal(host) and not _is_public(host) else ""

    def send(self, url: str, headers: dict[str, str], body: bytes) -> int:
        """The status of the answer. Raises CarrierDown."""
        if why := self.refuses(url):
            raise CarrierDown(why)
        to = urlsplit(url)
        line = self._line(to, self._resolved(to))
        try:
            line.request("POST", _path(to), body=body, headers={**headers, "user-agent": "duly"})
            answer = line.getresponse()
            answer.read(ANSWER_MOST)
            return answer.status
        except (OSError, http.client.HTTPException) as fault:
            raise CarrierDown(type(fault).__name__) from None
        finally:
            line.close()

    def _resolved(self, to: SplitResult) -> str:
        """One address of the name; every one of them has to be allowed."""
        try:
            found = socket.getaddrinfo(to.hostname, to.port or 443, type=socket.SOCK_STREAM)
        except OSError:
            raise CarrierDown("no such name") from None
        addresses = [str(one[4][0]) for one in found]
        allowed = _is_loopback if self.here else _is_public
        if not addresses or not all(allowed(one) for one in addresses):
            raise CarrierDown("not a public address")
        return addresses[0]

    def _line(self, to: SplitResult, address: str) -> http.client.HTTPConnection:
        assert to.hostname is not None
        if self.here:
            return _Pinned(to.hostname, to.port or 80, address, None)
        return _Pinned(to.hostname, to.port or 443, address, ssl.create_default_context())


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was looked at, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._address, self._tls = address, tls

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host) if self._tls else plain


def _path(to: SplitResult) -> str:
    return (to.path or "/") + (f"?{to.query}" if to.query else "")


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_public(address: str) -> bool:
    """Whether an address is one of the open network's: not private, nor this machine's, nor shared, nor of a cloud."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1] if found.version == 6 else None
    return found.is_global and not found.is_multicast and (inner is None or inner.is_global)


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_literal(host) and ipaddress.ip_address(host).is_loopback)
