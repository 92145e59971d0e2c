"""Writing down where minutes stand: begun, on their way, printed under a number, and taken back (domain.md 4.7)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.line import Reply
from handlers.meetings import minutes_nodes, minutes_store, queries
from handlers.meetings.minutes_said import NEXT, Number, Stage
from handlers.meetings.minutes_status import outline
from handlers.meetings.minutes_store import KEPT, Changed, Minutes
from handlers.meetings.terms import OTHER_TYPE, meeting_type
from handlers.meetings.wording import name_of
from handlers.turn import Turn
from scheduler.wording import day, deadline
from storage.changes import Change
from storage.db import lock

LINE = "meetings"
NUMBER, GAP = "minutes_number", "minutes_gap"
ASK_NUMBER = "请回复纪要编号，如“云湾府常纪〔2026〕12号”或“第12次”；没有编号请回复“无编号”。"
AGAIN = "这份纪要刚被改动过，请再说一次。"


def carry_out(turn: Turn, key: str, wanted: dict[str, Any]) -> Reply:
    """Do what is wanted with these minutes: `key` is minutes:7, meeting:12, or the title of new ones."""
    step, number = Stage(wanted["step"]), unpacked(wanted.get("number"))
    if number is not None and number.series == OTHER_TYPE:
        number = Number(number.text, kind_of(turn, key), number.year, number.seq)
        wanted["number"] = packed(number)
    if step is Stage.ISSUED:
        if number is None and not wanted.get("none"):
            return Reply(ASK_NUMBER, then=NUMBER, data={"wanted": wanted, "key": key}, free=True)
        asked = _doubt(turn, key, wanted, number) if number else None
        if asked is not None:
            return asked
    try:
        of, fresh = opened(turn, key, wanted["drafter"])
        return _advance(turn, of, step, wanted, number, fresh=fresh)
    except Changed:
        return Reply(AGAIN)


def _doubt(turn: Turn, key: str, wanted: dict[str, Any], number: Number) -> Reply | None:
    """A number that is taken, or that leaves some out."""
    lock(turn.tx, f"minutes:{number.series}:{number.year}")
    other = minutes_store.numbered(turn.tx, number)
    if other is not None and f"minutes:{other['id']}" != key:
        on = f"，{day(other['issued_on'])}印发" if other["issued_on"] else ""
        text = f"{number.text}已登记（{other['title']}{on}），请核对编号后重发。"
        return Reply(text, then=NUMBER, data={"wanted": wanted, "key": key}, free=True)
    gap = [] if wanted.get("sure") else minutes_store.missing(turn.tx, number)
    if not gap:
        return None
    left = "、".join(number.at(seq) for seq in gap[:3]) + ("等" if len(gap) > 3 else "")
    short = left.replace(f"{number.series}〔{number.year}〕", "")
    options = (f"编号没错，{short}后补登", f"编号没错，{short}作废", f"应为{number.at(gap[0])}")
    data = {"wanted": wanted, "key": key, "gap": gap}
    return Reply(f"上次登记到{number.at(gap[0] - 1)}，缺{short}。请确认：", options=options, then=GAP, data=data)


def opened(turn: Turn, key: str, drafter: str | None) -> tuple[Minutes, bool]:
    """The minutes meant, begun now when they were not yet; whether they were begun now."""
    kind, _, number = key.partition(":")
    if kind == "minutes" and number:
        return minutes_store.by_id(turn.tx, int(number)), False
    if kind == "meeting" and number:
        lock(turn.tx, f"minutes-of:{number}")
        known = minutes_store.of_meeting(turn.tx, int(number))
        of = queries.meeting_by_id(turn.tx, int(number))
        if known is not None or of is None:
            return known or minutes_store.add(turn, title="会议纪要"), known is None
        return minutes_nodes.open_for(turn, of, drafter or turn.person.userid), True
    made = minutes_store.add(
        turn, title=key, drafter=drafter or turn.person.userid, **minutes_nodes.due(turn, turn.now)
    )
    minutes_nodes.plan(turn, made)
    return made, True


def _advance(
    turn: Turn, of: Minutes, step: Stage, wanted: Mapping[str, Any], number: Number | None, *, fresh: bool
) -> Reply:
    before = {name: plain(of[name]) for name in KEPT}
    begun = step is Stage.DRAFTING and of["state"] != step  # who drafts may change later, too
    values: dict[str, Any] = {"state": of["state"] if begun else step.value}
    if wanted["drafter"]:
        values["drafter"] = wanted["drafter"]
    if step is Stage.COSIGN:
        values["cosigners"] = list(dict.fromkeys([*(of["cosigners"] or []), *wanted["units"]]))
    if step in {Stage.SIGNED, Stage.ISSUED}:
        values["signed_by"] = wanted["signer"] or of["signed_by"] or _chair(turn, of)
    if step is Stage.ISSUED:
        values["issued_on"] = date.fromisoformat(wanted["on"])
    if number is not None:
        values |= {"number": number.text, "series": number.series, "year": number.year, "seq": number.seq}
    new = minutes_store.change(turn, of, **values)
    minutes_nodes.plan(turn, new)
    key = minutes_nodes.object_of(of)
    turn.note(
        "登记纪要",
        key,
        before={"state": of["state"]},
        after={"state": new["state"], "number": new["number"]},
        acting_for=turn.person.serves if step is Stage.SIGNED else None,
    )
    turn.undoable(LINE, "minutes", key, {"before": before, "fresh": fresh})
    if new["drafter"] not in {turn.person.userid, of["drafter"] if not fresh else None}:
        _hand_over(turn, new)
    return Reply(_said(turn, new, step), about=(key, *([f"meeting:{of['meeting']}"] if of["meeting"] else [])))


def _said(turn: Turn, of: Minutes, step: Stage) -> str:
    if step is Stage.ISSUED:
        number = f"，{of['number']}" if of["number"] else "（无编号）"
        return f"已登记：{of['title']}已印发{number}，{day(of['issued_on'])}。{NEXT[step]}。有误请回复“撤销”。"
    if step is Stage.FILED:
        return f"已登记：{of['title']}已归档。"
    limits = ""
    if of["draft_due"] and step is Stage.DRAFTING:
        limits = f"起草时限{deadline(of['draft_due'])}，印发时限{deadline(of['issue_due'])}。"
    elif of["issue_due"]:
        limits = f"印发时限{deadline(of['issue_due'])}。"
    by = f"，起草人{name_of(turn.office, of['drafter'])}" if step is Stage.DRAFTING else ""
    signed = f"（{name_of(turn.office, of['signed_by'])}签发）" if step is Stage.SIGNED and of["signed_by"] else ""
    units = f"（{'、'.join(of['cosigners'])}）" if step is Stage.COSIGN and of["cosigners"] else ""
    text = f"已登记：{of['title']}——{step.value}{units}{signed}{by}。{limits}{NEXT[step]}。"
    return f"{text}\n{outline(turn, of)}" if step is Stage.DRAFTING else text


def _hand_over(turn: Turn, of: Minutes) -> None:
    text = (
        f"【纪要】请起草{of['title']}，{deadline(of['draft_due'])}前完成初稿、{deadline(of['issue_due'])}前印发。"
        f"写好请回复“纪要初稿好了”。交办人：{turn.person.name}。"
    )
    key = f"minutes:{of['id']}:{of['version']}:交办"
    turn.tell(of["drafter"], text, key=key, subject=f"minutes:{of['id']}", origin=turn.person.userid)


def undo(turn: Turn, change: Change) -> Reply:
    """撤销: the minutes stand as before; those begun with the word are void and their number is free."""
    if "made" in change.data:
        rows = [minutes_store.by_id(turn.tx, key) for key in change.data["made"]]
    else:
        rows = [minutes_store.by_id(turn.tx, int(change.object.removeprefix("minutes:")))]
    gone = {"state": Stage.VOID.value, "number": None, "series": None, "year": None, "seq": None}
    fresh = "made" in change.data or change.data["fresh"]
    before = dict(change.data.get("before", {}))
    try:
        for of in rows:
            before |= {name: _date(before.get(name)) for name in ("issued_on", "edited_on")}
            new = minutes_store.change(turn, of, **(gone if fresh else before))
            minutes_nodes.plan(turn, new)
    except Changed:
        return Reply(AGAIN)
    turn.note("撤销纪要登记", change.object)
    back = "登记作废" if fresh else f"恢复为“{before['state']}”"
    return Reply(f"已撤销：{rows[0]['title']}{back}。")


def void(turn: Turn, number: Number, gap: list[int]) -> None:
    for seq in gap:
        minutes_store.add(
            turn,
            title=f"{number.at(seq)}（作废）",
            state=Stage.VOID.value,
            number=number.at(seq),
            series=number.series,
            year=number.year,
            seq=seq,
        )
    turn.note("纪要编号作废", f"minutes:{number.series}", after={"numbers": [number.at(seq) for seq in gap]})


def kind_of(turn: Turn, key: str) -> str:
    kind, _, number = key.partition(":")
    if not number:
        return meeting_type(key)[0]
    row = minutes_store.by_id(turn.tx, int(number)) if kind == "minutes" else None
    of = queries.meeting_by_id(turn.tx, row["meeting"] if row else int(number)) if not row or row["meeting"] else None
    return str(of["type"]) if of else meeting_type(row["title"] if row else "")[0]


def packed(number: Number | None) -> list[Any] | None:
    return [number.text, number.series, number.year, number.seq] if number else None


def unpacked(data: Any) -> Number | None:
    return Number(*data) if data else None


def _chair(turn: Turn, of: Minutes) -> str | None:
    meeting = queries.meeting_by_id(turn.tx, of["meeting"]) if of["meeting"] else None
    return meeting["chair"] if meeting else None


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _date(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
