"""改革事项, 专项任务的试点, 项目 (domain.md 6.6; S16–S18, S28–S30; figures F10–F13, F23, F24)."""

from collections.abc import Callable, Hashable
from datetime import date

from handlers.registers.declaring import (
    EVERY_UNIT,
    STAFF,
    Closing,
    Data,
    Field,
    Figure,
    Register,
    Reminds,
    Row,
    Window,
    any_of,
)
from storage.office import Role

_LEADS = (Role.SECRETARY_CHIEF, Role.DIRECTOR, Role.DEPUTY, Role.SUPERVISION_CHIEF, Role.SUPERVISOR, Role.CLERK)
CANCELLED = "已取消"


def _in_plan(row: Row, window: Window) -> bool:
    """The year's plan at the cut-off; what was cancelled by then is left out and footnoted (F12)."""
    gone = row.state == CANCELLED and (row.closed_on is None or row.closed_on <= window.cut_off)
    return row.data.get("year") == str(window.end.year) and not gone


def _by(*names: str) -> Callable[[Row], Hashable]:
    def key(row: Row) -> Hashable:
        return tuple(str(row.data.get(name, "")).strip() for name in names)

    return key


def _named(name: str, *more: str) -> Callable[[Row, Window], bool]:
    def counts(row: Row, window: Window) -> bool:
        return bool(row.data.get(name)) and _in_plan(row, window)

    return counts


def _built(row: Row, window: Window) -> bool:
    on = row.day("done_on")
    return row.state == "已建成" and on is not None and window.start <= on <= window.end


def _in_production(row: Row, window: Window) -> bool:
    on = row.day("done_on")
    begun = row.state != CANCELLED and row.day("start_on") is not None
    return begun and on is not None and window.start <= on <= window.end


def _days_used(data: Data) -> str:
    """用时247天: the difference of the two days (F24)."""
    start, done = data.get("start_on"), data.get("done_on")
    return f"用时{(date.fromisoformat(done) - date.fromisoformat(start)).days}天" if start and done else ""


REFORM = Register(
    name="reform",
    title="改革责任清单",
    noun="改革事项",
    said=r"改革(?:事项|任务|责任清单|台账|清单|项目)",
    example="登记改革事项：一网通办，板块：放管服改革，领域：政务服务，专项小组：放管服专项小组，牵头政数局，12月底前完成",
    fields=(
        Field(name="year", heading="年度", pattern=r"(20\d\d)年(?!\d{1,2}月)", default="year"),
        Field(name="block", heading="板块", label="板块", ask="属于哪个板块？"),
        Field(name="area", heading="重点领域", label="(?:重点)?领域", ask="属于哪个重点领域？"),
        Field(name="title", heading="改革事项", kind="title", label="事项|改革事项|任务", ask="改革事项名称？"),
        Field(
            name="group",
            heading="专项小组",
            label="(?:改革)?专项小组|责任小组",
            pattern=r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,12}专项小组)",
        ),
        Field(name="unit", heading="牵头单位", kind="unit", ask="牵头单位是哪个？"),
        Field(name="leader", heading="责任领导", label="责任领导|分管领导"),
        Field(name="due_on", heading="完成时限", kind="date", due=True, near="完成|时限"),
        Field(name="outcome", heading="成果形式", label="成果(?:形式)?"),
        Field(name="progress", heading="最新进展", label="进展"),
        Field(name="quarter", heading="进展季度"),
    ),
    writes=any_of(*_LEADS),
    reads=any_of(*STAFF, *EVERY_UNIT),
    unless="█|收文|来文|发展改革|投稿|会议|调研",
    states=("推进中",),
    closings=(
        Closing(state="已完成", words="(?:已|全部|均已?)完成(?=$|[，,。！!]|任务)|办结|完结", unit=True),
        Closing(state=CANCELLED, words="(?:经批准)?取消"),
    ),
    reminds=(Reminds(field="due_on", before=5, to="unit", text="完成并报送进展", over=Role.SECRETARY_CHIEF),),
    figures=(
        Figure(id="F10", unit="大板块", counts=_named("block"), key=_by("block")),
        Figure(id="F11", unit="个", counts=_named("area"), key=_by("block", "area")),
        Figure(id="F12", unit="项", counts=_in_plan),
        Figure(id="F13", unit="个", counts=_named("group"), key=_by("group")),
    ),
    family="reform",
    on="due_on",
    once=("year", "block", "area", "title"),
    grouped="block",
)

SITE = Register(
    name="site",
    title="专项任务试点",
    noun="试点",
    said=r"试点(?:建设)?(?:台账)?|点位",
    example="登记试点：5G政务晓屋，金溪镇政务服务中心，9月10日建成",
    fields=(
        Field(name="title", heading="试点名称", kind="title", label="点位|地点", ask="试点（点位）名称？"),
        Field(
            name="task",
            heading="专项任务",
            label="专项(?:任务)?|任务",
            pattern=r"[“《]?(5G政务晓屋|政务晓屋|标准地)[”》]?",
            ask="属于哪个专项任务？",
        ),
        Field(name="unit", heading="责任单位", kind="unit"),
        Field(name="done_on", heading="建成日期", kind="date", near="建成|完成|投用|启用|验收", past=True),
        Field(name="due_on", heading="完成时限", kind="date", due=True),
    ),
    writes=any_of(*_LEADS),
    reads=any_of(*STAFF),
    enters=((r"试点.{0,24}(?:建成|投用|启用)", 1.35),),
    unless="投稿|收文|来文|█|进展[：:]|督〔|会议",
    lead="推动|推进",
    states=("建设中",),
    closings=(
        Closing(state="已建成", words="已?建成|已?完成|投用|启用|验收", dated="done_on"),
        Closing(state=CANCELLED, words="取消"),
    ),
    reminds=(Reminds(field="due_on", before=3, to=Role.SUPERVISION_CHIEF, text="建成"),),
    figures=(Figure(id="F23", unit="个", counts=_built, key=_by("task", "title")),),
    on="done_on",
    once=("task", "title"),
    grouped="task",
)

PROJECT = Register(
    name="project",
    title="项目台账",
    noun="项目",
    said=r"(?:重点|重大)?项目(?:台账)?",
    example="登记项目：云湾智造产业园，2026年1月6日开工，9月10日建成投产",
    fields=(
        Field(name="title", heading="项目名称", kind="title", label="项目|名称", ask="项目名称？"),
        Field(name="start_on", heading="开工日期", kind="date", near="开工|动工|启动", past=True, ask="哪天开工？"),
        Field(name="done_on", heading="投产日期", kind="date", near="建成投产|建成|投产|竣工", past=True),
        Field(name="unit", heading="责任单位", kind="unit"),
        Field(name="due_on", heading="计划投产", kind="date", due=True, near="计划投产|计划建成"),
    ),
    writes=any_of(*_LEADS),
    reads=any_of(*STAFF),
    enters=((r"项目.{0,30}(?:开工|建成投产|投产)", 1.32), (r"(?:开工|动工).{0,24}(?:建成|投产|竣工)", 1.36)),
    looked="项目台账",
    follows=_days_used,
    lists=(
        (r"项目.{0,12}(?:用时|多少天|几天)", 1.38),
        (
            r"(?:用时|用了|花了)(?:多少|几)天.{0,6}(?:建成|投产)|(?:建成|投产).{0,6}(?:用时|用了多少天|多少天|几天)",
            1.38,
        ),
    ),
    unless="投稿|收文|来文|█|进展[：:]|督查|督办|督〔|会议|改革",
    states=("建设中",),
    closings=(
        Closing(state="已投产", words="已?建成投产|已?投产|已?建成|竣工", dated="done_on"),
        Closing(state=CANCELLED, words="取消"),
    ),
    reminds=(Reminds(field="due_on", before=5, to=Role.SUPERVISION_CHIEF, text="建成投产"),),
    figures=(Figure(id="F24", unit="天", counts=_in_production),),
    on="done_on",
    once=("title",),
)
