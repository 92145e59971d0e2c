"""A server that kills itself, with kill -9, the first time it reaches a step of the flow."""

import os
import signal
from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from bot import calls, flow, press_queue, sender

STEPS = {
    "before anything": (flow.Flow, "handle", "before"),
    "in the transaction": (flow.Flow, "_answer", "after"),
    "committed, not acknowledged": (flow.Flow, "_in_transaction", "after"),
    "claimed, not sent": (sender.Sender, "_send", "before"),
    "sent, not marked": (calls.Calls, "_call", "after"),
    "marked": (sender.Sender, "_write_down", "after"),
}

PRESS_STEPS = {
    "written down, not acknowledged": (press_queue.PressQueue, "put_off", "after"),
    "acknowledged, not begun": (flow.Flow, "finish", "before"),
    "begun": (flow.Flow, "_press", "after"),
    "done": (flow.Flow, "finish", "after"),
}
"""Of a press that was put off in a burst: a server that dies there puts off every press."""


def die() -> None:
    """No cleanup, no flush: as when the power goes."""
    os.kill(os.getpid(), signal.SIGKILL)


def crash_at(owner: type, name: str, when: str) -> None:
    """Make the method kill the process before or after its work."""
    original: Callable[..., Any] = getattr(owner, name)

    async def dying(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            die()
        await original(*args, **kwargs)
        die()

    def dying_now(*args: Any, **kwargs: Any) -> Any:
        original(*args, **kwargs)
        die()

    setattr(owner, name, dying if iscoroutinefunction(original) else dying_now)
