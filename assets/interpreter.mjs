// The Python that PyScript loads (pyscript.toml names this file) and that the cell's worker loads: Pyodide, started from a
// snapshot of its memory where the reader's browser has kept one, and from scratch where not.
//
// This is the one place that knows where the runtime's files are: beside the page, where it is served; in the page itself,
// where it is one file (there `fetch` and an import map answer, see offline.js); and in a worker, which asks the page
// (there `fetch` is sandbox.js's own). All of it is reached by fetch and import under one address.
//
// Offers what PyScript wants of pyodide.mjs, `loadPyodide(options)` and `version`; and window.microgradPython: keepsake(), with
// which a worker starts as quickly as the page did, and from, which tells what this page started from. docs/start.md tells what a snapshot holds and why.

const PAGE = "document" in globalThis;
const FOLDER = PAGE ? new URL("assets/vendor/pyodide/", document.baseURI).href : "cell:/";
const HOME = "/home/pyodide";
const PREPARE = "import pages.beforehand";
const AWAKE = "import random; random.seed()"; // whatever began before, no two starts draw the same numbers

const beside = (name) => new URL(name, document.baseURI).href;
const text = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} could not be loaded`);
    return answer.text();
};
// In a worker that began as a blob: only another blob: can be imported.
const module = PAGE ? (name) => import(FOLDER + name) : async (name) =>
    import(URL.createObjectURL(new Blob([await text(FOLDER + name)], { type: "text/javascript" })));

// --- starting ---

// The largest file is asked for at once. (Not by a preload in the page: what comes that way is compiled anew at every visit,
// what a program fetches the browser has compiled already.) It is handed to Pyodide when that asks for it; and as Pyodide
// does not say when it cannot be had, and would be waited for for ever, that is seen to here.
const WASM = `${FOLDER}pyodide.asm.wasm`;
let early = PAGE ? fetch(WASM) : null;
early?.catch(() => {}); // told where it is handed out

const watched = (action) => new Promise((resolve, reject) => {
    const { fetch: outside } = globalThis;
    const missing = () => reject(new Error("pyodide.asm.wasm could not be loaded"));
    globalThis.fetch = (what, ...rest) => {
        if (String(what) !== WASM) return outside(what, ...rest);
        const answer = early ?? outside(WASM);
        early = null;
        answer.then(({ ok }) => ok || missing(), missing);
        return answer;
    };
    action().then(resolve, reject).finally(() => { globalThis.fetch = outside; });
});

const parts = Promise.all([module("pyodide.mjs"), module("pyodide.asm.mjs"), text(`${FOLDER}pyodide-lock.json`)]);
parts.catch(() => {}); // told where they are awaited

// A Pyodide, from `snapshot` (bytes) if there is one.
const awake = async (options, snapshot) => {
    const [{ loadPyodide: load }, { default: createPyodideModule }, lockFileContents] = await parts;
    const start = () => load({
        ...options, createPyodideModule, lockFileContents, indexURL: FOLDER, packageBaseUrl: FOLDER,
        ...(snapshot && { _loadSnapshot: snapshot }),
    });
    const python = await (PAGE ? watched(start) : start());
    if (snapshot) {
        python._api.config._loadSnapshot = undefined; // 30 MB that nobody needs again
        python.runPython(AWAKE);
    }
    return python;
};

// Our own Python, where it can be imported. (A snapshot holds the modules, but no files: those it reads again.)
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
let left = Promise.resolve(null); // the snapshot, for workers: a Blob

// The first pictures come first: after two frames they are on screen. (A tab in the background paints nothing.)
const painted = () => Promise.race([
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    new Promise((done) => setTimeout(done, 300)),
]);

const program = async () => JSON.parse(await text(beside("assets/program.json")));

const begin = async () => {
    const wanted = program();
    wanted.catch(() => {}); // told where it is awaited
    const { find, forget, keep } = await import(beside("assets/keep.mjs"));
    const kept = await find(wanted.then(({ key }) => key));
    const { key, files } = await wanted;
    await painted();
    if (kept) {
        try {
            const python = await awake(options, kept.bytes);
            write(python, files);
            left = Promise.resolve(kept.blob);
            window.microgradPython.from = "snapshot";
            window.microgradBoot.instead = forget; // if the page does not begin after all
            return python;
        } catch (error) {
            console.info(`Python starts from scratch: ${error}`);
            await forget();
        }
    }
    const python = await awake(options);
    write(python, files);
    const bytes = memory(python);
    if (bytes) {
        const blob = new Blob([bytes]);
        left = Promise.resolve(blob);
        keep(key, blob);
    }
    return python;
};

// What a worker needs to start: this very program, and the snapshot, if there is one.
const keepsake = async () => {
    const runtime = new Blob([await text(beside("assets/interpreter.mjs"))], { type: "text/javascript" });
    const snapshot = await left;
    return snapshot ? { runtime, snapshot } : { runtime };
};

if (PAGE) window.microgradPython = { keepsake, from: "scratch" };
const begun = PAGE ? begin() : null;
begun?.catch(() => {}); // PyScript, which asks for it, tells the reader

// --- what PyScript, or the worker, asks for ---

export const { version } = (await parts)[0];

export const loadPyodide = async ({ snapshot, files, ...others } = {}) => {
    if (PAGE) {
        sinks = others;
        return begun;
    }
    const python = await awake(others, snapshot && await snapshot.arrayBuffer()).catch((error) => {
        if (!snapshot) throw error;
        return awake(others);
    });
    write(python, files);
    return python;
};
