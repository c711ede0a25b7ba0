// As much of a document as patch.js asks for: elements and texts, with markup that is well-formed.

export const ELEMENT = 1, TEXT = 3;

class Text {
    nodeType = TEXT;
    nodeName = "#text";
    constructor(data) { this.data = data; }
    get outerHTML() { return this.data; }
}

class Element {
    nodeType = ELEMENT;
    childNodes = [];
    parentNode = null;
    writes = 0; // how often an attribute was set or removed
    #attributes = new Map();

    constructor(name) { this.nodeName = name.toUpperCase(); }

    get id() { return this.getAttribute("id") ?? ""; }
    get firstChild() { return this.childNodes[0] ?? null; }
    get attributes() { return Array.from(this.#attributes, ([name, value]) => ({ name, value })); }
    getAttribute(name) { return this.#attributes.get(name) ?? null; }
    hasAttribute(name) { return this.#attributes.has(name); }
    setAttribute(name, value) { this.writes++; this.#attributes.set(name, String(value)); }
    removeAttribute(name) { this.writes++; this.#attributes.delete(name); }

    append(...nodes) {
        for (const node of nodes) {
            node.parentNode = this;
            this.childNodes.push(node);
        }
    }

    cloneNode(deep) {
        if (deep) throw new Error("only one element at a time is copied");
        const copy = new Element(this.nodeName);
        for (const { name, value } of this.attributes) copy.setAttribute(name, value);
        return copy;
    }

    // The first element inside that has this tag, this .class or this #id.
    querySelector(selector) {
        for (const one of descendants(this)) {
            const matches = selector.startsWith(".") ? one.getAttribute("class")?.split(" ").includes(selector.slice(1))
                : selector.startsWith("#") ? one.id === selector.slice(1) : one.nodeName === selector.toUpperCase();
            if (matches) return one;
        }
        return null;
    }

    set innerHTML(markup) {
        this.childNodes = [];
        const open = [this];
        for (const [whole, end, name, attributes, empty] of markup.matchAll(/<(\/?)([\w-]+)([^>]*?)(\/?)>|[^<]+/g)) {
            if (!name) open.at(-1).append(new Text(whole));
            else if (end) open.pop();
            else {
                const element = new Element(name);
                for (const [, key, value] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) element.setAttribute(key, value);
                element.writes = 0;
                open.at(-1).append(element);
                if (!empty) open.push(element);
            }
        }
        if (open.length !== 1) throw new Error(`markup that is not well-formed: ${markup}`);
    }

    get innerHTML() { return this.childNodes.map((one) => one.outerHTML).join(""); }

    get outerHTML() {
        const name = this.nodeName.toLowerCase();
        return `<${[name, ...this.attributes.map((one) => `${one.name}="${one.value}"`)].join(" ")}>${this.innerHTML}</${name}>`;
    }
}

function* descendants(element) {
    for (const one of element.childNodes) {
        if (one.nodeType !== ELEMENT) continue;
        yield one;
        yield* descendants(one);
    }
}

// A document whose body has this markup.
export const page = (markup) => {
    const body = new Element("body");
    body.innerHTML = markup;
    return { body, getElementById: (id) => body.querySelector(`#${id}`) };
};
