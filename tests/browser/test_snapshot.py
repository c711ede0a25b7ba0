"""A start from a snapshot of Python's memory: quicker, never wrong, and without anything of the visit before."""

import pytest

from tools import chromium

NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
HURRY = "window.microgradQuiet = 0"  # the snapshot is kept as soon as the page is ready
FROM = "window.microgradPython.from"

# Change what is kept: `change(record)` gets { key, length, digest, blob }, and returns what is to be kept instead.
CHANGE = """async (change) => {
  const { place } = await import(new URL("assets/keep.mjs", document.baseURI).href)
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


class Reader:
    """A browser with a profile on disk, as a reader's; `visit` opens the page and says from what its Python started."""

    def __init__(self, context, address):
        self.context, self.address = context, address
        self.page = context.pages[0]
        self.problems = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        context.add_init_script(HURRY)

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
        tmp_path_factory.mktemp("profile"), executable_path=chromium.found(), args=[*chromium.FLAGS, NOWHERE])
    reader = Reader(context, served.address if request.param == "served" else built.bundle.as_uri())
    assert reader.visit() == "scratch"
    reader.kept()
    yield reader
    context.close()
    assert reader.problems == []


def test_the_second_start_is_from_the_snapshot(reader):
    assert reader.visit() == "snapshot"


@pytest.mark.parametrize("how", [CUT, BENT, OLD, FOREIGN], ids=["cut", "bent", "old", "foreign"])
def test_what_does_not_fit_is_thrown_away_and_made_anew(reader, how):
    reader.change(how)
    assert reader.visit() == "scratch"
    reader.kept()
    assert reader.visit() == "snapshot"
