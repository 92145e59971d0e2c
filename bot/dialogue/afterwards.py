"""Putting right what is written already: 标题错了，应该是……; 不对，是10点到11点 (domain.md C.1, C.4; SC05).

Where a line can amend, its own words are said for the person (标题改为……). A booking is taken back and made anew, and
that is asked first.
"""

import re

from bot.dialogue import corrections, references, restated
from bot.dialogue.recognise import intent_named
from bot.dialogue.state import Done, State
from bot.dialogue.understand import again
from bot.dialogue.words import after_mark, corrects
from handlers.line import Reply
from handlers.turn import Turn
from storage import changes
from storage.changes import UNDO_WITHIN, Change

STEP = "redo"
LONGEST = 120
"""Characters of what was said for something that can be said once more as it should have been."""
RECEIVED = "收到不算签收或回执：文件、督办请回复“签收”，会议请回复“参加”或“请假”。"
_RECEIVED = frozenset({"收到", "收到了", "已收到", "收悉", "好的收到", "收到谢谢"})
REDONE = frozenset({"book_room"})
_LEAD = re.compile(
    r"^\W*(?:时间|日期|地点|会议室|房间)?(?:错了?)?[，,]?(?:应该?)?(?:改[成为到在]?|换[成为到]?|[是为])+[：: ]*"
)
_LONGER = re.compile(
    r"延长?[到至](?P<end>(?:上午|下午|晚上)?[\d一二三四五六七八九十两]{1,3}(?:点半?|[:：]\d\d)[^，,。]{0,4})"
)
_BARE = re.compile(
    r"^\W*(?:不对|不是|错|[说写登填弄搞打]错|更正|应该?|还是|哦|噢|标题|题目|来文|发文|单位|文号|缓急|类别|[改换][成为到])"
)
"""A correction that names nothing else: 台风那份改成加急 names a paper."""
_DAY = re.compile(r"[月日号周]|星期|礼拜|今天|明天|后天")
_HOUR = re.compile(r"点|\d[:：]\d|上午|下午|晚上|中午|半天")
_NAMED = {
    "title": "标题改为",
    "unit": "来文单位改为",
    "urgency": "缓急改成",
    "kind": "类别改成",
    "doc_no": "文号改为",
}


def hint(turn: Turn, state: State) -> str | None:
    """How to put right what no line can amend; and that 收到 says neither 签收 nor 参加 (domain.md 4.4)."""
    if turn.said.bare in _RECEIVED:
        return RECEIVED
    done = _last(turn, state)
    if done is None or not _BARE.match(turn.said.text) or last_change(turn, done) is None:
        return None
    return f"要改刚才的“{intent_named(done.intent)[0].label}”，请先回复“撤销”，再完整说一遍。"


def sentence(turn: Turn, state: State) -> str | None:
    """The correction in the words of a line that can amend; None when nothing written lately is meant.

    What says a time is left as it is: the line reads it better than it can be said again.
    """
    names_another = turn.said.own or (turn.said.docs and "文号" not in turn.said.text)
    if names_another or not _BARE.match(turn.said.text) or turn.said.times or _last(turn, state) is None:
        return None
    return next((words for done in state.done if done.intent not in REDONE and (words := _changed(turn, done))), None)


def _changed(turn: Turn, done: Done) -> str:
    intent, known = intent_named(done.intent)[0], again(turn, done.words)
    slots = {slot.name: slot.read(known, False, {}) for slot in intent.slots if slot.name in _NAMED}
    found = corrections.corrected(turn, intent, {name: value for name, value in slots.items() if value is not None})
    return "，".join(f"{_NAMED[name]}{value}" for name, value in found.items() if name in _NAMED)


def booking(turn: Turn, state: State) -> Reply | None:
    """Whether the last booking is to be taken back and made anew as said."""
    longer = _LONGER.search(turn.said.text)
    done = state.done[0] if longer and state.done and not turn.said.own else _last(turn, state)
    if done is None or done.intent not in REDONE or last_change(turn, done) is None:
        return None
    anew = _prolonged(turn, done, longer["end"]) if longer else _anew(turn, done)
    if anew is None:
        return None
    return Reply(
        f"要把刚才的预订撤销，改订“{anew}”吗？", options=("是，改订", "不改"), then=STEP, data={"text": f"订{anew}"}
    )


def anew(turn: Turn, state: State) -> Reply | None:
    """Whether what was written last is to be taken back and said once more, put right; None when no words of it are."""
    done = _last(turn, state)
    if done is None or not done.said or not _BARE.match(turn.said.text) or last_change(turn, done) is None:
        return None
    if turn.said.people and len(again(turn, done.said).people) > 1:
        return None  # 是陈曦 does not say in whose place
    words = f"{done.said}，不对，{_LEAD.sub('', after_mark(turn.said.text)).strip(' ，,。')}"
    right = restated.in_place(turn, words)
    if right in (words, done.said):
        return None
    label = intent_named(done.intent)[0].label
    text = f"要把刚才的“{label}”撤销，改为“{right}”吗？"
    return Reply(text, options=("是，改过来", "不改"), then=STEP, data={"text": right})


def further(turn: Turn, proposed: str) -> Reply | None:
    """改到大后天, said of what is proposed in place of the last write: that is proposed with it; None without any."""
    if not (
        turn.said.times or turn.said.rooms or corrects(turn.said.text) or (turn.said.choice is None and turn.said.units)
    ):
        return None
    words = f"{proposed}，不对，{_LEAD.sub('', after_mark(turn.said.text)).strip(' ，,。')}"
    right = restated.in_place(turn, words)
    if right in (words, proposed):
        return None
    return Reply(f"那就撤销原来的，改为“{right}”吗？", options=("是，改过来", "不改"), then=STEP, data={"text": right})


def last_change(turn: Turn, done: Done) -> Change | None:
    """The person's last write, when it is this and can still be taken back."""
    last = changes.last(turn.tx, turn.person.userid)
    fresh = last is not None and turn.now - last.at <= UNDO_WITHIN and last.line == intent_named(done.intent)[1]
    return last if fresh else None


def _last(turn: Turn, state: State) -> Done | None:
    return state.done[0] if state.done and corrects(turn.said.text) else None


def _prolonged(turn: Turn, done: Done, end: str) -> str | None:
    """延长到10点半: the same room and day, from when it begins."""
    room, day, hours = (find(turn, done.words) for find in (references.room, references.date, references.hours))
    return f"{room}，{day}{hours.partition('到')[0]}到{end}" if room and day and hours else None


def _anew(turn: Turn, done: Done) -> str | None:
    """301，9月24日10点到11点: what was read back, with what is said anew in its place."""
    said_room = next((found.name for found in turn.said.rooms), None)
    words = after_mark(turn.said.text)
    words = re.sub(rf"^\W*(?:{re.escape(said_room)}(?:会议室)?)?(?=改|换|$)", "", words) if said_room else words
    words = _LEAD.sub("", words).strip(" ，,。")
    room, day, hours = (find(turn, done.words) or "" for find in (references.room, references.date, references.hours))
    said_day, said_hour = bool(turn.said.times and _DAY.search(words)), bool(turn.said.times and _HOUR.search(words))
    if not (said_room or said_day or said_hour):
        return None
    when = words if said_day or said_hour else ""
    return f"{said_room or room}，{'' if said_day else day}{when}{'' if said_hour else hours}"
