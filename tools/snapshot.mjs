// Makes the host's snapshot, for first visits: the memory of a Python that has imported what pages/snapshot_contents.py imports.
//
//   node tools/snapshot.mjs PYODIDE PROGRAM OUT
//
// PYODIDE is the runtime's folder, PROGRAM the page's Python (assets/program.json). OUT becomes the snapshot, packed
// (assets/packing.mjs) and, as it has to travel, compressed. assets/interpreter.mjs starts from it.

import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { combine, ownMemory, pack } from "../assets/packing.mjs";

const [pyodide, source, out] = process.argv.slice(2);
const HOME = "/home/pyodide";
// No time, no path and no seed of this machine may get into the snapshot.
const PREPARE = `
import gc, os
import pages.snapshot_contents
del os.environ["PYTHONHASHSEED"]
gc.collect()
`;

// What the program itself brings: its memory when it has just been instantiated, and nothing has run.
let own = null;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (what, imports) => {
    const made = await instantiate(what, imports);
    const memory = made.instance?.exports.memory;
    if (memory) own = ownMemory(memory);
    return made;
};

// What was once used and is free again still holds what was last in it: a million bytes that would travel for nothing.
const clearFreeMemory = (program) => {
    const taken = [];
    program._malloc_set_footprint_limit(program._malloc_footprint()); // only what is there already, and no more of it
    for (let size = 2 ** 20; size >= 8; size /= 2) {
        for (let at = program._malloc(size); at; at = program._malloc(size)) {
            program.HEAPU8.fill(0, at, at + program._malloc_usable_size(at));
            taken.push(at);
        }
    }
    taken.forEach((at) => program._free(at));
    program._malloc_set_footprint_limit(-1); // no limit, as before
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
clearFreeMemory(python._module);
python._api.config._makeSnapshot = true; // (at the start it would wrap what Python sees of the browser; see interpreter.mjs)
const snapshot = python.makeMemorySnapshot();

const whole = new Uint32Array(snapshot.buffer, snapshot.byteOffset, snapshot.byteLength / 4);
await writeFile(out, gzipSync(pack(combine(whole, own)), { level: 9 }));
