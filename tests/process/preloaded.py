"""What a server loads before it serves, loaded once: tests that kill many servers fork them from here.

Each is a process of its own, with its own death; only the two seconds of importing are shared.
"""

import os
import signal
import sys
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from subprocess import TimeoutExpired

import bot.serving
import handlers.registry
from bot import press_queue
from bot.cli import main
from scheduler.clock import SystemClock
from storage import inbox, outbox
from storage.office import load_office
from tests.process.crashing import PRESS_STEPS, STEPS, crash_at

handlers.registry.lines()
bot.serving.warm_up(load_office(None), SystemClock())


def forkserver() -> ForkServerContext:
    """What forks processes that have everything loaded."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["__main__", __name__])
    return context


def _begin(environment: dict[str, str], out: str, err: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for number, path in ((1, out), (2, err)):
        with Path(path).open("ab") as stream:
            os.dup2(stream.fileno(), number)


def run_command(environment: dict[str, str], out: str, err: str, args: tuple[str, ...]) -> None:
    """In the forked process: any command of `zhongshu`."""
    _begin(environment, out, err)
    sys.argv = ["zhongshu", *args]
    main()


def run(environment: dict[str, str], log: str, step: str | None, lease: float | None) -> None:
    """In the forked process: `zhongshu serve`, which kills itself at the step."""
    _begin(environment, log, log)
    if lease is not None:
        outbox.LEASE = lease  # what it held is free soon after its death
        inbox.LEFT_BEHIND, press_queue.LOOK = 0.0, 0.1
    if step in PRESS_STEPS:
        press_queue.BURST = 0
    if step is not None:
        crash_at(*{**STEPS, **PRESS_STEPS}[step])
    sys.argv = ["zhongshu", "serve"]
    main()


class Forked:
    """One forked server, handled like a `subprocess.Popen`."""

    def __init__(self, environment: dict[str, str], log: Path, step: str | None, lease: float | None = None) -> None:
        wanted = (environment, str(log), step, lease)
        self._process: ForkServerProcess = forkserver().Process(target=run, args=wanted)
        self._process.start()

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._process.exitcode

    def send_signal(self, how: signal.Signals) -> None:
        assert self._process.pid is not None
        os.kill(self._process.pid, how)

    def wait(self, timeout: float) -> int:
        """The exit code. TimeoutExpired when it takes longer."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise TimeoutExpired("serve", timeout)
        return code
