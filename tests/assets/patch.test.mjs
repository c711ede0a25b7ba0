// Patching: afterwards the old elements say what the new markup says, they are the same elements, and no more was written than differs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ELEMENT, page } from "./dom.mjs";
import { run } from "./script.mjs";

// A page with this markup in it, and what idiomorph was asked to do there.
const open = async (markup) => {
    const document = page(markup), morphs = [];
    const Idiomorph = { morph: (old, fresh, options) => { morphs.push({ old, fresh, options: { ...options } }); } };
    const { microgradPatch: patch } = await run("patch.js", { document, Idiomorph, Node: { ELEMENT_NODE: ELEMENT } });
    return { patch, morphs, body: document.body, at: (selector) => document.body.querySelector(selector) };
};
const OPTIONS = { morphStyle: "innerHTML", ignoreActiveValue: true };

const GRAPH = '<svg id="g"><g id="a" class="box"><text>a</text><text>2.0</text></g><g id="b" class="box"><text>b</text></g></svg>';

test("where only numbers and classes differ, the elements stay and idiomorph is not asked", async () => {
    const { patch, morphs, body, at } = await open(GRAPH);
    const box = at("#a"), text = box.childNodes[1].firstChild;
    const fresh = GRAPH.replace("2.0", "3.0").replace('id="a" class="box"', 'id="a" class="box lit" data-value="3.0"');
    patch.inside(body, fresh, OPTIONS);
    assert.equal(body.innerHTML, fresh);
    assert.equal(at("#a"), box);
    assert.equal(text.data, "3.0");
    assert.deepEqual(morphs, []);
});

test("what is the same is not written again", async () => {
    const { patch, body, at } = await open(GRAPH);
    patch.inside(body, GRAPH.replace('id="b" class="box"', 'id="b" class="box now"'), OPTIONS);
    assert.deepEqual([at("#g").writes, at("#a").writes, at("#b").writes], [0, 0, 1]);
});

test("an attribute that is gone is removed", async () => {
    const { patch, body, at } = await open('<p id="p" class="x" data-value="1">t</p>');
    patch.inside(body, '<p id="p" data-grad="2">t</p>', OPTIONS);
    assert.equal(at("#p").outerHTML, '<p id="p" data-grad="2">t</p>');
});

const SHAPES = {
    "an element more": "<p>one</p><p>two</p>",
    "an element less": "",
    "another element in its place": "<em>one</em>",
    "another id": '<p id="other">one</p>',
};
for (const [what, fresh] of Object.entries(SHAPES)) {
    test(`${what}: idiomorph is asked, for this element alone`, async () => {
        const { patch, morphs, body, at } = await open('<div id="outer" class="x"><p>one</p></div><p>after</p>');
        patch.inside(body, `<div id="outer" class="y">${fresh}</div><p>later</p>`, OPTIONS);
        assert.deepEqual(morphs.map(({ old, options }) => [old, options]), [[at("#outer"), OPTIONS]]);
        assert.equal(morphs[0].fresh.map((one) => one.outerHTML).join(""), fresh);
        assert.equal(at("#outer").getAttribute("class"), "y");
        assert.equal(body.childNodes[1].firstChild.data, "later");
    });
}

for (const name of ["input", "select", "textarea", "canvas"]) {
    test(`a ${name} is left to idiomorph, which knows what it shows`, async () => {
        const { patch, morphs, body, at } = await open(`<p id="p"><${name} id="f" value="1"/></p>`);
        patch.inside(body, `<p id="p"><${name} id="f" value="2"/></p>`, OPTIONS);
        assert.deepEqual(morphs.map(({ old, options }) => [old, options]), [[at("#f"), { ...OPTIONS, morphStyle: "outerHTML" }]]);
        assert.equal(morphs[0].fresh.getAttribute("value"), "2");
        assert.equal(at("#f").getAttribute("value"), "1");
    });
}

test("parts in several parents are changed, each in its place, and nothing else is touched", async () => {
    const { patch, morphs, at } = await open(
        '<g id="left"><g id="a" class="x"><text>1</text></g><g id="b"><text>2</text></g></g><g id="right"><g id="c"><text>3</text></g></g>');
    const [a, b, c] = ["#a", "#b", "#c"].map(at);
    patch.parts(["c", "a"], ['<g id="c" class="z"><text>30</text></g>', '<g id="a"><text>10</text></g>'], OPTIONS);
    assert.equal(at("#left").innerHTML, '<g id="a"><text>10</text></g><g id="b"><text>2</text></g>');
    assert.equal(at("#right").innerHTML, '<g id="c" class="z"><text>30</text></g>');
    assert.deepEqual([at("#a"), at("#b"), at("#c")], [a, b, c]);
    assert.equal(b.writes, 0);
    assert.deepEqual(morphs, []);
});

test("words changes attributes and texts, and removes what is null", async () => {
    const { patch, at } = await open('<g id="a" class="box" data-grad="1"><text class="name">a</text><text class="data">2.0</text></g><g id="b"/>');
    patch.words(JSON.stringify([
        ["a", { class: "box now", "data-grad": null, "data-value": "3.0" }, { ".data": "3.0" }],
        ["b", { class: "new" }, {}],
    ]));
    assert.equal(at("#a").outerHTML,
        '<g id="a" class="box now" data-value="3.0"><text class="name">a</text><text class="data">3.0</text></g>');
    assert.equal(at("#b").outerHTML, '<g id="b" class="new"></g>');
});
