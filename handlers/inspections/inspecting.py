"""登记督查活动: one sentence, one event; only what the words leave open is asked (SC17)."""

import re
from datetime import date
from typing import Any

from handlers.inspections import store, terms
from handlers.inspections.tables import inspection
from handlers.inspections.words import LINE_NAME
from handlers.line import Intent, Reply, Slot, Slots
from handlers.said import Said, gone_by
from handlers.supervision import rights
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import day

_PLACE = re.compile(
    r"(?:前往|赴|去了?|到了?|对|在|深入|走进|查看了?|跑了)(?!年|月|日|期|会)([^，,。；;\n]{2,40}?)"
    r"(?=(?:开展|进行|的)?(?:现场|实地|专项|联合|随机)?(?:督查|督办|暗访|检查|巡查|抽查|查看|调研|看了|查了)|[，,。；;\n]|$)"
)
_NO_PLACE = re.compile(r"^(?:现场|实地|这次|一线|基层|各地)+$|参加|邀请|督查室|带队")
_LEADS = re.compile(r"带队|率队|陪同|参加|一起|同去")
PLACE_LENGTH = 60


def run(turn: Turn, slots: Slots) -> Reply:
    """Store the event and read it back; ten minutes for 撤销."""
    held = date.fromisoformat(slots["held_on"]) if slots.get("held_on") else turn.here.date()
    if held > turn.here.date():
        return Reply(f"{day(held)}还没到，督查活动请在开展之后登记。")
    values: dict[str, Any] = {
        "held_on": held,
        "mode": terms.mode_for(slots.get("mode"), slots["topic"]),
        "topic": slots["topic"],
        "place": slots.get("place"),
        "sites": slots.get("sites") or 1,
        "units": slots.get("units") or [],
        "externals": slots.get("externals") or {},
        "leader": slots.get("leader"),
    }
    row = store.add(turn.tx, inspection, values, by=turn.person.userid, now=turn.now)
    key = f"inspection:{row}"
    turn.note("登记督查活动", key, after={"held_on": str(held), "topic": values["topic"], "mode": values["mode"]})
    turn.undoable(LINE_NAME, "logged", key, {"table": "inspection", "ids": [row]})
    text = "\n".join(("已登记督查活动1次：", *described(turn, values), "如有误，10分钟内可回复“撤销”。"))
    return Reply(text, about=(key,))


def described(turn: Turn, row: dict[str, Any]) -> list[str]:
    """The fields of an event, a line each."""
    units = "、".join(found.label if (found := turn.office.unit(name)) else name for name in row["units"])
    outside = "、".join(f"{kind}{many}名" for kind, many in row["externals"].items())
    fields = (
        ("时间", day(row["held_on"])),
        ("方式", f"{row['mode']}督查（{row['topic']}）"),
        ("地点", row["place"]),
        ("点位", f"{row['sites']}个（计1次）" if row["sites"] > 1 else None),
        ("带队领导", row["leader"]),
        ("参加单位", units),
        ("邀请", outside),
    )
    return [f"{name}：{value}" for name, value in fields if value]


def _topic(said: Said, asked: bool, _slots: Slots) -> str | None:
    found = terms.topic_of(said.text)
    if found is None and asked and said.choice is None and 2 <= len(said.bare) <= 12 and said.yes is None:
        return said.bare
    return found


def _mode(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return terms.mode_of(said.text)


def _place(said: Said, _asked: bool, _slots: Slots) -> str | None:
    for found in _PLACE.finditer(said.text):
        words = re.sub(r"^了|(?:开展|进行|的)$", "", found[1]).strip(" “”")
        if len(words) >= 2 and not _NO_PLACE.search(words) and not terms.sites_of(f"{words}，") and "年" not in words:
            return words[:PLACE_LENGTH]
    return None


def _sites(said: Said, _asked: bool, slots: Slots) -> int | None:
    """As said, or as many as are named: 去了云湾港项目、金溪中学和白石市场."""
    found = terms.sites_of(said.text)
    if found is None and slots.get("place"):
        found = len([part for part in re.split(r"[、和及]", slots["place"]) if len(part) >= 2])
    return found if found and found > 1 else None


def _units(said: Said, _asked: bool, slots: Slots) -> list[str] | None:
    """Who took part; a unit in the name of the place was visited."""
    at = said.text.find(slots["place"]) if slots.get("place") else -1
    end = at + len(slots["place"]) if at >= 0 else -1
    found = [unit.short or unit.text for unit in said.units if not at <= unit.span[0] < end]
    return list(dict.fromkeys(found)) or None


def _leader(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return said.leaders[0].name if said.leaders and _LEADS.search(said.text) else None


def held_on(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The first day that is said."""
    times = [when for when in said.times if when.start is not None and not when.deadline and when.rrule is None]
    held = gone_by(times[0], said.now) if times else None
    return local(held).date().isoformat() if held else None


def _uncounted(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """Those from outside of whom no number is said."""
    return [kind for kind, many in terms.externals_of(said.text).items() if many is None] or None


def _externals(said: Said, asked: bool, slots: Slots) -> dict[str, int] | None:
    found = {kind: many for kind, many in terms.externals_of(said.text).items() if many is not None}
    missing = [kind for kind in slots.get("uncounted") or () if kind not in found]
    if asked and missing:
        numbers = [terms.integer(word) for word in re.findall(terms.NUMERAL, said.text)]
        if not found and len(numbers) in (1, len(missing)):
            spread = numbers if len(numbers) == len(missing) else numbers * len(missing)
            return dict(zip(missing, spread, strict=True))
    return found if found and not missing else None


def _must_count(slots: Slots) -> bool:
    return bool(slots.get("uncounted"))


LOG = Intent(
    "log_inspection",
    "登记督查活动",
    "今天上午去云湾港项目现场督查，发改局、住建局参加，邀请了2名人大代表",
    (
        (r"(?:现场|实地|专项|联合|随机)(?:督[查察]|检查|暗访|抽查)(?!组|室)(?!.{0,6}(?:通知|会))", 1.1),
        (r"(?:邀请|邀).{0,8}(?:人大代表|政协委员|专家).{0,12}督查", 1.0),
        (r"登记(?:一[次下项])?督查活动|督查活动登记", 1.2),
        (
            r"(?:去|到|赴|跑了|看了|查了|暗访了|督查了).{0,16}(?:\d+|[一二两三四五六七八九十])个(?:点|工地|项目|单位|场所)",
            1.05,
        ),
        (r"^(?!.*没有?去).*(?:暗访|督查了(?!吗|没)|去.{2,16}督查)", 1.0),
        (r"(?:去|到|赴)[^，,。；;]{2,16}(?:现场|实地)(?:看|查|走)了?(?!谁|什么)", 1.1),
        (r"(?:去|到|赴).{2,16}(?:看|查|跑|走)了?(?:\d+|[一二两三四五六七八九十])(?:个点|个工地|处)", 1.3),
    ),
    run,
    rights.may_run,
    (
        Slot("topic", _topic, "这次督查属于哪一类？（也可直接写类别）", options=terms.TOPICS),
        Slot("mode", _mode),
        Slot("place", _place),
        Slot("sites", _sites),
        Slot("units", _units),
        Slot("leader", _leader),
        Slot("held_on", held_on),
        Slot("uncounted", _uncounted),
        Slot("externals", _externals, "邀请的人各有几名？（例如“2名人大代表”）", required=_must_count),
    ),
)
