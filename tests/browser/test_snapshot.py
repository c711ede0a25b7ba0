"""A start from a snapshot of Python's memory: quicker, never wrong, and without anything of the visit before.

Where nothing is kept, Python starts from the host's snapshot, which the one file has in itself.
"""

import gzip
import json
import re

import pytest

from tools import chromium

NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
HURRY = "window.microgradQuiet = 0"  # the snapshot is kept as soon as the page is ready
FROM = "window.microgradPython.from"

# Change what is kept: `change(record)` gets { key, length, digest, blob }, and returns what is to be kept instead.
CHANGE = """async (change) => {
  const { place } = await import(new URL("assets/store.mjs", document.baseURI).href)
  await place.write(await eval(change)(await place.read()))
}"""
CUT = "async ({ blob, ...rest }) => ({ ...rest, blob: blob.slice(0, 1e6) })"
BENT = """async ({ blob, ...rest }) => {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  bytes.fill(255, 5e6, 5e6 + 4096)
  return { ...rest, blob: new Blob([bytes]) }
}"""
OLD = "async (record) => ({ ...record, key: 'of another version' })"
# Whole by its digest, and yet no memory of this runtime: what Pyodide itself has to refuse.
FOREIGN = """async ({ key }) => {
  const bytes = new Uint8Array(2e6).fill(7)
  const digest = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (b) => b.toString(16).padStart(2, "0")).join("")
  return { key, length: bytes.length, digest, blob: new Blob([bytes]) }
}"""

# (PyScript itself does not start where IndexedDB is refused as a whole.)
REFUSED = """for (const kind of [CacheStorage, IDBFactory]) {
  const { open } = kind.prototype
  kind.prototype.open = function (name, ...rest) {
    if (name === "micrograd-python") throw new DOMException("not here", "SecurityError")
    return open.call(this, name, ...rest)
  }
}"""
FULL = """for (const kind of [Cache, IDBObjectStore]) {
  kind.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError") }
}"""
# The tab is closed when half of it is written.
HALF = """for (const kind of [Cache, IDBObjectStore]) {
  const { put } = kind.prototype
  kind.prototype.put = function (what, where) {
    window.halfway = true
    if (this instanceof IDBObjectStore) {
      const request = put.call(this, what, where)
      this.transaction.abort()
      return request
    }
    const half = new ReadableStream({ start(stream) { stream.enqueue(new Uint8Array(15e6)) } })
    return put.call(this, what, new Response(half, { headers: where.headers }))
  }
}"""
HOLDS = """async (words) => {
  const { place } = await import(new URL("assets/store.mjs", document.baseURI).href)
  const memory = new TextDecoder("latin1").decode(await (await place.read()).blob.arrayBuffer())
  return words.map((word) => memory.includes(word))
}"""
SAVING = "Object.defineProperty(NetworkInformation.prototype, 'saveData', { get: () => true })"
LENGTH = """async () => {
  const { place } = await import(new URL("assets/store.mjs", document.baseURI).href)
  return (await place.read()).length
}"""
# A page that imports later what no snapshot holds.
IMPORTING = """
import asyncio
import js

async def later():
    while True:
        try:
            import statistics
            break
        except OSError:
            await asyncio.sleep(0.05)
    js.imported = f"the mean is {statistics.mean([0, 1])}"

js.document.documentElement.setAttribute("data-python", "ready")
js.document.documentElement.setAttribute("data-clock", "idle")
await later()
"""
# What a page might draw, in place of pages/main.py.
DRAW = """
import json, os, random
import js
js.drawn = json.dumps({"number": random.random(), "bytes": random.randbytes(8).hex(), "system": os.urandom(8).hex()})
js.document.documentElement.setAttribute("data-python", "ready")
"""
served_only = pytest.mark.parametrize("reader", ["served"], indirect=True, scope="module")


class Reader:
    """A browser with a profile on disk, as a reader's; `visit` opens the page and says from what its Python started."""

    def __init__(self, context, address, page):
        self.context, self.address, self.page = context, address, page
        self.problems = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        self.page.add_init_script(HURRY)

    def tab(self, script="") -> "Reader":
        """Another tab of the same browser, in which `script` runs before the page."""
        other = Reader(self.context, self.address, self.context.new_page())
        other.page.add_init_script(script)
        return other

    def close(self) -> None:
        self.page.close()
        assert self.problems == []

    def visit(self) -> str:
        self.page.goto(self.address, wait_until="commit")
        self.page.wait_for_selector("html[data-python=ready]", timeout=60_000)
        return self.page.evaluate(FROM)

    def kept(self) -> None:
        """Wait until the snapshot is kept."""
        self.page.wait_for_selector("html[data-snapshot=kept]", timeout=30_000)

    def change(self, how: str) -> None:
        self.page.evaluate(CHANGE, how)


@pytest.fixture(scope="module", params=["served", "file"])
def reader(request, playwright, built, served, tmp_path_factory):
    """One reader for all tests of this module, with a snapshot kept."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"), executable_path=chromium.found(), args=[*chromium.FLAGS, NOWHERE]
    )
    reader = Reader(context, served.address if request.param == "served" else built.bundle.as_uri(), context.pages[0])
    assert reader.visit() == "host"
    reader.kept()
    yield reader
    context.close()
    assert reader.problems == []


def test_the_second_start_is_from_the_snapshot(reader):
    asked = []
    reader.page.on("request", lambda request: asked.append(request.url))
    assert reader.visit() == "kept"
    assert not [url for url in asked if "memory-" in url]


@pytest.mark.parametrize("how", [CUT, FOREIGN, BENT, OLD], ids=["cut", "foreign", "bent", "old"])
def test_what_does_not_fit_is_thrown_away_and_made_anew(reader, how):
    reader.change(how)
    assert reader.visit() == "host"
    reader.kept()
    assert reader.visit() == "kept"


@served_only
def test_no_two_starts_draw_the_same_numbers(reader):
    drawn = []
    for _ in range(2):
        other = reader.tab()
        other.page.route("**/pages/main.py", lambda route: route.fulfill(body=DRAW, content_type="text/x-python"))
        assert other.visit() == "kept"
        drawn.append(json.loads(other.page.evaluate("drawn")))
        other.close()
    assert all(drawn[0][name] != drawn[1][name] for name in drawn[0])


def test_a_snapshot_knows_nothing_of_the_reader(reader):
    reader.change(OLD)
    reader.page.evaluate("localStorage.setItem('cell', JSON.stringify({ text: 'rumpelstilt_one = 1', before: null }))")
    assert reader.visit() == "host"
    reader.page.locator("#idea").get_by_role("textbox", name="Expression").fill("rumpelstilt_two = Value(2.0)")
    reader.kept()
    holds = reader.page.evaluate(HOLDS, ["rumpelstilt_one", "rumpelstilt_two", "_backward"])
    assert holds == [False, False, True]


@pytest.mark.parametrize("what", [REFUSED, FULL], ids=["refused", "full"])
def test_a_browser_that_keeps_nothing_starts_from_scratch(reader, what):
    reader.change(OLD)
    other = reader.tab(what)
    assert other.visit() == "host"
    other.page.wait_for_function("window.microgradPython.unkept")
    other.close()
    assert reader.visit() == "host"  # the old one was refused as well
    reader.kept()


def test_two_tabs_at_once_do_not_disturb_each_other(reader):
    reader.change(OLD)
    other = reader.tab()
    for one in (reader, other):
        one.page.goto(one.address, wait_until="commit")
    for one in (reader, other):
        one.kept()
    other.close()
    assert reader.visit() == "kept"


def test_what_was_interrupted_while_it_was_kept_is_not_there(reader):
    reader.change(OLD)
    other = reader.tab(HALF)
    assert other.visit() == "host"
    other.page.wait_for_function("window.halfway")
    other.close()
    assert reader.visit() == "host"
    reader.kept()


@served_only
def test_a_page_that_does_not_begin_from_its_snapshot_begins_without(reader):
    other, broken = reader.tab(), ["1 / 0"]

    def answer(route):
        route.fulfill(body=broken.pop(), content_type="text/x-python") if broken else route.continue_()

    other.page.route("**/pages/main.py", answer)
    assert other.visit() == "scratch"
    assert any("ZeroDivisionError" in problem for problem in other.problems)
    other.kept()
    other.page.close()


def test_a_private_window_leaves_nothing(open_page):
    for _ in range(2):
        one = open_page("served")
        assert one.page.evaluate(FROM) == "host"
        one.context.close()


@served_only
def test_a_snapshot_is_not_blamed_for_what_is_missing_beside_it(reader):
    other = reader.tab()
    other.page.route("**/pyodide.asm.wasm", lambda route: route.fulfill(status=404))
    other.page.goto(other.address, wait_until="commit")
    other.page.wait_for_selector("html[data-python=failed]")
    other.page.close()
    assert reader.visit() == "kept"


# --- the host's ---


@pytest.mark.parametrize(
    "body",
    [b"", b"no gzip", gzip.compress(b"no snapshot"), gzip.compress(bytes(4 * (2 + 3 * 1025)))],
    ids=["empty", "damaged", "foreign", "of nothing"],
)
def test_a_host_s_snapshot_that_is_none_is_done_without(open_page, body):
    one = open_page("served", boot=False)
    one.page.route("**/assets/memory-*", lambda route: route.fulfill(body=body))
    one.go()
    one.until("ready")
    assert one.page.evaluate(FROM) == "scratch"


def test_a_host_s_snapshot_of_another_version_is_done_without(open_page, built):
    one = open_page("served", boot=False)
    program = json.loads((built.site / "assets/program.json").read_text("utf-8")) | {"key": "of a later version"}
    one.page.route("**/assets/program.json", lambda route: route.fulfill(json=program))
    one.go()
    one.until("ready")
    assert one.page.evaluate(FROM) == "scratch"


@pytest.mark.parametrize("how", ["damaged", "cut"])
def test_the_one_file_starts_from_scratch_where_its_snapshot_is_damaged(open_page, built, tmp_path, how):
    page = built.bundle.read_bytes()
    memory = re.search(rb'<script type="text/plain" data-file="assets/memory-[^>]*>([^<]*)</script>', page)
    middle = sum(memory.span(1)) // 2
    end = middle + 10 if how == "damaged" else memory.end(1)
    copy = tmp_path / "copy.html"
    copy.write_bytes(page[:middle] + (b"0123456789" if how == "damaged" else b"") + page[end:])
    one = open_page("file", address=copy.as_uri())
    assert one.page.evaluate(FROM) == "scratch"


def test_who_saves_data_is_spared_the_host_s_snapshot(open_page):
    one = open_page("served", boot=False)
    one.page.add_init_script(SAVING)
    asked = []
    one.page.on("request", lambda request: asked.append(request.url))
    one.go()
    one.until("ready")
    assert one.page.evaluate(FROM) == "scratch" and not [url for url in asked if "memory-" in url]


def test_a_page_from_a_snapshot_needs_nothing_of_the_standard_library_s_file(open_page):
    one = open_page("served", boot=False)
    one.page.add_init_script(HURRY)
    one.page.route("**/python_stdlib.zip", lambda route: route.fulfill(body=b""))
    one.go()
    one.until("ready")
    assert one.page.evaluate(FROM) == "host"
    parts = one.page.locator("#unit, #network, #loop")
    buttons = parts.locator("[data-do]:is(button):visible:not([aria-disabled=true])").all()
    assert len(buttons) > 10
    for button in buttons:
        button.click()
        one.page.keyboard.press("Escape")  # some of them open something
    one.page.get_by_role("textbox", name="Expression").fill("a = Value(2.0)\nL = (a * 3).tanh()")
    one.page.locator("#idea [data-node]").nth(3).wait_for()
    assert one.page.locator("#alert[hidden]").count() == 1


def test_the_standard_library_is_there_once_the_page_has_rested(open_page):
    one = open_page("served", boot=False)
    one.page.add_init_script(HURRY)
    one.page.route("**/pages/main.py", lambda route: route.fulfill(body=IMPORTING, content_type="text/x-python"))
    one.go()
    one.until("ready")
    one.page.wait_for_function("window.imported")
    assert one.page.evaluate("imported") == "the mean is 0.5"


@served_only
def test_both_ways_to_take_python_s_memory_give_as_much(reader):
    """What this browser takes from scratch, and what Node took for the host, differ in little more than clocks and
    names.
    """
    lengths = []
    for script, begun in (("", "host"), (SAVING, "scratch")):
        reader.change(OLD)
        other = reader.tab(script)
        assert other.visit() == begun
        other.kept()
        lengths.append(other.page.evaluate(LENGTH))
        other.close()
    assert 0.9 < lengths[0] / lengths[1] < 1.1
