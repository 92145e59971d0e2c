"""What the dialogues of 办文 share: two papers, and the reminders to come."""

from typing import Any

from tests.day import Day

URGENT = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"
NEXT = "登记收文：加急，市委办，南委办〔2026〕89号，《关于做好中秋值守工作的通知》，办件"


def planned(day: Day, kind: str = "") -> list[dict[str, Any]]:
    """The reminders of 办文 that are yet to come."""
    rows = [r for r in day.rows("reminders") if r["line"] == "documents" and r["state"] == "待提醒"]
    return [r for r in rows if r["kind"] == kind or not kind]
