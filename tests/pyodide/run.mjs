// Runs Python tests inside Pyodide, under Node, without a browser: the engine where it lives.
//
//   node tests/pyodide/run.mjs ROOT PACKAGES NUMPY pytest-argument …
//
// ROOT is this checkout, PACKAGES a folder with pure-Python pytest and hypothesis, NUMPY the wheel for Pyodide, or "".
// Ends with pytest's exit code. What crosses into Pyodide is read-only in effect: bytecode and caches are switched off.

import { loadPyodide } from "pyodide";

const [root, packages, numpy, ...rest] = process.argv.slice(2);
const python = await loadPyodide({ env: { HOME: "/home", MICROGRAD_TESTS: "brief" } });

for (const [outside, inside] of [[root, "/project"], [packages, "/packages"]]) {
    python.FS.mkdirTree(inside);
    python.FS.mount(python.FS.filesystems.NODEFS, { root: outside }, inside);
}
if (numpy) await python.loadPackage(numpy, { messageCallback: () => {} });

python.globals.set("arguments", python.toPy(rest));
process.exitCode = await python.runPythonAsync(`
import os, sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/project", "/packages"]
os.chdir("/project")
import pytest
int(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", *arguments]))
`);
