"""Rules of direction (行文规则) as warnings with the way to put it right: domain.md 2.3, articles 15–17. No I/O."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.documents.rules import GENRES
from handlers.outgoing.terms import UPWARD, WITHOUT_ADDRESSEE

UPPER = ("中央", "省", "市")
"""Levels above the district, highest first."""
_SEVERAL = re.compile(
    r"等(?:\d+|[一二两三四五六七八九十几多])?[个项件]?(?:事项|问题|事宜|工作|经费|项目)|[两二三四五六七八九十几]项"
    r"|以及|(?:和|及|并|、)(?:请求|请|申请|解决|拨付|追加|调整|设立|增设|增加|安排|批准|划拨|变更|购置|建设|举办|成立)"
)
_HIDDEN = re.compile(
    r"请示|申请|请求|恳请|请予|请批|批准|追加|拨付|拨款|解决.{0,12}(?:经费|资金|编制|问题)|给予(?:支持|补助)"
)
_PERSON = re.compile(
    r"(?:书记|[省市区县镇]长|主任|局长|部长|主席|秘书长|常委)(?!办|会|会议|办公)|领导同志|(?:同志|领导)$"
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a paper goes, as written; `level` as in domain.md 2.4; `ours`: a unit below us; `person`: a leader."""

    text: str
    level: str = "其他"
    ours: bool = False
    person: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What the rules look at."""

    title: str
    genre: str | None
    to: Sequence[Addressee] = ()
    cc: Sequence[Addressee] = ()
    assigned: bool = False
    """The leader assigned the matter directly, or it is sensitive or most urgent: he may be addressed."""

    @property
    def upward(self) -> bool:
        """Whether the paper goes to those above."""
        return self.genre in UPWARD or any(one.level in UPPER for one in self.to)


@dataclass(frozen=True, slots=True)
class Warning:
    """What is wrong and what to do. `serious` ones are asked about before anything is written."""

    rule: str
    text: str
    fix: str
    serious: bool = False

    @property
    def line(self) -> str:
        """As it is shown."""
        return f"⚠ {self.text}；{self.fix}。"


def names_person(text: str) -> bool:
    """Whether an addressee as written is a leader rather than a body."""
    return _PERSON.search(text) is not None


def warnings(draft: Draft) -> list[Warning]:
    """Everything that the rules of direction say against the draft, the serious first."""
    found = [*_genre(draft), *_upward(draft), *_to_person(draft), *_levels(draft)]
    return sorted(found, key=lambda one: not one.serious)


def _genre(draft: Draft) -> list[Warning]:
    if "请示报告" in draft.title or "请示的报告" in draft.title:
        return [Warning("文种混用", "“请示报告”不是文种，请示与报告不得混用", "需要批复的用请示，不需要的用报告", True)]
    if draft.genre is None:
        return [Warning("缺文种", "标题没有法定文种", "请在标题末尾写明文种，如通知、函、请示")]
    said = next((kind for kind in GENRES if draft.title.rstrip("）)》").endswith(kind)), None)
    if said is not None and said != draft.genre:
        return [Warning("文种不符", f"标题写的是{said}，登记的文种是{draft.genre}", "请统一文种")]
    if not draft.to and draft.genre not in WITHOUT_ADDRESSEE:
        return [Warning("缺主送", f"{draft.genre}须有主送机关", "请补“主送……”")]
    return []


def _upward(draft: Draft) -> list[Warning]:
    found = []
    if draft.genre == "请示" and _SEVERAL.search(draft.title):
        found.append(Warning("一文多事", "请示应当一文一事，标题像是有几件事", "请一事一文分别请示"))
    mixed = "请示报告" in draft.title or "请示的报告" in draft.title
    if draft.genre == "报告" and not mixed and _HIDDEN.search(re.sub("报告$", "", draft.title)):
        found.append(Warning("报告夹带请示", "报告中不得夹带请示事项", "需要批复的请另文请示"))
    if draft.upward and draft.genre in UPWARD and len(draft.to) > 1:
        names = "、".join(one.text for one in draft.to[1:])
        fix = f"主送保留{draft.to[0].text}，{names}改为抄送"
        found.append(Warning("多头主送", f"{draft.genre}只主送一个上级机关", fix, draft.genre == "请示"))
    below = [one.text for one in draft.cc if one.ours]
    if below and draft.upward and draft.genre in UPWARD:
        text = f"{draft.genre}不得抄送下级机关（{'、'.join(below)}）"
        found.append(Warning("抄送下级", text, "请删去，批准后另行印发", draft.genre == "请示"))
    return found


def _to_person(draft: Draft) -> list[Warning]:
    people = [one.text for one in draft.to if one.person]
    if not people or draft.assigned:
        return []
    text = f"不得以机关名义向领导个人报送公文（{'、'.join(people)}）"
    return [Warning("送领导个人", text, "请主送其所在机关；领导直接交办的请注明“领导交办”", True)]


def _levels(draft: Draft) -> list[Warning]:
    found, levels = [], {one.level for one in draft.to}
    high = next((level for level in UPPER[:2] if level in levels), None)
    if high and "市" not in levels and draft.genre in {*UPWARD, "函"} and not draft.assigned:
        fix = "请主送市级机关，由其转报；确需越级的应同时抄送被越过的机关"
        if not any(one.level == "市" for one in draft.cc):
            found.append(Warning("越级", f"一般不得越级行文（直接主送{high}级机关）", fix, True))
    below = [one.text for one in draft.to if one.ours]
    if below and draft.genre in ("请示", "议案"):
        text = f"{draft.genre}是上行文，不用于下级单位（{'、'.join(below)}）"
        found.append(Warning("方向不符", text, "商请办理用函，布置工作用通知", True))
    if draft.genre in ("通知", "批复", "通报", "决定") and levels & set(UPPER):
        names = "、".join(one.text for one in draft.to if one.level in UPPER)
        text = f"{draft.genre}一般不主送上级机关（{names}）"
        found.append(Warning("方向不符", text, "请用请示、报告或函"))
    return found
