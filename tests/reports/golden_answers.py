"""The figures of the golden quarter, counted in plain Python over its facts.

It shares nothing with the queries: it never sees a row.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from tests.reports.golden import END, FIRST, LAST, START, Quarter


def recount(q: Quarter) -> dict[str, int]:
    """The answers, by hand."""

    def here(day: date | None) -> bool:
        return day is not None and START <= day <= END

    def within(at: datetime) -> bool:
        return FIRST <= at <= LAST

    def firsts(subject: str, organs: tuple[str, ...]) -> int:
        first: dict[str, date] = {}
        for one in q.of(subject):
            if one["organ"] in organs:
                first[one["piece"]] = min(one["on"], first.get(one["piece"], date.max))
        return sum(here(day) for day in first.values())

    def put_out(series: str) -> list[dict[str, Any]]:
        return [p for p in q.of("paper") if p["series"] == series and p["state"] == "已印发" and here(p["on"])]

    received = [one for one in q.of("in") if within(one["at"]) and one["state"] != "作废"]
    papers = {one["doc"] for one in received if one["doc"]}
    tracked = tracked_by_hand(q)
    met = met_by_hand(q, within)
    hosted = ("办班子会议", "工作例会")
    own = [m for m in met if m["type"] in hosted or (m["type"] == "座谈会" and "巡察" in m["title"])]
    own += [m for m in met if m not in own and m["type"] in ("座谈会", "专题会议") and m["chair"] == "shenlan"]
    studies = [a for a in q.of("activity") if here(a["on"]) and a["state"] != "已取消"]
    plan = [r for r in q.of("reform") if r["year"] == "2026" and (r["closed"] is None or r["closed"] > END)]
    reports = [r for r in q.of("research_report") if r["state"] == "已定稿" and here(r["on"])]
    projects = sorted((p for p in q.of("project") if here(p["on"]) and "closed" not in p), key=lambda p: p["on"])
    trips = [t for t in q.of("trip") if here(t["on"])]

    def held(kind: str) -> int:
        return sum(m["type"] == kind for m in met)

    return {
        "F01": len({r["volume"] or r["title"] for r in reports}),
        "F02": len({r["title"] for r in reports}),
        "F03": sum(within(i["at"]) and i["state"] == "已编发" and "云湾信息" in i["series"] for i in q.of("issue")),
        "F04": firsts("sent", ("省委办", "省政府办", "市委办", "市府办")),
        "F05": firsts("adopted", ("省委办",)),
        "F06": firsts("adopted", ("市委办",)),
        "F07": len(
            {(c["piece"], c["leader"], c["on"]) for c in q.of("comment") if here(c["on"]) and c["level"] == "区领导"}
        ),
        "F08": len({m["title"] for m in q.of("manuscript") if here(m["on"]) and m["state"] != "已取消"}),
        "F09": sum(a["kind"] == "改革调研" for a in studies),
        "F10": len({r["block"] for r in plan}),
        "F11": len({(r["block"], r["area"]) for r in plan}),
        "F12": len(plan),
        "F13": len({r["group"] for r in plan}),
        "F14": len(tracked),
        "F15": len(closed_by_hand(tracked)),
        "F16": sum(t["topic"] == "疫情防控" and t["mode"] == "实地" for t in trips),
        "F17": len(put_out("疫情督查快报")),
        "F18": sum(t["topic"] in ("重大项目", "领导交办") and t["mode"] == "现场" for t in trips),
        "F19": sum(p["items"] for p in put_out("督查简报")),
        "F20": len(put_out("督查快报")),
        "F21": len(put_out("督查专报")),
        "F22": len(put_out("督查通报")),
        "F23": sum(s["state"] == "已建成" and here(s["on"]) for s in q.of("site")),
        "F24": (projects[-1]["on"] - projects[-1]["begun"]).days,
        "F25": sum(here(o["on"]) and o["state"] not in ("作废", "印制", "已编号") for o in q.of("out")),
        "F26": len(papers) + sum(one["doc"] is None for one in received),
        "F27": held("常委会"),
        "F28": held("政府党组会议"),
        "F29": held("常务会议"),
        "F30": sum(
            not m["gone"] and here(m["issued"] if m["action"] == "制发" else m["edited"]) for m in q.of("minutes")
        ),
        "F31": len({t["unit"] for t in q.of("archive_target") if t["year"] == "2026" and t["closed"] is None}),
        "F32": sum(s["year"] == "2026" and s["state"] != "不纳入" for s in q.of("selfcheck")),
        "F40": len(own) + sum(a["host"] == "本办" and a["kind"] != "团建" for a in studies),
        "F41": held("办班子会议"),
        "F42": held("工作例会"),
        "F43": sum(m["type"] == "座谈会" and "巡察" in m["title"] for m in met),
    }


def tracked_by_hand(q: Quarter) -> list[dict[str, Any]]:
    """F14: neither merged, nor part of another, nor numbered by mistake; of the year or still open when it began."""
    found = []
    for t in q.of("task"):
        mistake = t["state"] == "终止" and t.get("reason") is None
        ended = t.get("audited") or t["closed"] or t.get("left")
        carried = ended is None or ended >= date(2026, 1, 1)
        if t["counts"] and t["state"] != "合并" and not mistake and t["made"] <= END:
            found += [t] if t["made"].year == 2026 or carried else []
    return found


def closed_by_hand(tracked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """F15: 办结 agreed to by the cut-off."""
    return [t for t in tracked if t["state"] == "办结" and (t.get("audited") or t["closed"]) <= END]


def rate_by_hand(q: Quarter) -> tuple[int, int]:
    """办结率: closed of all that were not given up by the cut-off."""
    tracked = tracked_by_hand(q)
    given_up = sum(t["state"] == "终止" and t["left"] <= END for t in tracked)
    return len(closed_by_hand(tracked)), len(tracked) - given_up


def met_by_hand(q: Quarter, within: Callable[[datetime], bool]) -> list[dict[str, Any]]:
    """Meetings held: a resumed one is one, and so is one that was entered under two names."""
    found: list[dict[str, Any]] = []
    single = ("常委会", "政府党组会议", "常务会议", "办班子会议", "工作例会")
    for m in q.of("meeting"):
        if not within(m["at"]) or m["state"] != "已召开" or "续会" in m["title"]:
            continue
        if m["type"] in single and any(o["type"] == m["type"] and o["at"] == m["at"] for o in found):
            continue
        found.append(m)
    return found
