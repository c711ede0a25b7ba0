"""The bench: contenders must agree before any time counts, and the report says what was missed."""

import pytest

from tools import bench
from tools.bench.answers import BUDGETS
from tools.bench.report import figure, goals, markdown
from tools.project import Trouble


def test_contenders_that_compute_something_else_are_no_contenders():
    right = {"loss": 0.5, "gradient": [1.0, -2.0]}
    bench.agree({"hand-written": right, "NumPy": {"loss": 0.5, "gradient": [1.0, -2.0 + 1e-9]}})
    bench.agree({"hand-written": right, "TensorFlow.js": {"loss": 0.5001, "gradient": [1.0, -2.0]}})
    for wrong in ({"loss": 0.6, "gradient": [1.0, -2.0]}, {"loss": 0.5, "gradient": [1.0, float("nan")]}):
        with pytest.raises(Trouble, match="NumPy computes something else"):
            bench.agree({"hand-written": right, "NumPy": wrong})


def found(ours):
    """A report in which ours takes `ours` ms for everything, and the others 1 ms."""
    times = dict.fromkeys(bench.CONTENDERS, 1.0) | {"object graph": 100.0, "WebAssembly SIMD": ours}
    rows = [{"sizes": s, "samples": 100, "parameters": 100, "step": times, "maps": times} for s in bench.SIZES]
    times_of_frames = {"median": 6.0, "95 %": 7.0, "99 %": 12.0, "worst": 20.0}
    frame = {"frames": 10, "clock": times_of_frames, "processor": times_of_frames, "all": 9.0}
    compile_ = {"2-8-8-1": [9.0], "2-64-64-1": [2000.0]}
    answers = dict.fromkeys(BUDGETS, 5.0)
    return {"machine": {"cores": 2}, "rows": rows, "compile": compile_, "frame": frame, "answers": answers}


def test_the_report_says_what_was_reached_and_what_was_missed():
    assert [good for _, good in goals(found(0.01))] == [True] * 8 + [True, False, True, True, False]
    assert not any(good for _, good in list(goals(found(2.0)))[:8])
    report = markdown(found(0.01))
    assert all(f"- {what}: 5 ms (budget {most:g})" in report for what, most in BUDGETS.items())
    assert report.count("**missed**") == 2 and "| 2-8-8-1 | 100 | 100 | 1 |" in report


def test_a_figure_has_three_digits_and_nothing_is_a_dash():
    assert [figure(ms) for ms in (None, 0.0035123, 12.345, 1234.5)] == ["–", "0.00351", "12.3", "1,234"]
