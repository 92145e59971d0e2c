"""One row of a foreign register as fields of ours; what cannot be taken is said without its content. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers.documents import rules
from handlers.documents.finding.index import plain
from handlers.documents.slots import CLOSING, OPENING
from handlers.documents.tables import TEXT_LENGTH, TITLE_LENGTH
from handlers.documents.terms import ACTION, READING, RESULTS, STATED, URGENCIES, Status
from scheduler.clock import SHANGHAI
from storage.office import Office

SENDER_LENGTH, NUMBER_LENGTH = 64, 64
_OURS = re.compile(r"收文?[〔\[(【]?(?P<year>20\d\d)[〕\])】]?[-第]?0*(?P<seq>\d{1,5})号?")
_DOC_NO = re.compile(r"(?P<code>[^\d〔\[(【]+)[〔\[(【](?P<year>(?:19|20)\d\d)年?[〕\])】]第?0*(?P<seq>\d{1,4})号?")
_FOREIGN = re.compile(r"(?=.*\d{3}).{5,}")
"""A number of another system that tells papers apart; 1, 2, 3 only count rows."""
_DAY = re.compile(
    r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?:[T\s]*(?P<h>\d{1,2})[:：时](?P<min>\d{1,2}))?"
)
_COMPACT = re.compile(r"(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)")
_SERIAL = re.compile(r"[34567]\d{4}(?:\.\d+)?")
_EXCEL_DAY_NONE = date(1899, 12, 30)
_URGENCIES = {**{name: name for name in URGENCIES}, "紧急": "加急", "急件": "加急", "急": "加急", "特急件": "特急"}
_PLAIN_URGENCY = frozenset(
    {"", "一般", "普通", "平", "常规", "无", "正常", "普件", "平件", "一般件", "普通件", "-", "—"}
)
_PLAIN_SECRECY = frozenset({"", "无", "非密", "普通", "公开", "一般", "否", "-", "—", "无密级", "非涉密"})
_NONE = frozenset({"无", "无文号", "-", "—", "/", "没有"})
_SPLIT = re.compile(r"[、，,;；/\s]+")


class Problem(Exception):
    """A row that cannot be taken. The text names the field and never the content."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: `values` for the register, `number` when it carries one of ours, `key` by which it is known again."""

    key: str
    values: Mapping[str, Any]
    number: tuple[int, int] | None


def unit_names(office: Office) -> dict[str, str]:
    """Every name of each of our units → its short name."""
    return {name: unit.short for unit in office.units for name in (unit.name, unit.label, unit.short, *unit.aliases)}


def read(row: Mapping[str, str], office: Office, known: Mapping[str, str], now: datetime) -> Entry:
    """The fields of a row keyed by field names; `known` from unit_names. Raises Problem."""
    cells = {field: unescaped(text) for field, text in row.items()}
    if cells.get("secrecy", "") not in _PLAIN_SECRECY:
        raise Problem("密级不是非密，不能导入")
    title, sender = _needed(cells, "title", "标题"), _needed(cells, "sender", "来文单位")
    received = instant(_needed(cells, "received_at", "收文时间"), OPENING, "收文时间")
    if received > now:
        raise Problem("收文时间晚于现在")
    if len(title) > TITLE_LENGTH:
        raise Problem(f"标题超过{TITLE_LENGTH}字")
    if len(sender) > SENDER_LENGTH:
        raise Problem(f"来文单位超过{SENDER_LENGTH}字")
    unit = office.unit(sender)
    sender = unit.short if unit is not None else sender
    urgency, lead = _urgency(cells.get("urgency", "")), _units(cells.get("lead_unit", ""), known)
    due = instant(cells["due_at"], CLOSING, "时限") if cells.get("due_at") else None
    if due is not None and due < received:
        raise Problem("时限早于收文时间")
    kind = _kind(cells.get("kind", ""), action=bool(due or lead[0]))
    number = ours(cells.get("no", ""))
    doc_no = canonical(cells.get("doc_no", ""))
    values = {
        "received_at": received,
        "identities": [cells["identities"]] if cells.get("identities") in office.signboards else [office.signboards[0]],
        "sender": sender,
        "sender_level": rules.level(office, sender),
        "doc_no": doc_no,
        "title": title,
        "genre": rules.genre(title),
        "urgency": urgency,
        "kind": kind,
        "stated_due_at": due,
        "due_at": due,
        "due_source": STATED if due else None,
        "lead_unit": lead[0][0] if lead[0] else None,
        "co_units": [*lead[0][1:], *_units(cells.get("co_units", ""), known)[0]],
        "remark": _remark(cells, number, lead[1]),
        **_standing(cells, kind, received, lead=bool(lead[0])),
    }
    return Entry(_key(cells, number, doc_no, sender, title, received), values, number)


def unescaped(text: str) -> str:
    """A cell that was guarded against being a formula, as it was before (sheets.py)."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def ours(text: str) -> tuple[int, int] | None:
    """收〔2026〕1203号, 收文2026-1203 → (2026, 1203); None for the numbering of another system."""
    match = _OURS.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    return (int(match["year"]), int(match["seq"])) if match and int(match["seq"]) else None


def canonical(text: str) -> str | None:
    """A 文号 as 2.5 writes it; one that follows no rule as it stands; None for 无."""
    found = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not found or found in _NONE:
        return None
    match = _DOC_NO.fullmatch(found)
    return (f"{match['code']}〔{match['year']}〕{int(match['seq'])}号" if match else text)[:NUMBER_LENGTH]


def instant(text: str, otherwise: time, field: str) -> datetime:
    """A date or an instant in any writing, Beijing time; a bare day is that day at `otherwise`. Raises Problem."""
    text = unicodedata.normalize("NFKC", text).strip()
    try:
        if _SERIAL.fullmatch(text):
            return datetime.combine(_EXCEL_DAY_NONE + timedelta(days=int(float(text))), otherwise, SHANGHAI)
        match = _DAY.match(text) or _COMPACT.fullmatch(text)
        if match is None:
            raise Problem(f"{field}不是日期")
        parts = match.groupdict()
        day = date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
        hour = time(int(parts["h"]), int(parts["min"])) if parts.get("h") else otherwise
    except ValueError:
        raise Problem(f"{field}不是日期") from None
    return datetime.combine(day, hour, SHANGHAI)


def _needed(cells: Mapping[str, str], field: str, name: str) -> str:
    text = cells.get(field, "").strip("《》 ") if field == "title" else cells.get(field, "")
    if not text:
        raise Problem(f"没有{name}")
    return text


def _urgency(text: str) -> str:
    if text in _PLAIN_URGENCY:
        return "平件"
    found = _URGENCIES.get(text) or next((name for name in URGENCIES if name in text), None)
    if found is None:
        raise Problem("缓急认不出，应为特提、特急、加急、平急、平件")
    return found


def _kind(text: str, *, action: bool) -> str:
    if "阅" in text and "办" not in text:
        return READING
    return ACTION if "办" in text or action else READING


def _units(text: str, known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Our units by their short names, and the words that name none of them."""
    names = [name for name in _SPLIT.split(text) if name and name not in _NONE]
    return list(dict.fromkeys(known[name] for name in names if name in known)), [n for n in names if n not in known]


def _remark(cells: Mapping[str, str], number: tuple[int, int] | None, strangers: list[str]) -> str | None:
    parts = [cells.get("remark", "")]
    parts += [f"原编号{cells['no']}"] if cells.get("no") and number is None else []
    parts += [f"原承办：{'、'.join(strangers)}"] if strangers else []
    return "；".join(part for part in parts if part)[:TEXT_LENGTH] or None


def _standing(cells: Mapping[str, str], kind: str, received: datetime, *, lead: bool) -> dict[str, Any]:
    """The state that the row tells, with its result and date of closing."""
    text, result = cells.get("status", ""), cells.get("result", "")[:TEXT_LENGTH] or None
    closed = instant(cells["closed_on"], CLOSING, "办结时间").date() if cells.get("closed_on") else None
    if closed is not None and closed < received.date():
        raise Problem("办结时间早于收文时间")
    undone = re.search(r"未|没|待|不", text) is not None
    done = re.search(r"办结|办毕|完成|已办|归档|结束|阅毕", text) is not None and not undone
    if "作废" in text:
        status = Status.VOID
    elif done or (closed is not None and not text):
        status = Status.CLOSED
    else:
        status = Status.IN_HAND if lead and kind == ACTION else Status.REGISTERED
    over = status is Status.CLOSED
    found = next((name for name in RESULTS if result and name in result), "已存" if over else None)
    return {
        "status": str(status),
        "result": (result or found) if over else result,
        "result_kind": found if over else None,
        "closed_on": closed if over else None,
    }


def _key(
    cells: Mapping[str, str], number: tuple[int, int] | None, doc_no: str | None, sender: str, title: str, at: datetime
) -> str:
    """What identifies a row (domain.md 2.4): our number, else the other system's, else 文号 and sender, else title."""
    if number is not None:
        parts = ["no", str(number[0]), str(number[1])]
    elif _FOREIGN.fullmatch(cells.get("no", "")):
        parts = ["oa", cells["no"], str(at.year)]
    elif doc_no:
        parts = ["doc", doc_no, sender, str(at.year)]
    else:
        parts = ["title", sender, plain(title), at.date().isoformat()]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
