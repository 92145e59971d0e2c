"""The approval card of a request (wecom.md 5.4)."""

from handlers.registers.store import Stored
from storage.messages import Button, Card
from storage.payload import Payload


class SupplyAnswer(Payload, prefix="supply"):
    """同意 or 不同意."""

    row: int
    agree: bool


def card(row: Stored, *, task_id: str = "") -> Card:
    """With buttons while it waits, with a grey word afterwards."""
    waits = row.state == "待审批"
    buttons = (
        Button(text="同意", key=SupplyAnswer(row=row.id, agree=True).pack()),
        Button(text="不同意", key=SupplyAnswer(row=row.id, agree=False).pack(), style=2),
    )
    use = f"（{row.data['purpose']}）" if row.data.get("purpose") else ""
    reply = f"。请按按钮，或回复“同意领用{row.seq}号”“不同意领用{row.seq}号”" if waits else ""
    return Card(
        task_id=task_id or f"supply-{row.id}-{row.version}",
        title=f"领用{row.seq}号待审批"[:36],
        desc=f"{row.data['who']}申领"[:44],
        text=f"{row.data['who']}申领{row.title[:100]}{use}{reply}"[:160],
        buttons=buttons if waits else (),
        done="" if waits else row.state[:10],
    )
