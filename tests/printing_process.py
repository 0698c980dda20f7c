"""A print service as a process of its own, to be killed: `python printing_process.py FOLDER`."""

import sys
import threading
from pathlib import Path

from printing_press import Press

if __name__ == "__main__":
    press = Press(Path(sys.argv[1]))
    press.service.start()
    print("ready", flush=True)
    threading.Event().wait()
