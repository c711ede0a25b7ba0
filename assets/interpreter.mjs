// The Python that PyScript loads (pyscript.toml names this file) and that the cell's worker loads: Pyodide, started from a
// snapshot of its memory where the reader's browser has kept one or the host has one, and from scratch where not.
//
// This is the one place that knows where the runtime's files are: beside the page, where it is served; in the page itself,
// where it is one file (there `fetch` and an import map answer, see offline.js); and in a worker, which asks the page
// (there `fetch` is sandbox.js's own). All of it is reached by fetch and import under one address.
//
// Offers what PyScript wants of pyodide.mjs, `loadPyodide(options)` and `version`; and window.microgradPython: keepsake(), with
// which a worker starts as quickly as the page did, and from ("kept", "host" or "scratch"), which tells what this page started
// from. docs/start.md tells what a snapshot holds and why.

const PAGE = "document" in globalThis;
const FOLDER = PAGE ? new URL("assets/vendor/pyodide/", document.baseURI).href : "cell:/";
const HOME = "/home/pyodide";
const PREPARE = "import pages.snapshot_contents";
const AWAKE = "import random; random.seed()"; // whatever began before, no two starts draw the same numbers

const beside = (name) => new URL(name, document.baseURI).href;
const turn = () => new Promise((resolve) => { setTimeout(resolve); }); // between the larger pieces of work the reader can scroll
const text = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} could not be loaded`);
    return answer.text();
};
// In a worker that began as a blob: only another blob: can be imported.
const module = PAGE ? (name) => import(FOLDER + name) : async (name) =>
    import(URL.createObjectURL(new Blob([await text(FOLDER + name)], { type: "text/javascript" })));

// --- starting ---

// The largest file is compiled while everything else is still on its way: boot.js has begun with it. (It is not preloaded: what comes
// that way is compiled anew at every visit, what a program fetches the browser has compiled already.) A worker is given
// it compiled. When Pyodide asks for it, it gets this.
const WASM = `${FOLDER}pyodide.asm.wasm`;
const LIBRARY = `${FOLDER}python_stdlib.zip`;
const compiled = PAGE ? (window.microgradBoot.program ?? WebAssembly.compileStreaming(fetch(WASM))).catch((error) => {
    throw new Error(`pyodide.asm.wasm could not be loaded: ${error.message}`); // for which Pyodide would wait for ever
}) : null;
compiled?.catch(() => {}); // told where it is awaited

const parts = Promise.all([module("pyodide.mjs"), module("pyodide.asm.mjs"), text(`${FOLDER}pyodide-lock.json`)]);
parts.catch(() => {}); // told where they are awaited

// While Pyodide starts: it is given `program`, compiled; and if it `wakes` from a snapshot, an empty library, as all that
// the page needs of it is in the memory. `made(memory)` is called when nothing but the program itself has written to it.
const provided = async (program, wakes, made, action) => {
    const { fetch } = globalThis, { instantiateStreaming } = WebAssembly;
    globalThis.fetch = (what, ...rest) => {
        const empty = String(what) === WASM || (wakes && String(what) === LIBRARY);
        return empty ? Promise.resolve(new Response("")) : fetch(what, ...rest);
    };
    WebAssembly.instantiateStreaming = async (_, imports) => {
        WebAssembly.instantiateStreaming = instantiateStreaming;
        await turn();
        const instance = await WebAssembly.instantiate(program, imports);
        made(instance.exports.memory);
        await turn();
        return { module: program, instance };
    };
    try {
        return await action();
    } finally {
        globalThis.fetch = fetch;
        WebAssembly.instantiateStreaming = instantiateStreaming;
    }
};

// A snapshot, as Pyodide makes it, begins with words about itself, whose length is its second number; then comes the memory. It
// is kept, and sent, as less than half of that: without what the program itself brings (`own`: those numbers of the memory are
// combined with it, so that most are 0), and without pages of nothing but 0. So packed it is the length of the whole and
// the number of pages, then where in the whole each page begins, then the pages; all in numbers of 32 bits.
const LEAF = 1024, MOST = 2 ** 27; // numbers in a page, and in all
const OWN = 4 * 2 ** 20; // bytes, within which the program's own data lie
let own = null;

const combine = (whole) => { // twice is not at all
    const memory = whole.subarray(whole[1] / 4);
    for (let k = own.length - 1; k >= 0; k--) memory[k] ^= own[k];
    return whole;
};
const pack = (snapshot) => {
    const whole = combine(new Uint32Array(snapshot.buffer, snapshot.byteOffset, snapshot.byteLength / 4)), places = [];
    for (let k = 0; k < whole.length; k++) {
        if (whole[k]) {
            places.push(k - k % LEAF);
            k += LEAF - 1 - k % LEAF;
        }
    }
    const packed = new Uint32Array(2 + places.length * (1 + LEAF));
    packed.set([whole.length, places.length, ...places]);
    places.forEach((at, k) => packed.set(whole.subarray(at, at + LEAF), 2 + places.length + k * LEAF));
    return packed;
};
const unpack = (bytes) => {
    const packed = new Uint32Array(bytes), [length, count] = packed;
    if (packed.length !== 2 + count * (1 + LEAF) || length > MOST) throw new Error("it is no snapshot");
    const whole = new Uint32Array(length);
    for (let k = 0; k < count; k++) {
        const from = 2 + count + k * LEAF, at = packed[2 + k];
        whole.set(packed.subarray(from, from + Math.min(LEAF, length - at)), at);
    }
    return whole;
};

// A Pyodide; from `packed` (an ArrayBuffer), if there is one.
const awake = async (options, program, packed) => {
    const [{ loadPyodide: load }, { default: createPyodideModule }, lockFileContents] = await parts;
    await turn();
    const snapshot = packed && unpack(packed);
    await turn();
    const made = (memory) => {
        own = new Uint32Array(memory.buffer.slice(0, OWN));
        if (snapshot) combine(snapshot);
    };
    const python = await provided(program, PAGE && snapshot, made, () => load({
        ...options, createPyodideModule, lockFileContents, indexURL: FOLDER, packageBaseUrl: FOLDER,
        ...(snapshot && { _loadSnapshot: snapshot.buffer }),
    }));
    if (snapshot) {
        python._api.config._loadSnapshot = undefined; // 30 MB that nobody needs again
        python.runPython(AWAKE);
    }
    return python;
};

// Our own Python, where it can be imported. (A snapshot holds all modules, or their code, but no files: those are read again only
// when a line of them is to be shown.)
const write = ({ FS }, files) => {
    const folders = new Set();
    for (const [path, source] of Object.entries(files)) {
        const folder = `${HOME}/${path.slice(0, path.lastIndexOf("/"))}`;
        if (!folders.has(folder)) FS.mkdirTree(folder);
        folders.add(folder);
        FS.writeFile(`${HOME}/${path}`, source);
    }
};

// The memory of a Python that has done nothing yet but import; null if that cannot be had. Pyodide's own switch for it, given
// at the start, would wrap everything that Python sees of the browser; so it is set here, when there is nothing to wrap.
const memory = (python) => {
    const { config } = python._api;
    try {
        python.runPython(PREPARE);
        config._makeSnapshot = true;
        return python.makeMemorySnapshot();
    } catch {
        return null; // what is wrong comes up again when the page begins, and is told there
    } finally {
        config._makeSnapshot = false;
    }
};

// --- the page ---

let sinks = {}; // where Python's own words go, as soon as PyScript has said it
const options = { stdout: (words) => sinks.stdout?.(words), stderr: (words) => sinks.stderr?.(words) };
let left = () => null; // the snapshot, for workers: a Blob

const program = async () => JSON.parse(await text(beside("assets/program.json")));

// What the host has: its address is in the page, with the beginning of the key in its name. (A reader who has asked their
// browser to save data is spared it: it is larger than what it stands for.)
const { memory: packed } = PAGE ? document.documentElement.dataset : {};
const shipped = async () => {
    if (!packed || navigator.connection?.saveData || window.microgradBoot.careful) return null;
    const answer = await fetch(beside(packed));
    if (!answer.ok) return null;
    const bytes = await new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    return { bytes, fits: (key) => packed.includes(key.slice(0, 12)) };
};

// What may be started from, the best first: { from, bytes, fits(key), blob(), failed() }.
const snapshots = async function* ({ find, forget }) {
    const kept = await find();
    if (kept) yield { ...kept, from: "kept", blob: () => kept.blob, failed: forget };
    const other = await shipped().catch(() => null); // a host that is not at its best: then without
    if (other) yield { ...other, from: "host", blob: () => new Blob([other.bytes]), failed: async () => {} };
};

// The standard library, of which a page from a snapshot has no need: it comes when the page has rested. (Who imports more than the
// page does, before, is told that there is no such file.)
const library = ({ _module: { API: { pyVersionTuple: [major, minor] } } }) => `/lib/python${major}${minor}.zip`;
const bring = async (python) => {
    const answer = await fetch(LIBRARY);
    if (!answer.ok) return;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    python.FS.writeFile(library(python), bytes, { canOwn: true });
};

const begin = async () => {
    const wanted = program();
    wanted.catch(() => {}); // told where it is awaited
    const keeper = await import(beside("assets/keep.mjs"));
    for await (const { from, bytes, fits, blob, failed } of snapshots(keeper)) {
        const { key, files } = await wanted, code = await compiled; // without them no snapshot is to blame
        try {
            if (!fits(key)) throw new Error("it is of another version");
            const python = await awake(options, code, bytes);
            await turn();
            python.FS.unlink(library(python)); // it is empty
            keeper.ready().then(() => write(python, files));
            left = once(blob);
            Object.assign(window.microgradPython, { from });
            window.microgradBoot.instead = failed; // if the page does not begin after all
            if (from === "host") keeper.keep(key, left);
            keeper.rest().then(() => bring(python)).catch(() => {}); // nobody has asked for it
            return python;
        } catch (error) {
            console.info(`Python does not start from what is ${from === "kept" ? "kept" : "at the host"}: ${error}`);
            await failed();
        }
    }
    const { key, files } = await wanted;
    const python = await awake(options, await compiled);
    write(python, files);
    const snapshot = memory(python);
    if (snapshot) {
        left = once(() => new Blob([pack(snapshot)]));
        keeper.keep(key, left);
    }
    return python;
};

// Made when it is wanted; what it was made of is let go.
const once = (make) => {
    let made = null;
    return () => {
        made ??= make();
        make = null;
        return made;
    };
};

// What a worker needs to start: this very program, Pyodide's compiled, and the snapshot, if there is one.
const keepsake = async () => {
    const runtime = new Blob([await text(beside("assets/interpreter.mjs"))], { type: "text/javascript" });
    const snapshot = left();
    return { runtime, program: await compiled, ...(snapshot && { snapshot }) };
};

if (PAGE) window.microgradPython = { keepsake, from: "scratch" };
const begun = PAGE ? begin() : null;
begun?.catch(() => {}); // PyScript, which asks for it, tells the reader

// --- what PyScript, or the worker, asks for ---

export const { version } = (await parts)[0];

export const loadPyodide = async ({ program, snapshot, files, ...others } = {}) => {
    if (PAGE) {
        sinks = others;
        return begun;
    }
    const python = await awake(others, program, snapshot && await snapshot.arrayBuffer()).catch((error) => {
        if (!snapshot) throw error;
        return awake(others, program);
    });
    write(python, files);
    return python;
};
