"""Arguments by the names that other libraries give them: the same thing, or a sentence that says what is right.

    read_arguments("train", {"learning_rate": 0.1}, ("lr", "steps"))        # {"lr": 0.1}
    read_arguments("train", {"learning_rat": 0.1}, ("lr", "steps"))         # TypeError: ... did you mean lr?

Offers `read_arguments`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from .spelling import nearest

ALSO = {
    "lr": ("rate", "learning_rate", "learningrate", "eta", "eta0", "learning_rate_init", "step_size"),
    "steps": ("n_steps", "num_steps", "max_steps", "iterations", "iters", "num_iterations"),
    "epochs": ("n_epochs", "num_epochs", "nb_epoch", "max_epochs", "max_iter", "n_iter"),
    "batch_size": ("batch", "batchsize", "minibatch_size", "mini_batch_size"),
    "seed": ("random_state", "random_seed"),
    "loss": ("criterion", "loss_fn", "loss_function", "loss_func", "objective"),
    "optimizer": ("optim", "opt", "solver", "optimiser"),
    "schedule": ("lr_schedule", "scheduler", "lr_scheduler"),
    "warmup": ("warmup_steps", "num_warmup_steps"),
    "l2": ("reg", "regularization", "l2_reg", "l2_penalty"),
    "n": ("n_samples", "num_samples"),
    "noise": ("cluster_std",),
}
SAME = {other: name for name, others in ALSO.items() for other in others}
BY_HAND = "take micrograd.training.trainer.Trainer, one step() at a time, and do in between what you like"
ADVICE = {
    "weight_decay": "with this optimizer it is l2=weight_decay / 2; the optimizer 'AdamW' has a weight_decay",
    "alpha": "the weight of the penalty is called l2",
    "callbacks": BY_HAND,
    "callback": BY_HAND,
    "early_stopping": BY_HAND,
    "validation_data": BY_HAND,
    "validation_split": BY_HAND,
    "eval_set": BY_HAND,
    "metrics": "the losses are returned; a Trainer's step() tells the accuracy as well",
    "device": "everything is computed where Python runs",
    "clip": BY_HAND,
    "max_norm": BY_HAND,
    "nesterov": "momentum here is the plain one",
    "X": "inputs and labels go together, as the pair (X, y)",
    "y": "inputs and labels go together, as the pair (X, y)",
    "hidden_layer_sizes": "the model has its layers when it is made: MLP(2, [8, 8, 1])",
    "activation": "the model has its activation when it is made: MLP(2, [8, 1], activation='tanh')",
}


def read_arguments(
    function: str, given: Mapping[str, Any], known: Collection[str], advice: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """{the package's name: value} of keyword arguments that may have other names.

    known       the names that the function takes
    advice      {name: what to write instead}, for this function, before what is said everywhere
    TypeError for a name that means nothing here, and for two that mean the same.
    """
    found: dict[str, Any] = {}
    names: dict[str, str] = {}
    for key, value in given.items():
        name = key if key in known else SAME.get(key, key)
        if name not in known:
            raise TypeError(unknown(function, key, known, advice or {}))
        if name in found:
            raise TypeError(f"{function}() was given {names[name]} and {key}, which are the same: give {name} alone")
        found[name], names[name] = value, key
    return found


def unknown(function: str, key: str, known: Iterable[str], advice: Mapping[str, str]) -> str:
    """The message for an argument that there is not."""
    text = f"{function}() has no argument {key!r}"
    words = advice.get(key) or ADVICE.get(key)
    if words:
        return f"{text}: {words}"
    names = list(known)
    meant = nearest(key, [*names, *(other for other, name in SAME.items() if name in names)])
    meant = SAME.get(meant, meant) if meant and meant not in names else meant
    return f"{text}: did you mean {meant}?" if meant else f"{text}; it has {', '.join(names)}"
