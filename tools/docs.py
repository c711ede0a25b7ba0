"""dist/site/docs/: the Markdown of docs/ as pages of the site, with what they show and offer for download beside them.

What is only for the teacher of a class stays in the repository.

Offers `build`; `pages`, the Markdown that becomes pages; and `sources`, all files of docs/ that it is made from.
"""

import json
import subprocess
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from micrograd.draw.style import page_css
from tools import npm, styles
from tools.project import Project, Trouble, write_if_changed

FOLDER = "docs"
KEPT_BACK = ("docs/assignment/teacher",)  # solutions
BESIDE = (".svg", ".png", ".py", ".ipynb")  # what pages show, or offer
SHEETS = ("assets/css/tokens.css", "assets/css/base.css", "tools/docs.css")
SCRIPT = Path(__file__).parent / "markdown.mjs"
ABOVE = {
    "Documentation": "docs/index.html",
    "The library": "docs/library.html",
    "Reference": "docs/reference/index.html",
}

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="dark light">
<title>{title} · micrograd, in motion</title>
<link rel="icon" href="{up}assets/icon.svg" type="image/svg+xml">
<style>
{styles}
</style>
</head>
<body>
<nav class="docs-head" aria-label="Documentation">{links}</nav>
<main>
{html}</main>
</body>
</html>
"""


def pages(project: Project) -> dict[str, str]:
    """{path of its page in the site: Markdown} of docs/."""
    return {
        page_name(path.relative_to(project.root).as_posix()): path.read_text("utf-8")
        for path in sources(project)
        if path.suffix == ".md"
    }


def sources(project: Project) -> list[Path]:
    """Every file of docs/ that the site has something from."""
    return [
        path
        for path in sorted((project.root / FOLDER).rglob("*"))
        if path.suffix in (".md", *BESIDE) and not path.relative_to(project.root).as_posix().startswith(KEPT_BACK)
    ]


def page_name(markdown: str) -> str:
    """docs/a/README.md is read at docs/a/index.html, docs/a/b.md at docs/a/b.html."""
    path = PurePosixPath(markdown)
    return str(path.with_name("index.html") if path.name == "README.md" else path.with_suffix(".html"))


def build(project: Project) -> set[Path]:
    """Write the pages and what lies beside them into the site; returns all files. Trouble for a link to nowhere."""
    texts = pages(project)
    made = rendered(texts)
    beside = {p.relative_to(project.root).as_posix(): p for p in sources(project) if p.suffix in BESIDE}
    there = {*made, *beside, "index.html"}
    for name, page in made.items():
        check_links(name, page, there, made)
    sheet = style(project)
    written = set()
    for name, page in made.items():
        target = project.site / name
        write_if_changed(target, in_frame(name, page, sheet).encode())
        written.add(target)
    for name, source in beside.items():
        write_if_changed(project.site / name, source.read_bytes())
        written.add(project.site / name)
    return written


def rendered(texts: dict[str, str]) -> dict[str, dict[str, Any]]:
    """{name: {html, title, links}} for {name: Markdown}."""
    done = subprocess.run(
        [npm.node(), str(SCRIPT)], input=json.dumps(texts), text=True, encoding="utf-8", capture_output=True
    )
    if done.returncode:
        raise Trouble(f"The documentation could not be made into pages. Node said:\n\n{done.stderr.strip()}")
    made: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return made


def check_links(name: str, page: dict[str, Any], there: set[str], made: dict[str, dict[str, Any]]) -> None:
    """Trouble, if a link of a page leads to no file of the site, or to no heading of its page."""
    for link in page["links"]:
        if "://" in link or link.startswith(("data:", "mailto:")):
            continue
        address, _, anchor = link.partition("#")
        target = resolved(PurePosixPath(name).parent, address) if address else name
        if target not in there:
            raise Trouble(f"{name} links to {link}, which is not there.")
        if anchor and target in made and f'id="{anchor}"' not in made[target]["html"]:
            raise Trouble(f"{name} links to {link}, but that page has no such heading.")


def resolved(folder: PurePosixPath, address: str) -> str:
    """A relative address, seen from the site's own folder. One that leaves the site keeps its '..'."""
    parts: list[str] = []
    for part in (folder / address).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def style(project: Project) -> str:
    """The style sheet of every page, with addresses as seen from the site's own folder."""
    themes = "\n".join(rule for rule in page_css().splitlines() if ":root" in rule)
    return (
        themes
        + "\n"
        + styles.joined(SHEETS, lambda name: (project.root / name).read_text("utf-8"), styles.media(project))
    )


def in_frame(name: str, page: dict[str, Any], sheet: str) -> str:
    """The whole HTML of a page."""
    up = "../" * (len(PurePosixPath(name).parts) - 1)
    links = [f'<a href="{up}index.html">micrograd, in motion</a>']
    links += [f'<a href="{up}{address}"{here(name, address)}>{words}</a>' for words, address in ABOVE.items()]
    return PAGE.format(
        title=escape(page["title"]), up=up, links=" ".join(links), html=page["html"],
        styles=styles.URL.sub(lambda found: f"url({up}{found[1]})", sheet),
    )  # fmt: skip


def here(name: str, address: str) -> str:
    return ' aria-current="page"' if name == address else ""
