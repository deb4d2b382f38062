"""Keeps a Python process on this machine: whatever leaves loopback raises.

Python imports a module of this name by itself at start where its folder is on ``PYTHONPATH``, so every
Python child of the tests is held to the same rule. An audit hook sees the calls below ``socket.socket``
too, and cannot be taken off.
"""

import ipaddress
import sys


class NetworkBlocked(OSError):
    """A test tried to leave this machine."""


def _is_local(host: object) -> bool:
    if host is None or host in ("", "localhost"):
        return True
    try:
        name = host.decode() if isinstance(host, bytes) else str(host)
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    # A wildcard address is one a server listens on.
    return address.is_loopback or address.is_unspecified


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"):
        address = arguments[1]
        if isinstance(address, tuple) and address and not _is_local(address[0]):
            raise NetworkBlocked(f"{event} to {address!r} leaves this machine")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and not _is_local(arguments[0]):
        raise NetworkBlocked(f"{event} of {arguments[0]!r} asks a name server")


if not getattr(sys, "offline_guard", False):
    sys.offline_guard = True  # type: ignore[attr-defined]  # the hook must be added once a process
    sys.addaudithook(_guard)
