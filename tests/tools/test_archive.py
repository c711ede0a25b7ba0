"""Archives for the one file: stored, the same each time, and what Pyodide checks of them still fits."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest

from tools import archive

FILES = {
    "a/__init__.py": b"x = 1\n" * 100,
    "a/b.pyi": b"x: int\n",
    "a/c.so": bytes(range(256)),
    "a/include/d.h": b"#define D\n",
}


def zipped(files) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def unzipped(content) -> dict:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        assert {info.compress_type for info in source.infolist()} == {zipfile.ZIP_STORED}
        assert {info.date_time for info in source.infolist()} == {(2026, 1, 2, 3, 4, 6)}
        return {name: source.read(name) for name in source.namelist()}


def test_a_stored_archive_holds_the_same_files_with_their_times():
    assert unzipped(archive.stored(zipped(FILES))) == FILES


def test_the_same_archive_gives_the_same_bytes():
    assert archive.stored(zipped(FILES)) == archive.stored(zipped(FILES))


def test_python_imports_from_a_stored_archive(tmp_path):
    (tmp_path / "stored.zip").write_bytes(archive.stored(zipped(FILES)))
    program = f"import sys; sys.path.insert(0, {str(tmp_path / 'stored.zip')!r}); import a; print(a.x)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "1\n"


def test_what_only_a_compiler_or_a_type_checker_reads_is_left_out():
    kept = unzipped(archive.stored(zipped(FILES), archive.for_the_page))
    assert kept == {name: FILES[name] for name in ("a/__init__.py", "a/c.so")}


@pytest.mark.parametrize(
    "name", ["a/b.py", "a/c.so", "a.dist-info/METADATA", "a.dist-info/licenses/LICENSE.txt", "a/data.json"]
)
def test_nothing_that_runs_or_must_be_said_is_left_out(name):
    assert archive.for_the_page(name)


def test_the_list_of_packages_knows_the_changed_sums():
    lock = json.dumps({"one": hashlib.sha256(b"1").hexdigest(), "two": hashlib.sha256(b"2").hexdigest()})
    assert json.loads(archive.with_sums(lock, {b"1": b"new"})) == {
        "one": hashlib.sha256(b"new").hexdigest(),
        "two": hashlib.sha256(b"2").hexdigest(),
    }
