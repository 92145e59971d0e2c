"""`python -m tests.process.crashing STEP`: a server that kills itself, with kill -9, the first time it reaches a step."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from bot import flow, sender
from bot.cli import main
from storage import outbox

STEPS = {
    "before anything": (flow.Flow, "handle", "before"),
    "in the transaction": (flow.Flow, "_answer", "after"),
    "committed, not acknowledged": (flow.Flow, "_in_transaction", "after"),
    "claimed, not sent": (sender.Sender, "_send", "before"),
    "sent, not marked": (sender.Sender, "_call", "after"),
    "marked": (sender.Sender, "_write_down", "after"),
}


def die() -> None:
    """No cleanup, no flush: as when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)


def crash_at(owner: type, name: str, when: str) -> None:
    """Make the method kill the process before or after its work."""
    original: Callable[..., Any] = getattr(owner, name)
    if name in {"handle", "_in_transaction", "_send", "_call"}:

        async def dying(*args: Any, **kwargs: Any) -> Any:
            if when == "before":
                die()
            result = await original(*args, **kwargs)
            die()
            return result

        setattr(owner, name, dying)
        return

    def dying_now(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        die()
        return result

    setattr(owner, name, dying_now)


if __name__ == "__main__":
    outbox.LEASE = 1.0  # what it held is free soon after its death
    crash_at(*STEPS[sys.argv[1]])
    sys.argv = ["zhongshu", "serve"]
    main()
