"""Nothing leaves the tab, both ways: neither the page nor the cell's worker reaches another host, whatever is tried."""

import http.server
import threading

import pytest

# Everything a script could try. In a worker of the page's own making it has all that the cell takes away from its
# worker.
TRIED = """async (address) => {
    const tried = {};
    const attempt = async (name, act) => { try { await act(); tried[name] = "went"; } catch { tried[name] = "refused"; } };
    const loaded = (name, where) => new Promise((done, fail) => {
        document.body.append(Object.assign(document.createElement(name), { src: where, onload: done, onerror: fail, async: true }));
    });
    const work = `onmessage = async ({ data }) => {
        const tried = {};
        const attempt = async (name, act) => { try { await act(); tried[name] = "went"; } catch { tried[name] = "refused"; } };
        await attempt("worker fetch", () => fetch(data));
        await attempt("worker request", () => new Promise((done, fail) => {
            const one = Object.assign(new XMLHttpRequest(), { onload: done, onerror: fail });
            one.open("GET", data);
            one.send();
        }));
        await attempt("worker script", () => importScripts(data));
        await attempt("worker module", () => import(data));
        await attempt("worker module from words", () => import("data:text/javascript,"));
        await attempt("worker socket", () => new Promise((done, fail) => Object.assign(new WebSocket(data.replace("http", "ws")), { onopen: done, onerror: fail })));
        postMessage(tried);
    }`;
    await attempt("fetch", () => fetch(address, { mode: "no-cors" }));
    await attempt("image", () => loaded("img", address));
    await attempt("script", () => loaded("script", address));
    await attempt("frame script", () => loaded("script", "data:text/javascript,"));
    await attempt("module", () => import(address));
    await attempt("worker", () => new Promise((done, fail) => Object.assign(new Worker(address), { onmessage: done, onerror: fail })));
    await attempt("socket", () => new Promise((done, fail) => Object.assign(new WebSocket(address.replace("http", "ws")), { onopen: done, onerror: fail })));
    navigator.sendBeacon(address, "x");
    const frame = document.body.appendChild(Object.assign(document.createElement("iframe"), { name: "away", src: address }));
    const form = document.body.appendChild(Object.assign(document.createElement("form"), { action: address, target: "away", method: "post" }));
    form.submit();
    const style = document.head.appendChild(document.createElement("style"));
    style.textContent = `@import url(${address}style.css); body { background: url(${address}picture.png) }`;
    document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror="window.hurt = true"><link rel="stylesheet" href="${address}">`);
    const inner = new Worker(URL.createObjectURL(new Blob([work])));
    const heard = new Promise((done) => { inner.onmessage = ({ data }) => done(data); });
    inner.postMessage(address);
    Object.assign(tried, await heard);
    if (window.hurt) tried.handler = "went";
    frame.remove();
    return tried;
}"""


@pytest.fixture
def stranger():
    """Another host, and what it was asked."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_OPTIONS = do_GET

        def log_message(self, *_):
            """Nobody reads it."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("way", ["served", "file"])
def test_no_way_leads_to_another_host(open_page, stranger, way):
    address, asked = stranger
    one = open_page(way, watched=False)
    one.context.set_offline(False)
    tried = one.page.evaluate(TRIED, address)
    assert len(tried) == 13 and set(tried.values()) == {"refused"}, tried
    assert asked == []
    one.page.wait_for_function("document.title.length > 3")  # which a policy without 'unsafe-eval' would forbid


def test_without_the_policy_the_same_attempts_would_succeed(open_page, stranger):
    address, asked = stranger
    one = open_page("served", watched=False, bypass_csp=True)
    tried = one.page.evaluate(TRIED, address)
    assert "went" in tried.values() and asked
