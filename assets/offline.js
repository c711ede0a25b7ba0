// The loader of the single file. It runs last, in dist/micrograd.html only.
//
// From file:// a browser runs no module scripts and fetches nothing. So everything lies in this file, compressed; once
// the first pictures are on screen it is unpacked as it is wanted, and handed out in two ways: `fetch` answers from
// the unpacked files, and an import map sends each module's address to a blob: that holds it.

"use strict";

(() => {
    const base = new URL(".", location.href).href;
    const address = (name) => new URL(name, base).href;
    const parcels = new Map(); // address -> the element that holds it
    const files = new Map(); // address -> a promise of a Blob
    const { nonce } = document.currentScript; // by which the page knows its own scripts

    const bytes = (text) => Uint8Array.fromBase64
        ? Uint8Array.fromBase64(text)
        : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

    const unpacked = async (parcel) => {
        const packed = new Blob([bytes(parcel.textContent)]);
        parcel.remove(); // its text is not needed again, and is large
        const content = new Response(packed.stream().pipeThrough(new DecompressionStream("gzip")));
        return new Blob([await content.arrayBuffer()], { type: parcel.dataset.type });
    };

    // Each file is unpacked when it is first asked for: a start from a snapshot does without the half of them.
    const file = (where) => {
        if (!files.has(where) && parcels.has(where)) files.set(where, unpacked(parcels.get(where)));
        return files.get(where);
    };

    const answerFetches = () => {
        const outside = window.fetch;
        window.fetch = async (what, options) => {
            const where = new URL(what instanceof Request ? what.url : what, base);
            where.search = where.hash = "";
            const found = await file(where.href);
            return found ? new Response(found, { headers: { "content-type": found.type } }) : outside(what, options);
        };
    };

    const mapImports = async () => {
        const modules = [...parcels.keys()].filter((where) => /\.m?js$/.test(where));
        const blobs = await Promise.all(modules.map(file));
        const imports = Object.fromEntries(modules.map((where, k) => [where, URL.createObjectURL(blobs[k])]));
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
        for (const parcel of document.querySelectorAll("script[data-file]")) parcels.set(address(parcel.dataset.file), parcel);
        answerFetches();
        await mapImports();
        await Promise.all([import(address("assets/interpreter.mjs")), import(address("assets/vendor/pyscript/core.js"))]);
    };

    start().catch((error) => window.microgradBoot.fail(error.message));
})();
