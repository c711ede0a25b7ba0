// Turns Markdown into HTML: { name: Markdown } on stdin becomes { name: { html, title, links } } on stdout.
//
//   node tools/markdown.mjs < pages.json
//
// Headings get the addresses that GitHub gives them, so that a link works there and here. Python is colored by the parser that the
// page's editor uses. `title` is the first heading's text; `links` are the addresses of links and pictures, as they are in HTML.

import { readFileSync } from "node:fs";

import { classHighlighter, highlightCode } from "@lezer/highlight";
import { parser } from "@lezer/python";
import MarkdownIt from "markdown-it";

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const highlight = (code, language) => {
    if (language !== "python") return escape(code);
    let html = "";
    const put = (text, classes) => { html += classes ? `<span class="${classes}">${escape(text)}</span>` : escape(text); };
    highlightCode(code, parser.parse(code), classHighlighter, put, () => { html += "\n"; });
    return html;
};

const markdown = new MarkdownIt({ html: true, highlight });
const textOf = ({ children }) => children.map(({ content }) => content).join("");

const nameHeadings = (tokens) => {
    const used = new Map();
    tokens.forEach((token, i) => {
        if (token.type !== "heading_open") return;
        const plain = textOf(tokens[i + 1]).toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-");
        const count = used.get(plain) ?? 0;
        used.set(plain, count + 1);
        token.attrSet("id", count ? `${plain}-${count}` : plain);
    });
};

// A link to another page's Markdown leads to its HTML here.
const asHtml = (address) => (/^[a-z]+:/i.test(address) ? address
    : address.replace(/(^|\/)README\.md(?=$|#)/, "$1index.html").replace(/\.md(?=$|#)/, ".html"));

const pages = JSON.parse(readFileSync(0, "utf-8"));
const made = Object.fromEntries(Object.entries(pages).map(([name, text]) => {
    const tokens = markdown.parse(text, {}), links = [];
    nameHeadings(tokens);
    for (const inline of tokens.flatMap(({ children }) => children ?? [])) {
        for (const attribute of ["href", "src"]) {
            const address = inline.attrGet(attribute);
            if (address === null) continue;
            inline.attrSet(attribute, asHtml(address));
            links.push(asHtml(address));
        }
    }
    // A table may be wider than the page: then it scrolls by itself, by keyboard as well.
    const html = markdown.renderer.render(tokens, markdown.options, {})
        .replaceAll("<table>", '<div class="table" tabindex="0" role="group" aria-label="Table"><table>').replaceAll("</table>", "</table></div>")
        .replaceAll("<pre>", '<pre tabindex="0">');
    const first = tokens.findIndex(({ type }) => type === "heading_open");
    return [name, { html, title: first < 0 ? name : textOf(tokens[first + 1]), links }];
}));
process.stdout.write(JSON.stringify(made));
