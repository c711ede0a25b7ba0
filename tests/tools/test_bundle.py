"""The one file: everything inside, the same bytes each time, nothing that ends a script early."""

import base64
import gzip
import re

import pytest

from tools import bundle


@pytest.fixture(scope="module")
def text(built):
    return built.bundle.read_text("utf-8")


def test_the_same_input_gives_the_same_bytes(built, text):
    assert bundle.page(built.site) == text


def test_it_is_small_enough_for_any_stick(built):
    assert built.bundle.stat().st_size <= 15_000_000


def test_it_loads_nothing_from_beside_itself(text):
    markup = re.sub(r"(<script[^>]*>).*?</script>", r"\1", text, flags=re.DOTALL)
    assert re.findall(r'<(?:script|link|img)\b[^>]*(?:src|href)="(?!data:|#)(?!pages/main\.py)[^"]*"', markup) == []
    assert re.findall(r"url\((?!data:|#)[^)]*\)", markup) == []


def test_it_holds_every_file_that_the_site_loads_while_it_runs(built, text):
    packed = dict(re.findall(r'<script type="text/plain" data-file="([^"]+)"[^>]*>([^<]*)</script>', text))
    config = [
        "pyscript.toml",
        "pages/main.py",
        "assets/program.json",
        "assets/interpreter.mjs",
        "assets/packing.mjs",
        "assets/store.mjs",
    ]
    vendored = [
        path.relative_to(built.root).as_posix()
        for folder in ("pyodide", "pyscript")
        for path in (built.vendor / folder).iterdir()
    ]
    assert {*config, *vendored} <= set(packed)
    for name, content in packed.items():
        assert gzip.decompress(base64.b64decode(content)) == (built.site / name).read_bytes(), name


def test_everything_that_is_read_stands_before_the_packed_files(project, text):
    landmarks = re.findall(r"<(?:h1|section|footer)\b[^>]*>", (project.root / "index.html").read_text("utf-8"))
    assert len(landmarks) >= 7
    first = text.index('<script type="text/plain" data-file="')
    for landmark in (*landmarks, "</main>", "</footer>"):
        assert text.index(landmark) < first, landmark


@pytest.fixture
def site(tmp_path):
    """A very small site, as tools/site.py leaves it."""

    def write(name, content):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)

    write(
        "index.html",
        '<html data-memory="assets/memory-1.bin" lang="en"><head><style>\na{src:url(assets/vendor/f.woff2)}</style>'
        "<script>\n'<\\/script>'</script>\n"
        '<script src="assets/d.js" defer></script>\n<link rel="modulepreload" href="assets/core.js">'
        '<script type="module" src="assets/core.js"></script>\n<!-- later -->\n<template id="later" data-program="assets/core.js">\n'
        '<script type="module" src="assets/core.js"></script></template><link rel="icon" href="assets/i.svg"></head>'
        "<body><p>x</p></body></html>",
    )
    write("assets/vendor/f.woff2", "font")
    write("assets/memory-1.bin", "memory")
    write("assets/d.js", "later()")
    write("assets/core.js", "core")
    write("assets/i.svg", "<svg/>")
    write("assets/single_file.js", "load()")
    write("pages/a.py", "</script>")
    return tmp_path


def test_a_small_site_literally(site):
    def packed(content):
        return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()

    page = bundle.page(site)
    (mark,) = set(re.findall(r' nonce="(\w{32})"', page))
    assert page.replace(f' nonce="{mark}"', "") == (
        '<html data-embedded lang="en"><head><style>\na{src:url(data:font/woff2;base64,Zm9udA==)}</style>'
        "<script>\n'<\\/script>'</script>"
        '<link rel="icon" href="data:image/svg+xml;base64,PHN2Zy8+"></head><body><p>x</p>\n'
        f'<script type="text/plain" data-file="assets/core.js" data-type="text/javascript; charset=utf-8">{packed(b"core")}</script>\n'
        f'<script type="text/plain" data-file="pages/a.py" data-type="text/x-python; charset=utf-8">{packed(b"</script>")}</script>\n'
        "<script>\nlater()</script>\n<script>\nload()</script>\n</body></html>"
    )


def test_every_script_that_runs_is_known_to_the_policy_by_its_mark(text):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
    mark = re.search(r"script-src 'nonce-(\w+)'", policy)[1]
    assert "'self'" not in policy and "http" not in policy
    running = [
        tag for tag in re.findall(r"<script\b[^>]*>", text) if "text/plain" not in tag and 'type="py"' not in tag
    ]
    assert running and all(f'nonce="{mark}"' in tag for tag in running)
