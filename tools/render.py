"""The first pictures: asks each page's `view` for its first frame.

Run as a program of its own (`python3 -m tools.render <root>`), so that a rebuild always sees the files as they are
now and not as they were imported before. Prints JSON: slot -> {"html": …, "style": …}, either or both; and with html
"first", by which the living page knows that its first frame stands there already (pages/browser/screen.py).
"""

import base64
import json
import re
import sys
from collections.abc import Iterable
from typing import Any
from zlib import crc32

THEMES = "dark", "light"  # of which the reader's browser chooses one

Filling = dict[str, Any]  # what a slot gets: html, style, first


def frames(pages: Iterable[Any]) -> dict[str, Filling]:
    """All pages' first frames in one table."""
    table: dict[str, Filling] = {}
    for page in pages:
        frame = page.view(page.start())
        twice = table.keys() & frame.keys()
        if twice:
            raise ValueError(f"{page.NAME} fills slots of another page: {', '.join(sorted(twice))}")
        contents = {slot: content(slot, what) for slot, what in frame.items()}
        for what in frame.values():
            if hasattr(what, "rasters"):
                picture(contents, what)
        table.update(contents)
    return table


def picture(contents: dict[str, Filling], pictures: Any) -> None:
    """Put `pictures` behind the canvases that will show them."""
    for k, style in enumerate(backgrounds(pictures)):
        mark = f'data-picture="{pictures.name}.{k}"'
        for one in contents.values():
            if mark in one.get("html", ""):
                one["html"] = re.sub(f'{mark}([^>]*? style=")', rf"{mark}\1{style};", one["html"])


def backgrounds(pictures: Any) -> list[str]:
    """For each of `pictures`, CSS: itself in every theme, of which the style sheet shows the right one."""
    themes = {theme: pictures.rasters(theme) for theme in THEMES}
    return [
        ";".join(f"--{theme}-picture:{url(rasters[k])}" for theme, rasters in themes.items())
        for k in range(pictures.count)
    ]


def background(raster: Any) -> str:
    """A raster as CSS."""
    return f"background-image:{url(raster)}"


def url(raster: Any) -> str:
    return f"url(data:image/png;base64,{base64.b64encode(raster.png()).decode()})"


def content(slot: str, what: Any) -> Filling:
    """What one slot gets: markup, custom properties, or a raster as a background picture."""
    if isinstance(what, str):
        return drawn(what)
    if hasattr(what, "variables"):
        style = " ".join(f"{name}: {value};" for name, value in what.variables.items())
        return drawn(what.markup) | {"style": style}
    if hasattr(what, "markup"):
        return drawn(what.markup)
    if hasattr(what, "png"):
        return {"style": background(what)}
    if hasattr(what, "rasters"):
        return {"style": backgrounds(what)[what.shown]}
    raise TypeError(f"slot {slot}: a view returned a {type(what).__name__}; text, variables or a raster were expected")


def drawn(markup: str) -> Filling:
    return {"html": markup, "first": crc32(markup.encode())}


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    from pages.registry import PAGES

    sys.stdout.buffer.write(json.dumps(frames(PAGES)).encode())
