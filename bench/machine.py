"""What this machine is and how busy it is, read from /proc."""

import os
import platform
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mb(pid: int) -> float:
    """Resident set of a process."""
    return _status(pid, "VmRSS:") / 1024


def threads(pid: int) -> int:
    """Native threads of a process."""
    return _status(pid, "Threads:")


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def idle_share(seconds: float) -> float:
    """How much of all cores nobody used during the next seconds."""
    before = _jiffies()
    time.sleep(seconds)
    after = _jiffies()
    return (after[0] - before[0]) / max(1, after[1] - before[1])


def _jiffies() -> tuple[int, int]:
    counts = [
        int(each) for each in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    ]
    return counts[3], sum(counts[:8])


def describe() -> str:
    """Processor, cores, memory, system, Python."""
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in info if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} x {model}, {memory:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )
