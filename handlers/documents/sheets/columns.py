"""Which column of a foreign spreadsheet is which field of the register: by name, by other names, by likeness. Pure."""

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LIKE = 0.72
LOOKED_THROUGH = 10
"""A heading row stands within the first so many rows; a title may stand above it."""
NAMES: Mapping[str, tuple[str, ...]] = {
    "no": ("收文编号", "收文号", "编号", "收文序号", "登记号", "登记编号", "收文登记号", "流水号", "来文编号"),
    "received_at": (
        "收文时间",
        "收文日期",
        "登记日期",
        "登记时间",
        "来文日期",
        "来文时间",
        "收到日期",
        "接收时间",
        "收件日期",
    ),
    "identities": ("收文身份", "主送", "主送机关", "主送单位", "收文单位", "收文机关"),
    "sender": (
        "来文单位",
        "来文机关",
        "发文单位",
        "发文机关",
        "报送单位",
        "来件单位",
        "来文部门",
        "发文部门",
        "发送单位",
        "来源单位",
    ),
    "doc_no": (
        "来文字号",
        "文号",
        "来文文号",
        "发文字号",
        "公文文号",
        "字号",
        "原文号",
        "文件编号",
        "文件字号",
        "文件号",
        "发文文号",
    ),
    "title": ("标题", "文件标题", "文件名称", "题名", "公文标题", "来文标题", "文件题名", "事由", "公文名称", "名称"),
    "urgency": ("缓急", "紧急程度", "缓急程度", "紧急级别", "等级", "急缓"),
    "kind": ("类别", "阅办类别", "阅办类型", "办件类型", "文件类别", "公文类别", "阅办", "办理类型"),
    "lead_unit": ("主办", "主办单位", "承办单位", "牵头单位", "办理单位", "承办部门", "主办部门", "责任单位", "承办"),
    "co_units": ("协办", "协办单位", "配合单位", "会办单位", "协办部门"),
    "due_at": (
        "时限",
        "办理时限",
        "办结时限",
        "限办时间",
        "截止日期",
        "截止时间",
        "要求办结时间",
        "办理期限",
        "反馈时限",
        "限时",
    ),
    "status": ("状态", "办理状态", "流程状态", "当前状态", "公文状态", "办文状态", "办理进度"),
    "result": ("办理结果", "处理结果", "办理情况", "结果", "落实情况", "办结情况"),
    "closed_on": ("办结时间", "办结日期", "完成时间", "完成日期", "办毕日期", "结束时间"),
    "remark": ("备注", "说明", "附注"),
    "secrecy": ("密级", "密级程度", "保密级别"),
}
"""The heading of J.10 first, then the names that OA systems give the same field."""
NEEDED = ("title", "sender", "received_at")
_PLAIN = re.compile(r"[^\u4e00-\u9fffa-z0-9]|[（(].*?[）)]")


@dataclass(frozen=True, slots=True)
class Columns:
    """`fields`: column (from 0) → field; `how`: why so, for each; `row`: where the headings stand (from 0)."""

    fields: Mapping[int, str]
    how: Mapping[int, str]
    head: tuple[str, ...]
    row: int

    @property
    def unused(self) -> list[str]:
        """Headings whose columns stay out."""
        return [name for at, name in enumerate(self.head) if name and at not in self.fields]

    @property
    def missing(self) -> list[str]:
        """Fields without which no paper can be registered."""
        return [NAMES[field][0] for field in NEEDED if field not in self.fields.values()]

    @property
    def digest(self) -> str:
        """What the same headings are known by the next time."""
        return digest(self.head)

    def lines(self) -> list[str]:
        """How it is shown: 标题 ← 文件名称（同义）."""
        rows = [f"{NAMES[field][0]} ← {self.head[at]}（{self.how[at]}）" for at, field in sorted(self.fields.items())]
        return [*rows, f"不导入的列：{'、'.join(self.unused)}"] if self.unused else rows


def find(cells: Sequence[Sequence[str]]) -> int:
    """Where the heading row is: the row among the first that names most fields."""
    rows = list(enumerate(cells[:LOOKED_THROUGH]))
    return max(rows, key=lambda item: (len(propose(item[1])[0]), -item[0]))[0] if rows else 0


def propose(head: Sequence[str]) -> tuple[dict[int, str], dict[int, str]]:
    """The best field for each heading, each field once: the same name before another name before a like one."""
    scored = sorted(
        (
            (-score, place, at, field, how)
            for at, name in enumerate(head)
            if (plain := _plain(name))
            for field, names in NAMES.items()
            for place, known in enumerate(names)
            if (found := _score(plain, known, place)) is not None
            for score, how in (found,)
        ),
    )
    fields: dict[int, str] = {}
    why: dict[int, str] = {}
    for _, _, at, field, how in scored:
        if at not in fields and field not in fields.values():
            fields[at], why[at] = field, how
    return fields, why


def wished(head: Sequence[str], wishes: Mapping[str, str]) -> tuple[dict[int, str], list[str]]:
    """What was told by hand, heading → field heading of J.10 (empty: leave out); and the names nobody knows."""
    by_name = {name: field for field, names in NAMES.items() for name in reversed(names)}
    fields: dict[int, str] = {}
    unknown = []
    for name, wanted in wishes.items():
        if name not in head or (wanted and wanted not in by_name):
            unknown.append(name if name not in head else wanted)
        else:
            fields[list(head).index(name)] = by_name[wanted] if wanted else ""
    return fields, unknown


def digest(head: Sequence[str]) -> str:
    """One name for a heading row, however its blanks and brackets are typed."""
    return hashlib.sha256("\x1f".join(_plain(name) for name in head).encode()).hexdigest()


def _score(name: str, known: str, place: int) -> tuple[float, str] | None:
    if name == known:
        return (3.0, "同名") if place == 0 else (2.0, "同义")
    like = difflib.SequenceMatcher(None, name, known, autojunk=False).ratio()
    return (like, "相近") if like >= LIKE else None


def _plain(name: str) -> str:
    return _PLAIN.sub("", unicodedata.normalize("NFKC", name).casefold())
