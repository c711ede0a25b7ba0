"""What The Network says of the step that is seen: one or two sentences."""

from micrograd.draw import names
from micrograd.draw.scale import short, signed
from micrograd.draw.svg import Markup, tag

from .schedule import Step
from .state import State, under_way


def caption(state: State) -> Markup:
    words, kind = sentence(state)
    return tag("p", words, class_=kind)


def sentence(state: State) -> tuple[str, str]:
    """(what is to be seen, its class)."""
    k, step, last = state.time.step, under_way(state), state.schedule.steps[state.time.step - 1]
    if state.updated is not None and step is None:
        return update_sentence(state)
    if step:
        return step_sentence(state, step), f"where {step.phase}"
    if k == 0:
        return "Two inputs are waiting. Press Forward and follow the thick edges.", "hint"
    if k == state.length:
        return end_sentence(state), "where backward"
    if k == state.schedule.forward:
        return f"The loss is {short(state.run.loss)}. Press Backward to see what it depends on.", "where forward"
    if last.phase == "backward" or last.neuron is not None:
        return step_sentence(state, last), f"where {last.phase}"
    if last.layer == state.layers:
        return f"One number comes out: {short(state.run.outputs[-1][0])}.", "where forward"
    return f"Forward: layer {last.layer} of {state.layers} has its values.", "where forward"


def step_sentence(state: State, step: Step) -> str:
    """What one step does."""
    if step.layer > state.layers:
        return loss_sentence(state, step.phase)
    if step.neuron is not None:
        return (neuron_forward if step.phase == "forward" else neuron_backward)(state, step.layer, step.neuron)
    if step.phase == "backward":
        return f"Backward out of layer {step.layer}: each weight gets its gradient; each neuron before it gets its own."
    bends = "bends the sum" if step.layer < state.layers else "leaves the sum as it is"
    return f"Forward into layer {step.layer}: every neuron adds up its weighted inputs and {bends}."


def loss_sentence(state: State, phase: str) -> str:
    out, grad, target = state.run.outputs[-1][0], state.run.grads[-1][0], signed(state.target)
    if phase == "forward":
        return f"Forward into the loss: how far is the output from its target? Squared: ({short(out)} − {target})²."
    words = f"Backward begins at the loss: its slope at the output is 2 × ({short(out)} − {target}) = {short(grad)}."
    if not grad:
        return f"{words} The output is where it should be."
    return f"{words} The output should go {'up' if grad < 0 else 'down'}."


def neuron_forward(state: State, layer: int, i: int) -> str:
    """The neuron's sum, with its numbers."""
    run = state.run
    inside, bias = run.inside[layer, i], run.parameters[layer - 1, i, None][0]
    terms = [
        f"{signed(run.parameters[layer - 1, i, k][0])} × {signed(x)}" for k, x in enumerate(run.outputs[layer - 1])
    ]
    words = f"{names.neuron(layer - 1, i).capitalize()}: {' + '.join([short(bias), *terms])} = {short(inside.total)}"
    if layer == state.layers:
        return f"{words}, and that goes on."
    value = short(run.outputs[layer][i])
    return f"{words}; " + (
        f"ReLU is off: {value} goes on." if (layer, i) in run.dead else f"ReLU lets {value} through."
    )


def neuron_backward(state: State, layer: int, i: int) -> str:
    """What comes to the neuron, and what goes on to its weights and inputs."""
    grad, passed = short(state.run.grads[layer][i]), short(state.run.inside[layer, i].passed)
    where = names.neuron(layer - 1, i).capitalize()
    if (layer, i) in state.run.dead:
        return f"{where} is off: {grad} arrives, 0 goes on. Its weights get 0."
    return f"{where}: {passed} goes on. Each weight gets that × its input; each input gets that × its weight."


def end_sentence(state: State) -> str:
    count = len(state.run.parameters)
    none = sum(1 for _, grad in state.run.parameters.values() if grad == 0)
    words = f"Every one of the {count} parameters has its gradient"
    if none == count:
        return words + "; all of them are 0, so an update changes nothing."
    if none:
        words += f"; {none} are 0: the neuron they lead into is off, or what they multiply is 0"
    return words + ". Arrows say which way each neuron should go."


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
