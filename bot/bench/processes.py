"""Small helpers for benches that run real processes."""

import os
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def cpu_seconds(pid: int) -> float:
    """User and system time of a process with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def pinned(command: list[str], core: int) -> list[str]:
    """The command on one core, where the machine has taskset and more than one."""
    tool = shutil.which("taskset")
    return [tool, "-c", str(core), *command] if tool and (os.cpu_count() or 1) > core else command


def wait_until(ready: Callable[[], bool], seconds: float = 60) -> None:
    """Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError("the measured process did not get ready")
        time.sleep(0.02)
