// Loads the page from its single file, dist/micrograd.html, where this script stands behind all that is read and before all that is
// packed. Nowhere else is it used.
//
// In a page opened from file://, a browser runs no module scripts from files and fetches nothing. So every file lies in the page
// itself, compressed, in a script element with data-file; this script's own data-files names them all. Once the first pictures are
// on screen, each is unpacked when it is first asked for and the browser has read it, while others are still being read. They are
// handed out in two ways: `fetch` answers from the unpacked files, and an import map sends each module's address to a blob: URL that
// holds the module. Unpacking is work for a worker, so that the page never stands still for it.
//
// A file's text is in windows-1252, one character for one byte (tools/dense.py).

"use strict";

(() => {
    const CHARSET = "windows-1252";
    const base = new URL(".", location.href).href;
    const addressOf = (name) => new URL(name, base).href;
    const { nonce, dataset } = document.currentScript; // the page's policy lets a script run only if it has this mark
    const names = dataset.files.split(" ");
    const packed = new Map(); // address -> { element, arrive, miss }: a promise of the element that holds the file, and how to settle it
    const files = new Map(); // address -> a promise of the file: { bytes, type }

    // --- the worker: { number, text } is answered with { number, bytes }, or { number, error } ---

    const work = (charset) => {
        const byteOf = new Uint8Array(65536); // the code of a character -> the byte that it stands for
        const characters = new TextDecoder(charset).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
        for (let byte = 0; byte < 256; byte++) byteOf[characters.charCodeAt(byte)] = byte;

        const bytesOf = (text) => {
            const bytes = new Uint8Array(text.length);
            let length = 0;
            for (let k = 0; k < text.length; k++) {
                let byte = byteOf[text.charCodeAt(k)];
                if (byte === 0x3D) byte = byteOf[text.charCodeAt(++k)] - 64; // "=" stands before a byte that HTML would not leave alone
                bytes[length++] = byte;
            }
            return bytes.subarray(0, length);
        };

        self.onmessage = async ({ data: { number, text } }) => {
            try {
                const compressed = new Blob([bytesOf(text)]);
                const bytes = await new Response(compressed.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
                self.postMessage({ number, bytes }, [bytes]);
            } catch (error) {
                self.postMessage({ number, error: String(error?.message ?? error) });
            }
        };
    };

    const questions = []; // { resolve, reject } by number
    let worker = null;
    const startWorker = () => {
        const script = new Blob([`(${work})(${JSON.stringify(CHARSET)})`], { type: "text/javascript" });
        worker = new Worker(URL.createObjectURL(script), { name: "unpack" });
        worker.onmessage = ({ data: { number, bytes, error } }) =>
            bytes ? questions[number].resolve(bytes) : questions[number].reject(new Error(error));
        worker.onerror = ({ message }) => questions.forEach(({ reject }) => reject(new Error(message ?? "no worker can be started")));
    };

    const unpack = async (element) => {
        const text = element.textContent, { file, type } = element.dataset;
        element.remove(); // its text is large, and is not needed again
        const answer = new Promise((resolve, reject) => { questions.push({ resolve, reject }); });
        worker.postMessage({ number: questions.length - 1, text });
        const bytes = await answer.catch((error) => {
            throw new Error(`${file} could not be unpacked: ${error.message}. This copy of the page may be damaged`);
        });
        return { bytes, type };
    };

    // --- files ---

    // What has been read is whole once something else has come behind it.
    const expect = () => {
        for (const name of names) {
            let arrive, miss;
            const element = new Promise((...ways) => { [arrive, miss] = ways; });
            element.catch(() => {}); // reported to who asks for it
            packed.set(addressOf(name), { element, arrive, miss });
        }
        const look = (whole) => {
            const read = [...document.querySelectorAll("script[data-file]")];
            for (const element of whole ? read : read.slice(0, -1)) packed.get(addressOf(element.dataset.file)).arrive(element);
        };
        const finish = () => {
            watch.disconnect();
            look(true);
            for (const name of names) packed.get(addressOf(name)).miss(new Error(`${name} is not in this copy of the page, which is not whole`));
        };
        const watch = new MutationObserver(() => look(false));
        watch.observe(document.body, { childList: true });
        if (document.readyState === "loading") addEventListener("DOMContentLoaded", finish);
        else finish();
    };

    // A start from a snapshot needs only half of the files: the others stay packed.
    const file = (address) => {
        if (!files.has(address) && packed.has(address)) files.set(address, packed.get(address).element.then(unpack));
        return files.get(address);
    };

    const answerFetches = () => {
        const fetchFromNetwork = window.fetch;
        window.fetch = async (what, options) => {
            const address = new URL(what instanceof Request ? what.url : what, base);
            address.search = address.hash = "";
            const found = await file(address.href);
            return found ? new Response(found.bytes, { headers: { "content-type": found.type } }) : fetchFromNetwork(what, options);
        };
    };

    const mapImports = async () => {
        const modules = [...packed.keys()].filter((address) => /\.m?js$/.test(address));
        const blobs = (await Promise.all(modules.map(file))).map(({ bytes, type }) => new Blob([bytes], { type }));
        const imports = Object.fromEntries(modules.map((address, k) => [address, URL.createObjectURL(blobs[k])]));
        const map = document.createElement("script");
        map.type = "importmap";
        map.nonce = nonce;
        map.textContent = JSON.stringify({ imports });
        document.head.append(map);
    };

    // Fonts that are too large to hold up the first picture.
    const addFonts = () => {
        for (const [name, family] of Object.entries(JSON.parse(dataset.fonts))) {
            file(addressOf(name))
                .then(({ bytes }) => document.fonts.add(new FontFace(family, bytes)))
                .catch(() => {}); // the text stays in the next font of its list
        }
    };

    const start = async () => {
        if (!("DecompressionStream" in window) || !HTMLScriptElement.supports?.("importmap")) {
            throw new Error("this browser is too old. A version of Chrome, Edge, Firefox or Safari from 2023 or later will do");
        }
        if (document.characterSet !== CHARSET) {
            throw new Error(`this file was sent as ${document.characterSet}, and can be read only as ${CHARSET}. Save it and open it `
                + "from there; or let the server send it without a charset. (To be served, there is dist/site)");
        }
        startWorker(); // which takes a moment
        await window.microgradBoot.painted;
        window.microgradBoot.say("Unpacking Python");
        expect();
        answerFetches();
        const mapped = mapImports();
        window.microgradBoot.program = WebAssembly.compileStreaming(fetch("assets/vendor/pyodide/pyodide.asm.wasm")); // takes the longest
        window.microgradBoot.program.catch(() => {}); // reported by interpreter.mjs
        addFonts();
        await mapped;
        await Promise.all([import(addressOf("assets/interpreter.mjs")), import(addressOf("assets/vendor/pyscript/core.js"))]);
    };

    start().catch((error) => window.microgradBoot.fail(error.message));
})();
