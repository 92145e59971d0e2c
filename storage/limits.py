"""Time limits and other house rules of an office: domain.md Annex F, typed.

Every value is a default of this office (本办设定), overridable in the office profile under the same keys.
"""

from datetime import time
from typing import Literal

from pydantic import Field, field_validator

from storage.guard_text import plain
from storage.profile_types import (
    LightBound,
    Months,
    Offset,
    OffsetField,
    Section,
    Span,
    SpanField,
    TimeOfDay,
    WeeklyAt,
    WeeklyField,
    Window,
    WindowField,
)

SHORTEST_WORD, LONGEST_WORD = 2, 30
"""Characters of a word that the office adds to the guard."""


class DocLimit(Section):
    """Limits of one urgency or kind (domain.md 2.7)."""

    submit: SpanField | None = None
    sign: SpanField | None = None
    close: SpanField | None = None
    per_reader: SpanField | None = None


DOC_LIMITS: dict[str, dict[str, Span]] = {
    "特提": {"submit": Span(15, "m"), "sign": Span(30, "m"), "close": Span(24, "h")},
    "特急": {"submit": Span(30, "m"), "sign": Span(1, "h"), "close": Span(24, "h")},
    "加急": {"submit": Span(2, "wh"), "sign": Span(4, "wh"), "close": Span(3, "wd")},
    "平急": {"sign": Span(1, "wd"), "close": Span(10, "d")},
    "请示": {"sign": Span(1, "wd"), "close": Span(5, "wd")},
    "平件": {"sign": Span(1, "wd"), "close": Span(15, "wd")},
    "阅件": {"per_reader": Span(2, "wd")},
}
"""Keyed by urgency; 请示 replaces 平件 for that kind of document, 阅件 limits each reader."""


class DocRules(Section):
    """Documents. ``nonworkday``: what becomes of a stated date that is no workday (domain.md 2.7: keep it)."""

    limits: dict[str, DocLimit] = Field(default_factory=lambda: {k: DocLimit(**v) for k, v in DOC_LIMITS.items()})
    nonworkday: Literal["keep", "roll_next", "roll_prev"] = "keep"
    number_streams: tuple[str, ...] = ("省", "市", "区", "镇街", "部门", "电报", "其他")

    @field_validator("limits", mode="before")
    @classmethod
    def _over_defaults(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        if unknown := set(value) - set(DOC_LIMITS):
            raise ValueError(f"不认识的缓急“{unknown.pop()}”，可用：{'、'.join(DOC_LIMITS)}")
        return {key: {**default, **(value.get(key) or {})} for key, default in DOC_LIMITS.items()}


class Lights(Section):
    """Workdays: blue with at most ``blue`` left, yellow to ``yellow`` overdue, red beyond ``red`` (domain.md 3.5).

    ``scheme``: with 蓝橙红 the middle light is orange, and 特急 tasks start at it.
    """

    blue: LightBound = 3
    yellow: LightBound = 3
    red: LightBound = 3
    scheme: Literal["蓝黄红", "蓝橙红"] = "蓝黄红"


class FeedbackDay(Section):
    weekly: WeeklyField = WeeklyAt(4, time(12))
    monthly: int = Field(5, ge=1, le=28)


class DuchaRules(Section):
    """Supervision (domain.md 3)."""

    lights: Lights = Lights()
    ext_max: int = Field(2, ge=0)
    feedback_day: FeedbackDay = FeedbackDay()


class Buffer(Section):
    """Minutes a room is held before and after a booking."""

    before: int = Field(30, ge=0)
    after: int = Field(15, ge=0)


class MeetingRules(Section):
    """Meetings (domain.md 4.2, 4.5); ``level_order``: the first goes before the others in a conflict over a room."""

    notice: OffsetField = Offset(-2)
    reply: OffsetField = Offset(-1, time(12))
    minutes_draft: OffsetField = Offset(1)
    minutes_issue: OffsetField = Offset(3)
    buffer: Buffer = Buffer()
    level_order: tuple[str, ...] = ("全会", "常委会", "常务会", "书记专题会", "区领导会", "本办", "借用")


class SeatRules(Section):
    """``even``: how an even number sits on 主席台, as the audience sees it (domain.md 4.6)."""

    even: Literal["86421357", "75312468"] = "86421357"

    @field_validator("even", mode="before")
    @classmethod
    def _unquoted(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value


class InfoSeries(Section):
    """A further series beside the daily bulletin, such as 疫情日报: numbered from 1 each year (domain.md 5.2)."""

    name: str = Field(min_length=2, max_length=20)
    audience: tuple[Literal["L1", "L2", "L3", "L4", "L5"], ...] = ("L2", "L3", "L4", "L5")


class InfoRules(Section):
    """The daily bulletin (domain.md 5.4). ``reported_to``, ``sent_to``, ``copies``: the tail of an issue (J.7)."""

    cutoff: TimeOfDay = time(15, 30)
    sign: TimeOfDay = time(16, 30)
    push: TimeOfDay = time(17)
    merge_weekend: bool = True
    score: bool = False
    series: tuple[InfoSeries, ...] = ()
    reported_to: str = "区委、区人大、区政府、区政协领导同志"
    sent_to: str = "各镇（街道），区直各单位"
    copies: int = Field(120, ge=1)


class PushRules(Section):
    """When and how much may be pushed (domain.md 2.7, 7.9)."""

    quiet: tuple[WindowField, ...] = (Window(time(22), time(7, 30)),)
    quiet_leader: tuple[WindowField, ...] = (Window(time(12, 30), time(14)), Window(time(20), time(7, 30)))
    exempt: tuple[str, ...] = ("特提", "特急", "突发")
    max_per_day: int = Field(3, ge=1)
    leader_max: int = Field(1, ge=1)
    digest: TimeOfDay = time(7, 45)


class GuardRules(Section):
    """The secrecy guard (domain.md 7.3): media refused, SOFT asks, HARD leaves a count and nothing else.

    ``hard``, ``soft``: words of the office's own, looked for beside those of the product, never instead of them.
    """

    media: Literal["reject"] = "reject"
    soft_mode: Literal["ask"] = "ask"
    hard_count_only: Literal[True] = True
    hard: tuple[str, ...] = Field((), max_length=200)
    soft: tuple[str, ...] = Field((), max_length=200)

    @field_validator("hard", "soft")
    @classmethod
    def _are_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for word in value:
            if not SHORTEST_WORD <= sum(map(str.isalnum, plain(word).flat)) <= LONGEST_WORD:
                raise ValueError(f"每个词应为{SHORTEST_WORD}至{LONGEST_WORD}个字，标点和空格不算")
        return value


class Retention(Section):
    """Months that rows are kept (domain.md 7.2). ``frozen``: numbers (收〔2026〕1203号) of what must stay (冻结).

    The audit is never kept for less than six months (网络安全法), whatever stands here.
    """

    rows: Months = 36
    audit: Months = 12
    guard_counter: Months = 12
    frozen: tuple[str, ...] = ()


class Privacy(Section):
    phone_mask: bool = True
    bulk_contact_limit: int = Field(3, ge=1)


class Docx(Section):
    """Line spacing and the margins top, bottom, left, right in mm (GB/T 9704)."""

    line: str = "28.8pt"
    margins: tuple[int, int, int, int] = (37, 35, 28, 26)


class ReportRules(Section):
    """``yu_base``: from 200 on, 余 figures are floored to tens or to hundreds (domain.md 9.4).

    ``outgoing_unit``: whether F25 counts titles or copies; ``f40_scope``: whether F40 has all meetings or only those
    of the office itself; ``express_series``: the 专项督查快报 that F17 counts (domain.md 1.3).
    """

    yu_base: Literal["tens", "hundreds"] = "tens"
    outgoing_unit: Literal["titles", "copies"] = "titles"
    f40_scope: Literal["own", "all"] = "own"
    express_series: str = "疫情督查快报"
    docx: Docx = Docx()


class Limits(Section):
    """All of Annex F but the office's own particulars."""

    doc: DocRules = DocRules()
    ducha: DuchaRules = DuchaRules()
    meeting: MeetingRules = MeetingRules()
    seat: SeatRules = SeatRules()
    info: InfoRules = InfoRules()
    push: PushRules = PushRules()
    guard: GuardRules = GuardRules()
    retention: Retention = Retention()
    privacy: Privacy = Privacy()
    report: ReportRules = ReportRules()
