"""What The Network says of the step that is seen: one or two sentences."""

from micrograd.draw.scale import short, signed
from micrograd.draw.svg import Markup, tag

from .state import State, under_way


def caption(state: State) -> Markup:
    words, kind = sentence(state)
    return tag("p", words, class_=kind)


def sentence(state: State) -> tuple[str, str]:
    """(what is to be seen, its class)."""
    k, layers, step = state.time.step, state.layers, under_way(state)
    if state.updated is not None and step is None:
        return update_sentence(state)
    if step:
        return (forward_sentence if step[0] == "forward" else backward_sentence)(state, step[1])
    if k == 0:
        return "Two inputs are waiting. Press Forward and follow the thick edges.", "hint"
    if k < layers:
        return f"Forward: layer {k} of {layers} has its values.", "where forward"
    if k == layers:
        return f"One number comes out: {short(state.run.outputs[-1][0])}.", "where forward"
    if k == layers + 1:
        return (
            f"The loss is {short(state.run.loss)}. Press Backward to see what it depends on.",
            "where forward",
        )
    if k < state.length:
        return backward_sentence(state, layers - (k - layers - 2) + 1)
    return end_sentence(state), "where backward"


def forward_sentence(state: State, layer: int) -> tuple[str, str]:
    if layer > state.layers:
        return "Forward into the loss: how far is the output from its target? That distance, squared.", "where forward"
    bends = "bends the sum" if layer < state.layers else "leaves the sum as it is"
    return f"Forward into layer {layer}: every neuron adds up its weighted inputs and {bends}.", "where forward"


def backward_sentence(state: State, layer: int) -> tuple[str, str]:
    if layer <= state.layers:
        words = f"Backward out of layer {layer}: each weight gets its gradient; each neuron before it gets its own."
        return words, "where backward"
    out, grad = state.run.outputs[-1][0], state.run.grads[-1][0]
    way = "higher" if grad < 0 else "lower"
    words = f"Backward begins at the loss: its slope at the output is 2 × ({short(out)} − {signed(state.target)}) = {short(grad)}."
    return words + (f" The output should go {way}." if grad else " The output is where it should be."), "where backward"


def end_sentence(state: State) -> str:
    count = len(state.run.parameters)
    none = sum(1 for _, grad in state.run.parameters.values() if grad == 0)
    words = f"Every one of the {count} parameters has its gradient. "
    if none == count:
        return words + "All of them are 0."
    if none:
        words += f"{none} are 0: the neuron they lead into is off, or what they multiply is 0. "
    return words + "Arrows say which way each neuron should go; Update moves every weight a little that way."


def update_sentence(state: State) -> tuple[str, str]:
    """What the last update did to the loss."""
    before, loss = state.updated.before if state.updated else 0.0, state.run.loss
    words = f"Updated: every parameter went against its gradient, by {short(state.rate)} of it. "
    words += f"The loss was {short(before)}; now it is {short(loss)}."
    if loss < before:
        return words + " Do it again.", "told"
    if loss == before:
        return words + " Nothing has moved.", "stop"
    return words + " The step was too large, and jumped over the valley. Try a smaller rate.", "stop"
