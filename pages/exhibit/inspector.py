"""What is known of a box: its numbers, and the paths to the root whose products add up to its gradient.

Offers `box_facts` (with the paths as soon as the gradient is whole) and `fact_list`, the one list of facts of all
sections.
"""

from collections.abc import Iterable
from functools import lru_cache

from micrograd.draw.scale import short, signed
from micrograd.draw.svg import Markup, group, tag
from micrograd.ops import spoken_of
from micrograd.tape import Tape, paths

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
    node, root = tape.nodes[index], tape.nodes[tape.root].name
    data, grad = tape.data_at(k).get(index), tape.grad_at(k).get(index)
    rows = [
        ("value", node.name, "" if node.op else "leaf"),
        ("data", short(data, 6) if data is not None else "not computed yet", "data"),
        (
            f"grad, d{root}/d{node.name}" if node.name.isidentifier() else "grad",
            short(grad, 6) if grad is not None else "not reached yet",
            "grad",
        ),
    ]
    if node.op:
        names = words.join_words(tape.nodes[j].name for j in node.operands)
        rows.append(("made by", f"{spoken_of(node.op)} of {names}", ""))
        slopes = next((s.locals for s in tape.steps if s.phase == "backward" and s.node == index and s.locals), ())
        for j, slope in zip(node.operands, slopes):
            rows.append((f"local derivative for {tape.nodes[j].name}", short(slope, 6), "grad"))
    else:
        rows.append(("made by", "you: it is a leaf", ""))
    used_by = [n.name for n in tape.nodes if index in n.operands]
    return [*rows, ("used by", words.join_words(used_by), "")] if used_by else rows


def is_complete(tape: Tape, k: int, index: int) -> bool:
    """Whether a box has its gradient after k steps, and no step after them changes it."""
    return tape.grad_at(k).get(index) is not None and not any(
        change.node == index and change.field == "grad" for step in tape.steps[k:] for change in step.changes
    )


def path_list(tape: Tape, index: int) -> Markup:
    """The paths from a box to the root, each with its product, and their sum."""
    name = [node.name for node in tape.nodes]
    if index == tape.root:
        return tag("p", f"This is the root: the gradient of {name[index]} with respect to itself is 1.", class_="hint")
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
    count = "One way leads" if found.count == 1 else f"{found.count:,} ways lead"
    sentence = f"{count} from {name[index]} to {name[tape.root]}; each link on the way multiplies by its slope"
    total = short(found.gradient, 6)
    end: str | None = None
    if not found.complete:
        end = f"and so on; all together they give {total}"
    elif found.count > 1:
        end = " + ".join(signed(path.product) for path in found.listed) + f" = {total}"
    return tag(
        "div",
        tag("p", sentence + ("." if found.count == 1 else ", and the ways are added up.")),
        tag("ol", rows),
        tag("p", tag("code", end, class_="grad")) if end else None,
        class_="ways",
    )
