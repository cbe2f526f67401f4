"""``python -m verilink`` is the command ``verilink``."""

import sys

from verilink.cli import main

sys.exit(main())
