"""The documentation on the site: every page is there, every link leads somewhere, and solutions stay behind."""

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest

from tools import docs
from tools.project import Project, Trouble

ROOT = Project().root
SOURCES = [path.relative_to(ROOT).as_posix() for path in docs.sources(Project()) if path.suffix == ".md"]


class Reader(HTMLParser):
    """What a page links and shows, and the addresses that it has itself."""

    def __init__(self, html):
        super().__init__()
        self.links, self.ids, self.alone = [], set(), []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.links += [found[name] for name in ("href", "src") if name in found]
        if "id" in found:
            assert found["id"] not in self.ids
            self.ids.add(found["id"])
        if tag == "img" and not found.get("alt"):
            self.alone.append(found["src"])


@pytest.fixture(scope="module")
def site(built):
    """{name: Reader} of every page of the documentation."""
    return {
        path.relative_to(built.site).as_posix(): Reader(path.read_text("utf-8"))
        for path in (built.site / "docs").rglob("*.html")
    }


def test_every_markdown_file_has_its_page_but_for_what_is_the_teacher_s(site, built):
    assert site.keys() == {docs.page_name(name) for name in SOURCES}
    kept_back = [path for path in (ROOT / "docs" / "assignment" / "teacher").iterdir() if path.suffix in (".md", ".py")]
    assert len(kept_back) == 2 and not (built.site / "docs" / "assignment" / "teacher").exists()
    assert "pass_back" not in "".join(path.read_text("utf-8") for path in (built.site / "docs").rglob("*.py"))


@pytest.mark.parametrize("name", SOURCES)
def test_every_link_leads_to_a_file_of_the_site_and_to_a_heading_of_its_page(site, built, name):
    name = docs.page_name(name)
    assert not site[name].alone, "a picture without words"
    for link in site[name].links:
        if "://" in link:
            assert link.startswith("https://")
            continue
        address, _, anchor = link.partition("#")
        target = docs.resolved(PurePosixPath(name).parent, address) if address else name
        assert (built.site / target).is_file(), link
        if anchor and target in site:
            assert anchor in site[target].ids, link


def test_the_fonts_that_a_page_asks_for_are_there(built):
    for page in (built.site / "docs").rglob("*.html"):
        fonts = re.findall(r"url\(([^)]+\.woff2)\)", page.read_text("utf-8"))
        assert fonts and all((page.parent / font).is_file() for font in fonts)


def test_the_page_links_the_documentation_and_the_one_file_has_neither(built):
    link = 'href="docs/index.html"'
    assert link in (built.site / "index.html").read_text("utf-8")
    one = built.bundle.read_text("latin-1")  # any bytes can stand in it
    assert link not in one and 'data-file="docs/' not in one and "data-docs" not in one


def test_no_page_runs_a_script_or_asks_another_host(built):
    for page in (built.site / "docs").rglob("*.html"):
        html = page.read_text("utf-8")
        assert "<script" not in html and "default-src 'none'" in html
        assert not re.findall(r'(?:src|url\()["\']?https?:', html)


# --- pages, literally ---


def test_markdown_becomes_html_with_headings_that_have_addresses_and_python_that_has_colors():
    (page,) = docs.rendered(
        {"a.html": "# The title\n\nTo [b](b.md#x).\n\n## Twice\n\n## Twice\n\n```python\nx = 1\n```\n"}
    ).values()
    assert page["title"] == "The title" and page["links"] == ["b.html#x"]
    assert '<h1 id="the-title">The title</h1>' in page["html"] and '<a href="b.html#x">b</a>' in page["html"]
    assert 'id="twice"' in page["html"] and 'id="twice-1"' in page["html"]
    assert '<span class="tok-number">1</span>' in page["html"]


@pytest.mark.parametrize("link", ["[x](other/README.md)", "![x](README.md)"])
def test_a_readme_is_the_first_page_of_its_folder(link):
    (page,) = docs.rendered({"a.html": link}).values()
    assert page["links"][0].endswith("index.html")


@pytest.mark.parametrize(
    "markdown, words",
    [
        ("[x](nowhere.md)", "docs/index.html links to nowhere.html, which is not there."),
        ("[x](#nowhere)", "docs/index.html links to #nowhere, but that page has no such heading."),
        ("![x](no.svg)", "docs/index.html links to no.svg, which is not there."),
        ("[x](../../outside.md)", "docs/index.html links to ../../outside.html, which is not there."),
    ],
)
def test_a_link_to_nowhere_stops_the_build_and_is_named(tmp_path, markdown, words):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "README.md").write_text(f"# Title\n\n{markdown}\n", "utf-8")
    with pytest.raises(Trouble, match=re.escape(words)):
        docs.build(Project(tmp_path))
