"""The suite itself cannot reach the network: these tests show that the block holds."""

import asyncio
import socket
import subprocess
import sys
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest


def test_a_connection_to_another_machine_raises() -> None:
    with socket.socket() as sock, pytest.raises(OSError, match="leaves this machine"):
        sock.connect(("192.0.2.1", 80))


def test_a_datagram_to_another_machine_raises() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock,
        pytest.raises(OSError, match="leaves this machine"),
    ):
        sock.sendto(b"x", ("192.0.2.1", 53))


def test_looking_up_a_name_raises() -> None:
    with pytest.raises(OSError, match="name server"):
        socket.getaddrinfo("example.org", 80)


def test_the_guard_holds_under_urllib_and_asyncio() -> None:
    with pytest.raises(OSError, match="name server"):
        urllib.request.urlopen("http://example.org/", timeout=5)

    async def connect() -> None:
        await asyncio.open_connection("192.0.2.1", 80)

    # In a thread of its own: the browser tests keep a loop running in this one.
    with ThreadPoolExecutor(1) as thread, pytest.raises(OSError, match="leaves this machine"):
        thread.submit(lambda: asyncio.run(connect())).result()


def test_a_python_child_is_held_to_the_same_rule() -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert child.returncode == 1
    assert "NetworkBlocked" in child.stderr


def test_loopback_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: server.accept()[0].close())
        thread.start()
        with socket.create_connection(("localhost", server.getsockname()[1]), timeout=5) as client:
            assert client.recv(1) == b""
        thread.join()
