"""Zip archives made smaller for the one file, which compresses what it holds as a whole.

In a zip archive every file is compressed by itself. One that stores them as they are, compressed as one, takes an
eighth less, and Python and Pyodide read it as well.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable

# In NumPy's wheel: what only a compiler or a type checker reads, and f2py, which runs a compiler: the page has neither.
# And a second copy of LAPACK, lapack_lite, that nothing in NumPy imports any more (numpy.linalg has _umath_linalg).
FOR_COMPILERS = re.compile(r"^numpy/f2py/|^numpy/linalg/lapack_lite\.|\.(?:a|c|h|ini|pc|pxd|pyi|pyx)(?:\.in)?$")


def stored(archive: bytes, wanted: Callable[[str], bool] = lambda name: True) -> bytes:
    """The same archive with its files stored as they are; without those whose name is not `wanted`."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(made, "w") as target:
        for info in source.infolist():
            if wanted(info.filename):
                copy = zipfile.ZipInfo(info.filename, info.date_time)
                copy.external_attr = info.external_attr
                copy.create_system = 3  # the same bytes, whatever system makes them
                target.writestr(copy, source.read(info), zipfile.ZIP_STORED)
    return made.getvalue()


def for_the_page(name: str) -> bool:
    """Whether a file of a wheel may be needed where nothing is compiled and no types are checked."""
    return not FOR_COMPILERS.search(name)


def with_sums(lock: str, changed: dict[bytes, bytes]) -> str:
    """Pyodide's list of packages with the sums of those that are `changed` (old content -> new)."""
    for old, new in changed.items():
        lock = lock.replace(hashlib.sha256(old).hexdigest(), hashlib.sha256(new).hexdigest())
    return lock
