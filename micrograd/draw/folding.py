"""A graph too large to read, with one box for each neuron.

A neuron is what the lecture writes: a sum of products, each of a weight with something else, and a bias; and the
activation that bends it. In the graph of a loss over several samples, each neuron is there once for each sample.

Offers `neurons_in(nodes, parameters)`, `NeuronBoxes`, and `fold(nodes, boxes)`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..tape.records import Node

SIGN = "Σ"  # the op of a neuron's box


@dataclass(frozen=True)
class Neuron:
    """One neuron, for one sample. All are indices of nodes."""

    output: int
    inside: frozenset[int]  # its output too: sums, products, and what bends the sum
    weights: tuple[int, ...]  # leaves that belong to it, its bias included
    depth: int  # 1 for a neuron that takes inputs alone


@dataclass(frozen=True)
class Sum:
    """A sum that may be a neuron's: its products, its other leaves, and all nodes of it."""

    products: tuple[int, ...] = ()
    biases: tuple[int, ...] = ()
    zeros: tuple[int, ...] = ()
    inside: frozenset[int] = frozenset()

    def __add__(self, other: "Sum") -> "Sum":
        parts = (self.products + other.products, self.biases + other.biases, self.zeros + other.zeros)
        return Sum(*parts, self.inside | other.inside)


def neurons_in(nodes: Sequence[Node], parameters: Collection[int] | None = None) -> list[Neuron]:
    """The neurons of a graph, in its order.

    nodes: in topological order; parameters: the leaves that are a model's, if it is known. If not, a product with any
    leaf may be one with a weight; a sum of a single product counts as something else then, for a loss is written so.
    """
    users = _users(nodes)
    sums: dict[int, Sum] = {}
    absorbed: set[int] = set()
    for node in nodes:
        parts = _summands(node, nodes, users, sums, parameters)
        if parts is not None:
            sums[node.index] = sum(parts.values(), Sum(inside=frozenset({node.index})))
            absorbed.update(j for j in parts if j in sums)
    least = 1 if parameters is not None else 2
    found = {i: part for i, part in sums.items() if i not in absorbed and len(part.products) >= least}
    own = _weights(nodes, users, found, parameters)
    depths: dict[int, int] = {}
    neurons = []
    output_of = {i: _bent(i, nodes, users) for i in found}
    ends = {output_of[i]: i for i in found}
    for node in nodes:
        depth = max((depths[j] for j in node.operands), default=0)
        depths[node.index] = depth + (node.index in found)
        if node.index in ends:
            root = ends[node.index]
            inside = found[root].inside | {root, node.index}
            neurons.append(Neuron(node.index, inside, own[root], depths[root]))
    return neurons


def _users(nodes: Sequence[Node]) -> dict[int, set[int]]:
    users: dict[int, set[int]] = {node.index: set() for node in nodes}
    for node in nodes:
        for j in node.operands:
            users[j].add(node.index)
    return users


def _summands(
    node: Node,
    nodes: Sequence[Node],
    users: Mapping[int, set[int]],
    sums: Mapping[int, Sum],
    parameters: Collection[int] | None,
) -> dict[int, Sum] | None:
    """What a node adds up, {operand: its part of a neuron's sum}; None if it is no neuron's sum."""
    if node.op != "+" or len(set(node.operands)) != 2:
        return None
    parts = {}
    for j in node.operands:
        operand, alone = nodes[j], len(users[j]) == 1
        if alone and j in sums:
            parts[j] = sums[j]
        elif alone and operand.op == "*" and any(_weighs(nodes[k], parameters) for k in operand.operands):
            if len(set(operand.operands)) != 2:
                return None  # a square, as in a sum of squares
            parts[j] = Sum(products=(j,), inside=frozenset({j}))
        elif not operand.op and operand.data == 0 and not (parameters and j in parameters):
            parts[j] = Sum(zeros=(j,))  # what sum() starts with; or a bias of 0, of a model that is not known
        elif _weighs(operand, parameters):
            parts[j] = Sum(biases=(j,))
        else:
            return None
    if sum(len(part.biases) for part in parts.values()) > 1:
        return None
    return parts


def _weighs(node: Node, parameters: Collection[int] | None) -> bool:
    return not node.op and (parameters is None or node.index in parameters)


def _bent(root: int, nodes: Sequence[Node], users: Mapping[int, set[int]]) -> int:
    """The node of a neuron's activation; the sum itself, if nothing bends it."""
    if len(users[root]) == 1:
        (user,) = users[root]
        if len(nodes[user].operands) == 1 and not nodes[user].op.startswith("**"):
            return user
    return root


def _weights(
    nodes: Sequence[Node], users: Mapping[int, set[int]], found: Mapping[int, Sum], parameters: Collection[int] | None
) -> dict[int, tuple[int, ...]]:
    """The leaves that belong to each neuron and to nothing else: its weights, its bias, and the zeros in its sum.

    Several samples share a neuron's weights. So a leaf is a weight if it is in all sums with the same bias, and in no
    other; of two leaves in one product it is the first.
    """
    families: dict[int, set[int]] = {}
    home: dict[int, int] = {}
    for root, part in found.items():
        bias = max(part.biases + part.zeros, key=lambda j: len(users[j]), default=root)
        families.setdefault(bias, set()).add(root)
        home |= dict.fromkeys((*part.products, *part.inside), root)

    def owned(leaf: int) -> bool:
        if any(user not in home for user in users[leaf]):
            return False
        if parameters is not None:
            return leaf in parameters
        return {home[user] for user in users[leaf]} in families.values()

    own = {}
    for root, part in found.items():
        weights = [next((k for k in nodes[j].operands if not nodes[k].op and owned(k)), None) for j in part.products]
        rest = [j for j in (*part.biases, *part.zeros) if all(user in home for user in users[j])]
        own[root] = (*(k for k in weights if k is not None), *rest)
    return own


def names_of(neurons: Sequence[Neuron]) -> Iterator[str]:
    """How each is called, as the programs call a model's neurons: l1n1, l1n2, …, layer by layer; again, l1n1_2."""
    places: dict[int, dict[tuple[int, ...], int]] = {}
    times: dict[tuple[int, int], int] = {}
    for neuron in neurons:
        layer = places.setdefault(neuron.depth, {})
        place = layer.setdefault(neuron.weights or (-neuron.output,), len(layer))
        again = times[neuron.depth, place] = times.get((neuron.depth, place), 0) + 1
        yield f"l{neuron.depth}n{place + 1}" + (f"_{again}" if again > 1 else "")


def fold(nodes: Sequence[Node], neurons: Sequence[Neuron]) -> tuple[list[Node], list[int]]:
    """The nodes with each neuron as one, and of each of them its index in `nodes`, where its numbers are.

    A neuron's node is its output's; its operands are what it takes from outside.
    """
    at_end = {neuron.output: neuron for neuron in neurons}
    names = dict(zip(at_end, names_of(neurons)))
    gone = {i for neuron in neurons for i in (*neuron.inside, *neuron.weights) if i not in at_end}
    kept = [node.index for node in nodes if node.index not in gone]
    place = {i: n for n, i in enumerate(kept)}
    folded = []
    for i in kept:
        node, neuron = nodes[i], at_end.get(i)
        if neuron is None:
            operands = tuple(place[j] for j in node.operands)
            folded.append(Node(place[i], node.name, node.op, operands, node.data))
            continue
        taken = dict.fromkeys(
            place[j]
            for m in sorted(neuron.inside)
            for j in nodes[m].operands
            if j not in neuron.inside and j not in neuron.weights
        )
        folded.append(Node(place[i], names[i], SIGN, tuple(taken), node.data))
    return folded, kept
