"""`noteweave serve`: the page of a vault, live in a browser of this machine."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from served_page import garden, served

from noteweave import Session
from noteweave.living.live_page import LivePage
from noteweave.living.page_server import PageServer
from noteweave.vault.errors import RequestError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return garden(tmp_path / "garden")


def asked(
    server: PageServer, path: str, headers: Mapping[str, str] = {}, method: str = "GET"
) -> tuple[int, Mapping[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request(method, path, headers=dict(headers))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


def test_the_page_is_served_and_only_the_page(root: Path) -> None:
    with served(root, 0) as (server, live):
        status, headers, body = asked(server, "/?follow")
        assert status == 200
        assert body == b"".join(live.page())
        assert headers["Cache-Control"] == "no-store"
        assert f'"live":"{live.name}-0"'.encode() in body
        assert b"connect-src &#39;self&#39;" in body
        for path in (
            "/bed%201.md",
            "/../garden/bed 1.md".replace(" ", "%20"),
            "//etc/passwd",
            "/x",
        ):
            assert asked(server, path)[0] == 404
        assert asked(server, "/", method="POST")[0] == 501


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "garden.example:80"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://garden.example"},
        {"Origin": "null"},
    ],
)
def test_other_sites_are_refused(root: Path, headers: dict[str, str]) -> None:
    with served(root, 0) as (server, _):
        for path in ("/", "/events"):
            status, _, body = asked(server, path, headers)
            assert status == 403
            assert b"garden" not in body


def test_a_taken_port_is_a_sentence_and_the_usual_one_is_left(root: Path) -> None:
    with served(root, 0) as (server, live):
        with pytest.raises(RequestError, match=f"port {server.server_port} cannot be used"):
            PageServer(live, server.server_port)
        with pytest.raises(RequestError, match="there is no such port"):
            PageServer(live, 70_000)


def test_a_page_of_another_run_is_loaded_again(root: Path) -> None:
    with served(root, 0) as (server, _):
        for at in ("0123abcd-4", "", "x", "0123abcd-%C2%B2"):
            status, _, body = asked(server, f"/events?at={at}")
            assert (status, body) == (200, b"retry: 500\nevent: reload\ndata: {}\n\n")


def test_a_save_is_told_before_the_page_is_written_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    write = LivePage._write

    def counted(live: LivePage) -> None:
        written.append(live._number)
        write(live)

    monkeypatch.setattr(LivePage, "_write", counted)
    with served(root, 0) as (_, live):
        for line in ("[[bed 3]]", "[[bed 4]]"):
            (root / "bed 1.md").write_text(line, "utf-8")
            live.refresh(None)
        assert [event.number for event in live.events(0, 0) or []] == [1, 2]
        assert written == [0]
        assert live.page() == live.page()
        assert written == [0, 2]


def test_events_tell_what_changed_and_a_problem_once(root: Path) -> None:
    with served(root, 0) as (_, live):
        assert live.refresh(None) == ""
        assert live.events(0, 0) == []
        (root / "bed 1.md").write_text("[[no.md]]", "utf-8")
        live.refresh(frozenset({str(root / "bed 1.md")}))
        (event,) = live.events(0, 0) or []
        assert event.changed == ("bed 1.md",)
        found = (("bed 1.md", 1, "there is no note `no.md`"),)
        assert event.findings == event.open == live.open_findings() == found
        assert f"{live.name}-1".encode() in b"".join(live.page())
        (root / "bed 1.md").write_text("\n[[no.md]]", "utf-8")
        (root / "bed 2.md").write_text("[[no2.md]]", "utf-8")
        live.refresh(None)
        assert [line for _, line, _ in live.open_findings()] == [2, 1]
        (root / "bed 1.md").write_text("[[bed 2]]", "utf-8")
        live.refresh(None)
        (event,) = live.events(2, 0) or []
        assert not event.findings
        assert [path for path, *_ in event.open] == ["bed 2.md"]
        (root / "noteweave.toml").write_text("nonsense = 1", "utf-8")
        assert "nonsense" in live.refresh(None)
        assert live.refresh(None) == ""
        (event,) = live.events(3, 0) or []
        assert "nonsense" in event.problem
        (root / "noteweave.toml").unlink()
        assert live.refresh(None) == ""
        assert [event.number for event in live.events(4, 0) or []] == [5]
        moved = root.rename(root.with_name("away"))
        assert "garden" in live.refresh(None)
        moved.rename(root)
        live.close()
        assert live.events(0, 0) is None


def test_a_lost_permission_is_told_and_its_return_too(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(root))

    with served(root, 0) as (_, live):
        with monkeypatch.context() as patch:
            patch.setattr(Session, "refresh", refuse)
            assert live.refresh(None) == f"{root}: permission denied"
        assert live.refresh(None) == ""
        first, second = live.events(0, 0) or []
        assert (first.problem, second.problem) == (f"{root}: permission denied", "")


@pytest.mark.skipif(os.name != "posix", reason="sends an interrupt")
def test_the_command_ends_with_an_interrupt(root: Path) -> None:
    command = [sys.executable, "-m", "noteweave", "serve", str(root), "--port"]
    taken = served(root, 0)
    with taken as (server, _):
        done = subprocess.run(
            [*command, str(server.server_port)], capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 2
        assert done.stderr.count("\n") == 2
        port = server.server_port
    running = subprocess.Popen([*command, str(port)], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline().startswith(f"http://127.0.0.1:{port}/")
    running.send_signal(signal.SIGINT)
    assert running.wait(20) == 0
