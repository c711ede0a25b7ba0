// The cell's worker: a Python of its own, in which anything may happen.
//
// The page starts it from a blob: (from file:// nothing else works), so it has no address of its own and fetches nothing. If it
// needs a file, it asks the page by name: { ask, file } is answered with { answer, blob }. Everything else that goes out is
// JSON, one text at a time, and the page checks each of them. What comes in is { text }; the first of these is the start:
//
//     { "type": "start", "python": { path: source } }      then  { "type": "run", "run": 1, "code": … }
//
// With the start come things that only the page can send: { runtime } and { packing }, which are assets/interpreter.mjs and
// assets/packing.mjs; { program }, Pyodide compiled; and { snapshot }, if there is one: Python's memory, just after the page started it.
//
// Before the reader's first line runs, everything that could reach out of the worker is taken away.

"use strict";

(() => {
    const post = self.postMessage.bind(self);
    const HERE = "cell:/"; // the prefix that files have here; no network is ever asked for it
    const MEMORY = 512 * 1024 * 1024;
    const REFUSED = ["XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "Worker", "SharedWorker",
        "BroadcastChannel", "indexedDB", "caches", "RTCPeerConnection", "FileReaderSync", "Notification",
        "webkitRequestFileSystem", "webkitRequestFileSystemSync", "webkitResolveLocalFileSystemURL", "cookieStore"];

    const say = (message) => post(JSON.stringify(message));

    // --- files, for which the page is asked ---

    const questions = new Map(); // number -> { resolve, reject }
    let asked = 0;
    const file = (name) => new Promise((resolve, reject) => {
        questions.set(++asked, { resolve, reject });
        post({ ask: asked, file: name });
    });
    const onAnswer = ({ answer, blob }) => {
        const one = questions.get(answer);
        questions.delete(answer);
        if (blob) one?.resolve(blob);
        else one?.reject(new Error("the page does not have this file"));
    };
    const fetchFromPage = async (what) => {
        const address = String(what instanceof Request ? what.url : what);
        if (!address.startsWith(HERE)) throw new TypeError("there is no network in the cell");
        const blob = await file(address.slice(HERE.length));
        return new Response(blob, { headers: { "content-type": blob.type } });
    };

    // --- what is taken away from the reader's program ---

    const fix = (object, name, value) => {
        for (let at = object; at; at = Object.getPrototypeOf(at)) {
            if (Object.hasOwn(at, name)) {
                try { delete at[name]; } catch { /* what cannot be deleted is covered by the new property below */ }
            }
        }
        Object.defineProperty(object, name, { value, configurable: false, writable: false });
    };
    const refusing = (name) => function refused() { throw new Error(`${name} is not there: nothing leaves the cell`); };
    const withdraw = () => {
        fix(self, "fetch", fetchFromPage);
        for (const name of REFUSED) fix(self, name, refusing(name));
        for (const kind of [function () {}, async function () {}, function* () {}, async function* () {}]) { // which run JavaScript from text
            fix(Object.getPrototypeOf(kind), "constructor", refusing("Function"));
        }
        for (const name of ["storage", "serviceWorker", "locks", "sendBeacon", "usb", "hid", "serial", "gpu"]) fix(self.navigator, name, undefined);
    };

    // --- Python ---

    // Pyodide refuses to start in a worker that has importScripts.
    const hideImportScripts = () => fix(self, "importScripts", refusing("importScripts"));

    const limitMemory = () => {
        const { grow } = WebAssembly.Memory.prototype;
        WebAssembly.Memory.prototype.grow = function limited(pages) {
            if (this.buffer.byteLength + pages * 65536 > MEMORY) throw new RangeError("the cell's memory is full");
            return grow.call(this, pages);
        };
        // A program that train compiles has a memory of its own, which does not grow.
        WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
            construct(kind, given) {
                const instance = Reflect.construct(kind, given);
                if (instance.exports.memory?.buffer.byteLength > MEMORY) throw new RangeError("the cell's memory is full");
                return instance;
            },
        });
    };

    let python = null; // { run(code, run), interpreter }
    let lastWords = ""; // where Python was when it broke, in its own words

    // Text that did not come from a print: from a module written in C, or the last words of an interpreter that breaks.
    const onRawOutput = (text) => {
        if (lastWords || text.startsWith("Stack (most recent call first)")) lastWords += `\n${text}`;
        else say({ type: "Text", stream: "out", text: `${text}\n` });
    };

    const start = async ({ python: files }, { runtime, packing, snapshot, program }) => {
        console.error = () => {}; // an interpreter that breaks is reported as Dead: it is not an error of the page
        hideImportScripts();
        self.fetch = fetchFromPage;
        self.microgradPacking = URL.createObjectURL(packing); // interpreter.mjs imports it
        limitMemory();
        say({ type: "Progress", stage: "interpreter" });
        const { loadPyodide } = await import(URL.createObjectURL(runtime));
        delete self.microgradPacking;
        const interpreter = await loadPyodide({
            program, snapshot, files, stdin: () => undefined, env: { HOME: "/home/pyodide" }, checkAPIVersion: true });
        interpreter.setStdout({ batched: onRawOutput });
        interpreter.setStderr({ batched: () => {} }); // what programs print goes another way; this is only what is said at a breakdown
        const open = interpreter.pyimport("pages.worker.session").open_session;
        const run = open((text) => post(text));
        open.destroy();
        withdraw();
        python = { run, interpreter };
        say({ type: "Ready" });
    };

    const run = async ({ code, run: number, packages }) => {
        try {
            for (const name of packages) {
                say({ type: "Progress", stage: name });
                await python.interpreter.loadPackage(name, { messageCallback: () => {}, errorCallback: () => {} });
            }
        } catch { /* the program's own import will say what is missing */ }
        const ended = python.run(code, number);
        if (ended !== "done") throw new Error(ended);
    };

    const onMessage = async ({ data }) => {
        if ("answer" in data) return onAnswer(data);
        const message = JSON.parse(data.text);
        try {
            await (message.type === "start" ? start(message, data) : run(message));
        } catch (error) {
            say({ type: "Dead", reason: String(error?.message ?? error).slice(-2000) + lastWords.slice(0, 2000) });
        }
    };
    self.addEventListener("message", onMessage);
})();
