"""Who depends on whom: what stays lit beside a box that is pointed at."""

import pytest

from pages.exhibit.kin import relatives
from pages.exhibit.run import Run
from pages.expression import read
from pages.idea.examples import EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_whatever_stands_in_a_local_derivative_on_the_way_to_the_root_is_among_the_relatives(example):
    run = Run(read(example.text).tape)
    nodes, steps = run.tape.nodes, run.tape.steps
    for index in range(len(nodes)):
        kin = relatives(run, index)
        ahead = {index}  # what is made from it
        for node in nodes:
            if ahead & set(node.operands):
                ahead.add(node.index)
        for step in steps:
            if step.op == "*" and step.locals and step.node in ahead:
                a, b = nodes[step.node].operands
                assert (a not in ahead or b in kin) and (b not in ahead or a in kin)
