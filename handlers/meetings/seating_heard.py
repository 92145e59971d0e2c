"""What people say of seats: who, how many, which table, what to change (domain.md 4.6). Pure, but for the profile."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from handlers.meetings.seating_rules import Even
from handlers.said import Said
from storage.office import Person

DAIS, LONG = "主席台", "长桌"


class Seat(TypedDict):
    """Somebody with a place: the name on his card, how he is written in a list, and his rank when he has one."""

    name: str
    label: str
    rank: int | None


_LONG = re.compile(r"长条?桌|会谈桌|双方|主客|客方|宾主|两边坐|对面坐|面对面|会谈|会见桌")
_GUESTS = re.compile(r"客方|来宾|客人|对方|客商|宾方")
_HOSTS = re.compile(r"主方|我方|主人|区里|区方|东道")
_SIDES = re.compile(rf"(?:{_GUESTS.pattern}|{_HOSTS.pattern})(?:是|为|有|坐|：|:)?")
_NUMBER = r"\d{1,2}|[一二两三四五六七八九十]{1,3}"
_COUNT = re.compile(rf"(?<![第\d])({_NUMBER})\s*(?:个|名)?(?:人|位|名|个领导|领导)(?!次)")
_PLACE = rf"(?:第)?({_NUMBER})\s*(?:号|位)"
_SWAP = re.compile(
    rf"(?:换|对调|互换|调换|交换|调一?下|倒一?下).{{0,6}}?{_PLACE}位?(?:和|与|跟|同|、|,|，){_PLACE}"
    rf"|{_PLACE}位?(?:和|与|跟|同|、|,|，){_PLACE}.{{0,8}}(?:换|对调|互换|调换|交换|调|倒)"
)
_SWAP_WORDS = re.compile(r"换|对调|互换|调换|交换|调个|倒过来")
_ADD = re.compile(r"再?(?:加|增加|增|补|添)(?:上|一位|一个|1位|个|位|进)?|也(?:上|坐)(?:主席)?台|也(?:来|参加)")
_REMOVE = re.compile(r"去掉|删[掉除]?|减[掉去]|不来了?|不参加|不坐|不上台|拿掉|撤[掉下]?|下来|来不了|请假")
_TO_PLACE = re.compile(rf"(?:坐|排|放|调|挪|移)(?:到|在|为)?(?:{_PLACE}|(中间|居中|正中))")
_SECOND_LEFT = re.compile(r"75312468|[2二]号(?:坐|在|位)?.{0,4}(?:1号|一号)?的?左|以左为[上尊]")
_SECOND_RIGHT = re.compile(r"86421357|[2二]号(?:坐|在|位)?.{0,4}(?:1号|一号)?的?右|以右为[上尊]")
_SURNAME = (
    "(?:欧阳|司马|上官|诸葛|司徒|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚文庞樊兰殷施陶洪翟颜倪严牛温芦季俞])"
)
_NAME = re.compile(rf"{_SURNAME}(?:[一-龥]{{1,2}}|[一-龥]{{0,2}}(?:总|工|老师|教授|院士|博士|先生|女士))")
_NO_NAME = re.compile(
    r"主席|座|席|排|位|会议|安排|领导|打印|怎么|一下|中间|长桌|左|右|双方|图|名单|顺序|台[上下]|坐|换|加|去掉|帮|生成|制作|做"
    r"|方案|任务|马上|于是|时间|文件|金额|万一|白天|各|我|他|她|再|上午|下午|星期|分别|还有|然后|[是有在请把和与]"
)
_SPLIT = re.compile(r"[\s、，,；;：:。（）()和与及]+")
_CARDS = re.compile(r"[座桌名]签|[座席桌]牌|席卡|名牌")
_ROW = re.compile(r"座次|座位|排座|坐次|位次|主席台|怎么坐|怎么排|坐哪|坐中间|左手|右手|图|谁坐")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def number(text: str) -> int:
    """3, 三, 十一, 二十三, 一百二十."""
    if text.isdigit():
        return int(text)
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    whole = _DIGITS.get(hundreds[-1:], 0) * 100 + (_DIGITS.get(tens[-1:], 1) * 10 if ten else 0)
    return whole + _DIGITS.get(ones[-1:], 0)


def seat_of(person: Person) -> Seat:
    return {"name": person.name, "label": person.listed, "rank": person.rank}


def seats(said: Said) -> list[tuple[int, Seat]]:
    """Everybody named, with where he stands in the words; people unknown to us are taken as they were written."""
    found: list[tuple[int, Seat]] = []
    text = list(said.text)
    for one in said.people:
        person = one.person or (one.candidates[0] if one.candidates else None)
        seat: Seat = seat_of(person) if person else {"name": one.text, "label": one.text, "rank": None}
        found.append((one.span[0], seat))
        text[slice(*one.span)] = "、" * (one.span[1] - one.span[0])
    listed = bool(found) or len(_SPLIT.findall(said.text.strip())) > 1
    rest = _SIDES.sub(lambda mark: "、" * len(mark[0]), "".join(text))
    found += _others(rest) if listed else []
    unique: dict[str, tuple[int, Seat]] = {}
    for start, seat in sorted(found, key=lambda pair: pair[0]):
        unique.setdefault(seat["name"], (start, seat))
    return list(unique.values())


def _others(text: str) -> Iterable[tuple[int, Seat]]:
    """Names that nobody here bears: 王建国, 李总."""
    start = 0
    for part in _SPLIT.split(text):
        start = text.find(part, start) if part else start
        if _NAME.fullmatch(part) and not _NO_NAME.search(part):
            yield start, {"name": part, "label": part, "rank": None}
        start += len(part)


def by_rank(people: Sequence[Seat]) -> list[Seat]:
    """Those with a rank in its order on the places where such stand; the others stay where they were said (9.5)."""
    ranked = iter(sorted((one for one in people if one["rank"] is not None), key=lambda one: one["rank"] or 0))
    return [next(ranked) if one["rank"] is not None else one for one in people]


def sides(said: Said) -> tuple[list[Seat], list[Seat]]:
    """Hosts and guests of a long table: by 主方 and 客方 before them, else ours and others."""
    marks = [(m.start(), True) for m in _GUESTS.finditer(said.text)]
    marks += [(m.start(), False) for m in _HOSTS.finditer(said.text)]
    marks.sort()
    hosts: list[Seat] = []
    guests: list[Seat] = []
    for start, seat in seats(said):
        before = [guest for at, guest in marks if at <= start]
        guest = before[-1] if before else seat["rank"] is None and seat["name"] == seat["label"]
        (guests if guest else hosts).append(seat)
    return by_rank(hosts), guests


def count(said: Said) -> int | None:
    """The number of people when one is said."""
    found = {number(hit) for hit in _COUNT.findall(said.text)}
    return found.pop() if len(found) == 1 else None


def even(text: str) -> Even | None:
    """The convention for an even number, when the words name one."""
    if _SECOND_LEFT.search(text):
        return "75312468"
    return "86421357" if _SECOND_RIGHT.search(text) else None


def is_long(text: str) -> bool:
    return _LONG.search(text) is not None


def only_cards(text: str) -> bool:
    """打印桌签: the cards and no row."""
    return _CARDS.search(text) is not None and _ROW.search(text) is None


@dataclass(frozen=True, slots=True)
class Change:
    """A change to a plan: `swap` numbers or two people (`exchange`), `add`, `remove`, `move` to a number, or `even`."""

    swap: tuple[int, int] | None = None
    exchange: tuple[Seat, Seat] | None = None
    add: tuple[Seat, ...] = ()
    remove: tuple[Seat, ...] = ()
    move: tuple[Seat, int] | None = None
    even: Even | None = None


def swaps(said: Said) -> bool:
    """Whether two places change."""
    found = change(said)
    return found is not None and (found.swap is not None or found.exchange is not None)


def change(said: Said) -> Change | None:
    """What is to be changed in a plan; None when the words want nothing of the kind."""
    text = said.text
    if hit := _SWAP.search(text):
        first, second = [number(group) for group in hit.groups() if group]
        return Change(swap=(first, second))
    named = [seat for _, seat in seats(said)]
    if place := _TO_PLACE.search(text):
        if len(named) == 1:
            return Change(move=(named[0], 1 if place[2] else number(place[1])))
    elif len(named) == 2 and _SWAP_WORDS.search(text):
        return Change(exchange=(named[0], named[1]))
    elif named and _REMOVE.search(text):
        return Change(remove=tuple(named))
    elif named and _ADD.search(text):
        return Change(add=tuple(named))
    convention = even(text)
    return Change(even=convention) if convention else None
