"""What `zhongshu export` can export: names of the contract (design.md 3), known without loading anything else."""

KINDS = (
    "incoming",
    "outgoing",
    "tasks",
    "meetings",
    "receipts",
    "bookings",
    "bulletins",
    "items",
    "registers",
    "reminders",
    "outbox",
    "audit",
    "figures",
)
