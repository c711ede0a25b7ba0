"""Is what is imported as `micrograd` the distribution micrograd-in-motion, whole?

karpathy's `micrograd` on PyPI has the same import name, and pip lets two distributions write into one folder: the later
one's engine.py, nn.py and __init__.py win, and to uninstall one takes files away from the other. So this module looks
when it is imported. micrograd/__init__.py imports it first; the subpackages do too, for once karpathy's __init__.py
has replaced ours they are what is left of us that can say so.
"""

import os
import sys
import warnings

COMMANDS = """To have micrograd-in-motion alone:
    pip uninstall micrograd
    pip install --force-reinstall micrograd-in-motion   (or the folder or the wheel that you installed)"""

REPLACED = f"""The installed package micrograd is a mixture: it has parts of micrograd-in-motion, but not its engine, \
which the distribution micrograd has replaced or taken away. {COMMANDS}"""

BESIDE = f"""The distribution micrograd is installed into the same folder as micrograd-in-motion ({{}}). This is \
micrograd-in-motion, but to upgrade or uninstall the other one will break it. {COMMANDS}"""


def check(folder: str, is_ours: bool) -> None:
    """Check the package in `folder`; `is_ours`: whether its __init__.py is the one of this distribution.

    ImportError, if it is another's or gone. A warning, if it is ours and another distribution's record lies beside it.
    """
    if not is_ours:
        raise ImportError(REPLACED)
    if foreign := foreign_record(os.path.dirname(folder)):
        warnings.warn(BESIDE.format(foreign), stacklevel=2)


def foreign_record(beside: str) -> str | None:
    """The name of the folder or file by which pip knows a distribution `micrograd`, or None if there is none."""
    for name in os.listdir(beside):
        if name.lower().startswith("micrograd-") and name.endswith((".dist-info", ".egg-info")):
            return name
    return None


if sys.platform != "emscripten":  # the page loads its own files alone
    check(os.path.dirname(os.path.abspath(__file__)), is_ours=hasattr(sys.modules["micrograd"], "__version__"))
