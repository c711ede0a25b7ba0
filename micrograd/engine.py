"""Value: one number that remembers how it was made, and from that finds its gradient.

    a, b = Value(2.0), Value(-3.0)
    (a * b + a).backward()
    a.grad          # d(a * b + a)/da = b + 1 = -2.0

An operation computes `out` and leaves `out._backward`: the chain rule for this one operation, which adds (local
derivative) * (gradient of out) to the gradient of each operand. `backward` calls these in reverse topological order.
Offers `Value`, `topological` (that order) and `release` (to free a graph at once).
"""

from .errors import check_base, check_division, check_domain, exponent, named
from .number_like import NumberLike, broadcast_over_arrays
from .scalar import cos, exp, gelu, gelu_slope, leaky_relu, log, number, power, relu, sigmoid, sin, softplus, sqrt, tanh


class Value(NumberLike):
    """A number `data`, its gradient `grad`, and the operation and operands that made it.

    data    a real number (int, float, a NumPy scalar); TypeError for anything else
    grad    d(root)/d(self) after root.backward(); 0.0 before
    label   a name to show; may be empty
    _prev   the operands in order, a tuple: both of them for x * x
    _op     '+', '*', '**2', 'ReLU', ...; '' for a leaf
    _backward   adds what this value's gradient contributes to its operands' gradients
    """

    __slots__ = ("_backward", "_op", "_prev", "data", "grad", "label")  # no others: a misspelled one is an error

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = number(data)
        self.grad = 0.0
        self.label = label
        self._prev = tuple(_children)
        self._op = _op
        self._backward = nothing

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other):
        other = value(other, self, "+")
        out = Value(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward

        return out

    def __mul__(self, other):
        other = value(other, self, "*")
        out = Value(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward

        return out

    def __pow__(self, other):
        if isinstance(other, Value):
            return (other * check_base(self, other).log()).exp()
        other = exponent(other, self)
        out = Value(power(self.data, other), (self,), f"**{other}")

        def _backward():
            if other != 0:  # x**0 is flat, at x = 0 too
                self.grad += other * power(self.data, other - 1) * out.grad
        out._backward = _backward

        return out

    def relu(self):
        """The value where it is above 0, else 0. Its slope at 0 is taken as 0."""
        out = Value(relu(self.data), (self,), "ReLU")

        def _backward():
            self.grad += (out.data > 0) * out.grad
        out._backward = _backward

        return out

    def tanh(self):
        """The hyperbolic tangent, between -1 and 1. d tanh(x)/dx = 1 - tanh(x)**2."""
        out = Value(tanh(self.data), (self,), "tanh")

        def _backward():
            self.grad += (1 - out.data**2) * out.grad
        out._backward = _backward

        return out

    def sigmoid(self):
        """1 / (1 + e**-x), between 0 and 1. Its derivative is s * (1 - s), with s the result."""
        out = Value(sigmoid(self.data), (self,), "sigmoid")

        def _backward():
            self.grad += out.data * (1 - out.data) * out.grad
        out._backward = _backward

        return out

    def exp(self):
        """e**x, its own derivative; inf where that is too large for a float."""
        out = Value(exp(self.data), (self,), "exp")

        def _backward():
            self.grad += out.data * out.grad
        out._backward = _backward

        return out

    def log(self):
        """The natural logarithm; ValueError unless the value is above 0. d log(x)/dx = 1 / x."""
        check_domain(self, "log")
        out = Value(log(self.data), (self,), "log")

        def _backward():
            self.grad += 1 / self.data * out.grad
        out._backward = _backward

        return out

    def backward(self):
        """Set this value's gradient to 1, and add d(self)/d(leaf) to the gradient of every leaf it came from.

        Leaves add up over calls, until something sets them to 0 (`Module.zero_grad` does); the rest starts anew.
        """
        order = topological(self)
        for v in order:
            v.grad = 0.0 if v._prev else v.grad
        self.grad = 1.0
        for v in reversed(order):
            v._backward()

    # Everything else is made of the operations above.

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-value(other, self, "-"))

    def __truediv__(self, other):
        other = value(other, self, "/")
        check_division(self, other)
        return self * other**-1

    def __radd__(self, other):
        return self + value(other, self, "+")

    def __rmul__(self, other):
        return self * value(other, self, "*")

    def __rsub__(self, other):
        return value(other, self, "-") + (-self)

    def __rtruediv__(self, other):
        return value(other, self, "/") / self

    def __rpow__(self, other):
        return value(other, self, "**") ** self

    def __abs__(self):
        return self.abs()

    # More functions, in the same shape.

    def sqrt(self):
        """The square root; ValueError below 0. d sqrt(x)/dx = 1 / (2 sqrt(x)), infinitely steep at 0."""
        check_domain(self, "sqrt")
        out = Value(sqrt(self.data), (self,), "sqrt")

        def _backward():
            self.grad += 0.5 * power(out.data, -1) * out.grad
        out._backward = _backward

        return out

    def abs(self):
        """The value without its sign. Its slope is the sign, and at 0 taken as 0."""
        out = Value(abs(self.data), (self,), "abs")

        def _backward():
            self.grad += ((self.data > 0) - (self.data < 0)) * out.grad
        out._backward = _backward

        return out

    def sin(self):
        """The sine of an angle in radians. d sin(x)/dx = cos(x)."""
        out = Value(sin(self.data), (self,), "sin")

        def _backward():
            self.grad += cos(self.data) * out.grad
        out._backward = _backward

        return out

    def cos(self):
        """The cosine of an angle in radians. d cos(x)/dx = -sin(x)."""
        out = Value(cos(self.data), (self,), "cos")

        def _backward():
            self.grad += -sin(self.data) * out.grad
        out._backward = _backward

        return out

    def softplus(self):
        """log(1 + e**x): relu with its corner rounded. Its derivative is sigmoid(x)."""
        out = Value(softplus(self.data), (self,), "softplus")

        def _backward():
            self.grad += sigmoid(self.data) * out.grad
        out._backward = _backward

        return out

    def leaky_relu(self):
        """The value where it is above 0, else a hundredth of it: never quite flat, so that no neuron dies."""
        out = Value(leaky_relu(self.data), (self,), "leaky ReLU")

        def _backward():
            self.grad += (0.01 + 0.99 * (out.data > 0)) * out.grad
        out._backward = _backward

        return out

    def gelu(self):
        """x times a smooth step from 0 to 1; the activation of GPT-2. The formula is in scalar.py, and its slope."""
        out = Value(gelu(self.data), (self,), "GELU")

        def _backward():
            self.grad += gelu_slope(self.data) * out.grad
        out._backward = _backward

        return out


broadcast_over_arrays(Value)


def topological(root):
    """The values `root` was made from, and root last: a list in which operands stand before results.

    The order is that of the recursive definition (visit the operands in order, then append the value); a stack of our
    own instead of Python's lets a chain of any length through.
    """
    order: list[Value] = []
    seen = {root}
    stack = [(root, iter(root._prev))]
    while stack:
        v, operands = stack[-1]
        for operand in operands:
            if operand not in seen:
                seen.add(operand)
                stack.append((operand, iter(operand._prev)))
                break
        else:
            order.append(v)
            stack.pop()
    return order


def release(root):
    """Cut the links of every value behind `root`, so that what nobody else holds is freed at once.

    A value and its `_backward` hold each other. Python's collector finds such cycles, but late: a training loop grows
    by some ten steps' graphs before it does. A loop that is done with its graph can say so. Data and gradients stay.
    """
    stack = [root]
    while stack:
        v = stack.pop()
        stack += v._prev
        v._prev, v._backward = (), nothing


def nothing():
    """What a leaf does in the backward pass."""


def value(other, self, op):
    """`other` as a Value, a leaf if it was a plain number; TypeError, naming both operands, for anything else."""
    if isinstance(other, Value):
        return other
    return Value(number(other, f"the '{op}' with {named(self)}"))
