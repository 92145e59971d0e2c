"""同一时间, 刚才那个会议室, 也是他们的, 再来一个: put into the words that were read back last (issue 3, 4).

What is referred to stands in the answers about what the person wrote last; the newest that has such a thing counts.
"""

import re
from collections.abc import Callable

from bot.dialogue.recognise import intent_named
from bot.dialogue.state import State
from bot.dialogue.understand import again
from handlers.said import Said
from handlers.turn import Turn

LONGEST = 60
"""Characters: a longer message is a text of its own, not an answer with 那个 in it."""
_GAP = "[，,。；;：: ]"
_STILL = r"(?:还是|仍是|仍用|还用|就用|还在|仍在|就在|也是|也用|也在)?"
_LAST = r"(?:刚才|刚刚|上一?次|上回|之前|前面|原来|原先)"
_ROOM = re.compile(
    rf"{_STILL}(?:{_LAST}(?:那个|那间|订的|定的|的)*(?:会议室|房间)|(?:同一?|一样的?)(?:个|间)?会议室|那[个间]会议室"
    rf"|{_LAST}的?那间|老地方|原地点|同一(?:个)?地[点方])"
)
_HOURS = re.compile(
    rf"{_STILL}(?:(?:在)?同一?(?:个)?(?:时间段?|时段|钟点)|(?:同样|一样)的?(?:时间段?|时段)"
    rf"|(?:时间|钟点|几点)(?:还是)?(?:一样|不变|照旧|相同|同前)|(?:那个|原来的?|{_LAST}(?:那个|的)?)(?:时间段?|时段|钟点))"
)
_DAY = re.compile(
    rf"{_STILL}(?:同一天|(?:{_LAST})?那一?天|同日)(?=$|{_GAP}|的|同一|上午|下午|晚上|\d|[一二三四五六七八九十两]点)"
)
_THEM = "(?:他们|它们|他们家|这家|那家|这个单位|那个单位|同一?(?:个|家)?单位|一样的单位|上次那家|刚才那家|上面那个单位)"
_WHO = re.compile(
    rf"(?:^|(?<={_GAP}))(?:(?:这[份件次个])?(?:还是|也是|同样是|仍是)|(?:跟|和|与|同)?上一?[份件次个](?:也是|一样|的|都是)*"
    rf"|来文(?:单位)?(?:还是|也是|是)|单位(?:还是|也是|是)|又是)*{_THEM}(?:单位)?(?:发|来|送)?(?:的|那边|这边)*(?:文)?(?=$|{_GAP})"
)
_SAME_SENDER = re.compile(rf"(?:^|(?<={_GAP}))(?:来文)?单位(?:一样|不变|相同|同上|同前)(?=$|{_GAP})")
_MORE = re.compile(
    r"^(?:好的?[，,]?)?再(?:帮我|给我)?(?:来|弄|办|做|搞|加|(?P<verb>[登订定约借立投报]))上?(?:记)?一?(?:下|个|份|件|条|次|项|间|篇)(?:一样的)?"
)
_FOR = {"登": "登记收文", "订": "订会议室", "立": "督办立项", "投": "投稿"}
"""What a verb means where nothing was done before."""
_VERBS = {"定": "订", "约": "订", "借": "订", "报": "投"}
_EACH = re.compile(r"^(?:[这那]?(?P<many>[两二三四])[件份])?都(?=[转送呈给退]|办结)")
_NTH = re.compile(r"第([一二三四1-4])[份件](?!会|议)")
_MANY = {"两": 2, "二": 2, "三": 3, "四": 4}
_PLACES = {sign: at for at, pair in enumerate(("一1", "二2", "三3", "四4")) for sign in pair}
_REGISTERS, _NUMBER = "log_incoming", re.compile(r"收〔\d{4}〕\d{4,}号")
_TITLE = re.compile(r"《[^《》]*》")
_HIDDEN = "\ue000"
_ELSEWHERE = re.compile("别的|其他|另外|另一|换")
_BOOKS = re.compile("[订定约借]")
_NAMES_DAY = re.compile("[月日号周]|星期|礼拜|[今明后]天|[那同一]天|每")
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[–—\-~至到]\s*(\d{1,2}:\d{2})")
_DATE = re.compile(r"\d{1,2}月\d{1,2}日")


def resolved(turn: Turn, state: State) -> Said:
    """What was said, with each reference in the words it stands for; unchanged where nothing is referred to."""
    titles = _TITLE.findall(turn.said.text)
    if len(turn.said.text) - sum(map(len, titles)) > LONGEST:
        return turn.said
    text = _TITLE.sub(_HIDDEN, turn.said.text)
    changed = _referred(turn, state, _once_more(_nth(text, state), state))
    if changed == text:
        return turn.said
    for title in titles:
        changed = changed.replace(_HIDDEN, title, 1)
    return again(turn, changed)


def _referred(turn: Turn, state: State, text: str) -> str:
    changed = text
    same_hours = bool(_HOURS.search(changed))
    if same_hours and _BOOKS.search(changed) and not _NAMES_DAY.search(changed):
        changed = _HOURS.sub(lambda words: f"同一天{words[0]}", changed, count=1)
    for pattern, find in ((_ROOM, room), (_HOURS, hours), (_DAY, date), (_WHO, _unit), (_SAME_SENDER, _unit)):
        if pattern.search(changed) and (words := _newest(turn, state, find)):
            changed = pattern.sub(words, changed, count=1)
    if changed != text and same_hours and _BOOKS.search(changed) and not _ELSEWHERE.search(changed):
        changed = _with_room(turn, state, changed)
    return changed


def _once_more(text: str, state: State) -> str:
    """再登一份 → 登记收文，…: the newest thing done whose name has the verb, or the newest of all."""
    found = _MORE.match(text)
    if found is None:
        return text
    verb = _VERBS.get(found["verb"], found["verb"]) if found["verb"] else ""
    labels = (intent_named(done.intent)[0].label.split("、")[0] for done in state.done)
    label = next((label for label in labels if verb in label), _FOR.get(verb))
    return f"{label}，{text[found.end() :]}".rstrip("，") if label else text


def _nth(text: str, state: State) -> str:
    """第二份 → 收〔2026〕1204号, of the papers that were just registered one after the other, in their order."""
    read_back: list[str] = []
    for done in state.done:
        if done.intent == _REGISTERS and (number := _NUMBER.search(done.words)) is not None:
            read_back.insert(0, number[0])
    if len(read_back) < len("两份"):
        return text
    if (each := _EACH.match(text)) is not None and state.done[0].intent == _REGISTERS:
        many = _MANY.get(each["many"] or "", len(read_back))
        return f"{'、'.join(read_back[-many:])}{text[each.end() - 1 :]}"
    named = len(read_back)
    return _NTH.sub(lambda nth: read_back[_PLACES[nth[1]]] if _PLACES[nth[1]] < named else nth[0], text)


def _with_room(turn: Turn, state: State, text: str) -> str:
    """再订一个明天同一时间的 means the same room too, unless one is named."""
    found = _newest(turn, state, room)
    return f"{text}，{found}" if found and not again(turn, text).rooms else text


def _newest(turn: Turn, state: State, find: Callable[[Turn, str], str | None]) -> str | None:
    return next((found for done in state.done if (found := find(turn, done.words))), None)


def room(turn: Turn, words: str) -> str | None:
    """The room in a read-back."""
    return next((room.name for room in again(turn, words).rooms), None)


def hours(_turn: Turn, words: str) -> str | None:
    """From when to when, in a read-back."""
    found = _SPAN.search(words)
    return f"{found[1]}到{found[2]}" if found else None


def date(_turn: Turn, words: str) -> str | None:
    """The day in a read-back."""
    found = _DATE.search(words)
    return found[0] if found else None


def _unit(turn: Turn, words: str) -> str | None:
    return next((unit.text for unit in again(turn, words).units if not unit.group), None)
