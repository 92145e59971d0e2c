"""档案工作年度考核检查: 检查对象 and 整改问题 (domain.md 8.2; figures F31, C2, T5)."""

from handlers.registers.declaring import (
    EVERY_UNIT,
    HEADS,
    Closing,
    Field,
    Figure,
    Register,
    Reminds,
    Row,
    Window,
    any_of,
)
from storage.office import Role

_KEEPS = (Role.ARCHIVIST, Role.SECRETARY_CHIEF)
_SCORES = r"得分|分数|考核分|\d{2,3}(?:\.\d+)?分(?!钟)"
_ARCHIVE = r"档案|归档|归挡|挡案"


def _this_year(row: Row, window: Window) -> bool:
    gone = row.state == "已取消" and (row.closed_on is None or row.closed_on <= window.cut_off)
    return row.data.get("year") == str(window.end.year) and not gone


def _unit(row: Row) -> str:
    return str(row.data.get("unit"))


TARGET = Register(
    name="archive_target",
    title="档案检查计划",
    noun="档案检查",
    said=rf"(?:年度)?(?:{_ARCHIVE})(?:工作)?(?:年度)?(?:考核)?(?:检查|考核|年检)(?:计划|安排|日程|对象|名单)?",
    example="档案检查：9月29日检查区教育局、区住建局，现场检查",
    fields=(
        Field(name="year", heading="年度", pattern=r"(20\d\d)年(?!\d{1,2}月)", default="year"),
        Field(name="unit", heading="检查对象", kind="unit", ask="检查哪些单位？"),
        Field(
            name="category",
            heading="类别",
            kind="enum",
            words={"第一类": "第?一类", "第二类": "第?二类", "第三类": "第?三类", "第四类": "第?四类"},
        ),
        Field(name="inspect_on", heading="检查日期", kind="date", ask="哪天检查？"),
        Field(
            name="method",
            heading="方式",
            kind="enum",
            words={"现场检查": "现场|实地|到|去", "自查": "自查", "台账检查": "台账"},
        ),
        Field(name="basis", heading="依据", label="依据", pattern=r"《([^》]*(?:档案|考核)[^》]*)》"),
        Field(name="content", heading="内容", label="检查内容|内容"),
    ),
    writes=any_of(*_KEEPS),
    reads=any_of(*_KEEPS, *HEADS, *EVERY_UNIT),
    enters=(
        (rf"(?:到|去|对|赴)[^，,。]{{2,16}}(?:检查|考核).{{0,4}}(?:{_ARCHIVE})(?:工作)?$", 1.5),
        (
            rf"^(?!.*问题)(?!.*整改).{{0,14}}(?:{_ARCHIVE})(?:工作)?(?:年度)?(?:考核)?(?:检查|年检).{{0,30}}(?:\d+[月日号./]|明天|后天|下?周)",
            1.5,
        ),
        (rf"(?:安排|登记|录入|新增)[^，,。问题整改]{{0,8}}(?:{_ARCHIVE})(?:工作)?(?:考核)?(?:检查|年检)(?!问题)", 1.48),
    ),
    lists=(
        (rf"什么时候.{{0,6}}(?:{_ARCHIVE})(?:工作)?(?:检查|考核)|(?:检查|考核)我们.{{0,4}}档案", 1.5),
        (
            rf"(?:{_ARCHIVE})(?:工作)?(?:年度)?(?:考核)?(?:检查|年检)(?:的)?(?:计划|安排|日程|对象|名单|单位|进度|情况|什么时候|有哪些|到哪)",
            1.5,
        ),
    ),
    unless="█|投稿|会议室|收文|来文|发现",
    states=("待检查",),
    closings=(
        Closing(state="已检查", words="已?检查(?:完|完成|过|完毕)|检查完了|已检查", dated=""),
        Closing(state="已取消", words="取消"),
    ),
    reminds=(Reminds(field="inspect_on", before=3, to="unit", text="迎接档案检查，请备好台账", over=Role.ARCHIVIST),),
    figures=(Figure(id="F31", unit="个", counts=_this_year, key=_unit),),
    family="archive",
    main="unit",
    on="inspect_on",
    once=("year", "unit"),
    refuses=_SCORES,
    refusal="检查得分和等次不在这里登记，请用纸质评分表。可登记检查单位、日期和整改问题，如“档案检查：9月29日检查区教育局”。",
    many_units=True,
    grouped="category",
)

ISSUE = Register(
    name="archive_issue",
    title="档案整改台账",
    noun="档案整改",
    said=rf"(?:{_ARCHIVE})(?:工作)?(?:检查)?(?:整改|问题)(?:台账|清单|情况)?",
    example="档案检查，住建局发现归档不齐全，限10月15日前整改",
    fields=(
        Field(name="year", heading="年度", pattern=r"(20\d\d)年(?!\d{1,2}月)", default="year"),
        Field(name="unit", heading="整改单位", kind="unit", ask="是哪个单位的问题？"),
        Field(name="title", heading="问题", kind="title", label="问题|发现(?:问题)?", ask="发现什么问题？（一句话）"),
        Field(
            name="kind",
            heading="要求",
            kind="enum",
            words={"立行立改": "立行立改|立即整改|马上改", "限期整改": "限期|限|前整改"},
            default="立行立改",
        ),
        Field(name="due_on", heading="整改时限", kind="date", due=True, near="整改|限", ask="限哪天整改到位？"),
        Field(name="on", heading="发现日期", kind="date", past=True, default="today"),
        Field(name="proof", heading="整改说明", label="整改说明|整改结果"),
    ),
    writes=any_of(*_KEEPS),
    reads=any_of(*_KEEPS, *HEADS, *EVERY_UNIT),
    enters=(
        (rf"(?:{_ARCHIVE})(?:工作)?(?:检查)?.{{0,16}}(?:发现|存在|问题[：:])", 1.52),
        (rf"(?:登记|新增|录入)[^，,。]{{0,6}}(?:{_ARCHIVE})(?:检查)?(?:整改|问题)", 1.52),
        (r"(?:发现|存在).{0,20}(?:归档|档案|立卷|案卷).{0,20}(?:整改|立行立改)", 1.4),
    ),
    lists=(
        (rf"(?:{_ARCHIVE}).{{0,10}}(?:待?整改|问题).{{0,6}}(?:情况|几[条项个]|多少|有哪些|清单|台账|进展|到哪|$)", 1.5),
        (rf"(?:待整改|没整改|未整改).{{0,8}}(?:{_ARCHIVE})|(?:{_ARCHIVE}).{{0,8}}(?:待整改|没整改|未整改)", 1.52),
    ),
    unless="█|投稿|会议室|收文|来文|督〔",
    lead=rf"(?:年度)?(?:{_ARCHIVE})(?:工作)?(?:考核)?检查(?:问题)?|发现(?:问题)?|存在",
    states=("待整改", "整改中"),
    closings=(
        Closing(state="已整改", words="已?整改(?:完|到位|完成|完毕|好|了)|已整改", final=False, unit=True),
        Closing(state="复核通过", words="复核通过|已?复核|销号", dated="rechecked_on"),
    ),
    reminds=(Reminds(field="due_on", before=2, to="unit", text="整改到位并回复", over=Role.ARCHIVIST),),
    figures=(Figure(id="C2", unit="个", counts=_this_year),),
    family="archive",
    refuses=_SCORES,
    refusal="检查得分和等次不在这里登记，请用纸质评分表。",
    grouped="state",
)
