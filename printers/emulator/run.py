"""`lapak emulator`: virtual printers on ports of their own, and a page that shows their paper."""

import logging
import signal
import threading
from types import FrameType

from werkzeug.serving import make_server

from printers.emulator.printer import VirtualPrinter
from printers.emulator.web import create_app


def main(
    printers: int,
    port: int,
    web: int,
    *,
    host: str = "127.0.0.1",
    language: str = "escpos",
    media: str = "80mm",
) -> int:
    """Run printer 1..n on `port`.. and their page on `web` until SIGTERM; prints `ready URL`."""
    devices = [VirtualPrinter(port + n if port else 0, language, media, host=host) for n in range(printers)]
    server = make_server(host, web, create_app(devices), threaded=True)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    for device in devices:
        device.start()
    print(f"ready http://{host}:{server.server_port}", flush=True)
    stop.wait()
    server.shutdown()
    serving.join()
    server.server_close()
    for device in devices:
        device.stop()
    return 0
