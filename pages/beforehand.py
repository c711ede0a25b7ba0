"""What the page needs of Python and touches no browser: done before the snapshot is taken (see assets/interpreter.mjs).

Nothing in here may differ from visit to visit, or know the reader: it is remembered as it is. The standard library's
modules are those that the browser's side of the page (pages/browser) and PyScript import. The pages are on their stage and
have been seen: they need not be started and drawn again, nor what they read for it (the engine's source, its lines, the
first tape). What knows the browser (pages/browser) cannot be imported yet; but it is compiled, and will be imported from
that.

Offers `stage`, to main.py.
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
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location

import micrograd.cell.worker

from .registry import PAGES
from .runtime import Stage

__all__ = ["stage"]
NEEDED = (asyncio, base64, functools, html, inspect, json, micrograd, pathlib, random, re, traceback)

stage = Stage(PAGES)


class Compiled(SourceFileLoader):
    """Imports a module from its code, which it has already."""

    def __init__(self, name, path):
        super().__init__(name, str(path))
        self.code = compile(path.read_text("utf-8"), str(path), "exec")

    def get_code(self, fullname):
        return self.code


class Finder:
    """Finds the modules of `package` (a folder beside this file) compiled, even where their files are not there any
    more.
    """

    def __init__(self, package):
        folder = pathlib.Path(__file__).parent / package
        self.specs = {}
        for path in folder.glob("*.py"):
            name = ".".join([__package__, package, *([] if path.stem == "__init__" else [path.stem])])
            self.specs[name] = spec_from_file_location(name, path, loader=Compiled(name, path))

    def find_spec(self, name, path=None, target=None):
        return self.specs.get(name)


sys.meta_path.insert(0, Finder("browser"))
