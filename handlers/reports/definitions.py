"""The 43 figures: what each counts, over which time, from where, and who answers for it (domain.md 1.3). No I/O."""

from dataclasses import dataclass
from typing import Literal

from storage.office import Role

FLOW, STOCK, SPAN = "flow", "stock", "span"
WINDOW_WORDS = {FLOW: "报告期内（起始日0:00至截止日23:59:59）", STOCK: "截止日23:59:59的累计数", SPAN: "两个日期之差"}
SOURCE_WORDS = {"bot": "系统计算", "reg": "登记台账", "off": "线下填报"}


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure. `said` is how people call it in chat, most telling first (a regular expression)."""

    id: str
    name: str
    unit: str
    window: Literal["flow", "stock", "span"]
    source: Literal["bot", "reg", "off"]
    text: str
    said: str = ""


def _d(
    id: str,
    name: str,
    unit: str,
    window: Literal["flow", "stock", "span"],
    source: Literal["bot", "reg", "off"],
    text: str,
    said: str = "",
) -> Definition:
    return Definition(id, name, unit, window, source, text, said)


DEFINITIONS: tuple[Definition, ...] = (
    _d(
        "F01",
        "“深调研”报告部数",
        "部",
        "flow",
        "reg",
        "定稿日期在期内的调研报告所属的部；没有定稿篇目的部不计",
        r"(?:深)?调研报告.{0,2}部",
    ),
    _d("F02", "“深调研”报告篇数", "篇", "flow", "reg", "定稿日期在期内的调研报告，同一篇计一次", r"深?调研报告|深调研"),
    _d(
        "F03",
        "信息编发期数",
        "期",
        "flow",
        "bot",
        "编发时间在期内、状态为已编发的信息期数；增刊另编号但计入，更正仍为原期，作废不计",
        r"信息.{0,2}(?:编发|期数?|几期|多少期)|编发.{0,4}(?:信息|期)|期数",
    ),
    _d(
        "F04",
        "上报信息篇数",
        "篇",
        "flow",
        "bot",
        "期内向省委办公厅、省政府办公厅、市委办、市府办上报的信息；同时报省、市或修改后重报的计一次",
        r"上报(?:的)?信息|信息上报|上报(?:数|篇)",
    ),
    _d(
        "F05",
        "省委办采用篇数",
        "篇",
        "flow",
        "bot",
        "采用日期在期内的省委办公厅采用篇目；单篇、综合均计一篇",
        r"省委办?公?厅?采用|省采用",
    ),
    _d(
        "F06",
        "市委办采用篇数",
        "篇",
        "flow",
        "bot",
        "采用日期在期内的市委办公室采用篇目；同一篇可与省采用并计",
        r"市委办?采用|市采用",
    ),
    _d(
        "F07",
        "区领导批示则数",
        "则",
        "flow",
        "bot",
        "期内区领导对信息的批示；两位领导批同一件计两则，同一领导同日多次计一则",
        r"(?:领导)?批示",
    ),
    _d("F08", "文稿起草审核篇数", "篇", "flow", "reg", "期内有起草或审核的文稿，同一文稿计一次", r"文稿"),
    _d("F09", "改革调研次数", "次", "flow", "reg", "期内开展的改革调研；一次多日的计一次", r"改革调研"),
    _d("F10", "改革板块数", "大板块", "stock", "reg", "本年改革计划的板块", r"(?:改革)?(?:大)?板块"),
    _d("F11", "改革重点领域数", "个", "stock", "reg", "本年改革计划的重点领域", r"重点领域"),
    _d("F12", "改革事项数", "项", "stock", "reg", "本年改革计划的事项；经批准取消的不计并加注", r"改革事项|改革任务"),
    _d("F13", "改革专项小组数", "个", "stock", "reg", "本年改革计划中负责的专项小组", r"专项小组"),
    _d(
        "F14",
        "跟踪督办项数",
        "项",
        "stock",
        "bot",
        "本年截至截止日立项的督办任务，加上年结转且1月1日仍未办结的；合并只计保留的一项，子项不单独计",
        r"督办(?:任务|事项)?(?:总数|数|项数|立项)?|立项",
    ),
    _d(
        "F15",
        "督办已完成项数",
        "项",
        "stock",
        "bot",
        "其中办结经审核且办结日期不晚于截止日的；自报完成未审核的不计",
        r"(?:督办)?(?:已)?(?:完成|办结)(?:项)?数?(?!率)",
    ),
    _d(
        "F16",
        "疫情防控实地督查次数",
        "次",
        "flow",
        "bot",
        "期内疫情防控实地督查；一次到多个点计一次",
        r"疫情.{0,4}督查(?!快报)|实地督查",
    ),
    _d(
        "F17",
        "专项督查快报份数",
        "份",
        "flow",
        "bot",
        "期内印发的疫情（专项）督查快报，作废期号不计",
        r"(?:疫情|专项).{0,4}快报",
    ),
    _d(
        "F18",
        "现场督查次数",
        "次",
        "flow",
        "bot",
        "期内对重大项目和领导交办事项的现场督查；与疫情防控督查不重复",
        r"现场督查",
    ),
    _d("F19", "督查简报则数", "则", "flow", "bot", "期内印发的督查简报所载则数", r"简报"),
    _d("F20", "督查快报期数", "期", "flow", "bot", "期内印发的督查快报，不含专项快报", r"快报"),
    _d("F21", "督查专报期数", "期", "flow", "bot", "期内印发的督查专报", r"专报"),
    _d("F22", "督查通报期数", "期", "flow", "bot", "期内印发的督查通报", r"(?:督查)?通报"),
    _d("F23", "试点建成个数", "个", "flow", "reg", "期内建成的专项任务试点", r"试点"),
    _d(
        "F24",
        "项目建设用时",
        "天",
        "span",
        "reg",
        "期内投产项目的投产日期减开工日期的自然日数",
        r"(?:项目)?(?:用时|建设天数)",
    ),
    _d("F25", "印发文件份数", "份", "flow", "bot", "印发日期在期内的发文；作废文号不计", r"印发(?:文件)?|发文"),
    _d(
        "F26",
        "收文份数",
        "份",
        "flow",
        "bot",
        "收文日期在期内的登记；一文送两块牌子计一份，合并的重复件、作废的不计，退文计入",
        r"收文|来文",
    ),
    _d(
        "F27",
        "区委常委会会议次数",
        "次",
        "flow",
        "bot",
        "期内召开的区委常委会会议（暨开发区党工委会议）；休会续开计一次，取消不计",
        r"常委会",
    ),
    _d("F28", "区政府党组会议次数", "次", "flow", "bot", "期内召开的区政府党组会议", r"党组会"),
    _d(
        "F29",
        "区政府常务会议次数",
        "次",
        "flow",
        "bot",
        "期内召开的区政府常务会议（暨管委会主任办公会议）",
        r"常务会|主任办公会",
    ),
    _d("F30", "会议纪要份数", "份", "flow", "bot", "期内印发或核改完成的会议纪要；既起草又核改的计一份", r"纪要"),
    _d("F31", "档案考核检查单位数", "个", "stock", "reg", "本年档案检查计划中的单位", r"档案.{0,6}(?:单位|检查|考核)"),
    _d("F32", "保密责任主体单位数", "个", "stock", "reg", "本年自查自评名单上的单位", r"责任主体|自查自评"),
    *(
        _d(
            f"F{n}",
            f"线下填报第{n - 32}项",
            "",
            "flow" if n == 39 else "stock",
            "off",
            "由机要保密部门线下统计填报，本系统不登记、不计算",
        )
        for n in range(33, 40)
    ),
    _d(
        "F40",
        "会议、调研活动次数",
        "次",
        "flow",
        "bot",
        "期内本办主办的会议和调研活动，含班子会、例会、座谈会，不含区委区政府会议",
        r"会议(?:、|和)?调研活动|会议活动|会议",
    ),
    _d("F41", "办领导班子会议场次", "场次", "flow", "bot", "期内召开的办领导班子会议", r"班子会"),
    _d("F42", "全体人员工作例会场次", "场次", "flow", "bot", "期内召开的全体人员工作例会", r"例会"),
    _d("F43", "督导检查座谈会场次", "场次", "flow", "bot", "期内召开的巡察整改督导检查座谈会", r"座谈会"),
)
BY_ID = {found.id: found for found in DEFINITIONS}
OFFLINE = frozenset(found.id for found in DEFINITIONS if found.source == "off")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who confirms which figures (domain.md 10.4)."""

    name: str
    title: str
    roles: tuple[Role, ...]
    figures: tuple[str, ...]


OWNERS: tuple[Owner, ...] = (
    Owner("info", "信息", (Role.INFO_CHIEF, Role.INFO_EDITOR), ("F03", "F04", "F05", "F06", "F07")),
    Owner("ducha", "督查", (Role.SUPERVISION_CHIEF, Role.SUPERVISOR), tuple(f"F{n}" for n in range(14, 25))),
    Owner("meeting", "会务", (Role.CONFERENCE,), ("F27", "F28", "F29", "F30", "F40", "F41", "F42", "F43")),
    Owner("archive", "档案", (Role.ARCHIVIST,), ("F31",)),
    Owner(
        "secretariat",
        "文秘、改革",
        (Role.SECRETARY_CHIEF, Role.CLERK),
        ("F01", "F02", "F08", "F09", "F10", "F11", "F12", "F13", "F25", "F26"),
    ),
    Owner("secrecy", "自查自评", (Role.CONFIDENTIAL,), ("F32",)),
)


def owner_of(figure: str) -> Owner | None:
    """Who answers for a figure; nobody for those that are filled in on paper."""
    return next((owner for owner in OWNERS if figure in owner.figures), None)
