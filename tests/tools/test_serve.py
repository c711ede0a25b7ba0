"""The server: right types, nothing stale, the next port if one is taken."""

import http.client

import pytest

from tools.project import Trouble
from tools.serve import Server, type_of


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "site" / "sub").mkdir(parents=True)
    (tmp_path / "site" / "index.html").write_text("<p>page")
    (tmp_path / "site" / "sub" / "a.mjs").write_text("1")
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "site"


@pytest.fixture
def server(folder):
    server = Server(folder).start()
    yield server
    server.stop()


def ask(server, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.mark.parametrize(
    "name, kind",
    [
        ("a.mjs", "text/javascript"),
        ("a.js", "text/javascript"),
        ("a.wasm", "application/wasm"),
        ("a.whl", "application/zip"),
        ("a.woff2", "font/woff2"),
        ("a.toml", "application/toml"),
        ("a.py", "text/x-python"),
        ("a.json", "application/json"),
        ("a.html", "text/html"),
        ("a.css", "text/css"),
        ("a.svg", "image/svg+xml"),
        ("a.zip", "application/zip"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_types(name, kind):
    assert type_of(name).split(";")[0] == kind


def test_the_page_is_served_and_must_be_asked_for_again(server):
    answer, body = ask(server, "/")
    assert (answer.status, body) == (200, b"<p>page")
    assert answer.version == 11
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_an_unchanged_file_is_not_sent_twice_and_a_changed_one_is(server, folder):
    etag = ask(server, "/sub/a.mjs")[0].headers["ETag"]
    answer, body = ask(server, "/sub/a.mjs", **{"If-None-Match": etag})
    assert (answer.status, body) == (304, b"")
    (folder / "sub" / "a.mjs").write_text("other")
    answer, body = ask(server, "/sub/a.mjs", **{"If-None-Match": etag})
    assert (answer.status, body) == (200, b"other")


def test_head_has_no_body(server):
    answer, body = ask(server, "/", "HEAD")
    assert (answer.status, answer.headers["Content-Length"], body) == (200, "7", b"")


def test_a_folder_is_sent_to_its_slash(folder):
    server = Server(folder.parent).start()
    try:
        answer, _ = ask(server, "/site?x=1")
        assert (answer.status, answer.headers["Location"]) == (301, "/site/")
    finally:
        server.stop()


@pytest.mark.parametrize("path", ["/nothing", "/../secret.txt", "/%2e%2e/secret.txt", "/sub/"])
def test_what_is_not_there_is_not_found(server, path):
    answer, body = ask(server, path)
    assert answer.status == 404
    assert b"secret" not in body.replace(path.encode(), b"")


def test_a_taken_port_gives_the_next_one(folder):
    first = Server(folder)
    second = Server(folder, first.port)
    try:
        assert first.port < second.port <= first.port + 19
    finally:
        first.server_close()
        second.server_close()


def test_no_port_at_all_is_said(folder, monkeypatch):
    monkeypatch.setattr("tools.serve.PORTS_TRIED", 1)
    first = Server(folder)
    try:
        with pytest.raises(Trouble, match="--port"):
            Server(folder, first.port)
    finally:
        first.server_close()


def test_the_page_is_made_fresh_before_it_is_sent_and_a_problem_is_shown(folder):
    problems = iter(["", "It broke.\n"])
    server = Server(folder, before_page=lambda: next(problems)).start()
    try:
        assert ask(server, "/")[0].status == 200
        assert ask(server, "/sub/a.mjs")[0].status == 200  # not a page: not asked
        answer, body = ask(server, "/index.html")
        assert (answer.status, body) == (500, b"It broke.\n")
    finally:
        server.stop()
