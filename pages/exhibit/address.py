"""An exhibit as part of the page's address: at=5&fault=order. What its graph is made of, its section adds.

Offers `fields` (of an exhibit), `arrive` (at the exhibit that they lead to), `read` (a fragment) and `whole`.
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qs

from .state import Exhibit
from .tools.faults import FAULTS
from .tools.nudge import SMALLEST

POWERS = {f"{halves / 2:g}" for halves in range(2 * SMALLEST + 1)}  # of h, as the slider has them
SPEEDS = {f"{quarters / 4:g}" for quarters in range(1, 17)}  # as the slider has them


def fields(exhibit: Exhibit, speed: float = 1.0) -> list[str]:
    """What leads back to this moment of a graph: 'name=text' each. speed: the section's own, which needs no mention."""
    parts = []
    if exhibit.time.step:
        parts.append(f"at={exhibit.time.step}")
    if exhibit.fault:
        parts.append(f"fault={exhibit.fault}")
    if exhibit.predict.on:
        parts.append("predict=1")
    if exhibit.nudge.node is not None:
        parts += [f"nudge={exhibit.nudge.node}", f"h={exhibit.nudge.power:g}"]
    if exhibit.listing.view != "engine":
        parts.append(f"view={exhibit.listing.view}")
    if exhibit.time.speed != speed:
        parts.append(f"speed={exhibit.time.speed:g}")
    return parts


def read(fragment: str) -> dict[str, str] | None:
    """{name: text} of a fragment; None, where it is none."""
    try:
        return {key: values[-1] for key, values in parse_qs(fragment, max_num_fields=20).items()}
    except ValueError:
        return None


def arrive(exhibit: Exhibit, given: Mapping[str, str]) -> Exhibit:
    """The exhibit of the same graph to which fields lead; what in them makes no sense is left out."""
    fault, view, power, speed = (given.get(key, "") for key in ("fault", "view", "h", "speed"))
    node = whole(given.get("nudge"))
    exhibit = replace(
        exhibit,
        fault=fault if fault in FAULTS else "",
        predict=replace(exhibit.predict, on=given.get("predict") == "1"),
        nudge=replace(
            exhibit.nudge,
            node=node if node is not None and node < len(exhibit.tape.nodes) else None,
            power=float(power) if power in POWERS else 1.0,
        ),
    )
    if view in exhibit.offers.views and not exhibit.fault:
        exhibit = replace(exhibit, listing=replace(exhibit.listing, view=view))
    time = replace(exhibit.time, speed=float(speed)) if speed in SPEEDS else exhibit.time
    return replace(exhibit, time=time.jump(min(whole(given.get("at")) or 0, exhibit.length)))


def whole(text: str | None) -> int | None:
    """The number that these few digits are, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None
