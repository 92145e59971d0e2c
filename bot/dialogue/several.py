"""Several wishes in one message: told apart and done one after the other, never mixed (domain.md 0.2 no. 12).

The first is done at once; the others wait in a queue that is shown: 下一件, 跳过, 都不办了, or a number.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from bot.dialogue.recognise import Hit, recognise
from bot.dialogue.speech import speech
from bot.dialogue.words import agrees, plain_answer, resumes, stops, undoes
from handlers.said import Said

_BREAK = re.compile(
    r"[\n；;。]+|[，,]\s*(?:另外|然后|顺便|同时|还有|此外|再)[，,]?\s*"
    r"|[，,]\s*(?=(?:[收督]?〔\d{4}〕)?\d{3,5}号|[1-9]\d{3}(?:转|呈|送|办|阅|给|退)[^，,。]{2}"
    r"|[1-9]\d{0,4}号?[也都](?:转|呈|送|办结|退|签收))"
)
_OBJECT = re.compile(r"\d|[一二三四五六七八九十]号|《|关于")
_LONGEST_SHOWN = 24
_MANY = 5
_TITLE = re.compile(r"《[^《》]{4,}》")
_NUMBER_AT_END = re.compile(r"[\s，,；;。]*(?:[（(]?[\d一二三四五]{1,2}[)）.、．]|[①-⑨])\s*$")
_LISTED = re.compile(r"[\n；;。]+")
_HEADS_LIST = re.compile("^$|[：:]$|[份件](?:来文|公文|文件|文)?$")
_FOR_ALL = re.compile(r"^，(?:都|均|全)")
_AND = re.compile(r"[、,，和及与跟\s]{1,3}")
_ALL = re.compile(r"^(?:这?[两几三四五]?[件份])?(?:都|全都?|一并|一起|均)")
_NUMBERED = re.compile(
    r"^\s*(?:\d{1,2}[.、．)）]|[（(]?[一二三四五六七八九][)）、]|[①-⑨]|第[一二三四五][，,、件]?)\s*(?=\D)"
)

PAPERS = "log_incoming"
"""The intent whose message may list several papers."""
_FIRST = re.compile(r"^\s*(?:首先|先|其次|最后|接着|[一二三四]是)[，,：: ]?(?=.{2})")
_LEAST_COMMAND = 0.85
_LOOKS_UP, _LEAST_LOOKUP = re.compile(r"(?:再|也|还|顺便)?(?:帮我|给我)?[查看问]"), 0.4
"""A lookup may be guessed at: 再查一下台风那份."""
_LEAD, _LONGEST_LEAD = 2, 12
WHOLE = frozenset(
    {
        "feedback",
        "feedback_doc",
        "apply_close",
        "submit_info",
        "supplement_info",
        "feedback_to_admin",
        "decisions",
        "return_issue",
        "correct_issue",
    }
)
"""Intents whose message is a text of its own: what stands in it is no further wish."""
REPEATED = frozenset(
    {
        "log_incoming",
        "book_room",
        "create_task",
        "submit",
        "transfer",
        "close",
        "mark_read",
        "record_instruction",
        "amend",
        "sign",
    }
)
"""Intents that may be meant twice, each time of another object."""

_ITEM = "(?:件|个|条|项|份)"
_NEXT = re.compile(
    rf"(?:(?:然后|那|就|请|办|做|开始|继续|接着)*(?:办|做)?(?:下一?{_ITEM}|下面(?:的|那{_ITEM})?|后面(?:的|那{_ITEM})?)|还有呢|然后呢)"
    r"(?:事情?)?(?:吧|呢|了|啊)*"
)
_SKIP = re.compile(
    rf"(?:这|那|下一?)?{_ITEM}?(?:事)?(?:先)?(?:跳过|略过|[Pp]ass|不办了?)(?:这{_ITEM}|那{_ITEM}|下一?{_ITEM}|它)?(?:吧|了)*"
)
_DROP = re.compile(
    rf"(?:(?:其余|其他|剩下|后面|余下|剩余|那几|这几)(?:的|{_ITEM})?|都|全部?|全都)+(?:先)?(?:不办|不用|不要|取消|算了|不弄|不登|不搞|跳过|停)"
    r"(?:了|吧)*"
)
_GO_WORDS = "好 好的 是 是的 嗯 嗯嗯 行 可以 对 要 办 办吧 ok OK"
_GO = frozenset(_GO_WORDS.split(" "))
Word: TypeAlias = Literal["next", "skip", "drop"]


def wishes(text: str, able: Callable[[Hit], bool]) -> list[str]:
    """The parts of the message that each want something, when there are two or more; else nothing."""
    if not _BREAK.search(text):
        return []
    parts: list[str] = []
    names: list[str] = []
    for piece in _pieces(text):
        words = _FIRST.sub("", _NUMBERED.sub("", piece)).strip(" \t\r，,")
        if not words:
            continue
        hit = next((hit for hit in recognise(words) if able(hit)), None)
        if hit is not None and _commands(hit, words):
            if not parts and hit.intent.name in WHOLE:
                return []
            parts.append(words)
            names.append(hit.intent.name)
        elif parts:
            parts[-1] += f"，{words}"
        else:
            return []
    if not 1 < len(parts) <= _MANY:
        return []
    same = len(set(names)) == 1
    if same and not (names[0] in REPEATED and all(_OBJECT.search(part) for part in parts)):
        return []
    return parts


def _commands(hit: Hit, words: str) -> bool:
    """It begins as a command, or is nothing but one."""
    if _LOOKS_UP.match(words) and hit.intent.name in speech().asks and hit.weight >= _LEAST_LOOKUP:
        return True
    begins = hit.start <= _LEAD or (words[0] in "把将给" and hit.start < _LONGEST_LEAD)
    return (hit.strong and begins) or (hit.weight >= _LEAST_COMMAND and hit.length >= len(words) - 1)


def _pieces(text: str) -> Iterator[str]:
    """The text between the breaks; what stands in 书名号 breaks nothing."""
    masked = _TITLE.sub(lambda title: "\ue000" * len(title[0]), text)
    start = 0
    for found in _BREAK.finditer(masked):
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


def numbers(said: Said, hit: Hit) -> list[str]:
    """1203号、1204号都呈书记: the same for each number, as messages of their own; nothing when it is one."""
    owns = sorted(said.own, key=lambda own: own.span)
    if hit.intent.name not in REPEATED or not hit.strong or not 1 < len(owns) <= _MANY:
        return []
    between = (said.text[one.span[1] : other.span[0]] for one, other in pairwise(owns))
    if not all(_AND.fullmatch(gap) for gap in between):
        return []
    before, after = said.text[: owns[0].span[0]], _ALL.sub("", said.text[owns[-1].span[1] :])
    return [f"{before}{said.text[slice(*own.span)]}{after}" for own in owns]


def papers(said: Said, label: str) -> list[str]:
    """The papers of one message, each with its own title in 书名号, as messages of their own; nothing when it is one.

    What stands between two titles goes to the earlier up to where a unit or a number begins the next.
    """
    titles = [match.span() for match in _TITLE.finditer(said.text)]
    if len(titles) < _LEAD:
        return _listed(said, label)
    if len(titles) > _MANY:
        return []
    starts = sorted([*(unit.span[0] for unit in said.units), *(doc.span[0] for doc in said.docs)])
    cuts = [0]
    for (_, end), (begin, _) in pairwise(titles):
        cut = next((at for at in starts if end <= at < begin), None)
        if cut is None:
            return []
        cuts.append(cut)
    pieces = [said.text[a:b] for a, b in pairwise([*cuts, len(said.text)])]
    pieces = [_NUMBER_AT_END.sub("", piece).strip(" \t\r\n，,；;。") for piece in pieces]
    return [pieces[0], *(f"{label}：{piece}" for piece in pieces[1:])]


def _listed(said: Said, label: str) -> list[str]:
    """The same, told apart by line ends and semicolons: each has a number, or a unit and what it is about."""
    pieces: list[str] = []
    rest, at = "", 0
    for found in (*_LISTED.finditer(said.text), None):
        start, end = at, found.start() if found else len(said.text)
        piece, at = said.text[start:end].strip(" \t，,"), found.end() if found else end
        numbered = any(start <= doc.span[0] < end for doc in said.docs)
        named = "关于" in piece and any(start <= unit.span[0] < end for unit in said.units)
        if numbered or named:
            pieces.append(piece)
        elif not pieces and not _HEADS_LIST.search(piece):
            return []
        elif piece and pieces:
            rest += f"，{piece}"
    if not 1 < len(pieces) <= _MANY:
        return []
    pieces = [f"{_NUMBERED.sub('', piece)}{rest if _FOR_ALL.search(rest) else ''}" for piece in pieces]
    first = pieces[0] if said.text.lstrip().startswith(pieces[0][:_LEAD]) else f"{label}：{pieces[0]}"
    return [first, *(f"{label}：{piece}" for piece in pieces[1:])]


def shown(part: str) -> str:
    """The part as it is listed."""
    return part if len(part) <= _LONGEST_SHOWN else f"{part[:_LONGEST_SHOWN]}……"


def heading(parts: Sequence[str]) -> str:
    """What the message was taken for, before the answer to its first part."""
    return f"这条里有{len(parts)}件事，一件一件办。先办：{shown(parts[0])}\n"


def left(queue: Sequence[str], *, busy: bool) -> str:
    """What is still queued, and the words that lead on; short while the present one is still being done."""
    if busy:
        return f"（办完这件，还有{len(queue)}件：{'；'.join(map(shown, queue))}）"
    listed = "；".join(f"{index} {shown(part)}" for index, part in enumerate(queue, 1))
    return f"还有{len(queue)}件没办：{listed}。回复“下一件”接着办，“跳过”不办这件，“都不办了”结束。"


def word(said: Said, queue: Sequence[str], *, busy: bool, parked: bool) -> Word | int | None:
    """What the message says to the queue: go on, skip, drop all, or a number from 0; None when it is something else."""
    bare = plain_answer(said.bare)
    if _DROP.fullmatch(bare):
        return "drop"
    if _SKIP.fullmatch(bare):
        return "skip"
    if _NEXT.fullmatch(bare):
        return "next"
    if busy:
        return None
    if said.choice is not None:
        if 1 <= said.choice <= len(queue):
            return said.choice - 1
        return "next" if bare.startswith("第") else None
    if bare in _GO or (resumes(said.bare) and not parked):
        return "next"
    if (stops(said.bare) and not undoes(said.bare)) or agrees(said.bare) is False:
        return "drop"
    return None
