// The cell's worker: a Python of its own, in which anything may happen.
//
// The page starts it from a blob: (from file:// nothing else works), and so it knows no address and fetches nothing. What
// it needs it asks the page for, by name: { ask, file } is answered with { answer, blob }. All else that goes out is
// one JSON text at a time; the page checks every one. What comes in is { told: text }, and the first is the start:
//
//     { "type": "start", "python": { path: source } }      then  { "type": "run", "run": 1, "code": … }
//
// With the start come things that only a page can send: { runtime }, which is assets/interpreter.mjs; { program }, Pyodide
// compiled; and, if there is one, { snapshot }, Python's memory when the page had started it.
//
// Before the reader's first line runs, everything that reaches out of the worker is taken away.

"use strict";

(() => {
    const post = self.postMessage.bind(self);
    const HERE = "cell:/"; // a name for the files, never asked for
    const MEMORY = 512 * 1024 * 1024;
    const REFUSED = ["XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "Worker", "SharedWorker",
        "BroadcastChannel", "indexedDB", "caches", "RTCPeerConnection", "FileReaderSync", "Notification",
        "webkitRequestFileSystem", "webkitRequestFileSystemSync", "webkitResolveLocalFileSystemURL", "cookieStore"];

    const say = (message) => post(JSON.stringify(message));

    // --- files, which the page brings ---

    const waiting = new Map();
    let asked = 0;
    const file = (name) => new Promise((resolve, reject) => {
        waiting.set(++asked, { resolve, reject });
        post({ ask: asked, file: name });
    });
    const answered = ({ answer, blob }) => {
        const one = waiting.get(answer);
        waiting.delete(answer);
        if (blob) one?.resolve(blob);
        else one?.reject(new Error("the page does not have this file"));
    };
    const fetched = async (what) => {
        const address = String(what instanceof Request ? what.url : what);
        if (!address.startsWith(HERE)) throw new TypeError("there is no network in the cell");
        const blob = await file(address.slice(HERE.length));
        return new Response(blob, { headers: { "content-type": blob.type } });
    };

    // --- what is taken away ---

    const set = (object, name, value) => {
        for (let at = object; at; at = Object.getPrototypeOf(at)) {
            if (Object.hasOwn(at, name)) {
                try { delete at[name]; } catch { /* then it is hidden below */ }
            }
        }
        Object.defineProperty(object, name, { value, configurable: false, writable: false });
    };
    const refusing = (name) => function refused() { throw new Error(`${name} is not there: nothing leaves the cell`); };
    const withdraw = () => {
        set(self, "fetch", fetched);
        for (const name of REFUSED) set(self, name, refusing(name));
        for (const made of [function () {}, async function () {}, function* () {}, async function* () {}]) { // JavaScript from words
            set(Object.getPrototypeOf(made), "constructor", refusing("Function"));
        }
        for (const name of ["storage", "serviceWorker", "locks", "sendBeacon", "usb", "hid", "serial", "gpu"]) set(self.navigator, name, undefined);
    };

    // --- Python ---

    // Pyodide takes a worker that has importScripts for one in which it does not work.
    const hideImportScripts = () => set(self, "importScripts", refusing("importScripts"));

    const limitMemory = () => {
        const { grow } = WebAssembly.Memory.prototype;
        WebAssembly.Memory.prototype.grow = function limited(pages) {
            if (this.buffer.byteLength + pages * 65536 > MEMORY) throw new RangeError("the cell's memory is full");
            return grow.call(this, pages);
        };
    };

    let python = null; // { run(code, run), interpreter }
    let fall = ""; // where Python was when it broke, in its own words

    // Text that did not come from a print: of a part written in C, or the last words of a Python that breaks.
    const aside = (text) => {
        if (fall || text.startsWith("Stack (most recent call first)")) fall += `\n${text}`;
        else say({ type: "Text", stream: "out", text: `${text}\n` });
    };

    const start = async ({ python: files }, { runtime, snapshot, program }) => {
        console.error = () => {}; // an interpreter that breaks is told of by Dead, and is no error of the page
        hideImportScripts();
        self.fetch = fetched;
        limitMemory();
        say({ type: "Progress", stage: "interpreter" });
        const { loadPyodide } = await import(URL.createObjectURL(runtime));
        const interpreter = await loadPyodide({
            program, snapshot, files, stdin: () => undefined, env: { HOME: "/home/pyodide" }, checkAPIVersion: true });
        interpreter.setStdout({ batched: aside });
        interpreter.setStderr({ batched: () => {} }); // what Python prints goes another way; this is what it says when it breaks
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
        } catch { /* then the import says so */ }
        const ended = python.run(code, number);
        if (ended !== "done") throw new Error(ended);
    };

    const heard = async ({ data }) => {
        if ("answer" in data) return answered(data);
        const message = JSON.parse(data.told);
        try {
            await (message.type === "start" ? start(message, data) : run(message));
        } catch (error) {
            say({ type: "Dead", reason: String(error?.message ?? error).slice(-2000) + fall.slice(0, 2000) });
        }
    };
    self.addEventListener("message", heard);
})();
