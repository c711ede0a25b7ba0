"""What The Idea remembers: the reader's text, what came of it, and the exhibit of its graph.

Offers `State`, `OFFERS` (what this section's exhibit has) and `with_text`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from micrograd.draw.geometry import DOWN_PLAYED, RIGHT_PLAYED, RIGHT_SLIM, Flow
from micrograd.draw.layout import layers
from micrograd.draw.svg import tag

from ..environment import Environment
from ..exhibit.run import Run
from ..exhibit.state import Exhibit, Offers, Operands, with_run
from ..expression import Expression, Problem, read
from .examples import FIRST, SHOWCASES
from .variables import ties

WIDE_LAYERS = 3  # of boxes that say 'data' and 'grad': more do not fit beside the text


@lru_cache(maxsize=32)
def flow(operands: Operands, env: Environment) -> Flow:
    """Wide boxes where there is room for them; and room in any case for the numbers that move between them."""
    if env.narrow:
        return DOWN_PLAYED
    return RIGHT_PLAYED if max(layers(operands)) < WIDE_LAYERS else RIGHT_SLIM


OFFERS = Offers(
    page="idea",
    parts=frozenset(("kin", "paths", "walk", "zoom", "engine", "program", "wasm", "nudge", "faults", "predict")),
    flow=flow,
    titles={"forward": "The values flow forward", "backward": "The gradients flow back"},
    start=tag(
        "p",
        "The leaves hold numbers; the boxes to their right are still empty. Press ",
        tag("strong", "Forward", class_="data"),
        ", then ",
        tag("strong", "Backward", class_="grad"),
        ".",
        class_="hint",
    ),
    hint=tag(
        "p",
        "Point at a box",
        tag("span", ", or walk to it with Tab and the arrow keys,", class_="aside-note"),
        " to read what is known of it. Drag the number in a green leaf: everything is recomputed as you drag.",
        class_="hint",
    ),
    showcases={fault: example.title for fault, example in SHOWCASES.items()},
)


@lru_cache(maxsize=64)
def run_of(expression: Expression) -> Run:
    """The Run of an expression's graph."""
    kin = expression.kin
    return Run(expression.tape, ties(kin or expression), call=expression.call, kin=run_of(kin) if kin else None)


@dataclass(frozen=True)
class State:
    """text: the reader's; expression: the last one that was right; problem: why `text` is none; grabbed: the expression
    as it was when a hand took one of its numbers; address: what the page's address says of this section; copied: whether the link was copied, None: it was not asked
    for, or long ago.
    """

    text: str = FIRST.text
    expression: Expression = field(default_factory=lambda: read(FIRST.text))
    problem: Problem | None = None
    exhibit: Exhibit = field(default_factory=lambda: Exhibit(OFFERS, run_of(read(FIRST.text))))
    grabbed: Expression | None = None
    address: str = ""
    copied: bool | None = None

    @property
    def draggable(self) -> frozenset[int]:
        """The leaves whose number stands in the text."""
        if self.problem and self.grabbed is None:
            return frozenset()
        return leaves(self.expression)


def kept(state: State) -> tuple[str, str] | None:
    """What the reader has made: the text, and the mistake in the engine; None while a number is in hand."""
    return None if state.grabbed is not None else (state.text, state.exhibit.fault)


@lru_cache(maxsize=64)
def leaves(expression: Expression) -> frozenset[int]:
    """The nodes whose number stands in the text."""
    return frozenset(i for i, span in enumerate(expression.literals) if span)


def with_text(state: State, text: str, reading: Callable[[str], Expression] = read) -> State:
    """The state with another text: with its graph, if it has one, else with the last graph and the problem."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as the editor has it
    try:
        expression = reading(text)
    except Problem as problem:
        return replace(state, text=text, problem=problem)
    exhibit = with_run(state.exhibit, run_of(expression))
    return replace(state, text=text, expression=expression, problem=None, exhibit=exhibit)
