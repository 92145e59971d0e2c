"""The sections of the report and the paragraphs it begins with (domain.md 1.1, 10.1). Own wording, edited by people."""

import re
from dataclasses import dataclass

CHAPTERS = {
    "一": "坚持聚焦中心，提升参谋辅政水平",
    "二": "坚持优化服务，确保统筹协调高效",
    "三": "坚持从严从实，加强自身建设",
}
OPENING, PROBLEMS, PLANS, CLOSING = "开头", "问题", "计划", "结尾"


@dataclass(frozen=True, slots=True)
class Section:
    """`key` as people name it: 一（一）, 开头. `said`: other words for it; `default`: what stands there at first."""

    key: str
    title: str
    default: str = ""
    said: str = ""
    figures: tuple[str, ...] = ()
    long: bool = False
    """Only in half-year and annual reports unless somebody writes it."""

    @property
    def chapter(self) -> str:
        """一, 二, 三; "" for what stands outside the chapters."""
        return self.key[0] if "（" in self.key else ""

    @property
    def level(self) -> str:
        """（一）; "" outside the chapters."""
        return self.key[1:] if self.chapter else ""


SECTIONS: tuple[Section, ...] = (
    Section(
        OPENING,
        "",
        "{office}围绕区委、区政府中心工作，认真履行参谋辅政、督促检查、综合协调、服务保障职责，各项工作有序推进。主要情况如下：",
        r"开头|前言|引言|导语",
    ),
    Section(
        "一（一）",
        "提高以文辅政水平",
        "围绕区委、区政府重点工作，做好文稿起草、信息报送和调查研究，为区委、区政府决策提供参考。",
        r"以文辅政|文稿|信息|参谋|调研",
        ("F03", "F04", "F05", "F06", "F07", "F01", "F02", "F08"),
    ),
    Section(
        "一（二）",
        "统筹推进改革工作",
        "落实年度改革要点，建立责任清单，跟踪各专项小组和部门推进情况。",
        r"改革",
        ("F09", "F10", "F11", "F12", "F13"),
    ),
    Section(
        "一（三）",
        "持续强化督查督办",
        "紧盯上级决策部署、会议议定事项和领导批示，做好立项、催办、反馈、审核各环节工作。",
        r"督查|督办",
        tuple(f"F{n}" for n in range(14, 25)),
    ),
    Section(
        "二（一）",
        "提高公文办理质效",
        "严格公文办理程序，落实前置审核和分类分级，对特急件、要件重点跟进。",
        r"办文|公文|收发文",
        ("F25", "F26"),
    ),
    Section(
        "二（二）",
        "精细做好会务工作",
        "严格执行会议规范，统筹会前准备、会中服务、会后落实。",
        r"会务|办会|会议",
        ("F27", "F28", "F29", "F30"),
    ),
    Section("二（三）", "扎实规范档案管理", "按照年度安排组织档案工作检查，督促各单位规范归档。", r"档案", ("F31",)),
    Section(
        "二（四）",
        "严格落实保密要求",
        "做好本办人员保密教育，落实保密工作责任。",
        r"保密",
        ("F32", *(f"F{n}" for n in range(33, 40))),
    ),
    Section(
        "三（一）",
        "抓好学习教育",
        "组织全办人员开展理论和业务学习，及时传达上级会议和文件精神。",
        r"学习|例会|班子会",
        ("F40", "F41", "F42", "F43"),
    ),
    Section("三（二）", "抓好队伍管理", "落实公务员平时考核等制度，加强干部职工教育管理。", r"人员|队伍|考核"),
    Section("三（三）", "做好后勤保障", "坚持过紧日子，规范办公用品采购、发放，做好日常服务保障。", r"后勤|保障|用品"),
    Section(PROBLEMS, "存在问题", "", r"存在(?:的)?问题|不足", long=True),
    Section(PLANS, "下一步工作计划", "", r"下一步|工作计划|打算|思路", long=True),
    Section(CLOSING, "", "", r"结尾|末尾|最后一段"),
)
BY_KEY = {section.key: section for section in SECTIONS}
_NUMBERED = re.compile(r"第?([一二三])[章、部]?分?[（(]([一二三四])[)）]|第?([一二三])章?第?([一二三四])[节条]")
_PART = re.compile(r"第([一二三四五六七八九十]|\d{1,2})(?:部分|段|节)")
_CN = {sign: n for n, sign in enumerate("一二三四五六七八九十", 1)}
_NUMBERS = tuple(section.key for section in SECTIONS if section.chapter)


def section_said(words: str) -> Section | None:
    """The section that words name: 二（一）, 第三部分 (the third of the ten), 督查部分, 开头, 存在问题."""
    numbered = _NUMBERED.search(words)
    if numbered is not None:
        chapter, level = (numbered[1] or numbered[3]), (numbered[2] or numbered[4])
        return BY_KEY.get(f"{chapter}（{level}）")
    part = _PART.search(words)
    if part is not None:
        n = int(part[1]) if part[1].isdigit() else _CN[part[1]]
        return BY_KEY[_NUMBERS[n - 1]] if n <= len(_NUMBERS) else None
    hits = [(match.end() - match.start(), s) for s in SECTIONS if s.said and (match := re.search(s.said, words))]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None
