// Loads the page from its single file, dist/micrograd.html, where this script runs last. Nowhere else is it used.
//
// In a page opened from file://, a browser runs no module scripts from files and fetches nothing. So every file lies in the page
// itself, compressed, in a script element with data-file. Once the first pictures are on screen, each is unpacked when it is first
// asked for, and handed out in two ways: `fetch` answers from the unpacked files, and an import map sends each module's address
// to a blob: URL that holds the module.

"use strict";

(() => {
    const base = new URL(".", location.href).href;
    const addressOf = (name) => new URL(name, base).href;
    const packed = new Map(); // address -> the element that holds the file
    const files = new Map(); // address -> a promise of the file, as a Blob
    const { nonce } = document.currentScript; // the page's policy lets a script run only if it has this mark

    const bytesOf = (text) => Uint8Array.fromBase64
        ? Uint8Array.fromBase64(text)
        : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

    const unpack = async (element) => {
        const compressed = new Blob([bytesOf(element.textContent)]);
        element.remove(); // its text is large, and is not needed again
        const content = new Response(compressed.stream().pipeThrough(new DecompressionStream("gzip")));
        return new Blob([await content.arrayBuffer()], { type: element.dataset.type });
    };

    // A start from a snapshot needs only half of the files: the others stay packed.
    const file = (address) => {
        if (!files.has(address) && packed.has(address)) files.set(address, unpack(packed.get(address)));
        return files.get(address);
    };

    const answerFetches = () => {
        const fetchFromNetwork = window.fetch;
        window.fetch = async (what, options) => {
            const address = new URL(what instanceof Request ? what.url : what, base);
            address.search = address.hash = "";
            const found = await file(address.href);
            return found ? new Response(found) : fetchFromNetwork(what, options);
        };
    };

    const mapImports = async () => {
        const modules = [...packed.keys()].filter((address) => /\.m?js$/.test(address));
        const blobs = await Promise.all(modules.map(file));
        const imports = Object.fromEntries(modules.map((address, k) => [address, URL.createObjectURL(blobs[k])]));
        const map = document.createElement("script");
        map.type = "importmap";
        map.nonce = nonce;
        map.textContent = JSON.stringify({ imports });
        document.head.append(map);
    };

    const start = async () => {
        if (!("DecompressionStream" in window) || !HTMLScriptElement.supports?.("importmap")) {
            throw new Error("this browser is too old. A version of Chrome, Edge, Firefox or Safari from 2023 or later will do");
        }
        await window.microgradBoot.painted;
        window.microgradBoot.say("Unpacking Python");
        for (const element of document.querySelectorAll("script[data-file]")) packed.set(addressOf(element.dataset.file), element);
        answerFetches();
        await mapImports();
        await Promise.all([import(addressOf("assets/interpreter.mjs")), import(addressOf("assets/vendor/pyscript/core.js"))]);
    };

    start().catch((error) => window.microgradBoot.fail(error.message));
})();
