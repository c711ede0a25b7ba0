"""From SVG to PNG, by whatever this machine has for it: this package itself draws in SVG alone.

    png(svg, (768, 238))            # the bytes of a PNG file, by the first renderer that is there and can do it
    png(svg, size, QUICK)           # only by one that needs a fraction of a second; None if there is none

Offers `png`, `RENDERERS` (all that are tried, in this order), `QUICK` of them, and `NoRenderer`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

Size = tuple[float, float]
Render = Callable[[str, Size, float], bytes]  # (text of the SVG, its size in CSS pixels, pixels for each of them)
SECONDS = 60  # that a program may take
SIGNATURE = b"\x89PNG\r\n\x1a\n"


class NoRenderer(RuntimeError):
    """Nothing on this machine makes a PNG of an SVG."""


def png(svg: str, size: Size, renderers: "Sequence[Render] | None" = None, *, scale: float = 2.0) -> bytes:
    """The picture as the bytes of a PNG file, `scale` pixels for each CSS pixel.

    svg: the text of an SVG file; size: (width, height) in CSS pixels; renderers: of RENDERERS, all of them if None.
    NoRenderer says what could be installed, if there is none, and what each of them said, if none could do it.
    """
    failures = []
    for render in RENDERERS if renderers is None else renderers:
        try:
            made = render(svg, size, scale)
        except (ImportError, FileNotFoundError):
            continue  # it is not here
        except (OSError, ValueError, RuntimeError, subprocess.SubprocessError) as error:
            failures.append(f"{render.__name__}: {error}")
            continue
        if made.startswith(SIGNATURE):
            return made
        failures.append(f"{render.__name__} made something else than a PNG")
    why = "; ".join(failures) if failures else "nothing here makes a PNG of an SVG"
    raise NoRenderer(
        f"{why}. The simplest that does is resvg: pip install resvg-py. CairoSVG, rsvg-convert, Inkscape and Chromium "
        f"are found as well; a file that ends in .svg or .html needs none of them"
    )


def resvg_py(svg: str, size: Size, scale: float) -> bytes:
    return bytes(import_module("resvg_py").svg_to_bytes(svg_string=svg, zoom=scale))


def cairosvg(svg: str, size: Size, scale: float) -> bytes:
    if find_spec("cairosvg") is None:  # it raises OSError where the library is missing that it stands on
        raise ImportError("cairosvg")
    return bytes(import_module("cairosvg").svg2png(bytestring=svg.encode(), scale=scale))


def rsvg_convert(svg: str, size: Size, scale: float) -> bytes:
    return piped(svg, program("rsvg-convert"), "--format", "png", "--zoom", f"{scale:g}")


def resvg(svg: str, size: Size, scale: float) -> bytes:
    return piped(svg, program("resvg"), "--zoom", f"{scale:g}", "-c", "-")


def inkscape(svg: str, size: Size, scale: float) -> bytes:
    wide = f"--export-width={size[0] * scale:.0f}"
    return piped(svg, program("inkscape"), "--pipe", "--export-type=png", "--export-filename=-", wide)


def chromium(svg: str, size: Size, scale: float) -> bytes:
    browser = program(*filter(None, [os.environ.get("CHROMIUM")]), *BROWSERS)
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # as root it starts only so
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page, picture = Path(folder, "picture.html"), Path(folder, "picture.png")
        head = '<!doctype html><meta charset="utf-8"><body style="margin:0;overflow:hidden">'
        page.write_text(head + svg, encoding="utf-8")
        command = [
            browser, "--headless", "--disable-gpu", "--no-first-run", "--hide-scrollbars", *root,
            f"--user-data-dir={Path(folder, 'profile')}", f"--force-device-scale-factor={scale:g}",
            "--default-background-color=00000000", f"--window-size={size[0]:.0f},{size[1]:.0f}",
            f"--screenshot={picture}", page.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        if not picture.exists():
            raise RuntimeError("it made no picture")
        return picture.read_bytes()


def program(*names: str) -> str:
    """The path of the first of these programs that is here; FileNotFoundError if none is."""
    for name in names:
        if path := shutil.which(name):
            return path
    raise FileNotFoundError(names[-1])


def piped(svg: str, *command: str) -> bytes:
    """What a program writes that reads the SVG; RuntimeError with what it said if it failed."""
    done = subprocess.run(command, input=svg.encode(), capture_output=True, timeout=SECONDS)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace").strip() or f"it ended with {done.returncode}")
    return done.stdout


BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"]
if sys.platform == "darwin":
    BROWSERS += [
        f"/Applications/{name}.app/Contents/MacOS/{name}" for name in ("Chromium", "Google Chrome", "Microsoft Edge")
    ]
QUICK: tuple[Render, ...] = (resvg_py, cairosvg, rsvg_convert, resvg)
RENDERERS: tuple[Render, ...] = (*QUICK, inkscape, chromium)
