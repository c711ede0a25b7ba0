// The loader of the single file. It runs last, in dist/micrograd.html only.
//
// From file:// a browser runs no module scripts and fetches nothing. So everything lies in this file, compressed; here
// it is unpacked once the first pictures are on screen, and handed out in two ways: `fetch` answers from
// the unpacked files, and an import map sends each module's address to a blob: that holds it.

"use strict";

(() => {
    const base = new URL(".", location.href).href;
    const core = new URL("assets/vendor/pyscript/core.js", base).href;
    const files = new Map(); // address -> Blob
    const { nonce } = document.currentScript; // by which the page knows its own scripts

    // Two frames: after the first the page has been laid out, after the second it has been painted.
    // (A tab in the background paints nothing, and must not wait for ever.)
    const painted = () => Promise.race([
        new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        new Promise((done) => setTimeout(done, 300)),
    ]);

    const bytes = (text) => Uint8Array.fromBase64
        ? Uint8Array.fromBase64(text)
        : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

    const unpacked = async (parcel) => {
        const packed = new Blob([bytes(parcel.textContent)]);
        const content = new Response(packed.stream().pipeThrough(new DecompressionStream("gzip")));
        return new Blob([await content.arrayBuffer()], { type: parcel.dataset.type });
    };

    const answerFetches = () => {
        const outside = window.fetch;
        window.fetch = (what, options) => {
            const address = new URL(what instanceof Request ? what.url : what, base);
            address.search = address.hash = "";
            const file = files.get(address.href);
            if (!file) return outside(what, options);
            return Promise.resolve(new Response(file, { headers: { "content-type": file.type } }));
        };
    };

    const mapImports = () => {
        const imports = {};
        for (const [address, file] of files) {
            if (/\.m?js$/.test(address)) imports[address] = URL.createObjectURL(file);
        }
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
        await painted();
        window.microgradBoot.say("Unpacking Python");
        for (const parcel of document.querySelectorAll("script[data-file]")) {
            files.set(new URL(parcel.dataset.file, base).href, await unpacked(parcel));
            parcel.remove(); // its text is not needed again, and is large
        }
        answerFetches();
        mapImports();
        window.microgradBoot.files = files;
        window.microgradEditor.load();
        await import(core);
    };

    start().catch((error) => window.microgradBoot.fail(error.message));
})();
