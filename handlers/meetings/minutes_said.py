"""What people say of 纪要: which step it has reached, its number, whose it is (domain.md 4.7). Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from handlers.said import Said


class Stage(StrEnum):
    """Where minutes are on their way, as it is said (domain.md 4.7)."""

    DRAFTING = "起草"
    SECTION = "承办科"
    COSIGN = "会签"
    REVIEW = "主任审核"
    SIGNING = "主持人签发"
    SIGNED = "待印发"
    ISSUED = "已印发"
    FILED = "已归档"
    EDITED = "核改"
    """Somebody else's, edited here; finished with that."""
    VOID = "作废"


OPEN = (Stage.DRAFTING, Stage.SECTION, Stage.COSIGN, Stage.REVIEW, Stage.SIGNING, Stage.SIGNED)
WRITTEN = OPEN[1:]
NEXT = {
    Stage.DRAFTING: "写好后说“纪要初稿好了”",
    Stage.SECTION: "下一步会签有关单位（说“纪要会签发改局、财政局”）或送主任审核（说“纪要送审”）",
    Stage.COSIGN: "会签齐了说“纪要送审”",
    Stage.REVIEW: "审定后说“纪要送签”",
    Stage.SIGNING: "签后说“纪要已签发”",
    Stage.SIGNED: "印出后说“纪要已印发，云湾府常纪〔2026〕×号”",
    Stage.ISSUED: "归档后说“纪要已归档”；议定事项可把“会议议定：……”发给我，核对后转督办",
}

_STAGES = (
    (Stage.EDITED, re.compile(r"核改|代改|帮.{1,10}改.{0,4}纪要")),
    (Stage.FILED, re.compile(r"归[了好完]?档")),
    (Stage.ISSUED, re.compile(r"印[发了好出完]|已印|下发|(?:已经?|都)?(?:出|发)了|已[出发](?!稿)|发给各?|发到|印送")),
    (Stage.SIGNING, re.compile(r"送.{0,8}签(?!了|好|完|过)|呈.{0,8}签(?!了)|报.{0,8}签发|待签发?")),
    (Stage.SIGNED, re.compile(r"(?<!会)签[发过]?(?:了|好|完|过)|(?<!会)已签发?|(?<!会)签发")),
    (Stage.SIGNING, re.compile(r"审[核定]?(?:通过|完|好|过了?)|核(?:完|好|过|定)了?|主任(?:同意|审了)")),
    (
        Stage.REVIEW,
        re.compile(r"会签(?:完|好|齐|过|了|已|都|结束)|送审|审[核定]|[核审]一下|[给请报送].{1,8}[核审]|送.{0,6}主任"),
    ),
    (Stage.COSIGN, re.compile(r"会签")),
    (Stage.SECTION, re.compile(r"初稿|草稿|(?:写|起草|拟|整理|弄|做)[好完]|定稿|(?:写|拟|整理)出来|起草了|送.{0,4}科")),
    (Stage.DRAFTING, re.compile(r"起草|写|整理|草?拟|[做搞弄出]一?[个份下]|生成|模板|格式|谁来?(?:写|起草)|登记")),
)
_ASKS = re.compile(
    r"什么时候|情况|[吗呢么？?]\s*$|[了出好发]没有?\s*[？?]?$|没有?[？?]$|^\s*查|哪[些个份几]|怎么样|进[度展]|到哪|多少份?|几份"
    r"|时限|期限|还有.{0,6}没|清单|列表|未印发|没印"
)
_ASKS_STILL = re.compile(r"怎么写|模板|格式")
_TIMES = re.compile(r"第\s*([\d一二三四五六七八九十百]{1,4})\s*([次期])")
_COUNT = re.compile(r"(\d{1,2}|[一二两三四五六七八九十])\s*(?:份|个|篇)")
_CODES = (
    (re.compile(r"党组.{0,2}纪"), "政府党组会议", "区政府党组会议"),
    (re.compile(r"常委.{0,2}纪|(?<!府)委常.{0,2}纪"), "常委会", "区委常委会会议"),
    (re.compile(r"府常.{0,2}纪|常务?.{0,2}纪"), "常务会议", "区政府常务会议"),
    (re.compile(r"专题?.{0,2}纪"), "专题会议", "专题会议"),
    (re.compile(r"办.{0,3}纪"), "办班子会议", "办领导班子会议"),
)
_TITLE = re.compile(
    r"(?:^|[，,。；;：:的了把])\s*(?:登记|起草|整理|生成|写|做|出|印发|核改|查|上次|这次|昨天|今天|本次|我们?|帮我?|一?[个份]|了|\d+月\d+[日号]|的)*"
    r"([一-龥A-Za-z\d]{2,24}?会(?:议)?)的?(?:会议)?[纪记]要"
)
_DRAFTER = re.compile(
    r"(?:由|让|请|交给?|安排|派)[^，,。]{2,8}?(?:来|负责)?(?:起草|写|整理|拟|执笔|做)|(?:起草人|执笔人?|拟稿人?)[是为：:]"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Number:
    """The number of minutes: 云湾府常纪〔2026〕12号, or 第12次 with year 0."""

    text: str
    series: str
    year: int
    seq: int

    def at(self, seq: int) -> str:
        """The same with another number."""
        return self.text.replace(f"{self.seq}号", f"{seq}号") if self.year else f"第{seq}次"


def stage(text: str) -> Stage | None:
    """The step that the words report."""
    return next((step for step, words in _STAGES if words.search(text)), None)


def asks(text: str) -> bool:
    """Whether the words only ask how things stand."""
    return _ASKS.search(text) is not None and _ASKS_STILL.search(text) is None


def number(said: Said, kind: str) -> Number | None:
    """The number said; `kind` is what a 第12次 belongs to, when the words themselves do not tell."""
    for doc in said.docs:
        found = re.fullmatch(r"(.+?)〔(\d{4})〕(\d+)号", doc.canonical or "")
        if found:
            return Number(doc.canonical or "", found[1], int(found[2]), int(found[3]))
    hit = _TIMES.search(said.text)
    return Number(f"第{_integer(hit[1])}{hit[2]}", kind, 0, _integer(hit[1])) if hit else None


def again(text: str, before: Number | None) -> Number | None:
    """15号 alone, where a number of the same series was said before."""
    hit = re.fullmatch(r"\D{0,4}?(\d{1,4})\s*[号次期]?", text)
    if hit is None or before is None:
        return None
    return Number(before.at(int(hit[1])), before.series, before.year, int(hit[1]))


def _integer(text: str) -> int:
    if text.isdigit():
        return int(text)
    hundreds, has, rest = text.rpartition("百")
    total = _DIGITS.get(hundreds, 1) * 100 if has else 0
    tens, has, ones = rest.rpartition("十")
    return total + ((_DIGITS.get(tens, 1) * 10) if has else 0) + _DIGITS.get(ones.strip("零"), 0)


def of_series(series: str) -> tuple[str, str] | None:
    """The type of meeting and its name that the code of a number belongs to: 云湾府常纪 → 常务会议, 区政府常务会议."""
    return next(((kind, name) for words, kind, name in _CODES if words.search(series)), None)


def title(text: str) -> str | None:
    """The meeting named before 纪要; none for 会议纪要 alone."""
    hit = _TITLE.search(text)
    named = re.sub(r"^(?:\d+月\d+日|的|了|份|个)+", "", hit[1]) if hit else ""
    named = named.rpartition("的")[2]
    return named if named not in {"", "会议", "会", "开会"} else None


def copies(text: str) -> int:
    """核改了3份 → 3; one when none is said."""
    hit = _COUNT.search(text)
    return max(1, _integer(hit[1])) if hit else 1


def names_drafter(text: str) -> bool:
    """纪要由张敏起草."""
    return _DRAFTER.search(text) is not None
