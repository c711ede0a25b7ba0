// The snapshot store, over a Cache Storage and an IndexedDB made for the test: what does not fit is not used, and nothing ever fails.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { settle } from "./script.mjs";

const NAME = "micrograd-python";

// --- a browser ---

let cache, rows; // what Cache Storage and IndexedDB hold: address -> { bytes, headers }, and name -> record
let fault; // what throws, if anything: "open", "read", "write" or "remove"
const meet = (moment) => { if (fault === moment) throw new DOMException(`no ${moment}`, "SecurityError"); };

globalThis.caches = {
    async open(name) {
        assert.equal(name, NAME);
        meet("open");
        return {
            async match(address) {
                meet("read");
                const one = cache.get(address);
                return one && new Response(one.bytes, { headers: one.headers });
            },
            async put(address, response) {
                meet("write");
                cache.set(address, { bytes: await response.arrayBuffer(), headers: [...response.headers] });
            },
        };
    },
    async delete() {
        meet("remove");
        cache.clear();
    },
};

// A request of IndexedDB, which succeeds with what `action` returns, or fails with what it throws.
const request = (action) => {
    const one = {};
    setTimeout(() => {
        try {
            one.result = action();
        } catch (error) {
            one.error = error;
            return one.onerror?.();
        }
        one.onupgradeneeded?.();
        one.onsuccess?.();
    });
    return one;
};
const store = {
    get: (name) => request(() => (meet("read"), rows.get(name))),
    put: (record, name) => request(() => (meet("write"), rows.set(name, record))),
    delete: (name) => request(() => (meet("remove"), rows.delete(name))),
};
globalThis.indexedDB = {
    open: () => request(() => {
        meet("open");
        return {
            createObjectStore: () => {},
            close: () => {},
            transaction: () => {
                const one = { objectStore: () => store };
                setTimeout(() => one.oncomplete?.(), 2);
                return one;
            },
        };
    }),
};

// <html>: ready, and at rest, unless the test says otherwise.
const root = { dataset: {} };
let watchers = [];
globalThis.MutationObserver = class {
    constructor(look) { this.look = look; }
    observe() { watchers.push(this.look); }
    disconnect() { watchers = watchers.filter((look) => look !== this.look); }
};
globalThis.document = { baseURI: "https://host/page/", documentElement: root };
globalThis.window = { microgradQuiet: 0, microgradPython: {} };

const load = async (protocol) => {
    globalThis.location = { protocol };
    return import(`../../assets/store.mjs?${protocol}`);
};
const STORES = { "Cache Storage": await load("https:"), IndexedDB: await load("file:") };

beforeEach(() => {
    cache = new Map();
    rows = new Map();
    fault = null;
    watchers = [];
    root.dataset = { python: "ready", clock: "idle" };
    window.microgradPython = {};
});

const BYTES = Uint8Array.from({ length: 5000 }, (_, k) => k % 251);
const blob = () => new Blob([BYTES]);

for (const [place, { find, forget, keep, place: at, ready, rest }] of Object.entries(STORES)) {
    test(`${place}: what was kept is found, whole, and fits its own key alone`, async () => {
        await keep("key one", blob);
        const found = await find();
        assert.deepEqual(new Uint8Array(found.bytes), BYTES);
        assert.deepEqual(new Uint8Array(await found.blob.arrayBuffer()), BYTES);
        assert.deepEqual([found.fits("key one"), found.fits("key two"), found.fits("key")], [true, false, false]);
        assert.equal(root.dataset.snapshot, "kept");
        assert.deepEqual([cache.size, rows.size], place === "IndexedDB" ? [0, 1] : [1, 0]);
    });

    test(`${place}: nothing is found where nothing was kept, or where it was forgotten`, async () => {
        assert.equal(await find(), null);
        await keep("key", blob);
        await forget();
        assert.equal(await find(), null);
    });

    const CHANGES = {
        "was cut off": (record) => ({ ...record, blob: record.blob.slice(0, 4000) }),
        "has grown": (record) => ({ ...record, blob: new Blob([record.blob, "x"]) }),
        "has one other byte": (record) => ({ ...record, blob: new Blob([BYTES.slice(0, 4999), Uint8Array.of(BYTES[4999] ^ 1)]) }),
        "has another length beside it": (record) => ({ ...record, length: 4999 }),
        "has another digest beside it": (record) => ({ ...record, digest: record.digest.replace(/^./, "x") }),
    };
    for (const [what, change] of Object.entries(CHANGES)) {
        test(`${place}: what ${what} is not used, and forgotten`, async () => {
            await keep("key", blob);
            await at.write(change(await at.read()));
            assert.equal(await find(), null);
            assert.deepEqual([cache.size, rows.size], [0, 0]);
        });
    }

    for (const moment of ["open", "read", "remove"]) {
        test(`${place}: a browser that refuses to ${moment} is one in which nothing is found`, async () => {
            await keep("key", blob);
            fault = moment;
            if (moment === "remove") await at.write({ ...await at.read(), length: 1 });
            assert.equal(await find(), null);
            if (moment !== "read") await forget();
        });
    }

    for (const moment of ["open", "write"]) {
        test(`${place}: a browser that refuses to ${moment} keeps nothing, and says why where tests can see it`, async () => {
            fault = moment;
            await keep("key", blob);
            assert.match(window.microgradPython.unkept, new RegExp(`no ${moment}`));
            assert.equal(root.dataset.snapshot, undefined);
        });
    }

    test(`${place}: a snapshot that cannot be made is no failure either`, async () => {
        await keep("key", () => { throw new Error("no memory"); });
        assert.match(window.microgradPython.unkept, /no memory/);
    });

    test(`${place}: it is made and kept only when the page is ready and at rest`, async () => {
        root.dataset = { python: "booting", clock: "running" };
        let made = 0;
        const kept = keep("key", () => (made++, blob()));
        await settle();
        root.dataset.python = "ready";
        for (const look of [...watchers]) look();
        await settle();
        assert.equal(made, 0);
        root.dataset.clock = "idle";
        await kept;
        assert.equal(made, 1);
        assert.equal(watchers.length, 0);
    });

    test(`${place}: a page that is ready already is not waited for`, async () => {
        await ready();
        await rest();
        assert.equal(watchers.length, 0);
    });
}
