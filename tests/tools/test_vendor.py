"""assets/vendor/ holds what its manifest says, at the pinned versions; the wheel is the official one or none."""

import hashlib
import json

import pytest

from tools import numpy_wheel, vendor
from tools.project import Project

RIGHT = b"the official wheel"


def test_every_file_is_there_with_its_hash(built):
    files = vendor.manifest(built)["files"]
    assert {name for name, _, _ in vendor.FILES} | {vendor.PYSCRIPT, vendor.EDITOR} <= set(files)
    for name, entry in files.items():
        content = (built.vendor / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["size"], entry["sha256"]), name


def test_versions_are_those_of_package_json(built):
    pinned = json.loads((built.root / "package.json").read_text("utf-8"))["dependencies"]
    files = vendor.manifest(built)["files"].values()
    inside = {name: version for e in files for name, version in e.get("with", {}).items()}
    assert {e["package"]: e["version"] for e in files if e["package"] != "numpy"} | inside == pinned


def test_a_file_that_was_lost_or_cut_is_noticed(tmp_path):
    project = Project(tmp_path)
    project.vendor.mkdir(parents=True)
    (project.vendor / "a.js").write_bytes(b"12345")
    known = {"files": {"a.js": {"size": 5}}}
    assert vendor.present(project, known)
    (project.vendor / "a.js").write_bytes(b"123")
    assert not vendor.present(project, known)


@pytest.fixture
def lock(tmp_path, monkeypatch):
    """A lock file that names RIGHT, in a project and with a cache of its own."""
    monkeypatch.setenv("MICROGRAD_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "vendor" / "pyodide-lock.json"
    path.parent.mkdir()
    sha256 = hashlib.sha256(RIGHT).hexdigest()
    path.write_text(json.dumps({"packages": {"numpy": {"file_name": "numpy-2-x.whl", "sha256": sha256}}}))
    return path


def sources(monkeypatch, **contents):
    """Let the three sources return these bytes; an absent one cannot be reached. Returns the list of those asked."""
    asked = []

    def source(name):
        def get(*_):
            asked.append(name)
            if name not in contents:
                raise OSError("no network")
            return contents[name]

        return get

    for name in ("from_cdn", "from_carrier"):
        monkeypatch.setattr(numpy_wheel, name, source(name))
    return asked


def ensure(lock):
    return numpy_wheel.ensure(lock, "1", Project(lock.parent.parent))


def test_the_wheel_comes_from_the_first_source_that_has_it_and_is_kept(lock, monkeypatch, tmp_path):
    asked = sources(monkeypatch, from_carrier=RIGHT)
    assert ensure(lock).read_bytes() == RIGHT
    assert asked == ["from_cdn", "from_carrier"]
    assert (tmp_path / "cache" / "numpy-2-x.whl").read_bytes() == RIGHT
    (lock.parent / "numpy-2-x.whl").unlink()
    assert ensure(lock).read_bytes() == RIGHT  # now out of the cache
    assert asked == ["from_cdn", "from_carrier"]


def test_a_wheel_with_another_hash_is_refused_wherever_it_comes_from(lock, monkeypatch, tmp_path, capsys):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "numpy-2-x.whl").write_bytes(b"changed")
    asked = sources(monkeypatch, from_cdn=b"changed too", from_carrier=b"and this")
    (lock.parent / "numpy-2-x.whl").write_bytes(b"cut off")
    assert ensure(lock) is None
    assert asked == ["from_cdn", "from_carrier"]
    assert capsys.readouterr().out.count("wrong sha256") == 3


def test_without_the_wheel_there_is_a_warning_and_no_error(lock, monkeypatch, capsys):
    sources(monkeypatch)
    assert ensure(lock) is None
    assert "The page works without it" in capsys.readouterr().out
    assert not (lock.parent / "numpy-2-x.whl").exists()
