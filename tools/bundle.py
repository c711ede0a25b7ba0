"""dist/micrograd.html: the whole page in one file, which opens from file:// with the network off.

The built page, with styles, fonts, classic scripts and icons put into it; and behind its last line of content,
where they hold up nobody who reads, all files that it loads while it runs, compressed. assets/single_file.js
unpacks those and answers the page's requests from them. Same input, same bytes.
"""

import base64
import gzip
import re
import threading
from pathlib import Path

from tools import site
from tools.inline import script
from tools.project import Project, Trouble, digest, write
from tools.serve import type_of
from tools.styles import URL

LIMIT = 15_000_000
LOADER = "assets/single_file.js"

STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
PRELOAD = re.compile(r'\s*<link rel="(?:preload|modulepreload)"[^>]*>')
LATER = re.compile(r'(?:\s*<!--[^>]*-->)?\s*<template id="later"[^>]*>.*?</template>', re.DOTALL)
MEMORY = re.compile(r' data-memory="([^"]*)"')
DEFERRED = re.compile(r'\s*<script src="(assets/[^"]+)" defer></script>')
MODULE = re.compile(r'\s*<script type="module" src="(assets/[^"]+)"></script>')
DOCS = re.compile(r"\s*<p data-docs>.*?</p>", re.DOTALL)  # a link to the documentation, which the one file has not got
LINKED = re.compile(r'((?:src|href)=")(assets/[^"#]+)(")')
POLICY = re.compile(r'(?<=<meta http-equiv="Content-Security-Policy" content=")[^"]*')

one_at_a_time = threading.Lock()


def build(project: Project) -> bool:
    """Build the site, then the one file, if anything in it changed. Says whether it did."""
    with one_at_a_time:
        site.build(project)
        files = sorted(path for path in project.site.rglob("*") if path.is_file())
        made_from = digest(Path(__file__), *files, *(path.relative_to(project.site).as_posix() for path in files))
        stamp = project.dist / ".bundle-stamp"
        if project.bundle.is_file() and stamp.is_file() and stamp.read_text() == made_from:
            return False
        content = page(project.site).encode()
        if len(content) > LIMIT:
            raise Trouble(f"The single file would be {len(content):,} bytes; the limit is {LIMIT:,}.")
        write(project.bundle, content)
        write(stamp, made_from.encode())
        return True


def described(project: Project) -> str:
    """The file and its size, for a message."""
    return (
        f"{project.bundle.relative_to(project.root).as_posix()} "
        f"({project.bundle.stat().st_size / 1e6:.1f} MB, opens without a network)"
    )


def page(folder: Path) -> str:
    """The one file's text, made from a built site."""
    inside = {LOADER, "index.html"}  # what the page holds in plain, and need not be packed

    def text(name: str) -> str:
        inside.add(name)
        return (folder / name).read_text("utf-8")

    html = (folder / "index.html").read_text("utf-8")
    html = PRELOAD.sub("", MODULE.sub("", LATER.sub("", html)))  # the loader imports them
    inside.update(MEMORY.findall(html))  # a reader who has the file has no use for it: it is as large as it is quick
    html = MEMORY.sub("", html)
    deferred = DEFERRED.findall(html)
    html = DEFERRED.sub("", html)
    html = STYLE.sub(lambda m: URL.sub(lambda n: f"url({data_uri(folder, n[1], inside)})", m[0]), html)
    html = LINKED.sub(lambda m: m[1] + data_uri(folder, m[2], inside) + m[3], html)
    html = html.replace("<html ", "<html data-embedded ", 1)
    mark = digest(html)[:32]
    html = POLICY.sub(lambda m: policy(m[0], mark), html, count=1)
    html = html.replace("<script>", f'<script nonce="{mark}">')

    inside.update(deferred)
    html = DOCS.sub("", html)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    parcels = [
        parcel(name, (folder / name).read_bytes())
        for name in names
        if name not in inside and not name.startswith("docs/") and not name.endswith(".woff2")
    ]
    last = [f'<script nonce="{mark}">\n{script(text(name))}</script>' for name in [*deferred, LOADER]]
    content, end, after = html.rpartition("</body>")
    return "\n".join([content.rstrip(), *parcels, *last, end + after])


def policy(site: str, mark: str) -> str:
    """The site's content-security policy for the one file: its own scripts, by their mark; nothing from beside it."""
    return site.replace("script-src 'self'", f"script-src 'nonce-{mark}'").replace("'self' ", "")


def data_uri(folder: Path, name: str, inside: set[str]) -> str:
    """A file as an address that contains it."""
    inside.add(name)
    content = base64.b64encode((folder / name).read_bytes()).decode()
    return f"data:{type_of(name).replace(' ', '')};base64,{content}"


def parcel(name: str, content: bytes) -> str:
    """One packed file. Base64 has no `<`, so nothing in it can end the element."""
    packed = base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
    return f'<script type="text/plain" data-file="{name}" data-type="{type_of(name)}">{packed}</script>'
