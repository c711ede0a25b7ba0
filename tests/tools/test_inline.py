"""What holds up the first picture is in the page itself, and the page's policy knows it."""

import base64
import hashlib
import re

from tools import inline

PAGE = """<head><meta content="script-src 'self' blob:; img-src 'self'"><link rel="stylesheet" href="assets/s.css">
<link rel="stylesheet" href="assets/css/t.css">
<script src="assets/a.js"></script><script src="assets/d.js" defer></script><script type="module" src="assets/m.js"></script></head>"""
FILES = {
    "assets/s.css": "a{src:url('vendor/f.woff2');fill:url(#x);b:url(data:,)}",
    "assets/css/t.css": "@media (--small) {}\n",
    "assets/a.js": "'</script><!--'",
}
CONDITIONS = {"--small": "(max-width: 1rem)"}


def known(script):
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_a_page_literally():
    script = "\n'<\\/script><\\!--'"
    assert inline.inlined(PAGE, FILES.get, CONDITIONS) == (
        f"<head><meta content=\"script-src 'self' {known(script)} blob:; img-src 'self'\">"
        "<style>\na{src:url(assets/vendor/f.woff2);fill:url(#x);b:url(data:,)}\n@media (max-width: 1rem) {}\n</style>\n"
        f'<script>{script}</script><script src="assets/d.js" defer></script><script type="module" src="assets/m.js"></script></head>'
    )
    assert inline.names(PAGE) == set(FILES)


def test_the_built_page_asks_for_no_style_and_knows_its_scripts(built):
    page = (built.site / "index.html").read_text("utf-8")
    assert inline.names(page) == set()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 2 and all(known(script) in policy for script in scripts)
