// Makes the snapshot that a host has for first visits: the memory of a Python that has imported what pages/snapshot_contents.py imports.
//
//   node tools/snapshot.mjs PYODIDE PROGRAM OUT
//
// PYODIDE is the folder of the runtime, PROGRAM the page's Python (assets/program.json). OUT becomes what assets/interpreter.mjs
// reads, and describes: the snapshot, packed; and compressed, as it has to travel.

import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [pyodide, source, out] = process.argv.slice(2);
const HOME = "/home/pyodide";
const LEAF = 1024, OWN = 4 * 2 ** 20;
// No time, no path and no seed of this machine goes into it.
const PREPARE = `
import gc, os
import pages.snapshot_contents
del os.environ["PYTHONHASHSEED"]
gc.collect()
`;

// What the program brings: its memory when it has been instantiated, and nothing has run.
let brought = null;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (what, imports) => {
    const made = await instantiate(what, imports);
    const memory = made.instance?.exports.memory;
    if (memory) brought = new Uint32Array(memory.buffer.slice(0));
    return made;
};

process.argv[1] = "python"; // what Pyodide calls itself under Node
process.env.TZ = "UTC"; // whose name `time` remembers
const { loadPyodide } = await import(pathToFileURL(join(resolve(pyodide), "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: resolve(pyodide), env: { HOME, PYTHONHASHSEED: "0" } });
const { files } = JSON.parse(await readFile(source, "utf-8"));
for (const [path, text] of Object.entries(files)) {
    python.FS.mkdirTree(`${HOME}/${path.slice(0, path.lastIndexOf("/"))}`);
    python.FS.writeFile(`${HOME}/${path}`, text);
}
python.runPython(PREPARE);
python._api.config._makeSnapshot = true; // (at the start it would wrap what Python sees of the browser; see interpreter.mjs)
const snapshot = python.makeMemorySnapshot();

const whole = new Uint32Array(snapshot.buffer, snapshot.byteOffset, snapshot.byteLength / 4);
const memory = whole.subarray(whole[1] / 4);
for (let k = OWN / 4 - 1; k >= 0; k--) memory[k] ^= brought[k];
const leaves = Array.from({ length: Math.ceil(whole.length / LEAF) }, (_, k) => k * LEAF)
    .filter((at) => whole.subarray(at, at + LEAF).some(Boolean));
const packed = new Uint32Array(2 + leaves.length * (1 + LEAF));
packed.set([whole.length, leaves.length, ...leaves]);
leaves.forEach((at, k) => packed.set(whole.subarray(at, at + LEAF), 2 + leaves.length + k * LEAF));
await writeFile(out, gzipSync(packed, { level: 7 }));
