// The single file: what is packed into the page answers its requests, unpacked once and only if it is asked for.

import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { gzipSync } from "node:zlib";

import { run, settle } from "./script.mjs";

const PAGE = "file:///home/reader/micrograd.html#idea";
const FILES = {
    "assets/vendor/pyodide/pyodide.asm.wasm": ["\0asm", "application/wasm"],
    "assets/program.json": ['{"files": {}}', "application/json"],
    "assets/interpreter.mjs": ["export const version = 1", "text/javascript; charset=utf-8"],
    "assets/vendor/pyscript/core.js": ["// <core>", "text/javascript; charset=utf-8"],
    "assets/vendor/pyodide/python_stdlib.zip": ["\0PK\xff", "application/zip"],
};

const EVERY = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const CHARACTERS = new TextDecoder("windows-1252").decode(EVERY);

// The text in which tools/dense.py packs bytes, as a page in windows-1252 reads it.
const dense = (bytes) => Array.from(bytes, (byte) =>
    [0, 0x0D, 0x3C, 0x3D].includes(byte) ? `=${CHARACTERS[byte + 64]}` : CHARACTERS[byte]).join("");

// A worker that does its work in a world of its own, as a browser's does. It gets its script from a Blob.
const workerFrom = (blobs) => class {
    constructor(address) {
        this.world = blobs[Number(address.slice(5))].text().then((script) => {
            const world = vm.createContext({
                Blob, Response, DecompressionStream, TextDecoder,
                postMessage: (data) => this.onmessage({ data }),
            });
            world.self = world;
            vm.runInContext(script, world);
            return world;
        });
    }

    postMessage(data) {
        this.world.then((world) => world.onmessage({ data }));
    }
};

// The page with FILES packed into it, as tools/bundle.py does; `changes` are other global names, `without` those that it has not.
const open = async (changes = {}, without = [], files = FILES, page = {}, fonts = {}) => {
    const removed = [], maps = [], failures = [], outside = [], said = [], compiled = [], looks = [], events = {}, added = [];
    const parcels = Object.entries(files).map(([name, [text, type]]) => ({
        dataset: { file: name, type },
        textContent: typeof text === "string" ? dense(gzipSync(Buffer.from(text, "latin1"))) : text.as,
        remove: () => removed.push(name),
    }));
    const blobs = [];
    class Address extends URL {}
    Address.createObjectURL = (blob) => `blob:${blobs.push(blob) - 1}`;
    const names = {
        Blob, Response, Request, URL: Address, DecompressionStream, location: { href: PAGE }, Worker: workerFrom(blobs),
        WebAssembly: { compileStreaming: async (answer) => compiled.push(await (await answer).text()) },
        HTMLScriptElement: { supports: (kind) => kind === "importmap" },
        document: {
            characterSet: "windows-1252",
            readyState: "complete",
            currentScript: { nonce: "the mark", dataset: { files: Object.keys(files).join(" "), fonts: JSON.stringify(fonts) } },
            fonts: { add: (font) => added.push(font) },
            querySelectorAll: () => parcels,
            createElement: () => ({}),
            head: { append: (element) => maps.push(element) },
            ...page,
        },
        FontFace: class {
            constructor(family, bytes) { Object.assign(this, { family, text: new TextDecoder().decode(bytes) }); }
        },
        MutationObserver: class {
            constructor(look) { looks.push(look); }
            observe() {}
            disconnect() {}
        },
        addEventListener: (kind, action) => { events[kind] = action; },
        fetch: async (what) => (outside.push(String(what)), new Response("from outside")),
        microgradBoot: { painted: Promise.resolve(), say: (text) => said.push(text), fail: (text) => failures.push(text) },
        ...changes,
    };
    for (const name of without) delete names[name];
    const world = await run("single_file.js", names);
    for (let k = 0; k < 10; k++) await settle();
    return { world, removed, maps, failures, outside, said, compiled, looks, events, added, parcels, blobs, fetch: (what) => world.fetch(what) };
};

test("a file that lies in the page answers a request for it, with its own type and bytes", async () => {
    const page = await open();
    const answer = await page.fetch("assets/program.json");
    assert.equal(answer.headers.get("content-type"), "application/json");
    assert.deepEqual(await answer.json(), { files: {} });
    const library = await page.fetch("assets/vendor/pyodide/python_stdlib.zip");
    assert.deepEqual([...new Uint8Array(await library.arrayBuffer())], [0, 0x50, 0x4b, 0xff]);
    assert.deepEqual(page.outside, []);
});

test("every byte comes back", async () => {
    const bytes = Buffer.concat([...EVERY].flatMap((one) => [...EVERY].map((other) => Buffer.from([one, other])))).toString("latin1");
    const page = await open({}, [], { ...FILES, "assets/bytes": [bytes, "application/octet-stream"] });
    const answer = await page.fetch("assets/bytes");
    assert.equal(Buffer.from(await answer.arrayBuffer()).toString("latin1"), bytes);
});

test("Python's program is compiled from the page itself, without being asked for", async () => {
    const page = await open();
    assert.deepEqual(page.compiled, ["\0asm"]);
    await page.world.microgradBoot.program;
});

test("a file that is damaged is an error that names it, and no other file suffers", async () => {
    const page = await open({}, [], { ...FILES, "assets/memory.bin": [{ as: "\u00ff\u00fe damaged" }, "application/octet-stream"] });
    await assert.rejects(() => page.fetch("assets/memory.bin"), /assets\/memory\.bin could not be unpacked/);
    assert.equal(await (await page.fetch("assets/program.json")).text(), '{"files": {}}');
});

test("a file is unpacked as soon as something has come behind it, while the rest is still being read", async () => {
    const read = [];
    const page = await open({}, [], FILES, { readyState: "loading", querySelectorAll: () => read });
    const program = page.parcels.find(({ dataset }) => dataset.file === "assets/program.json");
    const answer = page.fetch("assets/program.json");
    read.push(program);
    page.looks.forEach((look) => look());
    await settle();
    assert.deepEqual(page.removed, []);
    read.push(page.parcels.find(({ dataset }) => dataset.file === "assets/vendor/pyodide/python_stdlib.zip"));
    page.looks.forEach((look) => look());
    assert.equal(await (await answer).text(), '{"files": {}}');
    assert.deepEqual(page.removed, ["assets/program.json"]);
});

test("a font that is packed is there for its family once it has been read", async () => {
    const page = await open({}, [], { ...FILES, "assets/f.woff2": ["font", "font/woff2"] }, {}, { "assets/f.woff2": "A Family" });
    assert.deepEqual(page.added.map(({ family, text }) => [family, text]), [["A Family", "font"]]);
});

test("a page that ends too early says which file is not in it", async () => {
    const page = await open({}, [], FILES, { readyState: "loading", querySelectorAll: () => [] });
    const answer = page.fetch("assets/program.json");
    page.events.DOMContentLoaded();
    await assert.rejects(() => answer, /assets\/program\.json is not in this copy of the page/);
});

test("a page that a server sent in another character set says so, and what to do", async () => {
    const page = await open({}, [], FILES, { characterSet: "UTF-8" });
    assert.match(page.failures[0], /sent as UTF-8.*Save it/);
    assert.deepEqual(page.removed, []);
});

for (const [how, what] of Object.entries({
    "its whole address": "file:///home/reader/assets/program.json",
    "an address with a query and a fragment": "./assets/program.json?v=2#x",
    "a URL": new URL("file:///home/reader/assets/program.json"),
    "a Request": new Request("file:///home/reader/assets/program.json"),
})) {
    test(`it may be asked for by ${how}`, async () => {
        const page = await open();
        assert.equal(await (await page.fetch(what)).text(), '{"files": {}}');
        assert.deepEqual(page.outside, []);
    });
}

test("any other request goes on to the browser", async () => {
    const page = await open();
    assert.equal(await (await page.fetch("assets/other.json")).text(), "from outside");
    assert.deepEqual(page.outside, ["assets/other.json"]);
});

test("a file is unpacked when it is first asked for, and once", async () => {
    const page = await open();
    assert.ok(!page.removed.includes("assets/program.json"));
    const twice = await Promise.all([page.fetch("assets/program.json"), page.fetch("assets/program.json")]);
    assert.deepEqual(await Promise.all(twice.map((answer) => answer.text())), ['{"files": {}}', '{"files": {}}']);
    assert.equal(page.removed.filter((name) => name === "assets/program.json").length, 1);
});

test("every module, and nothing else, is in the import map, which has the page's mark", async () => {
    const page = await open(), [map] = page.maps;
    const { imports } = JSON.parse(map.textContent);
    assert.deepEqual([map.type, map.nonce, page.maps.length], ["importmap", "the mark", 1]);
    assert.deepEqual(Object.keys(imports), [
        "file:///home/reader/assets/interpreter.mjs", "file:///home/reader/assets/vendor/pyscript/core.js"]);
    const texts = await Promise.all(Object.values(imports).map((at) => page.blobs[Number(at.slice(5))].text()));
    assert.deepEqual(texts, ["export const version = 1", "// <core>"]);
});

test("nothing is unpacked before the first pictures are on screen", async () => {
    const page = await open({ microgradBoot: { painted: new Promise(() => {}), say: () => {}, fail: () => {} } });
    assert.deepEqual([page.removed, page.maps], [[], []]);
});

for (const [what, without, changes] of [
    ["cannot decompress", ["DecompressionStream"], {}],
    ["knows no import maps", [], { HTMLScriptElement: { supports: () => false } }],
    ["cannot even say whether it does", [], { HTMLScriptElement: {} }],
]) {
    test(`a browser that ${what} is told that it is too old`, async () => {
        const page = await open(changes, without);
        assert.match(page.failures[0], /too old/);
        assert.deepEqual(page.removed, []);
    });
}
