"""Programs that mean harm, or are only odd, for the cell to survive.

Offers ENDLESS (programs that only Stop ends), BREAKING (they end by themselves, and may take the interpreter with them)
and ANSWERED (they end, and what the reader then sees contains these words). The names begin with what is tried.
"""

ENDLESS = {
    "loop": "while True: pass",
    "loop-bare-except": "while True:\n    try:\n        while True: pass\n    except:\n        pass",
    "loop-finally": "while True:\n    try:\n        raise ValueError\n    finally:\n        continue",
    "loop-in-generator": "def g():\n    while True: yield 1\nfor _ in g(): pass",
    "loop-in-del": "class A:\n    def __del__(self):\n        while True: pass\na = A()\ndel a",
    "loop-in-repr": "class A:\n    def __repr__(self):\n        while True: pass\nA()",
    "loop-in-message": "class E(Exception):\n    def __str__(self):\n        while True: pass\nraise E",
    "loop-in-attribute": "class V:\n    grad, _prev, _op = 0, (), ''\n    @property\n    def data(self):\n        while True: pass\nV()",
    "loop-in-trace": "import sys\ndef trace(*_):\n    while True: pass\nsys.settrace(trace)\ndef f(): pass\nf()",
    "c-call-sum": "sum(iter(int, 1))",
    "c-call-power": "10**10**8",
    "c-call-deque": "import itertools, collections\ncollections.deque(itertools.count(), maxlen=0)",
    "c-call-regex": "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
    "flood-print": "while True: print('x' * 100)",
    "flood-print-end": "while True: print('x', end='')",
    "flood-show": "v = Value(1.0)\nwhile True: show(v)",
    "flood-display": "v = Value(1.0)\nwhile True: display(v)",
    "flood-show-model": "model, data = MLP(2, [8, 8, 1]), moons()\nwhile True: show(model, data)",
    "sleep": "import time\nwhile True: time.sleep(10)",
    "training": "train(MLP(2, [16, 16, 1]), moons(), steps=10**9)",
}

RECURSION = {
    "add": ("__add__(self, o)", "self + o", "A() + 1"),
    "mul": ("__mul__(self, o)", "self * o", "A() * 1"),
    "neg": ("__neg__(self)", "-self", "-A()"),
    "call": ("__call__(self)", "self()", "A()()"),
    "repr": ("__repr__(self)", "repr(self)", "A()"),
    "str": ("__str__(self)", "str(self)", "print(A())"),
    "format": ("__format__(self, s)", "format(self, s)", "f'{A():x}'"),
    "setattr": ("__setattr__(self, n, v)", "setattr(self, n, v)", "A().b = 1"),
    "getitem": ("__getitem__(self, i)", "self[i]", "A()[0]"),
    "contains": ("__contains__(self, i)", "i in self", "1 in A()"),
    "bool": ("__bool__(self)", "bool(self)", "not A()"),
    "iter": ("__iter__(self)", "iter(self)", "list(A())"),
    "index": ("__index__(self)", "[0][self]", "[0][A()]"),
    "get": ("__get__(self, o, c)", "o.b", "class B:\n    b = A()\nB().b"),
    "getattr": ("__getattr__(self, n)", "getattr(self, n + 'x')", "A().b"),
    "getattribute": ("__getattribute__(self, n)", "self.x", "A().b"),
    "len": ("__len__(self)", "len(self)", "len(A())"),
    "eq": ("__eq__(self, o)", "self == o", "A() == 1"),
    "lt": ("__lt__(self, o)", "self < o", "sorted([A(), A()])"),
    "hash": ("__hash__(self)", "hash(self)", "{A()}"),
    "next": ("__iter__(self): return self\n    def __next__(self)", "next(self)", "list(A())"),
    "new": ("__new__(cls)", "A()", "A()"),
    "missing": ("__missing__(self, k)", "self[k]", "class D(dict): __missing__ = A.__missing__\nD()[1]"),
    "del": ("__del__(self)", "A()", "a = A()\ndel a"),
}

BREAKING = {
    **{
        f"recursion-{name}": f"class A:\n    def {method}: return {does}\n{use}"
        for name, (method, does, use) in RECURSION.items()
    },
    "recursion-sort-key": "def key(x): return sorted([1, 2], key=key)\nkey(1)",
    "recursion-of-values": "class V(Value):\n    def __add__(self, o): return self + o\nV(1.0) + 1",
    "recursion-unlimited": "import sys\nsys.setrecursionlimit(10**5)\ndef f(): return f()\nf()",
    "recursion-map": "def f(x): return list(map(f, [x]))\nf(1)",
    "freeing-lists": "x = []\nfor _ in range(300_000): x = [x]\ndel x",
    "freeing-objects": "class A: pass\nx = None\nfor _ in range(300_000):\n    a = A()\n    a.next = x\n    x = a\ndel a, x",
    "freeing-closures": "def wrap(f): return lambda: f\nf = None\nfor _ in range(300_000): f = wrap(f)\ndel f",
    "freeing-exceptions": "e = None\nfor i in range(5000):\n    n = ValueError(i)\n    n.__cause__ = n.__context__ = e\n    e = n\nraise e",
    "deep-iteration": "import itertools\nx = iter(())\nfor _ in range(300_000): x = itertools.chain(x, ())\nlist(x)",
    "deep-repr": "x = []\nfor _ in range(100_000): x = [x]\nx",
    "deep-json": "import json\njson.loads('[' * 100_000 + ']' * 100_000)",
    "deep-pickle": "import copy\nx = []\nfor _ in range(50_000): x = [x]\ncopy.deepcopy(x)",
    "deep-source": "eval('-' * 100_000 + '1')",
    "deep-brackets": "eval('(' * 10_000)",
    "exit-os": "import os\nos._exit(1)",
    "exit-abort": "import os\nos.abort()",
    "exit-kill": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "exit-ctypes": "import ctypes\nctypes.string_at(0xffffffff, 10**9)",
    "exit-code-object": "def f(): pass\nf.__code__ = f.__code__.replace(co_code=b'\\x01' * 64)\nf()",
    "memory-strings": "x = 'x'\nwhile True: x += x",
    "memory-graph": "x = Value(1.0)\nwhile True: x = x + 1",
    "memory-chunks": "x = []\nwhile True: x.append(bytearray(10**6))",
}
FATAL = ("exit-os", "exit-abort")  # of these, what leaves no interpreter anywhere

ANSWERED = {
    "memory-lists": ("x = []\nwhile True: x.append(bytearray(10**7))", "512 MB"),
    "memory-at-once": ("x = [0] * 10**9", "512 MB"),
    "recursion-function": ("def f(): return f()\nf()", "RecursionError"),
    "exit": ("import sys\nsys.exit('bye')", "ended itself"),
    "exit-interrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "exit-atexit": ("import atexit\natexit.register(print, 'late')\nprint('now')", "now"),
    "exit-signal": ("import signal\nsignal.raise_signal(signal.SIGINT)", "KeyboardInterrupt"),
    "builtins-cleared": ("import builtins\nvars(builtins).clear()", "put back"),
    "builtins-replaced": ("import builtins\nbuiltins.len = builtins.isinstance = builtins.type = None", "put back"),
    "builtins-import": ("import builtins\nbuiltins.__import__ = None\nbuiltins.__build_class__ = None", "put back"),
    "builtins-namespace": ("__builtins__ = {}\ndel __name__", ""),
    "modules-stdout": ("import sys\nsys.stdout = sys.stderr = None\nsys.__stdout__ = None", ""),
    "modules-cleared": ("import sys\nsys.modules.clear()\nsys.meta_path.clear()", ""),
    "modules-json": ("import json\njson.dumps = json.loads = None\njson.encoder = None", "put back"),
    "modules-ast": ("import ast\nast.parse = ast.Expression = None", "put back"),
    "modules-engine": ("import micrograd.tape.recorder as t\nt.record = t.tape_of = None", "put back"),
    "modules-wire": (
        "from micrograd.show import installed\nw = type(installed.get()).send.__globals__['wire']\nw.write = w.records = None",
        "put back",
    ),
    "modules-cell": (
        "from micrograd.show import installed\nOutput = type(installed.get())\nOutput.send.__globals__.update(Output=None, Draw=None)\ndel Output.end",
        "put back",
    ),
    "modules-audit": ("import sys\nsys.addaudithook(lambda *a: 1 / 0)", "the cell has none"),
    "value-patched": ("Value.__repr__ = Value.__add__ = None\nx = Value(1.0)\nx", ""),
    "value-self": ("v = Value(1.0)\nv._prev = (v,)\nv", "operand of itself"),
    "value-strange": ("v = Value(1.0)\nv.data = 'x'\nv", "the data of a value is 'x', and not a number"),
    "value-strange-operands": ("v = Value(1.0)\nv._prev, v._op = (3, None), '+'\nv", "an operand that is no Value: 3"),
    "value-many": ("x = Value(0.0)\nfor _ in range(50_000): x = x + 1\nx", "100,001"),
    "value-many-operands": ("out = Value(0.0, tuple(Value(float(i)) for i in range(1500)), 'all')\nout", ""),
    "value-nan-payload": (
        "import struct\nx, = struct.unpack('<d', bytes.fromhex('efbeadde0000f87f'))\nv = Value(x) * 2\nv.backward()\nshow([x, 1.0, float('-inf')])\nv",
        "",
    ),
    "value-huge-int": ("Value(10**400) + 1", "∞"),
    "value-label": ("Value(1.0, label='x' * 10**6) + Value(2.0, label='\\n\\t\\0\\ud800\\u202e')", ""),
    "markup-label": (
        "Value(1.0, label='<b onerror=alert(1)>') + Value(2.0, label='</text></svg><script>alert(1)</script>')",
        "<b onerror",
    ),
    "markup-printed": ("print('<script>alert(1)</script><b>')", "<script>"),
    "markup-raised": ("raise ValueError('<img src=x onerror=alert(1)>')", "<img src=x"),
    "markup-kind": ("raise type('<img src=x onerror=alert(1)>', (Exception,), {})", "<img src=x"),
    "markup-data": (
        "from types import SimpleNamespace as N\nN(points=[(0, 0)], labels=[1], name='\"><script>alert(1)</script>')",
        "",
    ),
    "text-surrogate": ("print('\\ud800', '\\x00', '\\u202e')\n'\\udfff'", ""),
    "text-control": ("print('\\x1b[31mred\\x07\\x08\\r\\v\\f\\u2028\\ufeff')", "red"),
    "text-one-line": ("print('x' * 3_000_000)", "Folded"),
    "traceback-long": ("def f(n): return f(n - 1) if n else 1 / 0\nf(900)", "ZeroDivisionError"),
    "traceback-message": ("raise ValueError('x' * 10**7)", "ValueError"),
    "traceback-bad-message": ("class E(Exception):\n    def __str__(self): raise self\nraise E", "cannot be made"),
    "traceback-badname": ("exec(compile('1 / 0', '<cell nonsense>', 'exec'))", "ZeroDivisionError"),
    "bridge-js": ("import js", "no way to the page"),
    "bridge-pyodide-js": ("import pyodide_js", "no way to the page"),
    "bridge-ffi": ("from pyodide.ffi import create_proxy", "no way to the page"),
    "bridge-run-js": ("from pyodide.code import run_js", "no way to the page"),
    "bridge-core": ("import _pyodide_core", "no way to the page"),
    "bridge-inner": ("import _pyodide._base", "no way to the page"),
    "bridge-http": ("import pyodide_http", "no way to the page"),
    "bridge-importlib": ("import importlib\nimportlib.import_module('js')", "no way to the page"),
    "bridge-pages": ("from pages.browser import tools", "no way to the page"),
    "bridge-own": ("import pages.worker.wire", "no way to the page"),
    "bridge-pages-known": ("import sys\nprint([name for name in sys.modules if name.startswith('pages')])", "[]"),
    "bridge-pyscript": ("from pyscript import document", "no way to the page"),
    "bridge-micropip": ("import micropip", "no way to the page"),
    "bridge-builtin": ("import sys, importlib.util\nsys.meta_path.clear()\nimport js", "Error"),
    "bridge-runtime": (
        "from micrograd.compiler.backends.wasm.web import web_runtime\n"
        "known, found, waiting = [], [], list(vars(web_runtime()).values())\nfor thing in waiting:\n"
        "    if not type(thing).__name__.startswith('Js') or any(thing == one for one in known): continue\n    known.append(thing)\n"
        "    for name in [*dir(thing), '__proto__', 'prototype', 'constructor'] if len(known) < 500 else ():\n"
        "        if name in ('eval', 'importScripts', 'postMessage', 'fetch', 'self', 'globalThis'): found.append(name)\n"
        "        try: waiting.append(getattr(thing, name))\n        except BaseException: pass\n"
        "try: known[0].constructor('return self')()\nexcept BaseException as error: print(len(known) > 3, found, error)",
        "True [] Error: Function is not there",
    ),
    "bridge-memory": (
        "from micrograd.compiler import compile_model\n"
        "program = compile_model(MLP(2, [16, 16, 1]), rows=1, points=4_000_000)\n"
        "print(program.backend, program.declined['WebAssembly SIMD'])",
        "the cell's memory is full",
    ),
    "bridge-proxies": (
        "import gc\nfound = [x for x in gc.get_objects() if type(x).__name__.startswith('Js')]\n"
        "for x in found:\n    for n in ('fetch', 'postMessage', 'eval', 'constructor'):\n        try: print(n, getattr(x, n)('http://127.0.0.1:1/'))\n"
        "        except BaseException as e: pass\nprint('tried')",
        "tried",
    ),
    "network-socket": ("import socket\nsocket.create_connection(('127.0.0.1', 80), 2)", "Error"),
    "network-urllib": ("import urllib.request\nurllib.request.urlopen('http://127.0.0.1/')", "Error"),
    "process-subprocess": ("import subprocess\nsubprocess.run(['ls'])", "Error"),
    "process-system": ("import os\nprint(os.system('ls'))\nos.fork()", "Error"),
    "process-pool": (
        "import concurrent.futures as c\nwith c.ThreadPoolExecutor() as pool: pool.submit(print, 1).result()",
        "one thread",
    ),
    "process-thread": ("import threading\nthreading.Thread(target=print).start()", "one thread"),
    "files-removed": ("import shutil\nshutil.rmtree('/lib', ignore_errors=True)\nprint('gone')", "gone"),
    "files-engine": (
        "import micrograd, os\nfor folder, _, names in os.walk(os.path.dirname(micrograd.__file__)):\n    for n in names: open(os.path.join(folder, n), 'w').close()",
        "",
    ),
    "absent-matplotlib": ("import matplotlib.pyplot as plt", "show(losses)"),
    "absent-nothing": ("import nothing_of_this_name", "ModuleNotFoundError"),
    "input": ("input('name?')", "nobody to ask"),
    "syntax": ("def (:", "SyntaxError"),
    "syntax-bracket": ("x = (1,\n", "never closed"),
    "syntax-indent": ("  x = 1\ny = 2", "equally far"),
    "syntax-dedent": ("if 1:\n    x = 1\n  y = 2", "equally far"),
    "syntax-tabs": ("if 1:\n\tx = 1\n        y = 2", "use spaces"),
    "syntax-await": ("await f()", "await is not needed"),
    "syntax-fstring": ("f'{'", "SyntaxError"),
    "syntax-future": ("x = 1\nfrom __future__ import annotations", "SyntaxError"),
    "odd-empty": ("", ""),
    "odd-tabs": ("if 1:\n\tprint('tab')", "tab"),
    "odd-crlf": ("exec('x = 1\\r\\nif x:\\r\\n\\tprint(\"returned\")\\r\\n')", "returned"),
    "odd-long-line": ("x = " + "1 + " * 500 + "1\nprint(x)", "501"),
    "odd-last": ("class Strange:\n    def __getattr__(self, name): return self\nStrange()", ""),
    "odd-list": ("class L(list):\n    def __len__(self): return 10**9\nL()", ""),
    "channel-forged-done": (
        'from micrograd.show import installed\ninstalled.get().post(\'{"type":"Done","run":99999,"seconds":0}\')\nprint(\'later\')',
        "later",
    ),
    "channel-no-message": (
        "from micrograd.show import installed\ninstalled.get().post('<b>not a message</b>')",
        "not the cell",
    ),
    "channel-forged-drawing": (
        'from micrograd.show import installed\ninstalled.get().post(\'{"type":"Draw","what":"Svg","place":null,"drawing":{}}\')',
        "not the cell",
    ),
    "channel-forged-graph": (
        'from micrograd.show import installed\ninstalled.get().post(\'{"type":"Draw","what":"Graph","place":null,"drawing":'
        '{"nodes":[{"index":0,"name":"a","op":"+","operands":[0],"data":1}],"grads":[0],"steps":[]}}\')',
        "not the cell",
    ),
    "channel-forged-death": (
        'from micrograd.show import installed\ninstalled.get().post(\'{"type":"Dead","reason":"<b>me</b>"}\')',
        "starting by itself",
    ),
    "channel-flood": (
        'from micrograd.show import installed\nfor _ in range(30_000): installed.get().post(\'{"type":"Ready"}\')',
        "more output than anyone could read",
    ),
    "channel-large": (
        "from micrograd.show import installed\ninstalled.get().post('x' * 70 * 2**20)",
        "more output than anyone could read",
    ),
    "channel-constructor": (
        "from micrograd.show import installed\npost = installed.get().post\nfor name in ('constructor', 'call', 'bind'):\n"
        "    try: print(getattr(post, name).constructor('return 6 * 7')())\n    except Exception as error: print(error)",
        "Function is not there",
    ),
    "channel-removed": ("from micrograd.show import installed\ninstalled.set(None)\nshow(Value(1.0))", ""),
}
