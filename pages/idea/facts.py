"""What is known of the box that is pointed at: its numbers, and the ways to the root whose products add up to its
gradient.
"""

from functools import lru_cache

from micrograd.draw.scale import short, signed
from micrograd.draw.svg import group, tag
from micrograd.tape import paths

from .. import words

MOST_WAYS = 4
FEW = 15  # boxes


@lru_cache(maxsize=128)
def facts(run, k, index, pulled=False):
    """The facts of a box after k steps; its ways to the root as soon as its gradient is whole.

    pulled: its number follows a hand, and a large graph's ways can wait until it is let go.
    """
    told = words.box_facts(run.tape, k, index)
    if (
        (pulled and len(run.tape.nodes) > FEW)
        or run.fault
        or run.made.tape.grad_at(k).get(index) is None
        or not complete(run.made.tape, k, index)
    ):
        return told
    return group(told, ways(run.made.tape, index))


def complete(tape, k, index):
    """Whether no step after the first k changes this gradient."""
    return not any(
        change.node == index and change.field == "grad" for step in tape.steps[k:] for change in step.changes
    )


def ways(tape, index):
    """The ways from a box to the root, each with its product, and their sum."""
    name = [node.name for node in tape.nodes]
    if index == tape.root:
        return tag("p", f"This is the root: the gradient of {name[index]} with respect to itself is 1.", class_="hint")
    found = paths(tape, index, MOST_WAYS)
    rows = [
        tag(
            "li",
            tag("span", " → ".join(name[i] for i in path.nodes), class_="way"),
            " ",
            tag("code", " · ".join(signed(slope) for slope in path.slopes) + f" = {short(path.product)}"),
        )
        for path in found.listed
    ]
    count = "One way leads" if found.count == 1 else f"{found.count:,} ways lead"
    said = f"{count} from {name[index]} to {name[tape.root]}; each link on the way multiplies by its slope"
    total = short(found.gradient, 6)
    if not found.complete:
        end = f"and so on; all together they give {total}"
    elif found.count == 1:
        end = None
    else:
        end = " + ".join(signed(path.product) for path in found.listed) + f" = {total}"
    return tag(
        "div",
        tag("p", said + ("." if found.count == 1 else ", and the ways are added up.")),
        tag("ol", rows),
        tag("p", tag("code", end, class_="grad")) if end else None,
        class_="ways",
    )
