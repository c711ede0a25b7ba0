"""What the page needs of Python and touches no browser: imported before the snapshot is taken (see assets/interpreter.mjs).

Nothing in here may differ from visit to visit, or know the reader: it is remembered as it is. The standard library's modules
are those that the browser's side of the page (pages/dom) and PyScript import.
"""

import asyncio
import functools
import inspect
import json
import pathlib
import random
import re
import traceback

import micrograd.cell.worker
from pages.registry import PAGES
from pages.runtime import Stage

__all__ = ["PAGES", "Stage", "asyncio", "functools", "inspect", "json", "micrograd", "pathlib", "random", "re", "traceback"]
