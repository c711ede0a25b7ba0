// The single file: what is packed into the page answers its requests, unpacked once and only if it is asked for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { run, settle } from "./script.mjs";

const PAGE = "file:///home/reader/micrograd.html#idea";
const FILES = {
    "assets/program.json": ['{"files": {}}', "application/json"],
    "assets/interpreter.mjs": ["export const version = 1", "text/javascript; charset=utf-8"],
    "assets/vendor/pyscript/core.js": ["// <core>", "text/javascript; charset=utf-8"],
    "assets/vendor/pyodide/python_stdlib.zip": ["\0PK\xff", "application/zip"],
};

// The page with FILES packed into it, as tools/bundle.py does; `changes` are other global names, `without` those that it has not.
const open = async (changes = {}, without = []) => {
    const removed = [], maps = [], failures = [], outside = [], said = [];
    const parcels = Object.entries(FILES).map(([name, [text, type]]) => ({
        dataset: { file: name, type },
        textContent: gzipSync(Buffer.from(text, "latin1")).toString("base64"),
        remove: () => removed.push(name),
    }));
    const blobs = [];
    class Address extends URL {}
    Address.createObjectURL = (blob) => `blob:${blobs.push(blob) - 1}`;
    const names = {
        Blob, Response, Request, URL: Address, DecompressionStream, Uint8Array, atob, location: { href: PAGE },
        HTMLScriptElement: { supports: (kind) => kind === "importmap" },
        document: {
            currentScript: { nonce: "the mark" },
            querySelectorAll: () => parcels,
            createElement: () => ({}),
            head: { append: (element) => maps.push(element) },
        },
        fetch: async (what) => (outside.push(String(what)), new Response("from outside")),
        microgradBoot: { painted: Promise.resolve(), say: (text) => said.push(text), fail: (text) => failures.push(text) },
        ...changes,
    };
    for (const name of without) delete names[name];
    const world = await run("single_file.js", names);
    for (let k = 0; k < 10; k++) await settle();
    return { world, removed, maps, failures, outside, said, blobs, fetch: (what) => world.fetch(what) };
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
