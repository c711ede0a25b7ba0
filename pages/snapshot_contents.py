"""What is imported before the snapshot is taken (see assets/interpreter.mjs): all that the page needs of Python and that
touches no browser.

Nothing in here may differ from visit to visit, or know the reader: it is remembered as it is. The standard library's
modules are those that the browser's side of the page (pages/browser) and PyScript import. The pages are started and
viewed, so that nothing of that is left to do, nor what they read for it (the engine's source, its lines, the first
tape). What knows the browser (pages/browser) cannot be imported yet; but it is compiled, and will be imported from that.

Offers `app`, to main.py.
"""

import asyncio
import base64
import functools
import html
import inspect
import json
import pathlib
import random
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType

import micrograd
from micrograd.draw import standalone

from .app import App
from .registry import PAGES
from .worker import session

__all__ = ["app"]
NEEDED = (
    asyncio, base64, functools, html, inspect, json, micrograd, pathlib, random, re, session, standalone, traceback,
)  # fmt: skip


@contextmanager
def without_browser() -> Iterator[None]:
    """Within it, Python finds no JavaScript, as what is remembered cannot hold any: so no program is compiled for the
    browser's WebAssembly yet. (The tab does that: see pages/browser/tab.py.)
    """
    bridge = sys.modules.get("js")
    sys.modules["js"] = None  # type: ignore[assignment]  # to Python that means: there is none
    try:
        yield
    finally:
        del sys.modules["js"]
        if bridge is not None:
            sys.modules["js"] = bridge


with without_browser():
    app = App(PAGES)


class Compiled(SourceFileLoader):
    """Imports a module from its code, which it has already."""

    def __init__(self, name: str, path: pathlib.Path) -> None:
        super().__init__(name, str(path))
        self.code = compile(path.read_text("utf-8"), str(path), "exec")

    def get_code(self, fullname: str) -> CodeType:
        return self.code


class Finder:
    """Finds the modules of `package` (a folder beside this file) compiled, even where their files are not there any
    more.
    """

    def __init__(self, package: str) -> None:
        folder = pathlib.Path(__file__).parent / package
        self.specs: dict[str, ModuleSpec | None] = {}
        for path in folder.glob("*.py"):
            name = ".".join(["pages", package, *([] if path.stem == "__init__" else [path.stem])])
            self.specs[name] = spec_from_file_location(name, path, loader=Compiled(name, path))

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return self.specs.get(name)


sys.meta_path.insert(0, Finder("browser"))
