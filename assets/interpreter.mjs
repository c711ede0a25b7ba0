// Starts Python: Pyodide, from a snapshot of its memory if the reader's browser has kept one or the host has one, and from scratch
// if not. PyScript loads this file as its interpreter (pyscript.toml names it), and so does the cell's worker.
//
// This is the one place that knows where the runtime's files are: beside the page, where it is served; inside the page,
// where it is a single file (there single_file.js makes `fetch` and an import map answer); and in a worker, with the page that
// started it (there `fetch` is sandbox.js's own, and asks the page). So fetch and import reach all files under one address.
//
// Offers what PyScript expects of pyodide.mjs: `loadPyodide(options)` and `version`. On the page also window.microgradPython:
// partsForWorker(), with which a worker starts as quickly as the page did, and from ("kept", "host" or "scratch"), which says what this
// page started from. docs/start.md explains what a snapshot holds, and why.

const PAGE = "document" in globalThis;
const FOLDER = PAGE ? new URL("assets/vendor/pyodide/", document.baseURI).href : "cell:/";
const HOME = "/home/pyodide";
const PREPARE = "import pages.snapshot_contents";
const RESEED = "import random; random.seed()"; // a snapshot holds a seed; without this, every start would draw the same numbers
// A snapshot holds the table of contents of the standard library's archive; the one file has the same archive stored, not deflated.
const REREAD = "import importlib; importlib.invalidate_caches()";

const beside = (name) => new URL(name, document.baseURI).href;
const nextTask = () => new Promise((resolve) => { setTimeout(resolve); }); // lets the reader scroll between two long pieces of work
const textOf = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} could not be loaded`);
    return answer.text();
};
// A worker that was itself started from a blob: can import nothing but another blob:.
const module = PAGE ? (name) => import(FOLDER + name) : async (name) =>
    import(URL.createObjectURL(new Blob([await textOf(FOLDER + name)], { type: "text/javascript" })));

// --- starting ---

// The largest file is compiled while all the others are still on their way: boot.js has already begun with it. (It is not
// preloaded: Chromium compiles what was preloaded again at every visit, but keeps the code of what a program has fetched.)
// A worker is given it compiled. When Pyodide asks for this file, it gets the compiled one.
const WASM = `${FOLDER}pyodide.asm.wasm`;
const LIBRARY = `${FOLDER}python_stdlib.zip`;
const compiled = PAGE ? (window.microgradBoot.program ?? WebAssembly.compileStreaming(fetch(WASM))).catch((error) => {
    throw new Error(`pyodide.asm.wasm could not be loaded: ${error.message}`); // Pyodide itself would wait for it forever
}) : null;
compiled?.catch(() => {}); // reported where it is awaited

// The page gives a worker the address of packing.mjs (sandbox.js), which is not among the runtime's files.
const packing = import(PAGE ? beside("assets/packing.mjs") : globalThis.microgradPacking);
const parts = Promise.all([module("pyodide.mjs"), module("pyodide.asm.mjs"), textOf(`${FOLDER}pyodide-lock.json`), packing]);
parts.catch(() => {}); // reported where they are awaited

// Runs `action`, which starts Pyodide. Meanwhile, Pyodide gets `program` (compiled) instead of its WebAssembly file, and an empty
// standard library if `fromSnapshot`, as all that the page needs of it is in the memory already. `instantiated(memory)` is
// called as soon as there is a memory, when nothing but the program itself has written to it.
const provide = async (program, fromSnapshot, instantiated, action) => {
    const { fetch } = globalThis, { instantiateStreaming } = WebAssembly;
    globalThis.fetch = (what, ...rest) => {
        const empty = String(what) === WASM || (fromSnapshot && String(what) === LIBRARY);
        return empty ? Promise.resolve(new Response("")) : fetch(what, ...rest);
    };
    WebAssembly.instantiateStreaming = async (_, imports) => {
        WebAssembly.instantiateStreaming = instantiateStreaming;
        await nextTask();
        const instance = await WebAssembly.instantiate(program, imports);
        instantiated(instance.exports.memory);
        await nextTask();
        return { module: program, instance };
    };
    try {
        return await action();
    } finally {
        globalThis.fetch = fetch;
        WebAssembly.instantiateStreaming = instantiateStreaming;
    }
};

let own = null; // what the program brings into the memory: a snapshot is packed without it

// Starts a Pyodide; from the snapshot `packed` (an ArrayBuffer), if it is given.
const startPython = async (options, program, packed) => {
    const [{ loadPyodide: load }, { default: createPyodideModule }, lockFileContents, { combine, ownMemory, unpack }] = await parts;
    await nextTask();
    const snapshot = packed && unpack(packed);
    await nextTask();
    const instantiated = (memory) => {
        own = ownMemory(memory);
        if (!snapshot) return;
        combine(snapshot, own);
        const missing = snapshot.byteLength - snapshot[1] - memory.buffer.byteLength; // Python's memory had grown when it was taken
        if (missing > 0) memory.grow(Math.ceil(missing / 65536));
    };
    const python = await provide(program, PAGE && snapshot, instantiated, () => load({
        ...options, createPyodideModule, lockFileContents, indexURL: FOLDER, packageBaseUrl: FOLDER,
        ...(snapshot && { _loadSnapshot: snapshot.buffer }),
    }));
    if (snapshot) {
        python._api.config._loadSnapshot = undefined; // 30 MB that nothing needs again
        python.runPython(RESEED);
        if (!PAGE) python.runPython(REREAD);
    }
    return python;
};

// Writes our own Python files to where Python imports from. (A snapshot holds the modules themselves, or their code, but no files:
// after a start from one, a file is read only when a line of it is to be shown.)
const writeFiles = ({ FS }, files) => {
    const folders = new Set();
    for (const [path, source] of Object.entries(files)) {
        const folder = `${HOME}/${path.slice(0, path.lastIndexOf("/"))}`;
        if (!folders.has(folder)) FS.mkdirTree(folder);
        folders.add(folder);
        FS.writeFile(`${HOME}/${path}`, source);
    }
};

// The memory of a Python that has done nothing yet but import our modules; null if it cannot be taken. If Pyodide's own switch for
// this were given at the start, Pyodide would wrap everything that Python sees of the browser; so it is set here, when there
// is nothing to wrap yet.
const takeMemory = (python) => {
    const { config } = python._api;
    try {
        python.runPython(PREPARE);
        config._makeSnapshot = true;
        return python.makeMemorySnapshot();
    } catch {
        return null; // whatever is wrong happens again when the page begins, and is reported there
    } finally {
        config._makeSnapshot = false;
    }
};

// --- the page ---

let output = {}; // where to send what Python prints: PyScript says so when it asks for the interpreter
const options = { stdout: (words) => output.stdout?.(words), stderr: (words) => output.stderr?.(words) };
let snapshotForWorkers = () => null; // or a Blob

const fetchProgram = async () => JSON.parse(await textOf(beside("assets/program.json")));

// The host's snapshot: its address stands in the page, and the beginning of its key in its name. (It is not fetched for a reader
// who has asked their browser to save data: it is larger than the standard library, in whose place it is fetched.) The one file has
// it in itself, and gives it unpacked.
const { memory: hosted } = PAGE ? document.documentElement.dataset : {};
const EMBEDDED = PAGE && "embedded" in document.documentElement.dataset;
const fetchHosted = async () => {
    if (!hosted || (!EMBEDDED && navigator.connection?.saveData) || window.microgradBoot.careful) return null;
    const answer = await fetch(beside(hosted));
    if (!answer.ok) return null;
    const unpacked = EMBEDDED ? answer : new Response(answer.body.pipeThrough(new DecompressionStream("gzip")));
    const bytes = await unpacked.arrayBuffer();
    return { bytes, fits: (key) => hosted.includes(key.slice(0, 12)) };
};

// The snapshots that Python may start from, the best first: { from, bytes, fits(key), blob(), failed() }.
const snapshots = async function* ({ find, forget }) {
    const kept = await find();
    if (kept) yield { ...kept, from: "kept", blob: () => kept.blob, failed: forget };
    const other = await fetchHosted().catch(() => null); // if the host cannot give it, Python starts without
    if (other) yield { ...other, from: "host", blob: () => new Blob([other.bytes]), failed: async () => {} };
};

// A page that started from a snapshot does not need the standard library's file: it is fetched once the page has been at rest.
// (Until then, importing a module that the page itself does not use says that there is no such file.)
const library = ({ _module: { API: { pyVersionTuple: [major, minor] } } }) => `/lib/python${major}${minor}.zip`;
const fetchLibrary = async (python) => {
    const answer = await fetch(LIBRARY);
    if (!answer.ok) return;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    python.FS.writeFile(library(python), bytes, { canOwn: true });
    python.runPython(REREAD);
};

const begin = async () => {
    const wanted = fetchProgram();
    wanted.catch(() => {}); // reported where it is awaited
    const store = await import(beside("assets/store.mjs"));
    for await (const { from, bytes, fits, blob, failed } of snapshots(store)) {
        const { key, files } = await wanted, code = await compiled; // outside of `try`: if they are missing, no snapshot is to blame
        try {
            if (!fits(key)) throw new Error("it is of another version");
            const python = await startPython(options, code, bytes);
            await nextTask();
            python.FS.unlink(library(python)); // the empty one, which would break even the printing of a traceback
            store.ready().then(() => writeFiles(python, files));
            snapshotForWorkers = once(blob);
            Object.assign(window.microgradPython, { from });
            window.microgradBoot.instead = failed; // in case the page does not begin after all
            if (from === "host") store.keep(key, snapshotForWorkers);
            store.rest().then(() => fetchLibrary(python)).catch(() => {}); // nobody has asked for it, so nobody needs to know
            return python;
        } catch (error) {
            console.info(`Python does not start from the ${from === "kept" ? "kept snapshot" : "host's snapshot"}: ${error}`);
            await failed();
        }
    }
    const { key, files } = await wanted;
    const python = await startPython(options, await compiled);
    writeFiles(python, files);
    const snapshot = takeMemory(python);
    if (snapshot) {
        const { combine, pack } = await packing;
        const whole = new Uint32Array(snapshot.buffer, snapshot.byteOffset, snapshot.byteLength / 4);
        snapshotForWorkers = once(() => new Blob([pack(combine(whole, own))]));
        store.keep(key, snapshotForWorkers);
    }
    return python;
};

// A function that calls `make` when it is first called, keeps the result, and lets go of what `make` made it from.
const once = (make) => {
    let made = null;
    return () => {
        made ??= make();
        make = null;
        return made;
    };
};

// What a worker needs to start: this file and packing.mjs, Pyodide compiled, and the snapshot if there is one.
const partsForWorker = async () => {
    const script = async (name) => new Blob([await textOf(beside(name))], { type: "text/javascript" });
    const [runtime, packing] = await Promise.all([script("assets/interpreter.mjs"), script("assets/packing.mjs")]);
    const snapshot = snapshotForWorkers();
    return { runtime, packing, program: await compiled, ...(snapshot && { snapshot }) };
};

if (PAGE) window.microgradPython = { partsForWorker, from: "scratch" };
const begun = PAGE ? begin() : null;
begun?.catch(() => {}); // PyScript, which asks for it, tells the reader

// --- what PyScript, or the worker, asks for ---

export const { version } = (await parts)[0];

export const loadPyodide = async ({ program, snapshot, files, ...others } = {}) => {
    if (PAGE) {
        output = others;
        return begun;
    }
    const python = await startPython(others, program, snapshot && await snapshot.arrayBuffer()).catch((error) => {
        if (!snapshot) throw error;
        return startPython(others, program); // a snapshot that does not fit is no reason to have no Python
    });
    writeFiles(python, files);
    return python;
};
