"""How long the door waits for what, in seconds (wecom.md 12.7: what the official kit does)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Defaults are those of production; tests make them short."""

    ping: float = 30.0
    """Between two pings; a link on which two stay unanswered is dead."""
    ack: float = 5.0
    """For an acknowledgement. After that the link counts as broken: half-open ones look alive."""
    connect: float = 10.0
    first_retry: float = 1.0
    slowest_retry: float = 30.0
    lease: float = 30.0
    """A server that vanished with the connection is replaced after so long."""
    look: float = 2.0
    """Between two looks at a lease that another server holds."""
    patience: float = 8.0
    """That an answer waits for the next connection before it leaves by the app."""
    deadline: float = 20.0
    """After which an answer is given to the app: its rows are still ours then (storage/outbox.py, LEASE)."""
    last_answers: float = 2.0
    """That answers are given when the server stops."""
    again: float = 0.5
    """Before a message is handled again because the database could not be reached."""
