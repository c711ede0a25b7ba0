"""The tape: its numbers are backward()'s, its lines are those a tracer sees, its formulas say what happened."""

import ast
import inspect
import linecache
import math
import random
import re
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from micrograd import MLP, Neuron, Value, engine, scalar
from micrograd.engine import topological
from micrograd.ops import activations, methods
from micrograd.tape import Step, record
from micrograd.tape.names import readable

OPS = [
    *(getattr(Value, op.method) for op in activations().values()),
    Value.exp,
    Value.sin,
    Value.abs,
    lambda v: v**2,
    lambda v: -v,
    lambda v: v * v,
    lambda v: v + 1.0,
    lambda v: 2 / (v * v + 1),
    lambda v: (v * v + 0.5).log(),
    lambda v: v**0,
]


def lecture():
    a, b, c = Value(2.0, label="a"), Value(-3.0, label="b"), Value(4.0, label="c")
    L = (a + b) * c
    L.label = "L"
    return L


def cube(self):
    """An op of the reader's, with a number in between."""
    x = self.data
    y = x * x * x
    out = Value(y, (self,), "cube")

    def _backward():
        self.grad += 3 * x**2 * out.grad

    out._backward = _backward
    return out


@st.composite
def graphs(draw):
    """A random graph over three leaves: every op, values used many times."""
    values = [Value(draw(st.floats(-2, 2).map(lambda x: round(x, 2))), label=name) for name in "xyz"]
    for _ in range(draw(st.integers(1, 12))):
        one, two = draw(st.sampled_from(values)), draw(st.sampled_from(values))
        kind = draw(st.integers(0, len(OPS) + 2))
        values.append(OPS[kind](one) if kind < len(OPS) else (one + two, one * two, cube(one))[kind - len(OPS)])
    assume(math.isfinite(values[-1].data))
    return values[-1]


def gradients(root):
    """What backward() finds, in topological order; the graph's gradients are 0 before and as they were after."""
    order = topological(root)
    kept = [v.grad for v in order]
    for v in order:
        v.grad = 0.0
    root.backward()
    found = [float(v.grad) for v in order]
    for v, grad in zip(order, kept):
        v.grad = grad
    return found


def bits(numbers):
    return [repr(x) for x in numbers]


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_the_tape_s_last_gradients_are_backward_s_bit_for_bit(root):
    tape = record(root)
    end = tape.grad_at(len(tape.steps))
    assert bits(end[i] for i in range(len(tape.nodes))) == bits(gradients(root))
    assert bits(node.data for node in tape.nodes) == bits(float(v.data) for v in topological(root))


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_recording_leaves_the_graph_as_it_was(root):
    order = topological(root)
    for i, v in enumerate(order):
        v.grad = float(i)
    before = [(v.data, v.grad, v.label, v._prev, v._backward) for v in order]
    record(root)
    assert [(v.data, v.grad, v.label, v._prev, v._backward) for v in order] == before


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_steps_are_each_op_forward_in_order_then_the_seed_then_each_op_in_reverse(root):
    tape = record(root)
    ops = [n.index for n in tape.nodes if n.op]
    assert [s.node for s in tape.steps] == [*ops, tape.root, *reversed(ops)]
    assert [s.phase for s in tape.steps] == ["forward"] * tape.forward + ["backward"] * (len(ops) + 1)
    assert tape.forward == len(ops)
    for node in tape.nodes:
        assert all(o < node.index for o in node.operands)
    assert len({n.name for n in tape.nodes}) == len(tape.nodes)


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_what_is_known_grows_step_by_step(root):
    tape = record(root)
    assert set(tape.data_at(0)) == {n.index for n in tape.nodes if not n.op} and tape.grad_at(0) == {}
    data, grad = tape.data_at(0), {}
    for k, step in enumerate(tape.steps):
        for change in step.changes:
            known = data if change.field == "data" else grad
            assert change.before == known.get(change.node) or math.isnan(change.before)
            known[change.node] = change.after
        assert (tape.data_at(k + 1), tape.grad_at(k + 1)) == (data, grad)
    assert len(data) == len(grad) == len(tape.nodes)


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_contributions_are_local_derivatives_times_the_gradient_above(root):
    tape = record(root)
    for k, step in enumerate(tape.steps):
        if step.phase == "backward" and step.op:
            above = tape.grad_at(k)[step.node]
            before, after = tape.grad_at(k), tape.grad_at(k + 1)
            operands = tape.nodes[step.node].operands
            assert len(step.locals) == len(operands)
            for o in set(operands):
                added = sum(s * above for s, p in zip(step.locals, operands) if p == o)
                assert after[o] == pytest.approx(before.get(o, 0.0) + added, rel=1e-12, abs=1e-12)


def test_x_times_x_has_two_links_two_changes_and_two_formulas():
    x = Value(3.0, label="x")
    y = x * x
    y.label = "y"
    step = record(y).steps[-1]
    assert step.locals == (3.0, 3.0)
    assert [(c.before, c.after) for c in step.changes] == [(None, 3.0), (3.0, 6.0)]
    assert step.formula == ("x.grad += x.data * y.grad",) * 2
    assert step.numbers == ("0.0 + 3.0 * 1.0 = 3.0", "3.0 + 3.0 * 1.0 = 6.0")


def test_formulas_of_the_lecture_s_example():
    tape = record(lecture())
    assert [s.formula for s in tape.steps] == [
        ("(a + b).data = a.data + b.data",),
        ("L.data = (a + b).data * c.data",),
        ("L.grad = 1.0",),
        ("(a + b).grad += c.data * L.grad", "c.grad += (a + b).data * L.grad"),
        ("a.grad += (a + b).grad", "b.grad += (a + b).grad"),
    ]
    assert [s.numbers for s in tape.steps] == [
        ("2.0 + (-3.0) = -1.0",),
        ("-1.0 * 4.0 = -4.0",),
        ("1.0",),
        ("0.0 + 4.0 * 1.0 = 4.0", "0.0 + (-1.0) * 1.0 = -1.0"),
        ("0.0 + 4.0 = 4.0", "0.0 + 4.0 = 4.0"),
    ]


NAMESPACE = {name: thing for name, thing in vars(scalar).items() if callable(thing)}


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_every_equation_in_numbers_is_true_to_the_last_bit(root):
    """Python itself computes the left side, and gets the right."""
    for step in record(root).steps:
        for text in step.numbers:
            left, _, right = text.rpartition(" = ")
            if left:
                assert repr(float(eval(left, NAMESPACE))) == repr(float(right))


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_formulas_name_only_values_of_the_tape(root):
    tape = record(root)
    names = {n.name for n in tape.nodes}
    for step in tape.steps:
        for text in step.formula:
            for name in re.findall(r"([a-z]\w*)\.(?:data|grad)", text):
                assert name in names


# Lines


def traced_lines(run, code):
    """The lines of a code object that Python's own tracer sees while run() runs."""
    seen = []

    def tracer(frame, event, arg):
        if frame.f_code is code:
            if event == "line":
                seen.append(frame.f_lineno)
            return tracer
        return tracer if event == "call" else None

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        run()
    finally:
        sys.settrace(before)
    return seen


ONE_OP = {
    **{name: (getattr(Value, name), (0.7,)) for name in methods()},
    "+": (Value.__add__, (2.0, -3.0)),
    "*": (Value.__mul__, (2.0, -3.0)),
    "cube": (cube, (1.5,)),
}


@pytest.mark.parametrize("op", ONE_OP)
def test_lines_are_those_that_a_tracer_sees_forward_and_backward(op):
    function, numbers = ONE_OP[op]
    values = [Value(x) for x in numbers]
    out = function(*values)
    forward, _, backward = record(out).steps
    assert [line.number for line in forward.lines] == traced_lines(
        lambda: function(*values), inspect.unwrap(function).__code__
    )
    assert [line.number for line in backward.lines] == traced_lines(out._backward, out._backward.__code__)


@pytest.mark.parametrize("op", ONE_OP)
def test_lines_carry_their_file_and_their_text(op):
    function, numbers = ONE_OP[op]
    for step in record(function(*[Value(x) for x in numbers])).steps:
        assert step.lines
        for line in step.lines:
            of_engine = line.file == "micrograd/engine.py"
            file = inspect.getsourcefile(engine) if of_engine else line.file
            assert line.text == linecache.getline(file, line.number).strip() != ""
            assert of_engine or line.file == cube.__code__.co_filename


def test_the_seed_s_line_is_the_one_in_backward_that_sets_the_gradient():
    seed = next(s for s in record(lecture()).steps if s.phase == "backward")
    assert [line.text for line in seed.lines] == ["self.grad = 1.0"]


def test_a_branch_not_taken_has_no_line():
    x = Value(0.0, label="x")
    back = record(x**0).steps[-1]
    assert [line.text.split("  #")[0] for line in back.lines] == ["if other != 0:"]
    assert back.formula == () and [(c.before, c.after) for c in back.changes] == [(None, 0.0)]
    assert back.locals == (0.0,)


def test_the_exponent_of_a_power_is_shown_as_its_number():
    forward, _, back = record(Value(3.0, label="x") ** 2).steps
    assert forward.formula == ("(x**2).data = power(x.data, 2)",)
    assert back.formula == ("x.grad += 2 * power(x.data, 2 - 1) * (x**2).grad",)
    assert back.numbers == ("0.0 + 2 * power(3.0, 2 - 1) * 1.0 = 6.0",)


def test_an_op_of_the_reader_s_shows_its_own_lines_and_the_numbers_in_between():
    x = Value(2.0, label="x")
    forward, _, back = record(cube(x)).steps
    assert forward.formula == ("x = x.data", "y = x * x * x", "cube(x).data = y")
    assert forward.numbers == ("2.0", "2.0 * 2.0 * 2.0 = 8.0", "8.0")
    assert back.formula == ("x.grad += 3 * x**2 * cube(x).grad",)
    assert back.numbers == ("0.0 + 3 * 2.0**2 * 1.0 = 12.0",)
    assert [line.text for line in back.lines] == ["self.grad += 3 * x**2 * out.grad"]


def test_ops_of_a_subclass_and_of_a_notebook_cell_are_found():
    cell = """
class Mine(Value):
    def __init__(self, data, _children=(), _op='', unit=''):
        super().__init__(data, _children, _op)
        self.unit = unit

    def half(self):
        out = Mine(self.data / 2, (self,), 'half')

        def _backward():
            self.grad += 0.5 * out.grad
        out._backward = _backward
        return out
"""
    file = "<cell 1>"
    linecache.cache[file] = (len(cell), None, cell.splitlines(True), file)
    namespace = {"Value": Value}
    exec(compile(cell, file, "exec"), namespace)
    m = namespace["Mine"](5.0)
    m.label = "m"
    forward, seed, back = record(m.half()).steps
    assert forward.formula == ("half(m).data = m.data / 2",) and forward.numbers == ("5.0 / 2 = 2.5",)
    assert back.formula == ("m.grad += 0.5 * half(m).grad",)
    assert {line.file for line in forward.lines + back.lines} == {file}
    assert back.lines[0].number == 11 and seed.lines[0].file == "micrograd/engine.py"


def test_an_op_without_source_still_has_truthful_formulas():
    namespace = {"Value": Value}
    exec(
        """
def double(v):
    out = Value(v.data * 2, (v,), 'double')
    def _backward(): v.grad += 2 * out.grad
    out._backward = _backward
    return out
""",
        namespace,
    )
    x = Value(3.0, label="x")
    forward, _, back = record(namespace["double"](x)).steps
    assert forward.formula == ("double(x).data = double(x.data)",) and forward.numbers == ("double(3.0) = 6.0",)
    assert back.formula == ("x.grad += 2.0 * double(x).grad",)
    assert back.numbers == ("0.0 + 2.0 * 1.0 = 2.0",)


def test_a_rule_that_is_no_function_of_one_line_is_still_told_truly():
    """A callable object, and a helper that adds to the gradients elsewhere."""

    def op(v, rule):
        out = Value(v.data * 2, (v,), "op")
        out._backward = rule(v, out)
        return out

    class Rule:
        def __init__(self, v, out):
            self.v, self.out = v, out

        def __call__(self):
            self.v.grad += 2 * self.out.grad

    def helped(v, out):
        def add(amount):
            v.grad += amount

        return lambda: add(2 * out.grad)

    for rule in (Rule, helped):
        x = Value(3.0, label="x")
        tape = record(op(x, rule))
        assert tape.grad_at(3) == {0: 2.0, 1: 1.0}
        assert tape.steps[-1].locals == (2.0,)
        assert tape.steps[-1].numbers == ("0.0 + 2.0 * 1.0 = 2.0",)


def test_two_links_to_one_value_share_equally_what_no_line_tells_apart():
    class Rule:
        def __init__(self, x, out):
            self.x, self.out = x, out

        def __call__(self):
            self.x.grad += 2 * self.x.data * self.out.grad

    x = Value(3.0)
    product = Value(9.0, (x, x), "*")
    product._backward = Rule(x, product)
    in_one_line = Value(9.0, (x, x), "*")
    in_one_line._backward = lambda: setattr(x, "grad", x.grad + 2 * x.data * in_one_line.grad)
    for out in (product, in_one_line):
        assert record(out).steps[-1].locals == (3.0, 3.0)


def test_a_negative_number_stands_in_parentheses_where_it_must():
    back = record(cube(Value(-2.0, label="x"))).steps[-1]
    assert back.numbers == ("0.0 + 3 * (-2.0)**2 * 1.0 = 12.0",)


def scaled(v, by=10.0):
    out = Value(v.data * by, (v,), "scaled")

    def _backward():
        v.grad += 10.0 * out.grad

    out._backward = _backward
    return out


def test_an_op_is_run_again_with_its_default_arguments():
    forward = record(scaled(Value(2.0, label="v"))).steps[0]
    assert forward.formula == ("scaled(v).data = v.data * 10.0",) and forward.numbers == ("2.0 * 10.0 = 20.0",)
    other = record(scaled(Value(2.0, label="v"), 3.0)).steps[0]
    assert other.numbers == ("6.0",)  # what it was given this time is not known: nothing is claimed


def test_an_op_that_holds_a_list_of_operands_and_one_twice():
    def total(values):
        out = Value(sum(v.data for v in values), tuple(values), "sum")

        def _backward():
            for v in values:
                v.grad += 1.0 * out.grad

        out._backward = _backward
        return out

    x, y = Value(1.0, label="x"), Value(2.0, label="y")
    back = record(total([x, y, x])).steps[-1]
    assert back.locals == (1.0, 1.0, 1.0)
    assert back.formula == (
        "x.grad += 1.0 * sum(x, y, x).grad",
        "y.grad += 1.0 * sum(x, y, x).grad",
        "x.grad += 1.0 * sum(x, y, x).grad",
    )
    assert [(c.node, c.after) for c in back.changes] == [(0, 1.0), (1, 1.0), (0, 2.0)]


def test_a_mistaken_op_is_told_as_it_ran():
    """`=` for `+=`: the tape shows what the reader's line did, not what it should have done."""

    def wrong(a, b):
        out = Value(a.data + b.data, (a, b), "+")

        def _backward():
            a.grad = out.grad
            b.grad = out.grad

        out._backward = _backward
        return out

    a = Value(3.0, label="a")
    tape = record(wrong(a, a))
    assert tape.steps[-1].formula == ("a.grad = (a + a).grad",) * 2
    assert tape.steps[-1].numbers == ("1.0", "1.0")
    assert tape.grad_at(3)[0] == 1.0


def test_a_graph_whose_data_were_changed_since_is_not_explained_falsely():
    a, b = Value(2.0, label="a"), Value(3.0, label="b")
    L = a * b
    a.data = 10.0
    forward = record(L).steps[0]
    assert forward.numbers == ("6.0",) and forward.lines == ()


def once(v, calls=[]):  # noqa: B006  (it is to remember)
    """An op that can be run one time only."""
    if calls:
        raise RuntimeError("only once")
    calls.append(v)
    out = Value(v.data, (v,), "once")

    def _backward():
        v.grad += out.grad

    out._backward = _backward
    return out


def test_an_op_that_fails_when_it_is_run_again_has_no_forward_lines():
    forward, _, back = record(once(Value(1.0, label="x"))).steps
    assert forward.lines == () and forward.changes[0].after == 1.0 and back.lines


def test_an_error_in_a_rule_passes_through_and_leaves_the_graph_as_it_was():
    x = Value(1.0)
    out = Value(2.0, (x,), "bad")

    def _backward():
        x.grad += 1
        raise RuntimeError("broken rule")

    out._backward = _backward
    x.grad = 7.0
    before = sys.gettrace()
    with pytest.raises(RuntimeError, match="broken rule"):
        record(out)
    assert (x.grad, out.grad) == (7.0, 0.0) and sys.gettrace() is before


# Thunks and names


def test_a_function_is_recorded_as_it_runs_and_its_variables_are_names():
    runs = []

    def thunk():
        runs.append(1)
        a = Value(2.0)
        b = Value(-3.0)
        d = a * b
        return cube(d) + a

    tape = record(thunk)
    assert runs == [1]
    assert [n.name for n in tape.nodes] == ["a", "b", "d", "cube(d)", "cube(d) + a"]
    assert tape.steps[0].formula == ("d.data = a.data * b.data",)
    assert [line.text for line in tape.steps[1].lines][:2] == ["x = self.data", "y = x * x * x"]
    assert tape.steps[2].lines[0].file == "micrograd/engine.py"


def test_a_thunk_and_its_root_give_the_same_tape():
    random.seed(4)
    model = MLP(2, [3, 1], activation="tanh")
    x = [Value(1.0, label="x1"), Value(-0.5, label="x2")]
    by_thunk = record(lambda: model(x))
    assert by_thunk == record(model(x))


def test_an_op_written_in_the_thunk_itself_is_found():
    def thunk():
        x = Value(3.0)
        out = Value(x.data * 2 + 1, (x,), "affine")

        def _backward():
            x.grad += 2 * out.grad

        out._backward = _backward
        return out

    tape = record(thunk)
    assert tape.steps[0].formula == ("out.data = x.data * 2 + 1",)
    assert tape.steps[-1].formula == ("x.grad += 2 * out.grad",)


@pytest.mark.parametrize("given, says", [(2.0, "a Value, or a function"), (lambda: 2.0, "must return a Value")])
def test_only_a_value_or_a_function_that_returns_one_can_be_recorded(given, says):
    with pytest.raises(TypeError, match=says):
        record(given)


def test_an_error_in_a_thunk_passes_through_and_tracing_ends():
    before = sys.gettrace()
    with pytest.raises(ZeroDivisionError):
        record(lambda: Value(1.0) / Value(0.0))
    assert sys.gettrace() is before


def test_names_are_labels_then_the_namespace_s_then_short_expressions_then_numbers():
    a, b = Value(2.0, label="a"), Value(3.0)
    c = a * b + 1
    d = (c + a) * (c + b) * 2.0
    names = [n.name for n in record(d, {"b": b, "_": c, "a_long_list": [a], "pi": math.pi}).nodes]
    assert names == [
        "a", "b", "a * b", "1", "a * b + 1", "a * b + 1 + a", "a * b + 1 + b",
        "v7", "2.0", "v7 * 2.0",
    ]  # fmt: skip


def test_a_number_is_called_by_what_it_is_however_often_it_is_there():
    e = Value(3.0, label="e")
    tape = record((e - 1) / (e + 1))
    assert [readable(n.name) for n in tape.nodes] == [
        "e", "1", "−1", "−1", "e − 1", "1", "e + 1", "(e + 1)⁻¹", "(e − 1) / (e + 1)",
    ]  # fmt: skip
    assert len({n.name for n in tape.nodes}) == len(tape.nodes)
    assert not any("v8" in formula for step in tape.steps for formula in step.formula)


def test_equal_labels_are_told_apart():
    a, b, c = (Value(float(i), label="w") for i in range(3))
    assert [n.name for n in record(a + b + c).nodes][:4] == ["w", "w_2", "w + w_2", "w_3"]


@pytest.mark.parametrize(
    "label", ["<script>", '"', "it's", "😀", "−target", "a.b", "{x}", "x" * 10_000, "a\nb", "\ud800"]
)
def test_any_label_will_do(label):
    x = Value(2.0, label=label)
    tape = record(x * 3.0 + x)
    assert len(tape.nodes[0].name) <= 60
    assert tape.nodes[0].name in tape.steps[0].formula[0]


def test_names_of_ops_are_expressions_that_mean_the_op():
    a, b = Value(2.0, label="a"), Value(3.0, label="b")
    for v, name in (
        ((a + b) * a, "(a + b) * a"),
        (a + b * a, "a + b * a"),
        ((a * b) ** 2, "(a * b)**2"),
        ((a + b).tanh(), "tanh(a + b)"),
        (a * -1, "-a"),
        (a - b, "a - b"),
        (a - a * b, "a - a * b"),
        (-(a + b), "-(a + b)"),
        (a / b, "a / b"),
        ((a + b) / (a - b), "(a + b) / (a - b)"),
        (1 / a, "1 / a"),
        (a - (b - a), "a - (b - a)"),
        (a + (-a + b), "a + (-a + b)"),
        (a + (-(a + b) + (a + b).tanh()), "a + (-(a + b) + tanh(a + b))"),
        (a.relu() * b, "relu(a) * b"),
        (a * b**2, "a * b**2"),
        (a + (b + a), "a + (b + a)"),
    ):
        assert record(v).nodes[-1].name == name
        tree = ast.parse(name, mode="eval")
        assert isinstance(tree, ast.Expression)


def test_a_lone_leaf_has_a_tape():
    tape = record(Value(2.0, label="a"))
    assert (len(tape.nodes), len(tape.steps), tape.forward, tape.grad_at(1)) == (1, 1, 0, {0: 1.0})


def test_a_neuron_and_a_network_are_recorded_whole():
    random.seed(1)
    for root, n in ((Neuron(2)([Value(1.0), Value(2.0)]), 10), (MLP(2, [4, 4, 1])([1.0, -0.5]), 103)):
        tape = record(root)
        assert len(tape.nodes) == n
        assert all(step.lines and isinstance(step, Step) for step in tape.steps)


def test_numbers_that_are_nan_or_inf_are_recorded():
    x = Value(800.0, label="x")
    tape = record((x.exp() - x.exp()) * 0.0)
    assert any(math.isinf(n.data) for n in tape.nodes) and math.isnan(tape.nodes[-1].data)


def test_a_tape_of_a_long_chain_is_made_without_recursion():
    x = Value(1.0, label="x")
    v = x
    for _ in range(5_000):
        v = v * 1.0001
    tape = record(v)
    assert len(tape.steps) == 10_001
    assert tape.grad_at(10_001)[0] == pytest.approx(1.0001**5000)


def op_of_rule(rule_source):
    """An op of two operands whose _backward has these lines, in a cell of its own."""
    file = f"<cell {abs(hash(rule_source))}>"
    cell = f"""
def op(a, b, values):
    v = a
    out = Value(sum(v.data for v in values), (a, b), 'op')

    def _backward():
{rule_source}
    out._backward = _backward
    return out
"""
    linecache.cache[file] = (len(cell), None, cell.splitlines(True), file)
    namespace = {"Value": Value}
    exec(compile(cell, file, "exec"), namespace)
    a, b = Value(2.0, label="a"), Value(5.0, label="b")
    return lambda: namespace["op"](a, b, [a, b])


@pytest.mark.parametrize(
    "rule",
    [
        "        a.grad += (1.0 *\n                   out.grad)\n        b.grad += out.grad",
        "        a.grad += out.grad; b.grad += out.grad",
        "        for v in (a, b): v.grad += out.grad",
        "        if out.grad < 0: a.grad += 7\n        if out.grad: a.grad += out.grad\n        b.grad += out.grad",
        "        for v in (a, b):\n            v.grad += out.grad",
        "        (a).grad, b.grad = a.grad + out.grad, b.grad + out.grad",
        '        setattr(a, "grad", a.grad + out.grad)\n        b.grad = b.grad + out.grad',
        "        a.grad -= -out.grad\n        b.grad -= 0.0 - out.grad",
        "        both = [a, b]\n        both[0].grad += out.grad\n        both[1].grad += out.grad",
    ],
)
def test_however_a_rule_is_written_its_formulas_are_true(rule):
    tape = record(op_of_rule(rule)())
    assert tape.grad_at(len(tape.steps)) == {0: 1.0, 1: 1.0, 2: 1.0}
    back = tape.steps[-1]
    assert back.locals == (1.0, 1.0)
    assert len(back.formula) == len(back.numbers) == len(back.changes) == 2
    assert {text.split(".")[0] for text in back.formula} == {"a", "b"}
    for text in back.numbers:
        left, _, right = text.rpartition(" = ")
        assert eval(left or right) == 1.0 == float(right)


def test_a_name_inside_a_comprehension_is_not_the_function_s():
    forward = record(op_of_rule("        a.grad += out.grad\n        b.grad += out.grad")).steps[0]
    assert forward.formula == ("op(a, b).data = sum(v.data for v in values)",)
    assert forward.numbers == ("sum(v.data for v in values) = 7.0",)


def test_a_very_long_expression_in_the_source_does_no_harm():
    rule = "        a.grad += " + " + ".join(["0.0"] * 600) + " + out.grad\n        b.grad += out.grad"
    assert record(op_of_rule(rule)()).steps[-1].formula[1] == "b.grad += op(a, b).grad"
