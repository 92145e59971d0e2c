"""What a message says about a meeting or a room, besides when: the readers behind the slots (domain.md C.1).

Every reader returns JSON values; people by userid where a key says so.
"""

import re

from handlers.line import Slots
from handlers.meetings import terms
from handlers.said import PersonSaid, Said

_CHAIR = re.compile(r"^(?:同志)?[来]?(?:主持|牵头召开|召集)")
_CHAIR_BEFORE = re.compile(r"主持(?:人|领导)?[改是为由：: ]{0,3}$")
_NEED = (
    ("主要负责同志", re.compile(r"主要负责|主要领导|一把手|党政主要")),
    ("分管负责同志", re.compile(r"分管(?:负责|领导|同志|副)|班子成员")),
    ("联络员", re.compile(r"联络员")),
)
ANY_NEED = "有关负责同志"
_PLACE = re.compile(r"(?:地点|会场)(?:设?在|改?[到为在]|[：:])?\s*([^，,。；;\n：:]{2,30})")
_MEETING_WORD = re.compile(r"会议(?!室)|[一-龥]会(?![议场务展员计见话])$|[一-龥]会(?=\s*$)|培训班?$|全会|常委会|常务会")
_LEAD = re.compile(
    r"^(?:请|帮我?|我们?|要|拟|想|计划|定于|准备|以后|今后|每次|安排|通知|发(?:一?个|一下|布)?|登记|新建|组织|举行|召开|举办|开个?|有个?|的|一个|一下|会议通知|在|于|上|、)+"
)
_CALLED = re.compile(
    r"[^《“]{0,14}?(?:(?<!公)召开|主持(?:召开)?|(?<![公召])开[个一各]个?|举[行办]|定一?个|[排加]个|会议通知[：:])(?:的|一[个场次])?"
)
"""What stands before the name: 我科开个, 林区长主持."""
_NO_NAME = re.compile(r"[新个排加各一]{0,2}(?:会议?|开会)")
_ROOM = re.compile(
    r"(?:\d|[一二三四五六七八九十])+(?:楼|层)\s*\d*(?:会议室)?|\d{3}(?:会议室)?|[一-龥]{0,3}会议室|[一-龥]{0,2}多功能厅"
)
_SEATS = re.compile(r"(\d{1,4})\s*(?:个)?(?:人|座|位)(?!大)|(?:容纳|坐得?下)\s*(\d{1,4})")
_EVERYONE_HERE = re.compile(r"全办|办公室全体|全体(?:人员|同志|干部)|本办|各科室|办内")
LEADERS = "区领导"
"""四套班子 and 区领导: all leaders of the profile, by name."""
_LEADERS = re.compile(
    r"四套班子|(?:各位|全体|在家|有关)?区(?:四套班子)?领导(?:同志)?(?=$|[，,、。；;及和与]|参加|出席)"
)
_VAGUE = re.compile(r"有关单位|相关单位|有关部门|相关部门")


def room(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """A room of ours, by name; after 改到 the new one."""
    return said.rooms[-1].name if said.rooms else None


def place(said: Said, asked: bool, _slots: Slots) -> str | None:
    """A place that is none of our rooms."""
    if said.rooms:
        return None
    found = _PLACE.search(said.text)
    if found:
        return found[1].strip()
    return said.bare[:40] if asked and said.bare and not said.times else None


def seats(said: Said, asked: bool, _slots: Slots) -> int | None:
    """How many people."""
    found = _SEATS.search(said.text)
    if found:
        return int(found[1] or found[2])
    return said.choice if asked and said.choice else None


_EQUIPMENT = (
    ("视频", re.compile(r"视频|远程|连线")),
    ("投影", re.compile(r"投影|大屏|投屏|PPT")),
    ("桌签", re.compile(r"桌签|座签|席卡")),
    ("录音", re.compile(r"录音|录像")),
    ("话筒", re.compile(r"话筒|麦克风|音响")),
)
_WOULD_WAIT = re.compile(r"(?:没有?空|订不到|满了|占了|没了)?.{0,6}(?:候补|排队|排号)|空出来.{0,4}(?:通知|告诉|叫)我")
_WHO_USES = re.compile(r"谁(?:在|要)?(?:用|订|占|借)|被谁|谁(?:订|预订|约|占)了?|哪个单位(?:在)?用|什么人用")


def equipment(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """What a room must have: 视频, 投影 … (domain.md 4.5)."""
    return [name for name, words in _EQUIPMENT if words.search(said.text)] or None


def would_wait(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    """没有空的就排队: rather a place in the line than another room."""
    return True if _WOULD_WAIT.search(said.text) else None


def who_uses(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    """301明天谁在用."""
    return True if _WHO_USES.search(said.text) else None


def purpose(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """What a room is for: the name of a meeting, or what stands after 用于."""
    found = re.search(r"(?:用于|用来|用途[是：:]?)\s*([^，,。；;\n]{2,30})", said.text)
    return found[1] if found else title(said, False, {})


def chair(said: Said, asked: bool, _slots: Slots) -> str | None:
    """The userid of who presides."""
    people = said.people
    if asked and len(people) == 1 and people[0].person:
        return people[0].person.userid
    found = next((p for p in people if p.person and _presides(said.text, p)), None)
    return found.person.userid if found and found.person else None


def _presides(text: str, person: PersonSaid) -> bool:
    start, end = person.span
    return bool(_CHAIR.match(text[end : end + 6]) or _CHAIR_BEFORE.search(text[max(0, start - 8) : start]))


def chair_name(said: Said, asked: bool, slots: Slots) -> str | None:
    """The full name of who presides."""
    userid = chair(said, asked, slots)
    return (
        next((p.person.name for p in said.people if p.person and p.person.userid == userid), None) if userid else None
    )


def people(said: Said, asked: bool, _slots: Slots) -> list[str] | None:
    """The userids of people who are to come, besides who presides."""
    named = [p.person for p in said.people if p.person and (asked or not _presides(said.text, p))]
    return list(dict.fromkeys(person.userid for person in named)) or None


def leaders(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """The leaders named, in rank order."""
    return [person.name for person in said.leaders] or None


def units(said: Said, asked: bool, slots: Slots) -> list[str] | None:
    """The units invited, one by one, by short name; those inside the title do not count."""
    title_span = _span_of(said.text, slots.get("title")) if not asked else None
    found = [
        unit.short
        for unit in said.units
        if unit.short and not unit.group and not (title_span and _inside(unit.span, title_span))
    ]
    return list(dict.fromkeys(found)) or None


def groups(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """各镇街, 各单位, and 本办 for everyone of the office itself."""
    found = [unit.group for unit in said.units if unit.group]
    if _EVERYONE_HERE.search(said.text):
        found.append("本办")
    if _LEADERS.search(said.text):
        found.append(LEADERS)
    return list(dict.fromkeys(found)) or None


def vague(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    """有关单位 was said."""
    return True if said.vague_units or _VAGUE.search(said.text) else None


def need(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """Who of a unit is to come."""
    return next((name for name, words in _NEED if words.search(said.text)), None)


def title(said: Said, asked: bool, _slots: Slots) -> str | None:
    """What the meeting is called: the part of the sentence that ends in 会, without time, room and verbs."""
    if asked:
        first = re.split(r"[，,；;。\n]", said.bare)[0]
        return (first if _MEETING_WORD.search(first) else said.bare)[:60] or None
    quoted = re.search(r"[《“「]([^》”」]{2,60}?)[》”」]", said.text)
    if quoted and _MEETING_WORD.search(quoted[1]):
        return quoted[1]
    for part in re.split(r"[，,。；;！!\n]|(?<=会)\s+", _masked(said)):
        cleaned = _LEAD.sub("", re.sub(r"\x00+", "", part).strip())
        cleaned = re.sub(r"^(?:关于)?召开|的?(?:会议)?通知$", "", cleaned).strip("：: 的")
        called = _CALLED.match(cleaned)
        if called and _MEETING_WORD.search(cleaned[called.end() :]):
            cleaned = cleaned[called.end() :].strip()
        if 2 <= len(cleaned) <= 60 and _MEETING_WORD.search(cleaned) and not _NO_NAME.fullmatch(cleaned):
            return cleaned
    return None


def _masked(said: Said) -> str:
    """The text with times, presiding people and rooms blanked out."""
    text = list(said.text)
    spans = [when.span for when in said.times] + [p.span for p in said.people if _presides(said.text, p)]
    spans += [m.span() for m in _ROOM.finditer(said.text)] + [unit.span for unit in said.units if unit.group]
    for start, end in spans:
        text[start:end] = "\x00" * (end - start)
    return "".join(text)


def meeting_type(said: Said, asked: bool, slots: Slots) -> str | None:
    """The type of the meeting, from its title."""
    known = slots.get("title") or title(said, asked, slots)
    return terms.meeting_type(known)[0] if isinstance(known, str) else None


def _span_of(text: str, part: object) -> tuple[int, int] | None:
    if not isinstance(part, str) or part not in text:
        return None
    start = text.index(part)
    return start, start + len(part)


def _inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
