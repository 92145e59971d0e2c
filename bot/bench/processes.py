"""Small helpers for benches that run real processes."""

import atexit
import os
import shutil
import socket
import time
from collections.abc import Callable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port for a server that is started next, and again.

    It stays bound here without listening, which leaves it to that server (SO_REUSEADDR) but to no other bind and to no
    connection's own end: the system would hand it out again before the server has started.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    atexit.register(held.close)
    port: int = held.getsockname()[1]
    return port


def cpu_seconds(pid: int) -> float:
    """User and system time of a process with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def cpu_with_children(pid: int) -> float:
    """The same for a process, its children and those that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    ended = (int(fields[13]) + int(fields[14])) / TICK
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return cpu_seconds(pid) + ended + sum(cpu_seconds(int(child)) for child in children)


def memory_mb(pid: int) -> float:
    """Memory that is really there, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


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
