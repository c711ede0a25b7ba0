"""What cannot be pickled says why, and what to do: pickle's own error names a function, and not where it was given.

Offers `check_parts`.
"""

import pickle
from typing import Any


def check_parts(who: str, parts: dict[str, Any]) -> None:
    """PicklingError, naming the part of `who` that pickle cannot write. parts: {what it is called: what it is}."""
    for name, part in parts.items():
        try:
            pickle.dumps(part)
        except Exception as why:  # pickle raises whatever the part does
            if is_nameless(part):
                reason = (
                    f"its {name} is {describe(part)}, which pickle cannot find by a name: "
                    "define it with def, at the top level of a module"
                )
            else:
                reason = f"its {name}, {type(part).__name__}, cannot be: {why}"
            raise pickle.PicklingError(f"{who} cannot be pickled: {reason}") from why


def is_nameless(part: Any) -> bool:
    """Is it a lambda, or a function that was defined inside of another?"""
    name = getattr(part, "__qualname__", "")
    return callable(part) and ("<lambda>" in name or "<locals>" in name)


def describe(part: Any) -> str:
    return "a lambda" if part.__name__ == "<lambda>" else f"the function {part.__name__}, defined inside of another one"
