"""What is known of a box: its numbers, and the paths to the root whose products add up to its gradient.

Offers `box_facts` (with the paths as soon as the gradient is whole) and `fact_list`, the one list of facts of all
sections.
"""

from collections.abc import Iterable
from functools import lru_cache

from micrograd.draw.scale import short, signed
from micrograd.draw.svg import Markup, group, tag
from micrograd.tape import Tape, paths
from micrograd.tape.names import readable

from .. import words
from .run import Run

MOST_PATHS = 4
FEW = 15  # boxes


def fact_list(rows: Iterable[tuple[str, str, str]]) -> Markup:
    """A list of facts: (what, the fact, its class or '') each."""
    return tag(
        "dl",
        [tag("div", tag("dt", what), tag("dd", text, class_=kind or None)) for what, text, kind in rows],
        class_="facts",
    )


@lru_cache(maxsize=128)
def box_facts(run: Run, k: int, index: int, *, with_paths: bool = True, dragging: bool = False) -> Markup:
    """The facts of a box after k steps.

    dragging: its number follows a hand, and the paths of a large graph can wait until it is let go.
    """
    facts = fact_list(numbers(run.tape, k, index))
    slow = dragging and len(run.tape.nodes) > FEW
    if not with_paths or slow or run.fault or not is_complete(run.tape, k, index):
        return facts
    return group(facts, path_list(run.tape, index))


def numbers(tape: Tape, k: int, index: int) -> list[tuple[str, str, str]]:
    """What is known after k steps of one box, as rows of a list of facts."""
    name = [readable(each.name) for each in tape.nodes]
    node, root = tape.nodes[index], name[tape.root]
    data, grad = tape.data_at(k).get(index), tape.grad_at(k).get(index)
    rows = [
        ("value", name[index], "" if node.op else "leaf"),
        ("data", short(data, 6) if data is not None else "not computed yet", "data"),
        (
            f"grad (global), {derivative(root, name[index])}",
            short(grad, 6) if grad is not None else "not reached yet",
            "grad",
        ),
    ]
    if node.op:
        rows.append(("it is", words.made_of(node.op, [name[j] for j in node.operands]), ""))
        slopes = next((s.locals for s in tape.steps if s.phase == "backward" and s.node == index and s.locals), ())
        for j, slope in zip(node.operands, slopes):
            rows.append((f"local derivative, {derivative(name[index], name[j])}", short(slope, 6), "grad"))
    else:
        rows.append(("it is", "a leaf: you typed it", ""))
    used_by = [name[n.index] for n in tape.nodes if index in n.operands]
    return [*rows, ("used by", words.join_words(used_by), "")] if used_by else rows


def derivative(above: str, below: str) -> str:
    """∂L/∂a, ∂L/∂(a + b)"""
    return "/".join(f"∂{each if each.isidentifier() else f'({each})'}" for each in (above, below))


def is_complete(tape: Tape, k: int, index: int) -> bool:
    """Whether a box has its gradient after k steps, and no step after them changes it."""
    return tape.grad_at(k).get(index) is not None and not any(
        change.node == index and change.field == "grad" for step in tape.steps[k:] for change in step.changes
    )


def path_list(tape: Tape, index: int) -> Markup:
    """The paths from a box to the root, each with its product, and their sum."""
    name = [readable(node.name) for node in tape.nodes]
    if index == tape.root:
        words = f"The backward pass begins here: nudge {name[index]}, and {name[index]} moves just as far. So its grad is 1."
        return tag("p", words, class_="hint")
    found = paths(tape, index, MOST_PATHS)
    rows = [
        tag(
            "li",
            tag("span", " → ".join(name[i] for i in path.nodes), class_="way"),
            " ",
            tag("code", " × ".join(signed(slope) for slope in path.slopes) + f" = {short(path.product)}"),
        )
        for path in found.listed
    ]
    count = "One path leads" if found.count == 1 else f"{found.count:,} paths lead"
    sentence = f"{count} from {name[index]} to {name[tape.root]}. Multiply the local derivatives along "
    sentence += "it: that is the global derivative." if found.count == 1 else "each path, then add the paths."
    total = short(found.gradient, 6)
    end: str | None = None
    if not found.complete:
        end = f"and so on; all of them add up to {total}"
    elif found.count > 1:
        end = " + ".join(signed(path.product) for path in found.listed) + f" = {total}"
    return tag(
        "div",
        tag("p", sentence),
        tag("ol", rows),
        tag("p", tag("code", end, class_="grad")) if end else None,
        class_="ways",
    )
