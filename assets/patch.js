// Changes what is inside an element into given markup, element by element, so that what stays keeps its focus and its
// motion. From one frame to the next most pictures differ in a few numbers and classes alone: there, walking through old and
// new side by side is all it takes, and is quick. Where their shapes differ, idiomorph finds out what became of what.
//
// window.microgradPatch: inside(node, markup, options of idiomorph); parts(ids, markups, options), of elements that stay;
// words(list), of elements in which nothing but some attributes and texts is another.

"use strict";

window.microgradPatch = (() => {
    const FIELDS = new Set(["INPUT", "SELECT", "TEXTAREA", "CANVAS"]); // what they show is not all in their attributes

    const alike = (old, fresh) => old.nodeName === fresh.nodeName && old.id === fresh.id;

    const attributes = (old, fresh) => {
        for (const { name, value } of fresh.attributes) {
            if (old.getAttribute(name) !== value) old.setAttribute(name, value);
        }
        if (old.attributes.length > fresh.attributes.length) {
            for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
        }
    };

    const inside = (old, fresh, options) => {
        const before = old.childNodes, after = fresh.childNodes;
        let same = before.length === after.length;
        for (let k = 0; same && k < before.length; k++) same = alike(before[k], after[k]);
        if (!same) return void Idiomorph.morph(old, [...after], options);
        const pairs = Array.from(before, (one, k) => [one, after[k]]); // idiomorph may take some of them out
        for (const [one, other] of pairs) {
            if (one.nodeType !== Node.ELEMENT_NODE) {
                if (one.data !== other.data) one.data = other.data;
            } else if (FIELDS.has(one.nodeName)) {
                Idiomorph.morph(one, other, { ...options, morphStyle: "outerHTML" });
            } else {
                attributes(one, other);
                inside(one, other, options);
            }
        }
    };

    // What `markup` is, parsed as it would be inside `node`.
    const parsed = (node, markup) => {
        const fresh = node.cloneNode(false);
        fresh.innerHTML = markup;
        return fresh;
    };

    return {
        inside(node, markup, options) { inside(node, parsed(node, markup), options); },
        parts(ids, markups, options) { // one parser for all that have one parent: it is slow to begin
            const families = new Map();
            ids.forEach((id, k) => {
                const part = document.getElementById(id), parent = part.parentNode;
                if (!families.has(parent)) families.set(parent, { old: [], markups: [] });
                families.get(parent).old.push(part);
                families.get(parent).markups.push(markups[k]);
            });
            for (const [parent, family] of families) {
                const fresh = [...parsed(parent, family.markups.join("")).childNodes];
                family.old.forEach((part, k) => {
                    attributes(part, fresh[k]);
                    inside(part, fresh[k], options);
                });
            }
        },
        // [id, { attribute: text, or null for none }, { selector: text }] for each element, as JSON.
        words(list) {
            for (const [id, attributes, texts] of JSON.parse(list)) {
                const part = document.getElementById(id);
                for (const [name, text] of Object.entries(attributes)) {
                    if (text === null) part.removeAttribute(name); else part.setAttribute(name, text);
                }
                for (const [selector, text] of Object.entries(texts)) part.querySelector(selector).firstChild.data = text;
            }
        },
    };
})();
