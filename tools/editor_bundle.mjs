// Bundles the editor into one module: node tools/editor_bundle.mjs <in> <out>

import { build } from "esbuild";

const [entry, outfile] = process.argv.slice(2);
await build({
    entryPoints: [entry], outfile, bundle: true, format: "esm", target: "es2022", minify: true,
    legalComments: "none", logLevel: "error",
}).catch(() => process.exit(1)); // esbuild has said why
