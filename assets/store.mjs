// The snapshot store: keeps the snapshot of Python's memory from one visit to the next, in Cache Storage where the page is served,
// in IndexedDB where the page is a file. What is found is used only if it is complete, and if it was made from the very files that
// the page is made of now.
//
// find() -> { bytes, blob, fits(key) } or null; keep(key, make), which waits for rest() and then keeps the Blob that make() returns;
// forget(); ready(), which resolves when the page is; rest(), which resolves when the page is ready and has nothing to do.
// None of them fails: in a browser that keeps nothing (a private window, a full disk) Python starts without a snapshot.

const NAME = "micrograd-python";
const ENTRY = new URL("snapshot", document.baseURI).href; // the entry's name in the cache; no server is ever asked for it
const QUIET_MS = window.microgradQuiet ?? 2000; // how long the page must have had nothing to do before 30 MB are written

// Both places hold one record: { key, length, digest, blob }.
const cacheStorage = {
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

const finished = (request) => new Promise((resolve, reject) => {
    request.onsuccess = request.oncomplete = () => resolve(request.result);
    request.onerror = request.onabort = request.onblocked = () => reject(request.error ?? new Error("IndexedDB is busy"));
});

// One action in a transaction of its own: what it writes is there completely or not at all.
const inDatabase = async (mode, action) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(NAME);
    const database = await finished(opening);
    try {
        const transaction = database.transaction(NAME, mode);
        const [answer] = await Promise.all([finished(action(transaction.objectStore(NAME))), finished(transaction)]);
        return answer;
    } finally {
        database.close();
    }
};

const database = {
    read: () => inDatabase("readonly", (store) => store.get(NAME)),
    write: (record) => inDatabase("readwrite", (store) => store.put(record, NAME)),
    remove: () => inDatabase("readwrite", (store) => store.delete(NAME)),
};

export const place = location.protocol === "file:" ? database : cacheStorage;

const digestOf = async (bytes) =>
    Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const find = async () => {
    try {
        const record = await place.read();
        if (!record) return null;
        const bytes = await record.blob.arrayBuffer();
        const complete = bytes.byteLength === record.length && await digestOf(bytes) === record.digest;
        if (complete) return { bytes, blob: record.blob, fits: (key) => key === record.key };
        await forget();
    } catch { /* what cannot be read counts as not there */ }
    return null;
};

export const forget = async () => {
    try {
        await place.remove();
    } catch { /* the next snapshot will be written over it */ }
};

const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
const pause = () => new Promise((resolve) => { setTimeout(resolve, QUIET_MS); });

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
        await place.write({ key, length: bytes.byteLength, digest: await digestOf(bytes), blob });
        document.documentElement.dataset.snapshot = "kept"; // for the tests; nothing on the page depends on it
    } catch (error) {
        window.microgradPython.unkept = String(error); // the next start will take as long as this one did
    }
};
