"""Who is let in, and what a browser is held to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api import Door, Sessions, create_app
from assistant.api.access import COOKIE
from assistant.api.limits import RateLimit
from assistant.keys import KeyRing
from assistant.settings import Settings
from assistant.ui import mount_page
from index import Index


@pytest.fixture(scope="module")
def guarded(
    bundled_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FastAPI, KeyRing]]:
    """A service that others can reach: page, interface, and keys in a folder of their own."""
    keys = KeyRing(tmp_path_factory.mktemp("keys"))
    index = Index.open(bundled_home)
    settings = Settings(index=tmp_path_factory.mktemp("home"), rate_limit=0)
    app = create_app(index, settings, Door(keys, Sessions(), open_without_keys=False))

    async def mount() -> None:
        mount_page(app, app.state.service)

    # In a loop of its own: outside of one, Gradio makes one and never closes it. In a thread of its own:
    # the browser tests keep a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(mount())).result()
    yield app, keys
    index.close()
    keys.close()


@pytest.fixture
def client(guarded: tuple[FastAPI, KeyRing]) -> TestClient:
    return TestClient(guarded[0], raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def secret(guarded: tuple[FastAPI, KeyRing]) -> Iterator[str]:
    yield guarded[1].add("读者", "reader")
    guarded[1].revoke("读者")


OPEN = {"/healthz", "/readyz", "/login"}
PAGE_ROUTES = [
    ("GET", "/"),
    ("GET", "/config"),
    ("GET", "/theme.css"),
    ("GET", "/gradio_api/info"),
    ("POST", "/gradio_api/queue/join"),
    ("GET", "/gradio_api/queue/data?session_hash=x"),
    ("POST", "/gradio_api/upload"),
    ("GET", "/gradio_api/file=/etc/passwd"),
    ("POST", "/gradio_api/run/predict"),
    ("GET", "/gradio_api/startup-events"),
    ("GET", "/gradio_api/heartbeat/x"),
    ("GET", "/docs"),
    ("GET", "/docs/assets/swagger-ui.css"),
    ("GET", "/openapi.json"),
    ("GET", "/page-assets/page.js"),
    ("GET", "/original/lishui-2018:2.2.1"),
]


def test_no_route_is_reached_without_a_key_unless_it_is_named_as_open(
    guarded: tuple[FastAPI, KeyRing], client: TestClient
) -> None:
    routes = [
        (method.upper(), path)
        for path, methods in guarded[0].openapi()["paths"].items()
        if path not in OPEN
        for method in methods
    ]
    assert len(routes) > 6
    for method, path in routes + PAGE_ROUTES:
        response = client.request(method, path)
        assert response.status_code == 401, (method, path)
        assert response.json()["error"]["code"] == "unauthorized"


@pytest.mark.parametrize("header", ["authorization", "x-api-key"])
def test_a_key_opens_the_interface_and_a_wrong_one_does_not(
    client: TestClient, secret: str, header: str
) -> None:
    def ask(sent: str) -> int:
        value = f"Bearer {sent}" if header == "authorization" else sent
        return client.get("/v1/documents", headers={header: value}).status_code

    assert ask(secret) == 200
    assert ask(secret[:-1] + ("a" if secret[-1] != "a" else "b")) == 401
    assert ask("") == 401


def test_a_revoked_key_and_the_sessions_begun_with_it_are_refused_at_once(
    guarded: tuple[FastAPI, KeyRing], client: TestClient
) -> None:
    secret = guarded[1].add("临时", "reader")
    assert client.post("/login", data={"key": secret}).status_code == 303
    assert client.get("/v1/documents").status_code == 200
    guarded[1].revoke("临时")
    assert client.get("/v1/documents").status_code == 401
    assert client.get("/v1/documents", headers={"authorization": f"Bearer {secret}"}).status_code == 401


def test_a_browser_without_a_session_is_sent_to_the_login_page(client: TestClient) -> None:
    response = client.get("/", headers={"accept": "text/html"})
    assert response.status_code == 303
    assert response.headers["location"] == "/login"
    assert "访问密钥" in client.get("/login").text


def test_the_session_cookie_holds_no_key_and_stays_out_of_reach_of_scripts(
    client: TestClient, secret: str
) -> None:
    refused = client.post("/login", data={"key": "pa_wrong_key"})
    assert refused.status_code == 401
    assert COOKIE not in refused.cookies
    cookie = client.post("/login", data={"key": secret}).headers["set-cookie"]
    assert secret not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert client.get("/").status_code == 200


def test_logging_out_ends_the_session(client: TestClient, secret: str) -> None:
    client.post("/login", data={"key": secret})
    token = client.cookies[COOKIE]
    assert client.get("/v1/documents").status_code == 200
    client.post("/logout")
    assert client.get("/v1/documents", headers={"cookie": f"{COOKIE}={token}"}).status_code == 401


def test_a_session_ends_by_itself() -> None:
    now = 0.0
    sessions = Sessions(clock=lambda: now)
    from assistant.api.access import LOCAL

    token = sessions.begin(LOCAL)
    assert sessions.key_id(token) == LOCAL.id
    now = 13 * 3600.0
    assert sessions.key_id(token) is None


def test_where_all_keys_are_revoked_a_service_that_others_reach_stays_shut(client: TestClient) -> None:
    assert client.get("/v1/documents").status_code == 401


def test_no_answer_grants_another_origin_anything(client: TestClient, secret: str) -> None:
    headers = {"origin": "https://evil.example", "host": "rag.corp.local", "x-api-key": secret}
    for method, path in [("GET", "/"), ("GET", "/config"), ("GET", "/v1/documents"), ("OPTIONS", "/config")]:
        response = client.request(method, path, headers={**headers, "access-control-request-method": "GET"})
        assert not [name for name in response.headers if name.startswith("access-control-")], path


def test_every_answer_carries_the_content_security_policy(client: TestClient, secret: str) -> None:
    for path in ("/", "/healthz", "/v1/documents", "/docs", "/login", "/nothing"):
        response = client.get(path, headers={"x-api-key": secret})
        policy = response.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-eval" not in policy
        assert "http" not in policy


def test_the_interface_page_names_no_other_host(client: TestClient, secret: str) -> None:
    page = client.get("/docs", headers={"x-api-key": secret}).text
    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page
    assert client.get("/docs/assets/swagger-ui-bundle.js", headers={"x-api-key": secret}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/page-assets/../page.py",
        "/page-assets/%2e%2e/page.py",
        "/page-assets/..%2fpage.py",
        "/docs/assets/%2e%2e/__init__.py",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=../../../../etc/passwd",
    ],
)
def test_no_path_leads_out_of_the_folders_that_are_served(client: TestClient, secret: str, path: str) -> None:
    response = client.get(path, headers={"x-api-key": secret})
    assert response.status_code in {403, 404}


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/nonsense", 404, None),
        ("GET", "/v1/nonsense", 404, None),
        ("POST", "/v1/nonsense/more", 404, None),
        ("GET", "/gradio_api/nonsense", 404, None),
        ("GET", "/page-assets/nonsense.js", 404, None),
        ("GET", "/docs/assets/nonsense.js", 404, None),
        ("GET", "/v1/ask", 405, "POST"),
        ("POST", "/v1/documents/lishui-2018", 405, "GET, PUT, PATCH, DELETE"),
        ("DELETE", "/v1/documents", 405, "GET, POST"),
        ("POST", "/healthz", 405, "GET"),
        ("POST", "/", 405, "GET, HEAD"),
        ("DELETE", "/library", 405, "GET"),
    ],
)
def test_beside_the_page_too_what_is_not_there_is_said_in_our_form(
    client: TestClient, secret: str, method: str, path: str, status: int, allow: str | None
) -> None:
    response = client.request(method, path, headers={"x-api-key": secret})
    assert response.status_code == status
    assert response.headers.get("allow") == allow
    error = response.json()["error"]
    assert error["code"] == ("not_found" if status == 404 else "method_not_allowed")
    assert "请" in error["message"]


def test_what_the_pages_own_scripts_read_stays_as_they_know_it(client: TestClient, secret: str) -> None:
    key = {"x-api-key": secret}
    refused = client.get("/gradio_api/file=/etc/passwd", headers=key)
    assert refused.status_code == 403
    assert "detail" in refused.json()
    assert client.get("/config", headers=key).json()["components"]


def test_the_page_takes_no_files(client: TestClient, secret: str) -> None:
    response = client.post(
        "/gradio_api/upload", files={"files": ("a.txt", b"x")}, headers={"x-api-key": secret}
    )
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


def test_a_bucket_gives_a_minutes_worth_and_then_one_at_a_time() -> None:
    now = 0.0
    limit = RateLimit(3, clock=lambda: now)
    assert [limit.wait("a") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert limit.wait("a") == pytest.approx(20.0)
    assert limit.wait("b") == 0.0
    now = 20.0
    assert limit.wait("a") == 0.0
    assert limit.wait("a") > 0.0


def test_a_key_that_asks_too_much_is_told_when_to_come_back(bundled_home: Path, tmp_path: Path) -> None:
    keys = KeyRing(tmp_path)
    secret = keys.add("读者", "reader")
    index = Index.open(bundled_home)
    app = create_app(index, Settings(index=tmp_path, rate_limit=2), Door(keys, Sessions(), False))
    client = TestClient(app, headers={"x-api-key": secret})
    answers = [client.post("/v1/search", json={"query": "资金"}) for _ in range(3)]
    index.close()
    keys.close()
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60
    assert answers[2].json()["error"]["code"] == "too_many_requests"
