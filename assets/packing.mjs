// How a snapshot of Python's memory is packed, to be kept in the browser or sent by a host at less than half of its size.
//
// A snapshot, as Pyodide makes it, begins with a description of itself, whose length in bytes is its second number; then comes the
// memory. Two things are left out of it. What the program itself brings (its memory just after it has been instantiated) is combined
// with the beginning of the memory by exclusive or, so that most of those numbers become 0. Then every page that holds nothing but
// 0 is dropped. Packed it is: the length of the whole, the number of pages, where in the whole each page begins, and the
// pages themselves, all as 32-bit numbers.
//
// combine(whole, own) -> whole, changed in place; doing it twice changes nothing. pack(whole) -> Uint32Array;
// unpack(bytes) -> Uint32Array, or an error if that is no packed snapshot. ownMemory(memory) -> what the program brought.
// Used by interpreter.mjs, in the page and in the cell's worker, and by tools/snapshot.mjs, under Node.

const PAGE = 1024; // numbers
const MOST = 2 ** 27; // numbers in a whole snapshot: half a gigabyte
const OWN_BYTES = 4 * 2 ** 20; // the program's own data lie within the first of the memory's bytes

export const ownMemory = (memory) => new Uint32Array(memory.buffer.slice(0, OWN_BYTES));

export const combine = (whole, own) => {
    const memory = whole.subarray(whole[1] / 4);
    for (let k = own.length - 1; k >= 0; k--) memory[k] ^= own[k];
    return whole;
};

export const pack = (whole) => {
    const places = [];
    for (let k = 0; k < whole.length; k++) {
        if (whole[k] === 0) continue;
        const at = k - k % PAGE;
        places.push(at);
        k = at + PAGE - 1; // one number is enough to keep its page: go on with the next
    }
    const packed = new Uint32Array(2 + places.length * (1 + PAGE));
    packed.set([whole.length, places.length, ...places]);
    places.forEach((at, k) => packed.set(whole.subarray(at, at + PAGE), 2 + places.length + k * PAGE));
    return packed;
};

export const unpack = (bytes) => {
    if (bytes.byteLength % 4) throw new Error("this is no packed snapshot: it does not consist of whole numbers");
    const packed = new Uint32Array(bytes), [length, count] = packed;
    if (packed.length !== 2 + count * (1 + PAGE)) throw new Error(`this is no packed snapshot: it does not hold ${count} pages`);
    if (length > MOST) throw new Error(`this is no packed snapshot: a whole of ${length} numbers is too large`);
    const whole = new Uint32Array(length);
    for (let k = 0; k < count; k++) {
        const from = 2 + count + k * PAGE, at = packed[2 + k];
        if (at >= length) throw new Error(`this is no packed snapshot: page ${k} lies outside of it`);
        whole.set(packed.subarray(from, from + Math.min(PAGE, length - at)), at);
    }
    return whole;
};
