"""What left the bot: rows of the outbox, the calls they became on the wire, and what WeCom said to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, select

from bot.calls import CHECK_FROM, CHECK_SPREAD
from bot.sandbox.core import ApiCall
from bot.sandbox.inspect_budgets import Budget, budgets
from bot.sandbox.phones import PhoneMessage
from bot.wecom.errors import lookup
from scheduler import wording
from scheduler.clock import SHANGHAI, local
from storage.outbox import Lane
from storage.tables import outbox

LANES = {
    Lane.URGENT: "特急，随时可发",
    Lane.ANSWER: "答复本人，立即发",
    Lane.TIMELY: "有时效，避开免打扰时段",
    Lane.ROUTINE: "日常，合并后发，每天有上限",
    Lane.BROADCAST: "群发",
}
FAULTS = {
    "timeout": "企业微信没有应答",
    "500": "企业微信内部错误（HTTP 500）",
    "reset": "连接在送到前断开",
    "reset_after_delivery": "已送到手机，但应答在途中丢失",
}
SHORT = {"queued": "还在排队", "sending": "正在发送", "sent": "已送达", "failed": "未送达", "expired": "过了时效"}
NEWEST = 300
"""Card updates that are looked through for one card."""


@dataclass(frozen=True)
class CallView:
    """One call as it went over the wire."""

    path: str
    json: str
    size: int
    said: str
    ok: bool
    budgets: list[Budget]


@dataclass(frozen=True)
class Sending:
    """A row of the outbox with its calls, oldest first."""

    row: int
    recipient: str
    lane: str
    state: str
    short: str
    sent: bool
    calls: list[CallView]


def rows_of_message(tx: Connection, message: PhoneMessage, calls: Iterable[ApiCall]) -> list[RowMapping]:
    """The rows that became this message, and those that changed its card."""
    if message.chatid:
        mine = outbox.c.recipient == f"chat:{message.chatid}"
        found = tx.execute(select(outbox).where(mine, outbox.c.kind == "text").order_by(outbox.c.id.desc())).mappings()
        return [row for row in found if message.text in row["payload"]["text"]][:1]
    own = outbox.c.recipient == f"user:{message.userid}"
    rows = list(tx.execute(select(outbox).where(outbox.c.msgid == message.msgid).order_by(outbox.c.id)).mappings())
    rows = [row for row in rows if row["recipient"] == f"user:{message.userid}"]
    if not rows:  # one page of several: the row knows the last one only
        marks = {_mark(call) for call in calls if call.msgid == message.msgid}
        found = tx.execute(select(outbox).where(own).order_by(outbox.c.id.desc())).mappings()
        rows = [row for row in found if row["id"] % CHECK_SPREAD in marks][:1]
    return [*rows, *_updates(tx, message)]


def _updates(tx: Connection, message: PhoneMessage) -> list[RowMapping]:
    if message.card is None or not message.card.task_id:
        return []
    query = select(outbox).where(outbox.c.kind == "card_update").order_by(outbox.c.id.desc()).limit(NEWEST)
    changed = [
        row
        for row in tx.execute(query).mappings()
        if row["payload"]["card"]["task_id"] == message.card.task_id and message.userid in row["payload"]["users"]
    ]
    return changed[::-1]


def rows_by_id(tx: Connection, ids: list[int]) -> list[RowMapping]:
    """These rows as they stand now."""
    return list(tx.execute(select(outbox).where(outbox.c.id.in_(ids)).order_by(outbox.c.id)).mappings())


def sending(row: RowMapping, calls: Iterable[ApiCall], names: Mapping[str, str], now: datetime) -> Sending:
    """How a row fared. `names` of people by userid."""
    kind, _, who = row["recipient"].partition(":")
    return Sending(
        row=row["id"],
        recipient=f"群 {who}" if kind == "chat" else names.get(who, who),
        lane=LANES[Lane(row["lane"])],
        state=_state(row, now),
        short=SHORT[row["state"]],
        sent=row["state"] == "sent",
        calls=[_view(call) for call in calls if _belongs(call, row)],
    )


def _belongs(call: ApiCall, row: RowMapping) -> bool:
    if not call.body:
        return False
    if call.msgid and call.msgid == row["msgid"]:
        return True
    body: dict[str, Any] = orjson.loads(call.body)
    match call.path:
        case "message/send":
            who = row["recipient"].removeprefix("user:")
            return _mark(call) == row["id"] % CHECK_SPREAD and who in str(body.get("touser", "")).lower().split("|")
        case "message/update_template_card":
            code: object = row["payload"].get("response_code")
            return bool(code) and code == body.get("response_code")
        case "appchat/send" | "appchat/create":
            chat, text = row["recipient"].removeprefix("chat:"), row["payload"].get("text")
            same = text is None or str(body.get("text", {}).get("content", "")) in text
            return chat == body.get("chatid") and same and (text is None) == (call.path == "appchat/create")
        case _:
            return False


def _mark(call: ApiCall) -> int | None:
    """What the interval of the duplicate check tells of the row (bot/calls.py)."""
    interval = orjson.loads(call.body).get("duplicate_check_interval") if call.body else None
    return interval - CHECK_FROM if isinstance(interval, int) else None


def _view(call: ApiCall) -> CallView:
    body: dict[str, Any] = orjson.loads(call.body)
    return CallView(
        path=call.path,
        json=orjson.dumps(body, option=orjson.OPT_INDENT_2).decode(),
        size=len(call.body),
        said=_said(call),
        ok=call.errcode == 0,
        budgets=budgets(body),
    )


def _said(call: ApiCall) -> str:
    at = wording.hour(datetime.fromtimestamp(call.at, SHANGHAI))
    if call.errcode is None:
        return f"{at} {FAULTS.get(call.fault, '没有可用的应答')}"
    if call.errcode:
        return f"{at} errcode {call.errcode}：{lookup(call.errcode).cause}"
    if call.path == "message/send" and not call.msgid:
        return f"{at} errcode 0：与前一条完全相同，企业微信按查重丢弃，不再显示"
    return f"{at} errcode 0" + (f"，msgid {call.msgid[:12]}…" if call.msgid else "")


def _state(row: RowMapping, now: datetime) -> str:
    match row["state"]:
        case "sent":
            return f"已送达企业微信（{wording.moment(local(row['sent_at']))}，第{row['attempt']}次）"
        case "failed":
            return f"未送达，不再重试：{row['error']}"
        case "expired":
            return "过了时效，没有再发"
        case "sending":
            return "正在发送"
    if row["not_before"] > now:
        return f"等到{wording.moment(local(row['not_before']))}再发"
    return f"等待重发（已试{row['attempt']}次，{row['error']}）" if row["error"] else "等待发送"
