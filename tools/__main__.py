"""The command line: `python3 -m tools <command>`.

Standard library only. Each command sets up what it needs, from a fresh clone on.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "This needs Python 3.11 or newer; this one is %d.%d. Start it with a newer one, "
        "as in: python3.12 -m tools run" % sys.version_info[:2]
    )

from tools.commands import main

sys.exit(main(sys.argv[1:]))
