// Turns what is inside an element into new markup, one element after the other, so that what stays keeps its focus and goes on
// moving. From one frame to the next, most pictures differ only in a few numbers and classes: then it is enough, and quick, to walk
// through the old and the new side by side. Where their shapes differ, idiomorph works out which element became which.
//
// window.microgradPatch:
//     inside(node, markup, options)      everything inside one element; the options are idiomorph's
//     parts(ids, markups, options)       whole elements, each by its id; they must stay where they are
//     words(json)                        elements in which only some attributes and texts have changed

"use strict";

window.microgradPatch = (() => {
    const FIELDS = new Set(["INPUT", "SELECT", "TEXTAREA", "CANVAS"]); // their attributes do not say all that they show: idiomorph knows about them

    const sameElement = (old, fresh) => old.nodeName === fresh.nodeName && old.id === fresh.id;

    const patchAttributes = (old, fresh) => {
        for (const { name, value } of fresh.attributes) {
            if (old.getAttribute(name) !== value) old.setAttribute(name, value);
        }
        if (old.attributes.length > fresh.attributes.length) {
            for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
        }
    };

    const patchInside = (old, fresh, options) => {
        const before = old.childNodes, after = fresh.childNodes;
        let same = before.length === after.length;
        for (let k = 0; same && k < before.length; k++) same = sameElement(before[k], after[k]);
        if (!same) return void Idiomorph.morph(old, [...after], options);
        const pairs = Array.from(before, (one, k) => [one, after[k]]); // in an array of its own, as idiomorph may take elements out of the list
        for (const [one, other] of pairs) {
            if (one.nodeType !== Node.ELEMENT_NODE) {
                if (one.data !== other.data) one.data = other.data;
            } else if (FIELDS.has(one.nodeName)) {
                Idiomorph.morph(one, other, { ...options, morphStyle: "outerHTML" });
            } else {
                patchAttributes(one, other);
                patchInside(one, other, options);
            }
        }
    };

    // A copy of `node` with `markup` inside, so that it is parsed as it would be there (SVG, for example, inside of SVG).
    const parse = (node, markup) => {
        const fresh = node.cloneNode(false);
        fresh.innerHTML = markup;
        return fresh;
    };

    return {
        inside(node, markup, options) { patchInside(node, parse(node, markup), options); },
        parts(ids, markups, options) { // all parts of one parent are parsed in one go, because each call of the parser is slow to begin
            const families = new Map();
            ids.forEach((id, k) => {
                const part = document.getElementById(id), parent = part.parentNode;
                if (!families.has(parent)) families.set(parent, { old: [], markups: [] });
                families.get(parent).old.push(part);
                families.get(parent).markups.push(markups[k]);
            });
            for (const [parent, family] of families) {
                const fresh = [...parse(parent, family.markups.join("")).childNodes];
                family.old.forEach((part, k) => {
                    patchAttributes(part, fresh[k]);
                    patchInside(part, fresh[k], options);
                });
            }
        },
        // The JSON of [[id, { attribute: text, or null to remove it }, { selector: text }], …].
        words(json) {
            for (const [id, attributes, texts] of JSON.parse(json)) {
                const part = document.getElementById(id);
                for (const [name, text] of Object.entries(attributes)) {
                    if (text === null) part.removeAttribute(name); else part.setAttribute(name, text);
                }
                for (const [selector, text] of Object.entries(texts)) part.querySelector(selector).firstChild.data = text;
            }
        },
    };
})();
