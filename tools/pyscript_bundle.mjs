// Bundles PyScript into one module: node tools/pyscript_bundle.mjs <in> <out>
//
// What this page does not use is left out: the code editor, the terminal, PyGame, archives; and the Python package `pyscript`,
// which would be written, compiled and imported at every start: the page's own Python (pages/browser) asks the browser itself.
// PyScript's plugins load at every start, so they become empty modules; the rest loads only if
// used, and then says clearly that it is not here. The error plugin, which would put a red box at the end
// of the page, is replaced by one that tells assets/boot.js: `py:failure` on window.

// Hooks for PyScript's own workers, of which the page has none, would be made from text at every start: the page's
// Content-Security-Policy does not let text become a program, so that place is made to give nothing.

import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const PLUGINS = /^\.\/(deprecations-manager|donkey|py-editor|py-game|py-terminal)-/;
const UNUSED = /^\.\/(codemirror|xterm|pyodide_graph|zip)[-_]/;

const FROM_TEXT = /return Function\(`return\(w,x\)=>[^`]*`\)\(\)/g;

const PACKAGE = /(\(".",\{pyscript:)\{"__init__\.py":.*?\}(\}\),\w+\.push\("import pyscript as _pyscript"\))/s;

const ERRORS = `
import { hooks } from "./core.js";

export const notOnDOM = () => {};
export const notify = (detail) => dispatchEvent(new CustomEvent("py:failure", { detail }));

hooks.main.onReady.add(function once({ io }) {
    hooks.main.onReady.delete(once);
    const { stderr } = io;
    io.stderr = (error, ...rest) => {
        // Lines that Python printed to stderr are strings, and no failure; PyScript's own start with a code.
        const message = error?.message ?? (String(error).startsWith("(PY") ? error : "");
        if (message) notify(message);
        return stderr(error, ...rest);
    };
});
`;

const trimmed = {
    name: "trimmed",
    setup({ onResolve, onLoad }) {
        onResolve({ filter: PLUGINS }, ({ path }) => ({ path, namespace: "plugin" }));
        onResolve({ filter: UNUSED }, ({ path }) => ({ path, namespace: "unused" }));
        onResolve({ filter: /^\.\/error-/ }, ({ path, resolveDir }) => ({ path, namespace: "errors", pluginData: resolveDir }));
        onLoad({ filter: /[\\/]core-[\w-]+\.js$/ }, async ({ path }) => {
            const source = await readFile(path, "utf8");
            if (source.match(FROM_TEXT)?.length !== 1) throw new Error("PyScript makes its workers' hooks in another way now");
            if (!PACKAGE.test(source)) throw new Error("PyScript brings its Python package in another way now");
            return { contents: source.replace(FROM_TEXT, "return undefined").replace(PACKAGE, '$1{"__init__.py":""}$2') };
        });
        onLoad({ filter: /./, namespace: "plugin" }, () => ({ contents: "export default undefined" }));
        onLoad({ filter: /./, namespace: "unused" }, ({ path }) => ({
            contents: `throw new Error(${JSON.stringify(`${path} of PyScript is left out of this page`)})`,
        }));
        onLoad({ filter: /./, namespace: "errors" }, ({ pluginData: resolveDir }) => ({
            contents: ERRORS, resolveDir,
        }));
    },
};

const [entry, outfile] = process.argv.slice(2);
await build({
    entryPoints: [entry], outfile, bundle: true, format: "esm", target: "es2022", minify: true,
    legalComments: "none", logLevel: "error", plugins: [trimmed], external: ["micropip", "mip"],
}).catch(() => process.exit(1)); // esbuild has said why
