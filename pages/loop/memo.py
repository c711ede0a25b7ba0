"""04 The Loop: what is computed once for a program or a history, and known for as long as that lives.

Offers `remember`, a decorator.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

Owner = TypeVar("Owner")
Rest = ParamSpec("Rest")
Result = TypeVar("Result")


def remember(
    function: Callable[Concatenate[Owner, Rest], Result],
) -> Callable[Concatenate[Owner, Rest], Result]:
    """The function, which computes each result once for each owner, its first argument. No result may hold the owner."""
    results: WeakKeyDictionary[Owner, dict[Any, Result]] = WeakKeyDictionary()

    @wraps(function)
    def known(owner: Owner, /, *rest: Rest.args, **more: Rest.kwargs) -> Result:
        found = results.setdefault(owner, {})
        key = (rest, tuple(more.items()))
        if key not in found:
            found[key] = function(owner, *rest, **more)
        return found[key]

    return known
