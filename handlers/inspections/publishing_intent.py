"""How people say that an issue of a 督查刊物 is out, and what is read from it."""

import re

from handlers.inspections import inspecting, publishing, terms
from handlers.line import Intent, Reply, Slot, Slots
from handlers.said import Said
from handlers.supervision import rights
from handlers.supervision.terms import said_numbers
from handlers.turn import Turn

_NAMING = re.compile(
    r"(?:通报批评|点名通报|全区通报|公开通报)|通报(?:一下)?(?!第).{0,10}(?:局|镇|街道|单位|办)(?:没|未|拖|逾|进)"
)
_SIGNED = re.compile(r"签发|批准|同意|签批|审定|签[字的了]|[长记任]签$")


def run(turn: Turn, slots: Slots) -> Reply:
    """A 通报 that names somebody is written and decided by people; an issue that is out is registered."""
    if _NAMING.search(turn.said.text) and not slots.get("numbers"):
        return Reply(
            "通报点名须由区领导审批、人工拟稿，不能由我发出，也不在群里点名。印发后回复“督查通报第N期，×××签发”登记期号即可。"
        )
    return publishing.run(turn, slots)


def _series(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return terms.series_of(said.text)


def _numbers(said: Said, _asked: bool, _slots: Slots) -> list[int] | None:
    return terms.numbers_of(said.text) or None


def _bare(said: Said, _asked: bool, slots: Slots) -> int | None:
    return None if slots.get("numbers") else terms.bare_number(said.text)


def _count(said: Said, _asked: bool, _slots: Slots) -> int | None:
    return terms.count_of(said.text)


def _items(said: Said, _asked: bool, _slots: Slots) -> int | None:
    return terms.items_of(said.text)


def _total(said: Said, _asked: bool, _slots: Slots) -> int | None:
    return terms.total_of(said.text)


def _issued_on(said: Said, asked: bool, slots: Slots) -> str | None:
    """The day it came out; one to come is none."""
    found = inspecting.held_on(said, asked, slots)
    return found if found and found <= said.now.date().isoformat() else None


def _signer(said: Said, _asked: bool, slots: Slots) -> str | None:
    """Whoever signed it off. For a 通报 only a 区领导 will do (domain.md 3.1 art. 21)."""
    circular = terms.is_circular(slots.get("series") or "")
    people = [p.name for p in said.leaders] or ([] if circular else [p.person.name for p in said.people if p.person])
    return people[0] if people and _SIGNED.search(said.text) else None


def _title(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return said.title[:120] if said.title and terms.series_of(said.title) != said.title else None


def _tasks(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    return said_numbers(said) if any(own.series == "督" for own in said.own) else None


def _naming(said: Said, _asked: bool, _slots: Slots) -> bool | None:
    return True if _NAMING.search(said.text) and not terms.numbers_of(said.text) else None


_NAMES = r"(?:简报|快报|专报|通报)"
LOG = Intent(
    "log_publication",
    "登记督查刊物",
    "出了督查快报第17期",
    (
        (rf"督[查办]工?作?{_NAMES}", 1.15),
        (
            r"(?:出|发|印发|编发|编印|登记|刊发|报送)(?:了|一期)?.{0,10}(?:快报|专报|简报|督查通报)第?\s*\d+\s*[期份]",
            1.2,
        ),
        (rf"(?:疫情|专项|安全生产|防汛){{1}}.{{0,4}}{_NAMES}.{{0,6}}\d+\s*[期份]", 1.15),
        (r"通报批评|点名通报", 1.05),
        (r"登记(?:一?期)?督查刊物", 1.35),
    ),
    run,
    rights.may_run,
    (
        Slot("naming", _naming),
        Slot("series", _series, "是哪一种刊物？", options=terms.SERIES),
        Slot("numbers", _numbers),
        Slot("bare", _bare),
        Slot("count", _count),
        Slot("items", _items),
        Slot("total", _total),
        Slot("issued_on", _issued_on),
        Slot("title", _title),
        Slot("tasks", _tasks),
        Slot("signer", _signer),
    ),
)
