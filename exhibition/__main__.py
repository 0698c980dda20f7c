"""The command `lapak`. Where a server is asked for, gevent takes over the standard library first of all."""

import sys

if "serve" in sys.argv[1:]:
    from gevent import monkey

    monkey.patch_all()

from exhibition.cli import main

if __name__ == "__main__":
    sys.exit(main())
