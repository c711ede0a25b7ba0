"""A host as pages have it: it compresses what can be compressed, once, and lets the browser keep it."""

import gzip
from functools import cache
from http.server import SimpleHTTPRequestHandler
from io import BytesIO
from pathlib import Path

from tools.serve import Server, type_of

PACKED = (".html", ".css", ".js", ".mjs", ".json", ".toml", ".py", ".svg", ".wasm")


@cache
def content(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.compress(data, 6, mtime=0) if path.suffix in PACKED else data


class Host(Server):
    """Serves `folder` on any free port."""

    def finish_request(self, request, client_address):
        Handler(request, client_address, self, directory=str(self.folder))

    def __init__(self, folder: Path):
        self.folder = folder
        super().__init__(folder)


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def send_head(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return None
        tag = f'"{path.stat().st_mtime_ns:x}"'
        fresh = self.headers.get("If-None-Match") == tag
        self.send_response(304 if fresh else 200)
        self.send_header("ETag", tag)
        self.send_header("Cache-Control", "no-cache")
        if not fresh:
            self.send_header("Content-Type", type_of(path.name))
            self.send_header("Content-Length", str(len(content(path))))
            if path.suffix in PACKED:
                self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return None if fresh else BytesIO(content(path))

    def log_message(self, *_):
        """Quiet."""
