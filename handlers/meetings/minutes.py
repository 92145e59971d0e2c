"""会议纪要: from the draft to print and file, its number, and what was edited for others (domain.md 4.7, F30).

The bot keeps which minutes there are and where they stand, never what they say.
"""

from datetime import date
from typing import Any

from handlers.line import Answer, Reply, Slots
from handlers.meetings import minutes_nodes, minutes_said, minutes_store
from handlers.meetings.minutes_record import (
    AGAIN,
    ASK_NUMBER,
    LINE,
    NUMBER,
    carry_out,
    kind_of,
    opened,
    packed,
    plain,
    unpacked,
    void,
)
from handlers.meetings.minutes_said import OPEN, Number, Stage
from handlers.meetings.minutes_status import status
from handlers.meetings.minutes_store import EDITED, KEPT, Changed
from handlers.meetings.minutes_which import Candidate, meant, named, runs
from handlers.meetings.terms import OTHER_TYPE, meeting_type
from handlers.policy import NOT_FOUND
from handlers.said import gone_by
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import day
from storage.office import Person, Role

PICK = "minutes_pick"
WHOSE = "没有在办的纪要。请带上会议名称，如“起草安全生产会议纪要”“安全生产会议纪要已印发，第12次”。"
STOP = frozenset({"算了", "取消", "不登了", "不用了"})
_STAFF = frozenset(
    {
        Role.CLERK,
        Role.SUPERVISOR,
        Role.SUPERVISION_CHIEF,
        Role.INFO_EDITOR,
        Role.INFO_CHIEF,
        Role.ARCHIVIST,
        Role.LEADER_LIAISON,
        Role.CONFERENCE,
        Role.SECRETARY_CHIEF,
        Role.DIRECTOR,
        Role.DEPUTY,
    }
)


def staff(person: Person) -> bool:
    """Everybody of the office may be asked to draft; what he sees then is his own."""
    return not _STAFF.isdisjoint(person.roles)


def minutes(turn: Turn, _slots: Slots) -> Reply:
    """纪要已印发，云湾府常纪〔2026〕12号; 核改了区教育局的纪要一份; 起草常务会纪要; 纪要出了没."""
    text = turn.said.text
    step, number = minutes_said.stage(text), minutes_said.number(turn.said, _kind(turn))
    if minutes_said.asks(text) or (step is None and number is None):
        return status(turn)
    if step is Stage.EDITED:
        return _edited(turn)
    if number is not None and (step is None or "登记" in text or step in {Stage.SIGNED, Stage.DRAFTING}):
        step = Stage.ISSUED
    wanted: dict[str, Any] = {
        "step": (step or Stage.ISSUED).value,
        "number": packed(number),
        "on": _day(turn).isoformat(),
    }
    wanted |= {"drafter": _drafter(turn), "units": _units(turn), "signer": _signer(turn)}
    if _day(turn) > turn.here.date():
        return Reply("日期还没到，请核对后再登记。")
    stages = (Stage.ISSUED,) if step is Stage.FILED else OPEN
    found = meant(turn, stages, number)
    if len(found) > 1:
        data = {"wanted": wanted, "keys": [of["key"] for of in found]}
        return Reply("是哪一份纪要？", options=tuple(_option(of) for of in found), then=PICK, data=data)
    if not found and (not runs(turn) or step is Stage.FILED):
        return Reply(NOT_FOUND)
    if not found and number is None and minutes_said.title(text) is None and _kind(turn) == OTHER_TYPE:
        return Reply(WHOSE)
    return carry_out(turn, found[0]["key"] if found else _new_title(turn, number), wanted)


def picked(turn: Turn, answer: Answer) -> Reply:
    """Which of several minutes was meant."""
    return carry_out(turn, answer.data["keys"][answer.index or 0], dict(answer.data["wanted"]))


def gave_number(turn: Turn, answer: Answer) -> Reply:
    """The number, after the question."""
    said, wanted, key = answer.said, dict(answer.data["wanted"]), answer.data["key"]
    if said.bare in STOP:
        return Reply("好的，未登记印发。")
    number = minutes_said.number(said, kind_of(turn, key)) or minutes_said.again(said.bare, unpacked(wanted["number"]))
    if number is None and not ("无" in said.text or "没有" in said.text):
        return Reply(f"没看懂编号。{ASK_NUMBER}", then=NUMBER, data=answer.data, free=True)
    return carry_out(turn, key, {**wanted, "number": packed(number), "none": number is None})


def settled_gap(turn: Turn, answer: Answer) -> Reply:
    """A number was left out: it comes later, it is void, or the number was meant to be the next one."""
    wanted, key = dict(answer.data["wanted"]), answer.data["key"]
    number, gap = unpacked(wanted["number"]), list(answer.data["gap"])
    if number is None or answer.index is None:
        return Reply("好的，未登记印发。")
    if answer.index == 2:
        number = Number(number.at(gap[0]), number.series, number.year, gap[0])
    if answer.index == 1:
        void(turn, number, gap)
    return carry_out(turn, key, {**wanted, "number": packed(number), "sure": True})


def _edited(turn: Turn) -> Reply:
    """核改: somebody else's counts by itself; our own is one that counts once, when it is issued (F30)."""
    if not runs(turn):
        return Reply(NOT_FOUND)
    units, text = _units(turn), turn.said.text
    ours = named(turn) if not units and minutes_said.copies(text) == 1 else None
    if ours is not None:
        of, _ = opened(turn, ours["key"], None)
        try:
            minutes_store.change(turn, of, edited=True)
        except Changed:
            return Reply(AGAIN)
        key = minutes_nodes.object_of(of)
        turn.note("核改纪要", key, after={"edited": True})
        before = {name: plain(of[name]) for name in KEPT}
        turn.undoable(LINE, "minutes", key, {"before": before, "fresh": False})
        return Reply(f"已登记：{of['title']}本办已核改；本办制发的只在印发时计1份，不重复计数。", about=(key,))
    on, many = _day(turn), minutes_said.copies(text)
    if on > turn.here.date():
        return Reply("日期还没到，请核对后再登记。")
    whose = turn.office.unit(units[0]) if units else None
    title = minutes_said.title(text) or "会议"
    name = f"{whose.label if whose and whose.short not in title else ''}{title}纪要"
    values = {"title": name, "action": EDITED, "state": Stage.EDITED.value, "edited_on": on, "edited": True}
    made = [minutes_store.add(turn, **values, unit=units[0] if units else None) for _ in range(many)]
    keys = [minutes_nodes.object_of(of) for of in made]
    turn.note("核改纪要", keys[0], after={"count": many, "unit": units[0] if units else None})
    turn.undoable(LINE, "minutes", keys[0], {"made": [of["id"] for of in made]})
    ask = "" if units else "如是本办起草的，请撤销后带上会议名称说“核改了常务会纪要”，不重复计数。"
    return Reply(f"已登记：核改{name}{many}份，{day(on)}。{ask}有误请回复“撤销”。", about=tuple(keys[:1]))


def _new_title(turn: Turn, number: Number | None) -> str:
    """What minutes of no known meeting are called."""
    coded = minutes_said.of_series(number.series) if number and number.year else None
    named = minutes_said.title(turn.said.text) or (coded[1] if coded else None)
    kind = _kind(turn)
    return f"{named or (kind if kind != OTHER_TYPE else '会议')}纪要".replace("：", "")


def _kind(turn: Turn) -> str:
    return meeting_type(turn.said.text)[0]


def _option(of: Candidate) -> str:
    at = f"（{day(of['starts_at'])}）" if of["starts_at"] else ""
    return f"{of['title']}纪要{at}"


def _day(turn: Turn) -> date:
    """The day that the words name as that of the print, else today; the day of the meeting is none."""
    for when in turn.said.times:
        after = turn.said.text[when.span[1] : when.span[1] + 4]
        if when.start is not None and when.grain == "day" and ("印" in after or "核改" in after):
            return local(gone_by(when, turn.said.now) or when.start).date()
    return turn.here.date()


def _drafter(turn: Turn) -> str | None:
    people = [one.person for one in turn.said.people if one.person and one.person.rank is None]
    return people[0].userid if people and minutes_said.names_drafter(turn.said.text) else None


def _units(turn: Turn) -> list[str]:
    own = turn.office.own.short
    return [unit.short for unit in turn.said.units if unit.short and unit.short != own]


def _signer(turn: Turn) -> str | None:
    return turn.person.serves or next((one.userid for one in turn.said.leaders), None)
