"""The sentences with figures, section by section (domain.md 10.1). A figure of 0 takes its clause with it. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.reports.claims import Facts
from handlers.reports.numerals import rate, yu
from handlers.reports.period import Period
from handlers.reports.words import OFFLINE_SLOT
from storage.office import Office


@dataclass(frozen=True, slots=True)
class Material:
    """What the sentences are made of: printed values by figure, claims and names, the period, the office."""

    values: Mapping[str, int]
    facts: Facts
    period: Period
    office: Office
    base: int
    """Tasks on which 办结率 is reckoned; 0 leaves it out."""

    def n(self, figure: str) -> int:
        return self.values.get(figure, 0)

    def yu(self, figure: str) -> str:
        return yu(self.n(figure), self.office.limits.report.yu_base)

    def clause(self, pattern: str, *figures: str) -> str:
        """The pattern with its figures in order, "" when the first of them is 0."""
        if not figures or self.n(figures[0]) == 0:
            return ""
        return pattern.format(*(self.n(figure) for figure in figures))

    def sum_up(self, lead: str, *clauses: str, sep: str = "，", end: str = "。") -> str:
        """The clauses that say something, after the lead; "" when none does."""
        said = [clause for clause in clauses if clause]
        return f"{lead}{sep.join(said)}{end}" if said else ""


def stock_day(period: Period) -> str:
    """截至9月底, 截至9月25日."""
    day = period.cut_off
    return f"截至{day.month}月底" if day == period.end else f"截至{day.month}月{day.day}日"


def _advising(m: Material) -> str:
    adopted = "、".join(
        clause for clause in (m.clause("省委办采用{}篇", "F05"), m.clause("市委办采用{}篇", "F06")) if clause
    )
    information = m.sum_up(
        f"{m.period.label}，",
        m.clause(f"编发《{m.office.bulletin}》{{}}期", "F03"),
        m.clause("向省、市上报信息{}篇", "F04"),
        f"{'其中' if m.n('F04') else ''}{adopted}" if adopted else "",
        m.clause("获区领导批示{}则", "F07"),
        end="",
    )
    research = m.clause("形成“深调研”报告{}部共{}篇", "F01", "F02")
    drafts = f"起草、审核各类文稿{m.yu('F08')}篇" if m.n("F08") else ""
    parts = [part for part in (information, research, drafts) if part]
    return "；".join(parts) + "。" if parts else ""


def _reform(m: Material) -> str:
    plan = [m.clause("{}大板块", "F10"), m.clause("{}个重点领域", "F11"), m.clause("{}项改革事项", "F12")]
    return m.sum_up(
        "",
        m.clause("开展改革调研{}次", "F09"),
        f"部署{''.join(plan)}" if any(plan) else "",
        m.clause("压实{}个改革专项小组责任", "F13"),
    )


def _supervision(m: Material) -> str:
    done = f"已完成{m.n('F15')}项" if m.n("F15") else ""
    share = rate(m.n("F15"), m.base) if done and m.base >= m.n("F15") else ""
    stock = m.sum_up(
        f"{stock_day(m.period)}，",
        m.clause("跟踪督办重大事项任务{}项", "F14"),
        done if m.n("F14") else "",
        f"办结率{share}" if share and m.n("F14") else "",
    )
    topic = m.office.limits.report.express_series.removesuffix("督查快报") or "专项"
    topic = "疫情防控" if topic == "疫情" else topic
    trips = m.sum_up(
        "",
        f"开展{topic}实地督查{m.yu('F16')}次" if m.n("F16") else "",
        m.clause(f"形成{topic}督查快报{{}}份", "F17"),
        m.clause("对重大项目和领导交办事项开展现场督查{}次", "F18"),
    )
    papers = m.sum_up(
        "编发",
        m.clause("督查简报{}则", "F19"),
        m.clause("督查快报{}期", "F20"),
        m.clause("督查专报{}期", "F21"),
        m.clause("督查通报{}期", "F22"),
        sep="、",
    )
    return stock + trips + papers + _sites(m) + _projects(m)


def _sites(m: Material) -> str:
    if not m.n("F23"):
        return ""
    names = "、".join(dict.fromkeys(title for _, title in m.facts.sites))
    tasks = "".join(f"“{task}”" for task in dict.fromkeys(task for task, _ in m.facts.sites) if task)
    together = "共" if names[-1:].isdigit() else ""
    return f"推动完成{names}{together}{m.n('F23')}个{tasks}试点建设。"


def _projects(m: Material) -> str:
    name = m.facts.projects[-1] if m.facts.projects else ""
    return f"推进{name}用时{m.n('F24')}天建成投产。" if name and m.n("F24") else ""


def _papers(m: Material) -> str:
    counted = [m.clause("印发文件{}份", "F25"), m.clause("收文{}份", "F26")]
    said = "、".join(clause for clause in counted if clause)
    timely = m.facts.claim("C1").words if m.n("F26") else ""
    return m.sum_up(f"{m.period.label}，", f"共{said}" if said else "", timely)


def _meetings(m: Material) -> str:
    held = [
        m.clause("区委常委会会议暨开发区党工委会议{}次", "F27"),
        m.clause("区政府党组会议{}次", "F28"),
        m.clause("区政府常务会议暨开发区管委会主任办公会议{}次", "F29"),
    ]
    said = "、".join(clause for clause in held if clause)
    return m.sum_up(
        f"{m.period.label}，",
        f"筹备组织{said}" if said else "",
        m.clause("制发、核改会议纪要{}份", "F30"),
    )


def _archives(m: Material) -> str:
    first = m.facts.first_inspection
    began = f"{first.month}月{first.day}日起陆续开展检查" if first and first <= m.period.cut_off else ""
    return m.sum_up(
        "",
        m.clause("对纳入考核的{}个单位开展档案工作检查", "F31"),
        began,
        m.facts.claim("C2").words if m.n("F31") else "",
    )


def _secrecy(m: Material) -> str:
    """The sentence of what is filled in on paper stands in the file only: its words may not travel in messages."""
    covered = m.facts.claim("C3").words
    units = m.sum_up("", m.clause("对全区{}个保密责任主体单位", "F32") + covered) if m.n("F32") and covered else ""
    cut = m.period.cut_off
    return (
        f"{units}截至{cut.month}月{cut.day}日，密件发文{OFFLINE_SLOT}件共计{OFFLINE_SLOT}份，办理、转办{OFFLINE_SLOT}件，"
        f"收取、转发机要信函{OFFLINE_SLOT}件，借阅{OFFLINE_SLOT}件/次，送阅{OFFLINE_SLOT}人/次，"
        f"为{OFFLINE_SLOT}场重要会议提供保障。"
    )


def _learning(m: Material) -> str:
    ours = [m.clause("办领导班子会议{}场次", "F41"), m.clause("全体人员工作例会{}场次", "F42")]
    said = "、".join(clause for clause in ours if clause)
    return m.sum_up(
        f"{m.period.label}，",
        m.clause("累计办理会议、调研活动{}次", "F40"),
        f"其中{said}" if said else "",
        m.clause("组织巡察整改督导检查座谈会{}场次", "F43"),
    )


_WRITERS: dict[str, Callable[[Material], str]] = {
    "一（一）": _advising,
    "一（二）": _reform,
    "一（三）": _supervision,
    "二（一）": _papers,
    "二（二）": _meetings,
    "二（三）": _archives,
    "二（四）": _secrecy,
    "三（一）": _learning,
}


def sentence(section: str, material: Material) -> str:
    """The sentences of a section; "" where it has no figures or all of them are 0."""
    writer = _WRITERS.get(section)
    return writer(material) if writer else ""
