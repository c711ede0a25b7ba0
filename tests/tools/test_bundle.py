"""The one file: everything inside, the same bytes each time, nothing that ends a script early."""

import gzip
import hashlib
import io
import json
import re
import zipfile

import pytest

from tools import bundle, dense
from tools.project import Trouble

PARCEL = re.compile(rb'<script type="text/plain" data-file="([^"]+)"[^>]*>([^<]*)</script>')


@pytest.fixture(scope="module")
def content(built):
    return built.bundle.read_bytes()


@pytest.fixture(scope="module")
def packed(content):
    """What the page holds packed, by name."""
    return {name.decode(): gzip.decompress(dense.unpacked(text)) for name, text in PARCEL.findall(content)}


@pytest.fixture(scope="module")
def text(content):
    """The page without what is packed."""
    return PARCEL.sub(lambda match: match[0].replace(match[2], b""), content).decode("ascii")


def test_the_same_input_gives_the_same_bytes(built, content):
    assert bundle.page(built.site) == content


def test_it_is_small_enough_for_any_stick(built):
    assert built.bundle.stat().st_size <= 17_000_000


def test_it_is_declared_as_what_it_is_and_all_but_the_packed_files_is_ascii(text):
    assert text.isascii()
    assert re.findall(r"<meta charset=[^>]*>", text) == ['<meta charset="windows-1252">']
    assert text.index("<meta charset") < 1024  # within which a browser looks for it


def test_it_loads_nothing_from_beside_itself(text):
    markup = re.sub(r"(<script[^>]*>).*?</script>", r"\1", text, flags=re.DOTALL)
    assert re.findall(r'<(?:script|link|img)\b[^>]*(?:src|href)="(?!data:|#)(?!pages/main\.py)[^"]*"', markup) == []
    assert re.findall(r"url\((?!\"?data:|#)[^)]*\)", markup) == []


def test_it_holds_every_file_that_the_site_loads_while_it_runs(built, packed):
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
        if not name.endswith((".zip", ".whl", ".bin", "lock.json")):
            assert content == (built.site / name).read_bytes(), name


def test_it_holds_the_snapshot_that_the_page_names_unpacked(built, text, packed):
    memory = re.search(r'<html [^>]*data-memory="([^"]*)"', text)[1]
    assert packed[memory] == gzip.decompress((built.site / memory).read_bytes())


def test_archives_hold_the_same_in_another_way_and_pyodide_knows_their_sums(built, packed):
    archives = [name for name in packed if name.endswith((".zip", ".whl"))]
    assert len(archives) >= 1
    for name in archives:
        with zipfile.ZipFile(built.site / name) as theirs, zipfile.ZipFile(io.BytesIO(packed[name])) as ours:
            assert set(ours.namelist()) <= set(theirs.namelist())
            assert all(ours.read(file) == theirs.read(file) for file in ours.namelist())
            assert name.endswith(".whl") or ours.namelist() == theirs.namelist()
    packages = json.loads(packed["assets/vendor/pyodide/pyodide-lock.json"])["packages"].values()
    sums = {package["file_name"]: package["sha256"] for package in packages}
    for name in archives:
        if name.endswith(".whl"):
            assert sums[name.rpartition("/")[2]] == hashlib.sha256(packed[name]).hexdigest()


def test_everything_that_is_read_stands_before_the_packed_files(project, text):
    landmarks = re.findall(
        r"<(?:h1|section|footer)\b[^>]*>", dense.ascii_page((project.root / "index.html").read_text("utf-8"))
    )
    assert len(landmarks) >= 7
    first = text.index('<script type="text/plain" data-file="')
    for landmark in (*landmarks, "</main>", "</footer>"):
        assert text.index(landmark) < first, landmark


@pytest.fixture
def site(tmp_path):
    """A very small site, as tools/site.py leaves it."""

    def write(name, content):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    write(
        "index.html",
        '<html data-memory="assets/memory-1.bin" lang="en"><head><meta charset="utf-8"><style>\na{src:url(assets/vendor/f.woff2)}</style>'
        "<script>\n'<\\/script>'</script>\n"
        '<script src="assets/d.js" defer></script>\n<link rel="modulepreload" href="assets/core.js">'
        '<script type="module" src="assets/core.js"></script>\n<!-- later -->\n<template id="later" data-program="assets/core.js">\n'
        '<script type="module" src="assets/core.js"></script></template><link rel="icon" href="assets/i.svg"></head>'
        "<body><p>x−</p></body></html>",
    )
    write("assets/vendor/f.woff2", "font")
    write("assets/memory-1.bin", gzip.compress(b"memory"))
    write("assets/d.js", "later()")
    write("assets/core.js", "core")
    write("assets/i.svg", "<svg/>")
    write("assets/single_file.js", "load()")
    write("pages/a.py", "</script>")
    return tmp_path


def test_a_small_site_literally(site):
    def parcel(name, kind, content):
        tag = f'<script type="text/plain" data-file="{name}" data-type="{kind}">'
        return tag.encode() + dense.packed(gzip.compress(content, 9, mtime=0)) + b"</script>\n"

    page = bundle.page(site)
    (mark,) = set(re.findall(rb' nonce="(\w{32})"', page))
    assert page.replace(b' nonce="%s"' % mark, b"") == b"".join(
        [
            b'<html data-embedded data-memory="assets/memory-1.bin" lang="en"><head><meta charset="windows-1252"><style>\n'
            b"a{src:url(data:font/woff2;base64,Zm9udA==)}</style><script>\n'<\\/script>'</script>"
            b'<link rel="icon" href="data:image/svg+xml;base64,PHN2Zy8+"></head><body><p>x&#8722;</p>\n',
            b"<script>\nlater()</script>\n"
            b'<script data-files="assets/core.js pages/a.py assets/memory-1.bin" data-fonts="{}">\nload()</script>\n',
            parcel("assets/core.js", "text/javascript; charset=utf-8", b"core"),
            parcel("pages/a.py", "text/x-python; charset=utf-8", b"</script>"),
            parcel("assets/memory-1.bin", "application/octet-stream", b"memory"),
            b"</body></html>",
        ]
    )


def test_a_large_font_is_packed_and_its_rule_left_to_the_loader(site, monkeypatch):
    monkeypatch.setattr(bundle, "LARGE", 4)
    index = site / "index.html"
    rule = '@font-face {\nfont-family: "F";\nsrc: url(assets/vendor/f.woff2);\n}\n'
    index.write_text(index.read_text("utf-8").replace("a{src:url(assets/vendor/f.woff2)}", f"b{{}}\n{rule}"), "utf-8")
    page = bundle.page(site)
    assert b"@font-face" not in page and b"<style>\nb{}\n</style>" in page
    assert b'data-fonts="{&quot;assets/vendor/f.woff2&quot;: &quot;F&quot;}"' in page
    assert {name: gzip.decompress(dense.unpacked(text)) for name, text in PARCEL.findall(page)}[
        b"assets/vendor/f.woff2"
    ] == b"font"


def test_a_page_whose_charset_is_not_found_is_refused(site):
    (site / "index.html").write_text("<html lang='en'><body></body></html>")
    with pytest.raises(Trouble, match="charset"):
        bundle.page(site)


def test_every_script_that_runs_is_known_to_the_policy_by_its_mark(text):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
    mark = re.search(r"script-src 'nonce-(\w+)'", policy)[1]
    assert "'self'" not in policy and "http" not in policy
    running = [
        tag for tag in re.findall(r"<script\b[^>]*>", text) if "text/plain" not in tag and 'type="py"' not in tag
    ]
    assert running and all(f'nonce="{mark}"' in tag for tag in running)
