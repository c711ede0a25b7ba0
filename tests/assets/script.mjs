// Runs one of the page's classic scripts in a world of its own, made of what the test gives it.

import { readFile } from "node:fs/promises";
import vm from "node:vm";

const ASSETS = new URL("../../assets/", import.meta.url);

// Runs assets/<name>; `world` holds its global names, `window` among them. Returns that world.
export const run = async (name, world) => {
    const window = vm.createContext(world);
    window.window = window;
    vm.runInContext(await readFile(new URL(name, ASSETS), "utf-8"), window, { filename: name });
    return window;
};

// Lets everything that is ready to go on do so.
export const settle = () => new Promise((resolve) => { setTimeout(resolve, 5); });
