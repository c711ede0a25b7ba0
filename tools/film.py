"""Film strips: frames of one moment in motion, side by side in one picture."""

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image
from playwright.sync_api import Page

COLUMNS = 3
GAP = 8  # pixels between two frames


def film_strip(page: Page, clip: Any, frames: int, every_ms: int = 80) -> Image.Image:
    """Take `frames` pictures of the page's part `clip` (x, y, width, height), and join them.

    The page's own clock is stopped between two frames and moved on by exactly `every_ms`: taking a picture is
    slower than that. So `page.clock.install()` must have been called before the page was loaded, and whatever sets the
    motion off must come right before, while the clock is paused (`page.clock.pause_at`).
    """
    pictures = []
    for number in range(frames):
        if number:
            page.clock.run_for(every_ms)
        pictures.append(Image.open(io.BytesIO(page.screenshot(clip=clip))))
    return joined(pictures)


def joined(pictures: Sequence[Image.Image]) -> Image.Image:
    """Pictures of one size in rows of three, to be read like text."""
    width, height = pictures[0].width + GAP, pictures[0].height + GAP
    strip = Image.new("RGB", (COLUMNS * width - GAP, -(-len(pictures) // COLUMNS) * height - GAP), "white")
    for number, picture in enumerate(pictures):
        strip.paste(picture, (number % COLUMNS * width, number // COLUMNS * height))
    return strip
