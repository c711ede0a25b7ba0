// The stretch in which two texts differ: put into the old text it gives the new one, and it is as short as can be.

import assert from "node:assert/strict";
import { test } from "node:test";

import { difference } from "../../assets/editor/difference.mjs";

const CASES = [
    ["a = 1", "a = 1", { from: 5, to: 5, insert: "" }],
    ["a = 1", "a = 21", { from: 4, to: 4, insert: "2" }],
    ["a = 21", "a = 1", { from: 4, to: 5, insert: "" }],
    ["a = 1\nb", "a = 30\nb", { from: 4, to: 5, insert: "30" }],
    ["", "x", { from: 0, to: 0, insert: "x" }],
    ["x", "", { from: 0, to: 1, insert: "" }],
    ["aa", "aaa", { from: 2, to: 2, insert: "a" }], // begin and end may not overlap
    ["aaa", "aa", { from: 2, to: 3, insert: "" }],
    ["abc", "xyz", { from: 0, to: 3, insert: "xyz" }],
];

for (const [before, after, change] of CASES) {
    test(`${JSON.stringify(before)} to ${JSON.stringify(after)}`, () => {
        const found = difference(before, after);
        assert.deepEqual(found, change);
        assert.equal(before.slice(0, found.from) + found.insert + before.slice(found.to), after);
    });
}

test("all texts of up to four letters, to one another", () => {
    const texts = [""];
    for (let k = 0; k < texts.length && texts[k].length < 4; k++) texts.push(`${texts[k]}a`, `${texts[k]}b`);
    assert.equal(texts.length, 31);
    for (const before of texts) {
        for (const after of texts) {
            const { from, to, insert } = difference(before, after);
            assert.ok(0 <= from && from <= to && to <= before.length);
            assert.equal(before.slice(0, from) + insert + before.slice(to), after);
        }
    }
});
