"""The optimizers, as instructions: optim.py's SGD and Adam over all parameters, two at a time if vectors are to be had.

Offers `sgd`, `adam`, `whole_power`, and what fixed.py uses as well: `counted` and `number`.
"""

from .encode import F64, I32, assemble


def counted(local, end, step, body):
    """for local = 0, step, 2 step, ... below `end` (a number known now, perhaps 0): body."""
    if not end:
        return b""
    return assemble(
        "i32.const",
        0,
        "local.set",
        local,
        "loop",
        body,
        "local.get",
        local,
        "i32.const",
        step,
        "i32.add",
        "local.tee",
        local,
        "i32.const",
        end,
        "i32.lt_u",
        "br_if",
        0,
        "end",
    )


def number(address):
    """Instructions that read the f64 at a fixed address."""
    return assemble("i32.const", 0, "f64.load", address)


def tidy(layout):
    """Parameters are updated two at a time: put one that is only padding back to 0 (0 * an infinite rate is nan)."""
    if layout.parameters % 2 == 0:
        return b""
    return assemble("i32.const", 0, "f64.const", 0.0, "f64.store", layout.address("parameters", layout.parameters))


def sgd(layout, lanes, call):
    """v = momentum v + g (v = g if momentum is 0: what v was may be nan); p -= rate v."""
    i, v, g = 0, 1, 2
    at = layout.address
    size = layout.sections["parameters"][1]
    body = lanes.code(
        "local.get",
        i,
        "T.load",
        at("sums"),
        "local.set",
        g,
        "local.get",
        g,
        "i32.const",
        0,
        "T.uniform",
        at("settings", 1),
        "local.get",
        i,
        "T.load",
        at("first"),
        "T.mul",
        "local.get",
        g,
        "T.add",
        "i32.const",
        0,
        "T.uniform",
        at("settings", 1),
        "T.const",
        0.0,
        "T.eq",
        "T.select",
        "local.set",
        v,
        "local.get",
        i,
        "local.get",
        v,
        "T.store",
        at("first"),
        "local.get",
        i,
        "local.get",
        i,
        "T.load",
        at("parameters"),
        "i32.const",
        0,
        "T.uniform",
        at("settings", 0),
        "local.get",
        v,
        "T.mul",
        "T.sub",
        "T.store",
        at("parameters"),
    )
    return (), (), ((1, I32), (2, lanes.type)), counted(i, size, 8 * lanes.width, body) + tidy(layout)


def adam(layout, lanes, call):
    """optim.Adam: t += 1; m and s, the running means; p -= rate m / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + eps)."""
    i, fast, slow, a, b, m, s, g = 0, 1, 2, 3, 4, 5, 6, 7  # a, b: 1 - beta^t
    at = layout.address
    rate, beta1, beta2, eps, t = (at("settings", n) for n in (0, 3, 4, 5, 6))
    code = assemble("i32.const", 0, number(t), "f64.const", 1.0, "f64.add", "f64.store", t)
    for beta, one, power in (beta1, fast, a), (beta2, slow, b):
        code += lanes.code(
            "i32.const",
            0,
            "T.uniform",
            beta,
            "local.set",
            one,
            "f64.const",
            1.0,
            number(beta),
            number(t),
            call("whole_power"),
            "f64.sub",
            "T.splat",
            "local.set",
            power,
        )
    mean = lanes.code(
        "local.get",
        i,
        "T.load",
        at("first"),
        "local.get",
        fast,
        "T.mul",
        "T.const",
        1.0,
        "local.get",
        fast,
        "T.sub",
        "local.get",
        g,
        "T.mul",
        "T.add",
        "local.set",
        m,
        "local.get",
        i,
        "local.get",
        m,
        "T.store",
        at("first"),
    )
    square = lanes.code(
        "local.get",
        i,
        "T.load",
        at("second"),
        "local.get",
        slow,
        "T.mul",
        "T.const",
        1.0,
        "local.get",
        slow,
        "T.sub",
        "local.get",
        g,
        "T.mul",
        "local.get",
        g,
        "T.mul",
        "T.add",
        "local.set",
        s,
        "local.get",
        i,
        "local.get",
        s,
        "T.store",
        at("second"),
    )
    update = lanes.code(
        "local.get",
        i,
        "local.get",
        i,
        "T.load",
        at("parameters"),
        "i32.const",
        0,
        "T.uniform",
        rate,
        "local.get",
        m,
        "local.get",
        a,
        "T.div",
        "T.mul",
        "local.get",
        s,
        "local.get",
        b,
        "T.div",
        "T.sqrt",
        "i32.const",
        0,
        "T.uniform",
        eps,
        "T.add",
        "T.div",
        "T.sub",
        "T.store",
        at("parameters"),
    )
    body = lanes.code("local.get", i, "T.load", at("sums"), "local.set", g) + mean + square + update
    return (
        (),
        (),
        ((1, I32), (7, lanes.type)),
        code + counted(i, layout.sections["parameters"][1], 8 * lanes.width, body) + tidy(layout),
    )


def whole_power(layout, lanes, call):
    """(x, n): x ** n for a whole number n of at least 1, by squaring."""
    x, t, n, result = 0, 1, 2, 3
    return (
        (F64, F64),
        (F64,),
        ((1, I32), (1, F64)),
        assemble(
            "local.get",
            t,
            "i32.trunc_f64_u",
            "local.set",
            n,
            "f64.const",
            1.0,
            "local.set",
            result,
            "loop",
            "local.get",
            n,
            "i32.const",
            1,
            "i32.and",
            "if",
            "local.get",
            result,
            "local.get",
            x,
            "f64.mul",
            "local.set",
            result,
            "end",
            "local.get",
            x,
            "local.get",
            x,
            "f64.mul",
            "local.set",
            x,
            "local.get",
            n,
            "i32.const",
            1,
            "i32.shr_u",
            "local.tee",
            n,
            "br_if",
            0,
            "end",
            "local.get",
            result,
        ),
    )
