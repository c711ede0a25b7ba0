// Runs in the page: makes contenders, measures one of them at a time. tools/bench/__init__.py says which, and when.
import { baseline } from "./baseline.mjs";
import { convnet, tensorflow } from "./libraries.mjs";

const makers = { "hand-written": baseline, ConvNetJS: convnet, "TensorFlow.js": tensorflow };
let running = {}, python = null;

window.bench = {
  async start(archive) {
    const { loadPyodide } = await import("/assets/vendor/pyodide/pyodide.mjs");
    const home = new URL("/assets/vendor/pyodide/", location).href;
    python = await loadPyodide({ indexURL: home, packageBaseUrl: home });
    await python.loadPackage("numpy", { errorCallback: message => { throw Error(message); } });
    python.unpackArchive(Uint8Array.from(atob(archive), c => c.charCodeAt(0)), "zip");
    python.runPython("import sys; sys.path.insert(0, '.'); from tools.bench import inside");
    await tf.setBackend("cpu");
    await tf.ready();
    return `Pyodide ${python.version}, TensorFlow.js ${tf.version_core}`;
  },

  // Parameters, data and grid come from the engine's own modules, in Python.
  prepare(sizes, samples) {
    running = { case: JSON.parse(python.globals.get("inside").case(JSON.stringify(sizes), samples)) };
  },

  make(name) {
    if (makers[name]) running[name] = makers[name](running.case);
    else {
      const one = python.globals.get("inside").contender(name);
      running[name] = { steps: one.steps, maps: one.maps, gradient: () => JSON.parse(one.gradient()), close: () => one.destroy() };
    }
    return running[name].gradient();
  },

  drop(name) {
    running[name]?.close?.();
    delete running[name];
  },

  // How long `what` takes, in ms: the mean over at least `least` ms of them.
  measure(name, what, least) {
    const one = running[name];
    const run = what === "step" ? k => one.steps(k) : k => { while (k--) one.maps(); };
    for (let k = 1; ; k = Math.min(k * 8, Math.ceil(k * 1.3 * least / Math.max(took, 0.1)))) {
      const begin = performance.now();
      run(k);
      var took = performance.now() - begin;
      if (took >= least) return took / k;
    }
  },

  compile: (sizes, times) => JSON.parse(python.globals.get("inside").compile_times(JSON.stringify(sizes), times)),
};
