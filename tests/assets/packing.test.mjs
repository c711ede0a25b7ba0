// Packing a snapshot: what comes out again is what went in, and what is no snapshot is refused.

import assert from "node:assert/strict";
import { test } from "node:test";

import { combine, ownMemory, pack, unpack } from "../../assets/packing.mjs";

const PAGE = 1024;
const HEAD = 2; // numbers: the length of the whole, and the number of pages

// A snapshot of `length` numbers: 8 of its own description, then memory, of which only some numbers are not 0.
const snapshot = (length, numbers) => {
    const whole = new Uint32Array(length);
    whole.set([0x706e7300, 8 * 4]);
    for (const [at, number] of Object.entries(numbers)) whole[at] = number;
    return whole;
};

for (const length of [8, PAGE - 1, PAGE, PAGE + 1, 5 * PAGE, 5 * PAGE + 7]) {
    test(`a whole of ${length} numbers comes out as it went in`, () => {
        const whole = snapshot(length, { [length - 1]: 7, [Math.floor(length / 2)]: 0xffffffff });
        assert.deepEqual(unpack(pack(whole).buffer), whole);
    });
}

test("a page of nothing but 0 takes no place, and one number is enough to keep a page", () => {
    assert.equal(pack(snapshot(100 * PAGE, {})).length, HEAD + 1 + PAGE);
    assert.equal(pack(snapshot(100 * PAGE, { [50 * PAGE]: 1, [99 * PAGE - 1]: 1 })).length, HEAD + 3 * (1 + PAGE));
});

test("packed it says how long it was, how many pages it has, and where they belong", () => {
    const packed = pack(snapshot(4 * PAGE, { [3 * PAGE + 5]: 9 }));
    assert.deepEqual([...packed.subarray(0, 4)], [4 * PAGE, 2, 0, 3 * PAGE]);
    assert.equal(packed[HEAD + 2 + PAGE + 5], 9);
});

test("what the program brought is combined with the memory alone, and twice changes nothing", () => {
    const whole = snapshot(3 * PAGE, { 8: 5, 9: 6, 10: 7 }), own = new Uint32Array([5, 6, 1]);
    const combined = combine(whole.slice(), own);
    assert.deepEqual([...combined.subarray(0, 12)], [0x706e7300, 32, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0]);
    assert.deepEqual(combine(combined, own), whole);
});

test("what the program brought is the beginning of its memory, and a copy of it", () => {
    const memory = { buffer: new ArrayBuffer(8 * 2 ** 20) };
    const own = ownMemory(memory);
    assert.equal(own.byteLength, 4 * 2 ** 20);
    new Uint32Array(memory.buffer)[0] = 1;
    assert.equal(own[0], 0);
});

const packed = (...head) => {
    const numbers = new Uint32Array(HEAD + head[1] * (1 + PAGE));
    numbers.set(head);
    return numbers.buffer;
};
const NONE = {
    "nothing at all": new ArrayBuffer(0),
    "half a number": new ArrayBuffer(13),
    "zeros": new ArrayBuffer(4 * (HEAD + 3 * (1 + PAGE))),
    "one that was cut off": pack(snapshot(3 * PAGE, { [2 * PAGE]: 1 })).buffer.slice(0, -4),
    "one with something after it": Uint32Array.of(...pack(snapshot(PAGE, {})), 0).buffer,
    "one that would be too large": packed(2 ** 27 + 1, 1, 0),
    "one whose page lies outside of it": packed(PAGE, 1, 4 * PAGE),
    "one whose page begins just after it": packed(PAGE, 1, PAGE),
};
for (const [what, bytes] of Object.entries(NONE)) {
    test(`${what} is refused as a snapshot`, () => {
        assert.throws(() => unpack(bytes), /this is no packed snapshot/);
    });
}
