"""dist/micrograd.html: the whole page in one file, which opens from file:// with the network off.

The built page, with styles, fonts, classic scripts and icons put into it; and behind its last line of content,
where they hold up nobody who reads, all files that it loads while it runs, and the host's snapshot of Python's memory,
compressed and packed densely (dense.py), for which the page is in windows-1252 and otherwise in ASCII alone.
assets/single_file.js unpacks those, while the browser is still reading those behind them, and answers the page's
requests from them. Same input, same bytes.
"""

import base64
import gzip
import json
import re
import threading
from html import escape
from pathlib import Path

from tools import archive, dense, site
from tools.inline import script
from tools.project import Project, Trouble, digest, write
from tools.serve import type_of
from tools.styles import URL

LIMIT = 17_000_000
LOADER = "assets/single_file.js"
LOCK = "assets/vendor/pyodide/pyodide-lock.json"  # which knows the sums of packages

ORDER = [
    (".js", ".mjs"),
    (".json", ".py", ".toml"),
    (".wasm",),
    (".woff2",),
    (".bin",),
]  # by the endings of names; then the others

STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
PRELOAD = re.compile(r'\s*<link rel="(?:preload|modulepreload)"[^>]*>')
LATER = re.compile(r'(?:\s*<!--[^>]*-->)?\s*<template id="later"[^>]*>.*?</template>', re.DOTALL)
DEFERRED = re.compile(r'\s*<script src="(assets/[^"]+)" defer></script>')
MODULE = re.compile(r'\s*<script type="module" src="(assets/[^"]+)"></script>')
DOCS = re.compile(r"\s*<p data-docs>.*?</p>", re.DOTALL)  # a link to the documentation, which the one file has not got
LINKED = re.compile(r'((?:src|href)=")(assets/[^"#]+)(")')
CHARSET = re.compile(r'(?<=<meta charset=")utf-8(?=">)')
FONT = re.compile(r"@font-face \{[^}]*\}\n?")
FAMILY = re.compile(r'font-family: "([^"]+)"')
LARGE = 100_000  # bytes: a font that large is packed too, and is there a moment later
POLICY = re.compile(r'(?<=<meta http-equiv="Content-Security-Policy" content=")[^"]*')

TOOLS = [Path(__file__), Path(archive.__file__), Path(dense.__file__)]
one_at_a_time = threading.Lock()


def build(project: Project) -> bool:
    """Build the site, then the one file, if anything in it changed. Says whether it did."""
    with one_at_a_time:
        site.build(project)
        files = sorted(path for path in project.site.rglob("*") if path.is_file())
        made_from = digest(*TOOLS, *files, *(path.relative_to(project.site).as_posix() for path in files))
        stamp = project.dist / ".bundle-stamp"
        if project.bundle.is_file() and stamp.is_file() and stamp.read_text() == made_from:
            return False
        content = page(project.site)
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


def page(folder: Path) -> bytes:
    """The one file, made from a built site."""
    inside = {LOADER, "index.html"}  # what the page holds in plain, and need not be packed

    def text(name: str) -> str:
        inside.add(name)
        return (folder / name).read_text("utf-8")

    html = (folder / "index.html").read_text("utf-8")
    html = PRELOAD.sub("", MODULE.sub("", LATER.sub("", html)))  # the loader imports them
    html = DOCS.sub("", html)
    deferred = DEFERRED.findall(html)
    html = DEFERRED.sub("", html)
    html, fonts = without_large_fonts(html, folder)
    html = STYLE.sub(lambda m: URL.sub(lambda n: f"url({data_uri(folder, n[1], inside)})", m[0]), html)
    html = LINKED.sub(lambda m: m[1] + data_uri(folder, m[2], inside) + m[3], html)
    html = html.replace("<html ", "<html data-embedded ", 1)
    html, declared = CHARSET.subn(dense.CHARSET, html)
    if declared != 1:
        raise Trouble('index.html should say <meta charset="utf-8"> once: the one file says another there.')
    mark = digest(html)[:32]
    html = POLICY.sub(lambda m: policy(m[0], mark), html, count=1)
    html = html.replace("<script>", f'<script nonce="{mark}">')

    inside.update(deferred)
    packed = {name: content for name, content in contents(folder).items() if name not in inside | {LOADER}}
    names = sorted((name for name in packed if not name.endswith(".woff2") or name in fonts), key=turn)
    scripts = [f'<script nonce="{mark}">\n{script(text(name))}</script>' for name in deferred]
    listed = f'data-files="{" ".join(names)}" data-fonts="{escape(json.dumps(fonts))}"'
    scripts.append(f'<script nonce="{mark}" {listed}>\n{script(text(LOADER))}</script>')
    content, end, after = html.rpartition("</body>")
    parcels = [parcel(name, packed[name]) for name in names]
    return b"\n".join([in_ascii("\n".join([content.rstrip(), *scripts])), *parcels, in_ascii(end + after)])


def without_large_fonts(html: str, folder: Path) -> tuple[str, dict[str, str]]:
    """The page without its rules for large fonts; and those fonts: {file: family}."""
    large = {}

    def look(match: re.Match[str]) -> str:
        file, family = URL.search(match[0]), FAMILY.search(match[0])
        if file is None or family is None or (folder / file[1]).stat().st_size < LARGE:
            return match[0]
        large[file[1]] = family[1]
        return ""

    return STYLE.sub(lambda style: FONT.sub(look, style[0]), html), large


def turn(name: str) -> tuple[int, str]:
    """Where a file comes among the others: those that the start needs first, and what it does not need last."""
    return next((k for k, endings in enumerate(ORDER) if name.endswith(endings)), len(ORDER)), name


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that the page may load, by its name, as it is to be compressed: what is compressed in itself would
    stay large.
    """
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    files = {name: path.read_bytes() for name, path in paths.items() if not name.startswith("docs/")}
    lighter = {}
    for name, content in files.items():
        if name.endswith(".zip"):
            files[name] = archive.stored(content)
        elif name.endswith(".whl"):
            files[name] = archive.stored(content, archive.for_the_page)
            lighter[content] = files[name]
        elif name.endswith(".bin"):
            files[name] = gzip.decompress(content)
    if LOCK in files:
        files[LOCK] = archive.with_sums(files[LOCK].decode(), lighter).encode()
    return files


def in_ascii(html: str) -> bytes:
    """A part of the page. Trouble, if anything in it would read differently in another character set."""
    try:
        return dense.ascii_page(html).encode("ascii")
    except UnicodeEncodeError as error:
        raise Trouble(f"The one file would hold {error.object[error.start]!r}, which is not ASCII.") from error


def policy(site: str, mark: str) -> str:
    """The site's content-security policy for the one file: its own scripts, by their mark; nothing from beside it."""
    return site.replace("script-src 'self'", f"script-src 'nonce-{mark}'").replace("'self' ", "")


def data_uri(folder: Path, name: str, inside: set[str]) -> str:
    """A file as an address that contains it."""
    inside.add(name)
    content = base64.b64encode((folder / name).read_bytes()).decode()
    return f"data:{type_of(name).replace(' ', '')};base64,{content}"


def parcel(name: str, content: bytes) -> bytes:
    """One packed file, in an element that nothing in it can end."""
    tag = f'<script type="text/plain" data-file="{name}" data-type="{type_of(name)}">'
    return in_ascii(tag) + dense.packed(gzip.compress(content, 9, mtime=0)) + b"</script>"
