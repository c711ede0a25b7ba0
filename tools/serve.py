"""A small server for the built site: right types, nothing stale, quick the second time."""

import functools
import http.server
import io
import mimetypes
import os
import threading
from collections.abc import Callable
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from tools.project import Trouble

HOST = "127.0.0.1"
PORTS_TRIED = 20

# Said here, and not asked of the system: some systems know .js or .wasm by another name.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".py": "text/x-python; charset=utf-8",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}


def type_of(path: str) -> str:
    """A file's type, by its name."""
    ending = os.path.splitext(path)[1].lower()
    return TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Answers from one folder. The browser asks again each time (no-cache) and is told 304 if nothing changed."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            if not self.path.split("?")[0].endswith("/"):
                self.short(HTTPStatus.MOVED_PERMANENTLY, Location=self.path.split("?")[0] + "/")
                return None
            path /= "index.html"
        if path.name == "index.html" and (problem := self.server.before_page()):
            self.short(HTTPStatus.INTERNAL_SERVER_ERROR, problem)
            return None
        try:
            file = path.open("rb")
        except OSError:
            self.short(HTTPStatus.NOT_FOUND, f"There is no {self.path} here.\n")
            return None
        stat = os.fstat(file.fileno())
        etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        if self.headers.get("If-None-Match") == etag:
            file.close()
            self.short(HTTPStatus.NOT_MODIFIED, ETag=etag)
            return None
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", type_of(path.name))
        self.send_header("Content-Length", str(stat.st_size))
        self.send_header("Last-Modified", formatdate(stat.st_mtime, usegmt=True))
        self.send_header("ETag", etag)
        self.end_headers()
        return file

    def short(self, status: HTTPStatus, text: str = "", **headers: str) -> None:
        """An answer without a file: a redirection, an error in words, or nothing new."""
        body = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", TYPES[".txt"])
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet: the reader watches the page, not this window."""


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder on the first free port from `port` on (0: any). `before_page` is called before each load
    of the page; what it returns, if anything, is shown instead."""

    daemon_threads = True
    # On Windows "reuse" would let two servers share one port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, folder: Path, port: int = 0, before_page: Callable[[], str] = lambda: ""):
        self.before_page = before_page

        handler = functools.partial(Handler, directory=str(folder))
        for candidate in range(port, port + PORTS_TRIED):
            try:
                super().__init__((HOST, candidate), handler)
                return
            except OSError:
                continue
        raise Trouble(f"No free port from {port} to {port + PORTS_TRIED - 1}. Choose another: --port 9000")

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up in the middle is nothing to report."""

    def start(self) -> "Server":
        """Serve in the background."""
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
