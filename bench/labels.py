"""Labels as bytes for a printer, in a process of their own: `python -m bench.labels LANGUAGE COUNT`."""

import csv
import resource
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path
from time import process_time

from printers.capabilities import Capabilities
from printers.documents import ProductLabel, batches
from printers.encoders.encode import encode

PRODUCTS = Path(__file__).resolve().parent.parent / "exhibition" / "demo" / "products.csv"
ADDRESS = "HTTPS://PAMERAN-KARYA.ID/P/"
LANGUAGES = {"tspl": "native", "zpl": "native", "escpos": "raster"}


def measure(language: str, count: int) -> tuple[float, float]:
    """(processor seconds, peak megabytes) of a fresh process that encodes so many labels."""
    command = [sys.executable, "-m", "bench.labels", language, str(count)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, peak = said.split()
    return float(seconds), float(peak)


def main(language: str, count: int) -> None:
    """Encode part by part, as a label printer's jobs are, and keep nothing."""
    with PRODUCTS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    parts = batches([_label(row, number) for number, row in enumerate(islice(cycle(rows), count))])
    capabilities = Capabilities.of(language, "50x30")
    begun = process_time()
    for part in parts:
        encode(part, capabilities)
    print(process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _label(row: dict[str, str], number: int) -> ProductLabel:
    code = f"{number:05}0"
    return ProductLabel(row["name_id"], int(row["price_idr"]), row["facility_code"], code, ADDRESS + code)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
