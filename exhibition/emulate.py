"""`lapak emulator`: virtual printers on ports of their own, and a page that shows their paper."""

import signal
import threading

from printers.emulator.printer import VirtualPrinter


def emulate(count: int, port: int, web: int) -> int:
    """Run `count` printers from `port` on until told to stop; their paper is on port `web`."""
    from werkzeug.serving import make_server  # noqa: PLC0415 - only this command needs it

    from printers.emulator.web import create_app  # noqa: PLC0415

    printers = [VirtualPrinter(port + n, host="0.0.0.0").start() for n in range(count)]  # noqa: S104
    server = make_server("0.0.0.0", web, create_app(printers), threaded=True)  # noqa: S104
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"ready http://127.0.0.1:{server.server_port}", flush=True)
    stop.wait()
    server.shutdown()
    for printer in printers:
        printer.stop()
    return 0
