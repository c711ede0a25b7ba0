"""What each color means, and the two-sided ramp of the decision boundary.

In SVG a color is always a name from the design (`data`, `gradient`, `leaf`, `wrong`, `positive`, `negative`),
written as a CSS class, so that a theme is one place: the style sheet. A canvas needs bytes, so the ramp
from negative (orange) over neutral ground to positive (teal) stands here, for both themes.
"""

from collections.abc import Sequence
from math import isfinite

# (red, green, blue): orange and teal differ in lightness as well as in hue, which keeps them apart
# for every common form of color blindness.
RGB = tuple[int, int, int]
RAMPS: dict[str, tuple[RGB, RGB, RGB]] = {
    "dark": ((233, 138, 64), (21, 24, 33), (45, 178, 172)),
    "light": ((226, 120, 40), (250, 249, 246), (12, 137, 137)),
}
STEPS = 64  # shades on each side of zero


def sign(x: float) -> str:
    """'positive' or 'negative': the class that colors a weight. Zero counts as positive."""
    return "negative" if x < 0 else "positive"


def mix(a: RGB, b: RGB, t: float) -> RGB:
    """The color a part t (0 to 1) of the way from a to b."""
    red, green, blue = (round(x + (y - x) * t) for x, y in zip(a, b))
    return red, green, blue


def ramp(theme: str) -> list[bytes]:
    """`2 * STEPS + 1` colors as 4 bytes (red, green, blue, opaque), from -1 over 0 to +1."""
    negative, ground, positive = RAMPS[theme]
    shades = [mix(ground, negative, 0.15 + 0.75 * i / STEPS) for i in range(STEPS, 0, -1)]
    shades.append(ground)
    shades += [mix(ground, positive, 0.15 + 0.75 * i / STEPS) for i in range(1, STEPS + 1)]
    return [bytes((*shade, 255)) for shade in shades]


def shade(score: float, colors: Sequence[bytes]) -> bytes:
    """The color of a score: its sign decides the side (only above 0 is it class +1), its size the depth."""
    if not isfinite(score):
        return colors[STEPS]
    depth = min(int(abs(score) * STEPS) + 1, STEPS)
    return colors[STEPS + depth] if score > 0 else colors[STEPS - depth]
