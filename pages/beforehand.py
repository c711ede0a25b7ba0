"""What the page needs of Python and touches no browser: done before the snapshot is taken (see assets/interpreter.mjs).

Nothing in here may differ from visit to visit, or know the reader: it is remembered as it is. The standard library's modules
are those that the browser's side of the page (pages/dom) and PyScript import. The pages are on their stage and have been seen:
they need not be started and drawn again, nor what they read for it (the engine's source, its lines, the first tape).

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
import traceback

import micrograd.cell.worker

from .registry import PAGES
from .runtime import Stage

__all__ = ["stage"]
NEEDED = (asyncio, base64, functools, html, inspect, json, micrograd, pathlib, random, re, traceback)

stage = Stage(PAGES)
