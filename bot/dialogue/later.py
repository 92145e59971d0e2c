"""Lines of business that are recognised but not open here: said honestly, with whom to call (domain.md C.1, 6).

A line that declares an intent of the same name takes its place.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from handlers.line import Intent, Reply, Slot, Slots
from handlers.said import Said
from handlers.turn import Turn
from storage.office import Phones

_SECRETARIAT, _DUTY, _SUPERVISION, _CONFERENCE = "秘书科", "值班室", "督查室", "会务"
NOT_IN_SCOPE = "该信息不在查询范围。"

_LATER: tuple[tuple[str, str, str, tuple[tuple[str, float], ...]], ...] = (
    (
        "log_outgoing",
        "登记发文",
        _SECRETARIAT,
        (
            (r"登记[^，,。]{0,4}发文|发文[^，,。]{0,2}(?:登记|编号|取号)", 1.35),
            (r"(?:取|领|要)(?:一?个)?(?:发文字?号|文号)", 1.1),
        ),
    ),
    ("return", "退文", _SECRETARIAT, ((r"退文|(?:来文|文件|报告|请示)[^，,。]{0,6}退回|\d号退[回文]", 1.1),)),
    ("extend", "申请延期", _SUPERVISION, ((r"申请(?:办理)?延期|延期(?:申请|到|至)|(?<!会议)延长(?:时限|期限)", 1.15),)),
    (
        "propose_card",
        "发牌建议",
        _SUPERVISION,
        ((r"(?:建议|提请|拟)?(?:发|出具?|亮)(?:一张|个)?[黄红](?:色)?(?:牌|督办单)|[黄红]牌(?:建议|警告)", 1.2),),
    ),
    (
        "log_inspection",
        "登记督查活动",
        _SUPERVISION,
        (
            (r"(?:现场|实地|专项)(?:督[查察]|检查)(?!组|室)(?!.{0,6}(?:通知|会))", 1.1),
            (r"(?:邀请|邀).{0,8}(?:人大代表|政协委员).{0,8}督查", 1.0),
        ),
    ),
    (
        "log_publication",
        "登记督查刊物",
        _SUPERVISION,
        (
            (r"(?:督查|督办)(?:简报|快报|专报|通报)", 1.15),
            (r"(?:出|印发|编发|登记)了?.{0,6}(?:快报|专报|简报)第?\d+期", 1.0),
        ),
    ),
    ("check_in", "会议签到", _CONFERENCE, ((r"(?:会议)?签到(?!表)", 1.05), (r"(?:到|来)(?:会场|会议室)了$", 0.7))),
    (
        "seating",
        "排座次",
        _CONFERENCE,
        ((r"座次|座位(?:安排|图)|排座|主席台.{0,8}(?:怎么坐|怎么排|顺序|座)|座签|桌签", 1.1),),
    ),
    (
        "minutes",
        "会议纪要",
        _CONFERENCE,
        (
            (r"^(?!.*《).{0,12}纪要(?:已|起草|印发|初稿|核改|送审|什么时候|签发|编号|登记)", 1.1),
            (r"(?:起草|印发|核改|登记|出)(?:一份|了)?(?:会议)?纪要", 1.1),
        ),
    ),
    (
        "decisions",
        "会议议定事项",
        _SUPERVISION,
        ((r"会议(?:议定|决定)(?:事项)?[：:]|议定事项|^.{0,20}会议议定", 1.35),),
    ),
    (
        "adoption",
        "登记信息采用",
        _SECRETARIAT,
        ((r"(?:省|市|中)(?:委办|府办|政府办|办公厅|办).{0,6}采用|采用(?:通报|通知|登记)", 1.1),),
    ),
    ("info_comment", "登记信息批示", _SECRETARIAT, ((r"(?:信息|日报|\d期|这篇|那篇).{0,12}批示", 1.05),)),
    ("swap", "换班", _DUTY, ((r"换(?:个)?班|调班|替班|跟.{1,6}换.{0,4}值班", 1.15),)),
    (
        "duty",
        "查值班",
        _DUTY,
        (
            (
                r"(?:今天|今晚|今日|明天|明晚|后天|周[一二三四五六日末]|星期[一二三四五六日天]|国庆|中秋|节日|假期|谁|哪位).{0,8}(?:值班|带班)(?!工作|安排的|通知)",
                1.05,
            ),
            (
                r"值班(?:表|安排|人员|领导|电话|室电话)(?:$|[？?发是呢]|.{0,4}(?:发我|看|查))|(?:查|看)(?:一下)?值班",
                1.0,
            ),
        ),
    ),
    (
        "contact",
        "查通讯录",
        _SECRETARIAT,
        (
            (
                r"通讯录|(?:电话|手机号?|联系方式|号码)(?:是多少|多少|几号|发我|给我|是什么|呢?[？?]?\s*$)|(?:发我|告诉我|查一?下?).{1,16}(?:电话|手机|联系方式)",
                1.0,
            ),
            (r"我的?(?:手机|电话|办公电话)(?:号码?)?(?:改|换|更新)[成为到]", 1.1),
        ),
    ),
    (
        "away",
        "外出报备",
        _DUTY,
        ((r"外出报备|离(?:开)?(?:本)?(?:市|区|岗)报备|报备(?:外出|离)|(?:登记|报)(?:一下)?外出", 1.1),),
    ),
    (
        "supplies",
        "领用办公用品",
        _SECRETARIAT,
        (
            (
                r"(?:领|申领|领用|要|申请|采购)(?:一?[点些])?(?:\d+|[一二两三四五六七八九十几]+)(?:支|包|个|本|盒|箱|把|卷|瓶|只|张|份|套|桶|袋)",
                1.0,
            ),
            (r"办公用品|A4纸|签字笔|硒鼓|墨盒", 0.9),
        ),
    ),
    (
        "reform",
        "改革事项",
        _SECRETARIAT,
        ((r"改革(?:事项|任务|台账|责任清单|专项小组).{0,10}(?:进展|情况|有哪些|到哪|反馈|清单)?", 1.0),),
    ),
    ("archive", "档案检查", _SECRETARIAT, ((r"档案(?:检查|考核|整改|归档|移交)|归档(?:范围|要求|号)|档号", 0.9),)),
    (
        "report",
        "生成工作总结",
        _SECRETARIAT,
        (
            (r"(?:生成|出|写|起草|给我)(?:一份)?.{0,10}(?:工作总结|季度总结|年度总结|季报|总结报告)", 1.1),
            (r"[一二三四1-4]季度(?:工作)?总结|年度?工作总结", 0.9),
        ),
    ),
    (
        "stats",
        "统计数字",
        _SECRETARIAT,
        (
            (r"(?:统计|汇总)(?:一下|下)?.{0,16}(?:数|量|情况|多少|率|件|次)", 0.9),
            (r"(?:收文|发文|督办|会议|信息|办结).{0,8}(?:多少|几)(?:件|份|次|项|期|篇|个)", 1.05),
            (r"(?:办结率|及时率|反馈率|按期率)", 0.9),
        ),
    ),
)


_HEARD = {
    "log_outgoing": "doc_no title unit urgency",
    "return": "doc_no unit",
    "extend": "task_no datetime",
    "propose_card": "task_no unit",
    "log_inspection": "unit",
    "seating": "leader_list",
    "minutes": "doc_no",
    "adoption": "title",
    "info_comment": "person title",
    "duty": "datetime",
    "swap": "person datetime",
    "contact": "person unit",
    "away": "date_range",
    "archive": "unit",
    "report": "date_range",
    "stats": "date_range",
}
"""What is read besides, so that explain shows it."""


def _task_no(said: Said) -> str | None:
    own = next((own for own in said.own if own.series != "收"), None)
    return f"督〔{own.year or said.now.year}〕{own.seq:04d}号" if own is not None else None


def _datetime(said: Said) -> str | None:
    when = next((when for when in said.times if when.start or when.end), None)
    at = (when.end or when.start) if when is not None and when.deadline else when.start if when is not None else None
    return at.isoformat() if at is not None else None


def _date_range(said: Said) -> dict[str, str] | None:
    when = next((when for when in said.times if when.start and when.end), None)
    return {"start": when.start.isoformat(), "end": when.end.isoformat()} if when and when.start and when.end else None


_READERS: dict[str, Callable[[Said], Any]] = {
    "doc_no": lambda said: next((doc.canonical for doc in said.docs if doc.canonical), None),
    "title": lambda said: said.title,
    "unit": lambda said: next((unit.short or unit.text for unit in said.units if not unit.group), None),
    "urgency": lambda said: said.urgency,
    "task_no": _task_no,
    "datetime": _datetime,
    "date_range": _date_range,
    "leader_list": lambda said: [leader.name for leader in said.leaders] or None,
    "person": lambda said: next((one.person.name for one in said.people if one.person is not None), None),
}


def _slots(intent: str) -> tuple[Slot, ...]:
    names = _HEARD.get(intent, "").split()
    return tuple(Slot(name, lambda said, _asked, _slots, read=_READERS[name]: read(said)) for name in names)


def _closed(label: str, desk: str) -> Callable[[Turn, Slots], Reply]:
    def run(turn: Turn, _slots: Slots) -> Reply:
        return Reply(f"“{label}”在这里还没有开通，请联系{desk}（{_phone(turn.office.phones, desk)}）。没有作任何登记。")

    return run


def _phone(phones: Phones, desk: str) -> str:
    known = {_DUTY: phones.duty, _SUPERVISION: phones.supervision, _CONFERENCE: phones.conference}
    return known.get(desk, phones.secretariat)


def _diary(_turn: Turn, _slots: Slots) -> Reply:
    """Where a leader is or goes is no matter of this channel; nothing hints whether there is a trip (domain.md 6.3)."""
    return Reply(NOT_IN_SCOPE)


def _emergency(turn: Turn, _slots: Slots) -> Reply:
    """The phone first; the bot is never the channel for it (domain.md 6.1)."""
    return Reply(
        f"疑似突发事件，请立即电话报区值班室{turn.office.phones.duty}，不要在群内转发现场图片。"
        "这里不受理突发事件信息报送，也没有保存您刚才的内容。"
    )


_EVENT = (
    r"(?:着火|起火|火灾|爆炸|坍塌|塌方|群体性事件|溺水|燃气泄漏|煤气泄漏|毒气|内涝|踩踏|车祸"
    r"|有人(?:受伤|伤亡|死亡|被困|落水))"
)
_NO_EVENT = r"(?!.*(?:演练|预案|培训|登记|通知|《|会议|工作|方案|投稿|反馈|进展|督办|宣传|整治))"


def _everyone(_person: object) -> bool:
    return True


def later_intents(built: Collection[str]) -> Sequence[Intent]:
    """Those of C.1 that no line has declared."""
    found = [
        Intent(name, label, "", patterns, _closed(label, desk), _everyone, _slots(name))
        for name, label, desk, patterns in _LATER
        if name not in built
    ]
    if "emergency" not in built:
        emergency = ((rf"^{_NO_EVENT}.{{0,60}}{_EVENT}", 1.15),)
        found.append(Intent("emergency", "突发事件", "", emergency, _emergency, _everyone))
    if "leader_diary" not in built:
        where = (
            (
                r"(?:书记|区长|主任|领导|部长)(?:今天|明天|后天|上午|下午|晚上|现在|这周|下周|周[一二三四五六日]){0,3}(?:去哪|在哪|在不在|有空|出差|回来)",
                1.0,
            ),
        )
        found.append(Intent("leader_diary", "领导日程", "", where, _diary, _everyone))
    return tuple(found)
