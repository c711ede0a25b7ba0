"""04 The Loop under plain CPython: what it shows is what the object graph computes, on whatever backend."""

import re
from math import isfinite

import pytest

from micrograd import MLP
from micrograd.compiler import BACKENDS, UnknownOp
from micrograd.compiler.painting import pixels
from micrograd.data import DATASETS
from micrograd.draw import maps
from micrograd.draw.plane import grid, thumbnail
from micrograd.draw.scale import short
from micrograd.training import divergence
from micrograd.training.trainer import Trainer
from pages import loop, words
from pages.content import Moving
from pages.events import Change, Draw, Input, Key, Press
from pages.loop.settings import SPEEDS, model_of, side_of
from pages.targets import Target
from tests.pages.events import frame, look, send

ENGINES = ("the object graph", *BACKENDS)


@pytest.fixture(params=ENGINES)
def engine(request, monkeypatch):
    """A name for `begun`: each backend in turn, and the object graph, as if the compiler knew nothing."""
    if request.param.startswith("WebAssembly"):
        pytest.importorskip("wasmtime")
    if request.param not in BACKENDS:

        def refuses(*_, **__):
            raise UnknownOp("twist", "n")

        monkeypatch.setattr("pages.loop.settings.compile_model", refuses)
        return None
    return request.param


def begun(engine=None, **settings):
    return loop.build(loop.Settings(**settings), backend=engine)


def press(state, do, value=None):
    return send(loop, state, Press(do) if value is None else Change(do, value))


def trained(state, steps):
    for _ in range(steps):
        state = press(state, "step")
    return state


def frames(state, count, ms=16.0):
    for _ in range(count):
        state = frame(loop, state, ms)
    return state


def draw(state, phase, x, y, other=False):
    """The pointer at (x, y) of the plane."""
    from micrograd.draw.plane import SPAN

    return send(loop, state, Draw("point", phase, (x / SPAN + 1) / 2, (1 - y / SPAN) / 2, other))


def trainer(settings, data):
    """The object graph, set up by hand."""
    how = {"rate": settings.rate, "l2": settings.l2, "batch_size": settings.batch, "optimizer": settings.optimizer}
    return Trainer(model_of(settings), data, seed=settings.seed, **how)


def model_at(state):
    model = MLP(2, [*state.settings.hidden, 1], activation=state.settings.activation)
    for p, number in zip(model.parameters(), state.checkpoint.parameters):
        p.data = number
    return model


def shown(state, slot):
    content = loop.view(state)[slot]
    return content.markup if isinstance(content, Moving) else content


@pytest.mark.parametrize("settings", [{}, {"batch": 10}, {"optimizer": "Adam", "rate": 0.01, "l2": 0.0}], ids=str)
def test_every_step_is_the_object_graph_s_to_nine_digits(engine, settings):
    state = begun(engine, hidden=(4,), activation="tanh", **settings)
    reference = trainer(state.settings, state.data)
    for _ in range(4):
        state = press(state, "step")
        wanted = reference.step()
        assert state.checkpoint.loss == pytest.approx(wanted.loss, rel=1e-9)
        assert state.checkpoint.accuracy == wanted.accuracy
        assert state.checkpoint.parameters == pytest.approx(wanted.parameters, rel=1e-9, abs=1e-9)


def test_the_maps_are_every_neuron_s_own_activation(engine):
    state = trained(begun(engine, hidden=(3, 2)), 3)
    pictures, side = loop.view(state)["loop.boundary"], side_of(state.program)
    assert (pictures.count, pictures.side, pictures.shown) == (6, side, 5)
    made, colors, model = bytes(pictures.pixels()), maps.palette("dark"), model_at(state)
    for place in (0, side * side // 3, side * side - 1):
        x, activations = grid(side)[place], []
        for layer in model.layers:
            x = layer(x)
            x = x if isinstance(x, list) else [x]
            activations += [v.data for v in x]
        for k, activation in enumerate(activations):
            at = 4 * (k * side * side + place)
            assert made[at : at + 4] == pixels([[activation]], colors, 2.0)


def test_what_runs_is_said(engine):
    panel = shown(begun(engine), "loop.settings")
    assert f'data-backend="{engine or "the object graph"}"' in panel
    if engine is None:
        assert (
            "cannot compile the operation &#x27;twist&#x27;" in panel or "cannot compile the operation 'twist'" in panel
        )


def test_a_backend_that_does_not_start_is_passed_over_and_the_reason_is_shown():
    class Old:
        simd = False

        def load(self, binary):
            raise RuntimeError("no WebAssembly today")

    state = loop.start(Old())
    assert state.program.backend == "NumPy"
    assert "no WebAssembly today" in shown(state, "loop.settings")
    assert trained(state, 2).at == 2


@pytest.mark.parametrize("data", ["rings", "moons"])
def test_training_reaches_more_than_ninety_percent(data):
    state = press(press(loop.start(), "data", data), "start")
    state = frames(state, 300)
    assert state.checkpoint.accuracy > 0.92 and state.checkpoint.loss < state.history.losses[0]


def test_as_many_steps_a_frame_as_were_asked_for_and_fit():
    state = press(press(loop.start(), "pace", "4"), "start")
    assert SPEEDS[4] == 20 and frames(state, 3).at == 60
    assert frames(state, 60).speed == pytest.approx(20 * 1000 / 16, rel=0.2)
    large = press(press(loop.start(), "hidden", "16 16 16 16"), "pace", "6")
    assert 1 <= frames(press(large, "start"), 1).at < SPEEDS[6]


def test_many_steps_at_once_are_the_same_as_one_by_one():
    slow = frames(press(loop.start(), "start"), 40)
    fast = frames(press(press(loop.start(), "pace", "3"), "start"), 4)
    assert fast.checkpoint == slow.checkpoint
    assert [fast.history.losses[k] for k in range(41)] == pytest.approx(
        [slow.history.losses[k] for k in range(41)], rel=1e-12
    )


def test_reset_replays_the_same_weights_and_new_weights_draws_others():
    state = trained(loop.start(), 5)
    again = trained(press(state, "reset"), 5)
    assert again.checkpoint == state.checkpoint
    other = press(state, "weights")
    assert other.at == 0 and other.checkpoint.parameters != press(state, "reset").checkpoint.parameters


def test_history_brings_back_loss_boundary_weights_and_every_map_together():
    state, seen = loop.start(), []
    for _ in range(12):
        state = press(state, "step")
        view = loop.view(state)
        seen.append((state.checkpoint, bytes(view["loop.boundary"].pixels()), view["loop.edges"], view["loop.stats"]))
    for step in (1, 7, 12, 3):
        past = press(state, "history", str(step))
        view = loop.view(past)
        assert past.last == 12 and not past.playing
        assert (past.checkpoint, bytes(view["loop.boundary"].pixels()), view["loop.edges"], view["loop.stats"]) == seen[
            step - 1
        ]


def test_a_branch_goes_on_from_the_past_with_what_is_set_now_and_races_its_ghost():
    state = trained(loop.start(), 12)
    past = press(state, "history", "4")
    branch = trained(press(past, "rate", "0.3"), 1)
    assert branch.at == branch.last == 5 and branch.history is not state.history
    assert [branch.history.losses[k] for k in range(5)] == [state.history.losses[k] for k in range(5)]
    assert branch.checkpoint.loss != state.history.losses[5] and 'class="ghost"' in shown(branch, "loop.chart")
    assert f'data-stat="ghost" data-value="{state.history.losses[5]!r}"' in shown(branch, "loop.stats")
    assert 'data-stat="ghost"' not in shown(state, "loop.stats") + shown(
        trained(branch, 8), "loop.stats"
    )  # it got no further than 12
    assert (
        state.last == 12 and press(state, "history", "5").checkpoint.loss == state.history.losses[5]
    )  # the old run is whole


@pytest.mark.parametrize(
    "name, text",
    [("rate", "fast"), ("rate", ""), ("rate", "-1"), ("batch", "2.5"), ("batch", "0"), ("l2", "nan"), ("noise", "9"), ("seed", "x"),
     ("hidden", "0 8"), ("hidden", "8 8 8 8 8"), ("hidden", "")],
)  # fmt: skip
def test_a_wrong_setting_keeps_its_text_says_what_would_be_right_and_changes_nothing(name, text):
    right = {"rate": "0.05", "batch": "20", "l2": "0", "noise": "0.2", "seed": "3", "hidden": "4"}
    state = trained(loop.start(), 2)
    after = press(state, name, text)
    assert after.settings == state.settings and after.at == 2
    panel = shown(after, "loop.settings")
    assert f'id="loop-{name}-error"' in panel and "Write " in panel
    assert re.search(rf'id="loop-{name}"[^>]* value="{re.escape(text)}"', panel)
    assert "error" not in shown(press(after, name, right[name]), "loop.settings")


def test_optimizer_settings_act_at_once_without_a_reset():
    state = trained(loop.start(), 3)
    for name, value in (("rate", "0.05"), ("batch", "20"), ("l2", "0.001"), ("optimizer", "Adam")):
        state = press(state, name, value)
    assert state.at == 3
    state = trained(state, 1)
    used = state.history.span_before(state.at).hyperparameters
    assert (used.lr, used.l2, used.batch_size, used.optimizer) == (0.05, 0.001, 20, "Adam")
    assert state.checkpoint.optimizer == "Adam" and state.checkpoint.memory[0] == 1


def test_divergence_stops_at_the_step_that_made_it_and_is_explained():
    state = press(press(loop.start(), "rate", "10"), "l2", "1")  # every step multiplies p by 1 - 2 * 10
    state = frames(press(press(state, "pace", "6"), "start"), 100)
    assert not state.playing and "It diverged" in shown(state, "loop.caption")
    assert isfinite(state.history.losses[state.last - 1]) and not isfinite(state.history.losses[state.last])
    assert press(state, "step").at == state.at
    assert "It diverged" not in shown(press(state, "history", "0"), "loop.caption")


@pytest.mark.parametrize(
    "settings",
    [
        {"rate": "10", "l2": "0.5"},
        {"rate": "10", "l2": "0", "activation": "linear"},
        {"rate": "10", "l2": "1", "batch": "7"},
    ],
    ids=str,
)
def test_divergence_is_traced_to_the_op_that_began_it(settings):
    state = loop.start()
    for name, value in settings.items():
        state = press(state, name, value)
    state = frames(press(press(state, "pace", "6"), "start"), 100)
    assert not isfinite(state.checkpoint.loss)
    caption = shown(state, "loop.caption")
    assert "It began" in caption or "their sum" in caption
    found = divergence.origin(state.program, state.history, model_of(state.settings), state.at)
    if found.tape:
        step = found.tape.steps[found.step]
        assert f"at the op {step.op.replace('*', '×')}" in caption and words.caption(found.tape, found.step) in caption
        assert not all(isfinite(change.after) for change in step.changes)
    else:
        assert found.parameter[0] in caption


def test_a_rate_that_is_too_large_is_told():
    state = trained(press(loop.start(), "rate", "10"), 30)
    assert "It does not learn" in shown(state, "loop.caption")
    assert "It does not learn" not in shown(trained(loop.start(), 30), "loop.caption")


def test_a_neuron_that_is_pointed_at_is_shown_large_and_its_edges_stand_out():
    state = look(loop, loop.start(), "neuron.2.3")
    view = loop.view(state)
    assert view["loop.boundary"].shown == 8 + 3 and "Layer 2, neuron 4" in view["loop.caption"]
    assert view["loop.edges"].markup.count("edge looked") == 8 + 1 + 1
    assert loop.view(look(loop, state, None))["loop.boundary"].shown == 16


def test_edges_carry_their_exact_weight_at_rest_and_none_while_they_change():
    state = trained(loop.start(), 1)
    found = dict(re.findall(r'data-edge="([^"]*)" data-value="([^"]*)"', shown(state, "loop.edges")))
    model = model_at(state)
    for l, layer in enumerate(model.layers):
        for n, neuron in enumerate(layer.neurons):
            assert float(found[f"{l}.{n}.b"]) == neuron.b.data
            assert [float(found[f"{l}.{n}.{i}"]) for i in range(len(neuron.w))] == [w.data for w in neuron.w]
    assert "data-value" not in shown(press(state, "start"), "loop.edges")


# --- the reader's own points ---


def test_a_press_adds_a_point_of_the_pen_s_class_and_the_other_button_one_of_the_other():
    state = draw(draw(loop.start(), "down", 0.0, 0.0), "up", 0.0, 0.0)
    assert len(state.data) == 101 and state.data.labels[-1] == 1 and state.data.points[-1] == pytest.approx((0, 0))
    state = draw(draw(state, "down", 1.2, -0.4, other=True), "up", 1.2, -0.4)
    assert state.data.labels[-1] == -1 and state.data.points[-1] == pytest.approx((1.2, -0.4))
    state = draw(press(state, "pen", "diamond"), "down", 2.4, 2.4)
    assert state.data.labels[-1] == -1 and len(state.data) == 103
    assert state.settings.batch == len(state.data)  # a full batch stays one


def test_a_point_is_dragged_and_erased_and_one_always_stays():
    state = press(loop.start(), "data", "your own")
    state = draw(draw(state, "down", 1.05, 1.0), "move", 0.5, -2.0)
    assert state.data.points == ((-1.0, -1.0), pytest.approx((0.5, -2.0)))
    state = draw(draw(state, "up", 0.5, -2.0), "move", 1.0, 1.0)
    assert state.data.points[1] == pytest.approx((0.5, -2.0))
    state = draw(press(state, "pen", "erase"), "down", 0.5, -2.0)
    assert state.data.points == ((-1.0, -1.0),)
    assert draw(state, "down", -1.0, -1.0).data == state.data


def test_training_goes_on_with_other_points_and_history_remembers_which_there_were():
    state = trained(loop.start(), 3)
    state = draw(draw(state, "down", 0.0, 0.0), "up", 0.0, 0.0)
    assert state.at == state.last == 3
    score, x = model_at(state), (0.0, 0.0)
    own = max(0.0, 1 - score(x).data)
    before = trained(loop.start(), 3).checkpoint.loss
    assert state.checkpoint.loss == pytest.approx((before * 100 + own) / 101, abs=1e-4)
    state = trained(state, 3)
    assert len(press(state, "history", "2").data) == 100 and len(press(state, "history", "5").data) == 101
    assert (
        press(state, "history", "6").checkpoint == state.checkpoint
        and press(state, "history", "6").checkpoint.step == 6
    )


def test_reset_keeps_the_reader_s_points_and_another_data_set_replaces_them():
    state = trained(draw(loop.start(), "down", 0.0, 0.0), 2)
    assert (
        len(press(state, "reset").data) == 101 and press(state, "reset").checkpoint.loss != loop.start().checkpoint.loss
    )
    assert len(press(state, "data", "moons").data) == 100


def test_a_state_is_never_changed_by_what_follows():
    state = trained(loop.start(), 2)
    before = loop.view(state)
    made = bytes(before["loop.boundary"].pixels())
    trained(draw(press(state, "rate", "0.5"), "down", 0.3, 0.3), 4)
    trained(press(press(state, "history", "1"), "optimizer", "Adam"), 4)
    after = loop.view(state)
    assert after["loop.stats"] == before["loop.stats"] and bytes(after["loop.boundary"].pixels()) == made


def test_what_starts_a_new_run_waits_until_the_reader_has_typed_it():
    state = frames(press(loop.start(), "start"), 3)

    def key(state, name, text):
        return send(loop, state, Input(name, text))

    typing = key(key(state, "hidden", "8 8 "), "hidden", "8 8 1")
    assert typing.settings == state.settings and typing.at == 3 and loop.moving(typing)
    typing = key(typing, "hidden", "8 8 16")
    paused = typing
    for _ in range(100):
        paused = frame(loop, paused, 16.0)
    assert paused.settings.hidden == (8, 8, 16) and paused.waiting is None
    assert send(loop, typing, Change("hidden", "8 8 16")).settings.hidden == (8, 8, 16)
    stepped = press(typing, "step")
    assert stepped.settings.hidden == (8, 8, 16) and stepped.at == 1
    assert key(state, "rate", "0.2").settings.rate == 0.2  # what acts at once needs no waiting


def test_failures_name_the_rate_that_led_to_them():
    state = press(loop.start(), "rate", "10")
    for _ in range(30):
        state = press(state, "step")
    state = press(state, "rate", "0.05")
    told = loop.view(state)["loop.caption"]
    assert "It does not learn" in told and "rate was 10" in told and "0.05" not in told


@pytest.mark.parametrize("name", DATASETS)
def test_a_press_on_a_data_set_s_picture_chooses_it(name):
    state = send(loop, loop.start(), Press("set", name))
    assert state.settings.data == name and state.data == DATASETS[name](n=100, noise=0.1, seed=1) and state.at == 0
    panel = shown(state, "loop.settings")
    pressed = re.findall(r'aria-pressed="true" data-do="loop.set" value="([^"]*)"', panel)
    assert pressed == [name] and thumbnail(state.data) in panel
    assert f'<option value="{name}" selected=""' in panel


def keys(state, *names, shift=False, on="plane"):
    for key in names:
        state = send(loop, state, Key(key, on and Target(on), shift))
    return state


def test_points_are_added_and_erased_by_keys_alone():
    state = keys(loop.start(), *["ArrowRight"] * 3, *["ArrowUp"] * 12, "Enter")
    assert (state.data.points[-1], state.data.labels[-1], len(state.data)) == ((0.3, 1.2), 1, 101)
    assert state.settings.batch == 101
    caption = shown(state, "loop.caption")
    assert "Added a disc." in caption and "(0.3, 1.2)" in caption and "It is on a disc." in caption
    state = keys(keys(state, "ArrowDown", "ArrowDown"), "Enter", shift=True)
    assert (state.data.points[-1], state.data.labels[-1]) == ((0.3, 1.0), -1)
    state = keys(state, "Delete")
    assert len(state.data) == 101 and "Erased a diamond." in shown(state, "loop.caption")
    assert 'class="crosshair"' in shown(state, "loop.crosshair")
    assert shown(keys(state, "Escape"), "loop.crosshair") == ""


def test_the_crosshair_stays_on_the_plane_and_says_what_the_network_says_there():
    from micrograd.draw.plane import SPAN

    state = trained(keys(loop.start(), *["ArrowLeft"] * 60, *["ArrowDown"] * 3), 2)
    assert state.crosshair.place == (-SPAN, -0.3)
    said = model_at(state)(state.crosshair.place).data
    assert f"where the network says {short(said, 3)}:" in shown(state, "loop.caption")
    running = frames(press(state, "start"), 1)  # what is spoken must not change with every frame
    assert shown(running, "loop.caption") == shown(frames(running, 3), "loop.caption") != shown(state, "loop.caption")


def test_keys_pressed_elsewhere_do_nothing_and_other_keys_are_the_browser_s():
    state = loop.start()
    assert keys(state, "ArrowUp", on=None) is state and keys(state, "Tab", "x", "Escape") is state


def test_the_last_point_is_not_erased_and_no_more_than_the_most_are_added():
    state = press(loop.start(), "data", "your own")
    state = keys(
        state, *["ArrowRight"] * 10, *["ArrowUp"] * 10, "Delete", *["ArrowLeft"] * 20, *["ArrowDown"] * 20, "Delete"
    )
    assert len(state.data) == 1 and "The last point stays" in shown(state, "loop.caption")
    for _ in range(600):
        state = keys(state, "Enter")
    assert len(state.data) == 500 and "no more can be added" in shown(state, "loop.caption")


def test_the_crosshair_is_gone_when_the_reader_turns_elsewhere():
    state = keys(loop.start(), "ArrowUp")
    away = look(loop, state, None)
    assert shown(away, "loop.crosshair") == "" and away.crosshair.place == (0.0, 0.1)
    assert keys(away, "ArrowUp").crosshair.place == (0.0, 0.2)


@pytest.mark.parametrize("view", ["python", "machine"])
def test_the_program_that_trains_can_be_read_and_leads_to_its_neurons(view):
    state = send(loop, loop.start(), Press("program", view))
    panel, listed = shown(state, "loop.program"), state.program.listing()
    assert f"{len(listed)} lines" in panel and panel.count('class="line ') == len(listed) and "for each sample" in panel
    at = next(n for n, line in enumerate(listed) if line.of == ("l2n3",) and line.part == "forward")
    looked = look(loop, state, f"line.{at}")
    assert looked.neuron == (1, 2)
    at = next(n for n, line in enumerate(listed) if "l1n4w2" in line.text and line.part == "backward")
    assert look(loop, state, f"line.{at}").neuron == (0, 3)
    assert look(loop, state, "line.100000").neuron is None
    assert 'class="line ' not in shown(send(loop, state, Press("program", view)), "loop.program")
    assert press(state, "weights").listing == view


def test_of_a_long_program_the_first_lines_are_shown_and_the_update():
    state = send(loop, loop.build(loop.Settings(hidden=(12, 12)), backend="Python"), Press("program", "python"))
    panel, listed = shown(state, "loop.program"), state.program.listing()
    assert len(listed) > 702 and panel.count('class="line ') == 702 and 'class="part update"' in panel


def test_what_is_not_compiled_has_no_program_and_says_so(monkeypatch):
    def refuses(*_, **__):
        raise UnknownOp("twist", "n")

    monkeypatch.setattr("pages.loop.settings.compile_model", refuses)
    assert "cannot be compiled" in shown(loop.start(), "loop.program")
