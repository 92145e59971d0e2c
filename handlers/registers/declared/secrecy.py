"""保密自查自评 (flags only) and 整改台账 of inspections (domain.md 7.4, 8.3; S05, S57; figures F32, C3)."""

from handlers.registers.declaring import (
    EVERY_UNIT,
    HEADS,
    STAFF,
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

_KEEPS = (Role.CONFIDENTIAL, Role.SECRETARY_CHIEF)
PAPER_WAY = (
    "这里只记“已报送/未报送”，不记自查内容、问题、得分和检查情况。"
    "这些请用纸质材料报区保密局，或在涉密网络办理。可以回复“住建局保密自查已报送”。"
)


def _listed(row: Row, window: Window) -> bool:
    return row.data.get("year") == str(window.end.year) and row.state != "不纳入"


def _unit(row: Row) -> str:
    return str(row.data.get("unit"))


SELFCHECK = Register(
    name="selfcheck",
    title="保密自查自评报送情况",
    noun="保密自查",
    said=r"保密(?:自查自评|自查|自评)(?:名单|报送)?",
    example="保密自查自评：各镇街、区住建局，10月20日前报送",
    fields=(
        Field(name="year", heading="年度", pattern=r"(20\d\d)年(?!\d{1,2}月)", default="year"),
        Field(name="unit", heading="责任主体单位", kind="unit", ask="哪些单位要报送自查自评？"),
        Field(name="due_on", heading="报送时限", kind="date", due=True, near="报送|报"),
        Field(name="submitted_on", heading="报送日期", kind="date", past=True, near="已报送|已报|已交"),
    ),
    writes=any_of(*_KEEPS),
    reads=any_of(*_KEEPS, *HEADS),
    enters=(
        (r"保密(?:自查自评|自查|自评).{0,4}(?:名单|[：:]|要求|布置|纳入)", 1.5),
        (r"保密(?:自查自评|自查|自评).{0,60}前?报送?$", 1.4),
        (r"保密(?:检查|督查|自查自评|自查|自评)[^，,。]{0,24}(?:发现|存在|问题|隐患|得分)", 1.45),
    ),
    lists=((r"保密(?:自查自评|自查|自评).{0,8}(?:情况|谁|哪些|几个|多少|还差|没报|未报|进度|报齐)", 1.52),),
    unless="█|投稿|收文|来文|培训",
    states=("未报送",),
    closings=(
        Closing(state="已报送", words="已?(?:报送|报了|交了|提交)(?!情况)|已报|已交", unit=True, dated="submitted_on"),
        Closing(state="不纳入", words="不纳入|移出|不用报"),
    ),
    reminds=(Reminds(field="due_on", before=3, to="unit", text="报送保密自查自评材料（纸质报区保密局）"),),
    figures=(
        Figure(id="F32", unit="个", counts=_listed, key=_unit),
        Figure(id="C3", unit="个", counts=_listed, key=_unit),
    ),
    main="unit",
    on="due_on",
    once=("year", "unit"),
    refuses=r"发现|存在|问题|得分|\d+分|隐患|涉密(?!人员)|扣分|泄露|泄密|失密",
    refusal=PAPER_WAY,
    many_units=True,
    grouped="state",
)

RECTIFICATION = Register(
    name="rectification",
    title="巡察整改台账",
    noun="整改事项",
    said=r"(?:巡[察视])?整改(?:事项|任务|台账)",
    example="登记整改事项：完善公文办理制度，第二阶段，责任单位区委办，10月31日前完成",
    fields=(
        Field(name="title", heading="整改事项", kind="title", label="事项|任务", ask="整改事项名称？（不写问题细节）"),
        Field(
            name="stage",
            heading="阶段",
            kind="enum",
            words={
                "第一阶段": "第?一阶段|第一轮",
                "第二阶段": "第?二阶段|第二轮",
                "第三阶段": "第?三阶段|第三轮",
                "长期坚持": "长期",
            },
        ),
        Field(name="unit", heading="责任单位", kind="unit"),
        Field(name="due_on", heading="完成时限", kind="date", due=True, near="完成|时限", ask="哪天前完成？"),
        Field(name="person", heading="责任人", kind="person", label="责任人|负责人"),
    ),
    writes=any_of(*(STAFF & {*HEADS, Role.CLERK, Role.SUPERVISION_CHIEF, Role.SUPERVISOR})),
    reads=any_of(*STAFF, *EVERY_UNIT),
    enters=((r"(?:登记|新增|加)[^，,。]{0,6}(?:巡[察视])?整改(?:事项|任务)", 1.5),),
    unless="█|投稿|收文|来文|档案|档",
    states=("整改中",),
    closings=(
        Closing(state="已完成", words="已?完成|整改到位|已?销号", unit=True),
        Closing(state="已取消", words="取消"),
    ),
    reminds=(Reminds(field="due_on", before=3, to="person", text="完成整改"),),
    on="due_on",
    refuses=r"线索|被[举]报|违[纪规法]|当事人|处分",
    refusal="这里只登记整改事项名称、阶段和时限，不记问题细节和人员情况。请删去细节后重说。",
    grouped="stage",
)
