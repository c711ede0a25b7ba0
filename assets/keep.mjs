// Keeps the snapshot of Python's memory from visit to visit: in Cache Storage where the page is served, in IndexedDB where
// it is a file. What is found is used only if it is whole and was made of the very files that the page is made of now.
//
// find() -> { bytes, blob, fits(key) } or null; ready(), until the page is; rest(), until the page is ready and has nothing else to do; keep(key, make), which
// then keeps the Blob that make() gives; forget(). None of them fails: a browser that keeps nothing (a private window, a full
// disk) starts Python without.

const NAME = "micrograd-python";
const ENTRY = new URL("snapshot", document.baseURI).href; // of the cache; nobody ever asks a server for it
const QUIET = window.microgradQuiet ?? 2000; // ms for which the page has had nothing to do, before 30 MB are written

// One record: { key, length, digest, blob }.
const cached = {
    async read() {
        const found = await (await caches.open(NAME)).match(ENTRY);
        return found && { ...JSON.parse(found.headers.get("x-record")), blob: await found.blob() };
    },
    async write({ blob, ...record }) {
        await (await caches.open(NAME)).put(ENTRY, new Response(blob, { headers: { "x-record": JSON.stringify(record) } }));
    },
    async remove() {
        await caches.delete(NAME);
    },
};

const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = request.oncomplete = () => resolve(request.result);
    request.onerror = request.onabort = request.onblocked = () => reject(request.error ?? new Error("IndexedDB is busy"));
});

// One action on the one store, in a transaction of its own: what it writes is there whole or not at all.
const inDatabase = async (mode, action) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(NAME);
    const database = await settled(opening);
    try {
        const transaction = database.transaction(NAME, mode);
        const [answer] = await Promise.all([settled(action(transaction.objectStore(NAME))), settled(transaction)]);
        return answer;
    } finally {
        database.close();
    }
};

const stored = {
    read: () => inDatabase("readonly", (store) => store.get(NAME)),
    write: (record) => inDatabase("readwrite", (store) => store.put(record, NAME)),
    remove: () => inDatabase("readwrite", (store) => store.delete(NAME)),
};

export const place = location.protocol === "file:" ? stored : cached;

const digest = async (bytes) =>
    Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const find = async () => {
    try {
        const record = await place.read();
        if (!record) return null;
        const bytes = await record.blob.arrayBuffer();
        const whole = bytes.byteLength === record.length && await digest(bytes) === record.digest;
        if (whole) return { bytes, blob: record.blob, fits: (key) => key === record.key };
        await forget();
    } catch { /* then there is none */ }
    return null;
};

export const forget = async () => {
    try {
        await place.remove();
    } catch { /* it is written over as soon as there is another */ }
};

const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
const pause = () => new Promise((resolve) => { setTimeout(resolve, QUIET); });
export const ready = () => new Promise((resolve) => {
    const root = document.documentElement;
    const look = () => root.dataset.python === "ready" && (watch.disconnect(), resolve());
    const watch = new MutationObserver(look);
    watch.observe(root, { attributeFilter: ["data-python"] });
    look();
});

export const rest = async () => {
    await ready();
    do await pause(); while (document.documentElement.dataset.clock === "running");
    await idle();
};

export const keep = async (key, make) => {
    await rest();
    try {
        const blob = make(), bytes = await blob.arrayBuffer();
        await place.write({ key, length: bytes.byteLength, digest: await digest(bytes), blob });
        document.documentElement.dataset.snapshot = "kept"; // for tests; nothing on the page depends on it
    } catch (error) {
        window.microgradPython.unkept = String(error); // the next start will take as long as this one
    }
};
