"""What the dialogues of 发文 share: papers, and how far they are."""

from typing import Any

from tests.day import Day

NOTICE = (
    "登记发文：云湾府办，《关于做好国庆假期值班工作的通知》，主送区应急局、区住建局、金溪镇，抄送区公安分局，"
    "秘书科张敏拟稿，60份，主动公开"
)


def paper(day: Day, number: str = "云湾府办〔2026〕45号") -> dict[str, Any]:
    """The row of the register."""
    return next(row for row in day.rows("outgoing") if row["doc_no"] == number)


def numbers(day: Day) -> dict[str, str]:
    """What became of every number."""
    return {row["doc_no"]: row["status"] for row in day.rows("doc_numbers")}


def planned(day: Day) -> list[dict[str, Any]]:
    """The reminders of 发文 that are yet to come, but for the one at the end of the year."""
    rows = [row for row in day.rows("reminders") if row["line"] == "outgoing" and row["state"] == "待提醒"]
    return [row for row in rows if row["kind"] != "year_end"]
