"""What a message says to the draft of a notice: what it adds, what it replaces, and how that is acknowledged."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from handlers.meetings import spoken, spoken_times
from handlers.meetings.day_off import moved
from handlers.said import Said

Draft: TypeAlias = dict[str, Any]

READERS = (
    ("title", spoken.title),
    ("meeting_type", spoken.meeting_type),
    ("readings", spoken_times.readings),
    ("day", spoken_times.day),
    ("datetime", spoken_times.starts),
    ("date_range", spoken_times.span),
    ("room", spoken.room),
    ("place", spoken.place),
    ("chair", spoken.chair),
    ("person", spoken.chair_name),
    ("leader_list", spoken.leaders),
    ("unit", spoken.units),
    ("groups", spoken.groups),
    ("vague", spoken.vague),
    ("people", spoken.people),
    ("need", spoken.need),
    ("content", spoken.content),
    ("note", spoken.note),
    ("count", spoken.seats),
    ("reply_by", spoken_times.reply_by),
    ("reply_words", spoken_times.reply_by_words),
    ("every", spoken_times.every),
    ("every_at", spoken_times.every_at),
    ("holiday", spoken_times.holiday_rule),
)
ADDED = frozenset({"unit", "groups", "people"})
"""What an answer adds to instead of replacing it."""
_NAMELESS = frozenset({"day_off", "readings", "instead"})
_FREELY = frozenset({None, "send"}) | _NAMELESS
"""What is asked for when a name of a meeting in the answer is one; elsewhere it may be part of what was asked."""
_NOTED = {
    "title": "名称",
    "datetime": "时间",
    "room": "地点",
    "place": "地点",
    "chair": "主持人",
    "unit": "参会单位",
    "groups": "参会单位",
    "people": "参会人员",
    "content": "会议内容",
    "note": "会议要求",
    "date_range": "时长",
    "reply_by": "回执截止时间",
}
"""What is said to be noted when it came before it was asked for."""
TAKEN_AWAY = re.compile(
    r"去掉|不要|不请|删去|删掉|减去|不通知|(?:不用|不必|不需要?|就?不)(?:再)?(?:来|去|参加|通知|列席)"
)
_GIVEN = re.compile(r"加|请|通知|邀|也[来去参]|增")
_CLAUSE = re.compile(r"[^，,；;。\n]+")


def hear(draft: Mapping[str, Any], said: Said, asked: str | None) -> Draft:
    """The draft with what the answer says besides; units add up, everything else replaces what was known."""
    heard = {key: value for key, value in draft.items() if key not in {"offers", "readings", "reply_offer"}}
    keeps_start = asked == "date_range" and not spoken_times.restates_start(said)
    if asked != "reply_by" and (start := spoken_times.moved_start(said, heard)) is not None:
        heard = moved(heard, start)
    for name, read in READERS:
        if keeps_start and name in spoken_times.OF_START:
            continue
        if asked not in _FREELY | {name} and name in {"title", "meeting_type", "place"}:
            continue
        if asked in _NAMELESS and name == "title" and "title" in heard:
            continue
        if asked == "send" and name == "title" and "名称" not in said.text:
            continue
        value = read(said, asked == name, heard)
        if value is not None:
            heard[name] = _merged(heard.get(name), value, said) if isinstance(value, list) and name in ADDED else value
    if any(heard.get(name) != draft.get(name) for name in ADDED) and not spoken.vague(said, False, {}):
        heard.pop("vague", None)
    if heard.get("datetime") != draft.get("datetime"):
        heard.pop("day_ok", None)
        if "datetime" in draft and heard.get("date_range") == draft.get("date_range"):
            heard = {**moved(draft, datetime.fromisoformat(heard["datetime"])), **_unmoved(heard)}
    if heard.get("reply_by") != draft.get("reply_by"):
        heard.pop("reply_default", None)
    if heard.get("room") != draft.get("room") and heard.get("room"):
        heard.pop("place", None)
    return heard


def _unmoved(heard: Draft) -> Draft:
    """What was heard besides the time."""
    return {key: value for key, value in heard.items() if key not in {"datetime", "day", "date_range"}}


def _merged(known: list[str] | None, said_now: list[str], said: Said) -> list[str]:
    """Units add up over the answers; 去掉财政局 takes one away; 再加卫健局，城管局不用来 does both."""
    gone = _taken_away(said)
    return [one for one in dict.fromkeys([*(known or []), *said_now]) if one not in gone]


def _taken_away(said: Said) -> set[str]:
    """Who is named in a clause that takes away; a clause without a verb goes with the one before it."""
    gone: set[str] = set()
    away = False
    for clause in _CLAUSE.finditer(said.text):
        away = bool(TAKEN_AWAY.search(clause[0])) or (away and not _GIVEN.search(clause[0]))
        if away:
            gone |= {
                unit.group or unit.short or "" for unit in said.units if clause.start() <= unit.span[0] < clause.end()
            }
            gone |= {p.person.userid for p in said.people if p.person and clause.start() <= p.span[0] < clause.end()}
    return gone


def noted(draft: Draft, heard: Draft) -> str:
    """What the answer said of other things than what was asked: that must be asked again."""
    names = dict.fromkeys(words for name, words in _NOTED.items() if heard.get(name) != draft.get(name))
    return f"好的，{'、'.join(names)}已记下。" if names else "没太明白。"
