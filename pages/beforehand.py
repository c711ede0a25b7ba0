"""What the page needs of Python and touches no browser: done before the snapshot is taken (see assets/interpreter.mjs).

Nothing in here may differ from visit to visit, or know the reader: it is remembered as it is. The standard library's modules
are those that the browser's side of the page (pages/dom) and PyScript import. Each page is started and seen once, for
what it then has read and worked out (the engine's source, its lines, the first tape) and need not again.

Offers `PAGES` and `Stage`, to main.py.
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
import traceback

import micrograd.cell.worker

from .registry import PAGES
from .runtime import Stage

__all__ = ["PAGES", "Stage"]
NEEDED = (asyncio, base64, functools, html, inspect, json, micrograd, pathlib, random, re, traceback)

Stage(PAGES).all()
