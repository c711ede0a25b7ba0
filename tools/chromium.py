"""Finds this machine's Chromium or Chrome, for the browser tests and the pictures."""

import os
import shutil
import sys
from pathlib import Path

from tools.project import Trouble

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")

MISSING = """The browser tests and the pictures need Chromium or Chrome, and none was found. To install one:
  Debian, Ubuntu   sudo apt-get update && sudo apt-get install chromium
  macOS            brew install --cask chromium
  Windows          winget install Google.Chrome
Is it at an unusual place? Set the variable CHROMIUM to its path."""

# What any run needs: no sandbox (containers), no screen, and nothing that asks the network by itself.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def usual_places() -> list[Path]:
    """Where the three systems keep it."""
    if sys.platform == "darwin":
        apps = [Path("/Applications"), Path.home() / "Applications"]
        return [
            folder / f"{name}.app" / "Contents" / "MacOS" / name
            for folder in apps
            for name in ("Chromium", "Google Chrome", "Microsoft Edge")
        ]
    if os.name == "nt":
        bases = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        programs = (
            "Chromium/Application/chrome.exe",
            "Google/Chrome/Application/chrome.exe",
            "Microsoft/Edge/Application/msedge.exe",
        )
        return [Path(base) / program for base in bases if base for program in programs]
    return [Path("/usr/bin/chromium"), Path("/usr/bin/google-chrome"), Path("/snap/bin/chromium")]


def found() -> str:
    """The browser's path. Trouble, if there is none."""
    if chosen := os.environ.get("CHROMIUM"):
        if path := shutil.which(chosen):
            return path
        raise Trouble(f"The variable CHROMIUM says {chosen}, but no program is there.")
    for place in usual_places():
        if place.is_file():
            return str(place)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise Trouble(MISSING)
