"""What can be said of a task under way: 延期, 发牌, 合并, 中止, 终止, 转出, 分项, 催办, 待审核 (domain.md 3.2–3.7)."""

from handlers.line import Intent, Slot, Slots
from handlers.said import Said
from handlers.supervision import (
    asked_more,
    card_replies,
    carding,
    create,
    exits,
    parts,
    pending,
    reading,
    rights,
    urging,
)
from storage.office import Person, Role

TASK = (
    r"(?:督\s*[〔\[(（【]?\s*(?:20\d\d)?\s*[〕\])）】]?\s*\d{1,5}(?:-\d{1,2})?\s*号?"
    r"|(?<![收\d〕])0\d{2,3}(?:-\d{1,2})?\s*号?)"
)
"""A number of ours in any writing; 0123号 is one, 1203号 is a paper's."""


def _unit(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return next((unit.short or unit.text for unit in said.units if not unit.group), None)


def _never(_slots: Slots) -> bool:
    return False


def _decides_something(person: Person) -> bool:
    return rights.may_decide(person) or person.has(Role.LEADER) or person.has(Role.LEADER_LIAISON)


_NO = Slot("task_no", reading.task_no)
PROPOSE_CARD = Intent(
    "propose_card",
    "发牌建议",
    "0123号发黄牌，原因：两期未反馈",
    (
        (
            r"^(?!.*(?:撤[回销]|收回|说明|回复|整改)).{0,24}(?:建议|提请|拟)?"
            r"(?:发|出具?|亮|给)(?:一张|个|张)?[黄红](?:色)?(?:牌|督办单)",
            1.3,
        ),
        (r"^\s*[黄红]牌(?:建议|警告)", 1.2),
        (r"^\s*(?:处理|看看|定)?(?:一下)?发牌(?:建议|事项)?\s*$", 1.1),
        (r"建议(?:对|给|向).{2,12}发牌", 1.3),
    ),
    carding.run,
    rights.may_run,
    (
        _NO,
        Slot("unit", _unit, required=_never),
        Slot("colour", asked_more.colour, required=_never),
        Slot("text", asked_more.why, required=_never),
    ),
)
WITHDRAW_CARD = Intent(
    "withdraw_card",
    "撤回发牌",
    "撤回0123号红牌，理由：情况已说明",
    (
        (r"(?:撤[回销]|收回|取消).{0,20}[黄红](?:色)?牌", 1.8),
        (r"[黄红]牌.{0,6}(?:撤[回销了掉下]|收回)", 1.8),
        (r"[这那]个?张?牌(?:子)?(?:先|就|可以)*(?:撤[回销了掉下]|收回)", 1.3),
    ),
    card_replies.withdraw,
    rights.may_decide,
    (_NO, Slot("text", asked_more.why, required=_never)),
    family="propose_card",
)
ANSWER_CARD = Intent(
    "reply_card",
    "说明黄牌红牌",
    "0123号红牌说明：因征地协调滞后，10月15日前完成",
    (
        (r"^(?!.*(?:撤[回销]|收回)).{0,24}[黄红](?:色)?(?:牌|督办单).{0,6}(?:说明|回复|整改|情况|答复)", 1.8),
        (r"^(?!.*(?:撤[回销]|收回)).{0,24}(?:说明|回复|答复).{0,10}[黄红](?:色)?牌", 1.5),
        (r"[黄红](?:色)?牌.{0,10}(?:怎么|如何)(?:回|说|写|办|处理)", 1.5),
    ),
    card_replies.answer_card,
    lambda person: rights.of_unit(person) is not None,
    (_NO, Slot("text", asked_more.behind_colon, required=_never)),
)


def _exit(name: str, label: str, example: str, patterns: tuple[tuple[str, float], ...], act: str) -> Intent:
    unit = Slot("unit", _unit, required=_never)
    return Intent(name, label, example, patterns, exits.Exit(act), rights.may_run, (_NO, unit))


EXITS = (
    _exit(
        "merge_task",
        "合并督办",
        "0123号并入0101号",
        (
            (rf"{TASK}.{{0,24}}(?:并入|合并(?:到|至|进|入)?|归并).{{0,10}}{TASK}", 1.6),
            (rf"合并.{{0,8}}{TASK}.{{0,10}}{TASK}", 1.6),
            (rf"{TASK}.{{1,6}}{TASK}.{{0,10}}合并", 1.6),
        ),
        exits.MERGE,
    ),
    _exit(
        "suspend_task",
        "中止督办",
        "0123号中止，理由：等规划批复",
        (
            (rf"{TASK}.{{0,10}}(?:中止|暂停(?:督办|办理)?|先停)", 1.6),
            (rf"(?:中止|暂停)(?:督办)?.{{0,6}}{TASK}", 1.6),
            (r"^\s*(?:这项|那项|它|这个|那个)?(?:督办)?中止(?:督办)?(?!时间)", 0.9),
        ),
        exits.SUSPEND,
    ),
    _exit(
        "resume_task",
        "恢复督办",
        "0123号恢复办理，时限10月30日",
        ((rf"{TASK}.{{0,10}}恢复", 1.6), (rf"恢复(?:督办|办理)?.{{0,6}}{TASK}", 1.6), (r"^\s*恢复督办", 1.0)),
        exits.RESUME,
    ),
    _exit(
        "end_task",
        "终止督办",
        "0123号终止，理由：任务已取消",
        (
            (rf"{TASK}.{{0,10}}(?:终止|不再督办|撤销督办|销号)", 1.6),
            (rf"(?:终止|撤销)(?:督办)?.{{0,6}}{TASK}(?!.{{0,4}}[黄红]牌)", 1.5),
        ),
        exits.END,
    ),
    _exit(
        "transfer_task",
        "转出督办",
        "0123号转出给市住建局，理由：属市级事权",
        (
            (rf"{TASK}.{{0,10}}(?:转出|转由|移送|移交(?:给|到)?)", 1.6),
            (rf"(?:转出|移送)(?:督办)?.{{0,6}}{TASK}", 1.6),
        ),
        exits.MOVE,
    ),
)
PART = Intent(
    "add_subtask",
    "加分项",
    "0123号加分项：管线迁改，供电所负责，10月10日前完成",
    (
        (rf"{TASK}.{{0,8}}(?:加|新增|增加|分解|拆出|下设)(?:一个|一项|个)?(?:分项|子项|子任务)?(?:[：:，,]|$)", 1.6),
        (r"加(?:一个|个)?(?:分项|子项|子任务)", 1.1),
    ),
    parts.run,
    rights.may_decide,
    (
        Slot("task_no", reading.task_no, "给哪一项督办加分项？请写编号，如0123号。"),
        Slot("title", reading.part_title, "分项办什么？请用一句话说明。"),
        *(slot for slot in create.SLOTS if slot.name not in ("title", "period", "basis")),
    ),
)
URGE = Intent(
    "chase_task",
    "催办督办事项",
    "催一下0123号",
    (
        (rf"催(?!办人).{{0,12}}{TASK}", 1.6),
        (rf"{TASK}.{{0,8}}(?:再)?催(?!办人|办记录|办过)", 1.6),
        (r"催(?:一?下|办)?.{0,8}督办(?!.{0,8}(?:记录|情况))", 1.1),
    ),
    urging.urge,
    rights.may_run,
    (_NO,),
)
NOTICE = Intent(
    "task_notice",
    "督办通知单",
    "0123号通知单",
    ((rf"{TASK}.{{0,6}}(?:督办|督查)?(?:通知单|督办单)", 1.5), (rf"(?<!签收)(?:通知单|督办单).{{0,8}}{TASK}", 1.5)),
    urging.notice,
    rights.may_ask,
    (_NO,),
)
HISTORY = Intent(
    "task_history",
    "督办全过程",
    "0123号全过程",
    (
        (rf"{TASK}.{{0,8}}(?:全过程|全流程|经过|历史|来龙去脉|(?:催办|延期|反馈)(?:记录|历史|情况|过几次))", 1.75),
        (r"延期(?:申请)?(?:是)?(?:批|同意|审)[^，,。；;]{0,6}(?:哪[天日]|几号|没有?|[吗么])\W*$", 1.3),
    ),
    urging.history,
    rights.may_ask,
    (_NO,),
    family="query_task",
)
PENDING = Intent(
    "pending_tasks",
    "待审核督办",
    "待审核",
    (
        (
            r"^\s*(?:我的|有(?:哪些|什么|几项)|查看?|看看?|列出?)?(?:一下)?(?:督办)?"
            r"(?:待(?:我)?(?:审核|审批|审定|批)|需要我(?:审核|审批|审定))(?:的)?(?:督办|事项|任务|申请)*(?:有哪些|列表|清单)?\s*[？?]?\s*$",
            1.05,
        ),
        (r"(?:办结|延期|立项)申请(?:有哪些|列表|清单|还有)", 1.1),
        (r"^\s*(?:看|查)(?:一?下|看)?(?:延期|立项|办结)(?:申请|延期的|的申请)?的?(?:有哪些)?$", 1.7),
    ),
    pending.run,
    _decides_something,
    family="query_task",
)
RUN_INTENTS = (PROPOSE_CARD, WITHDRAW_CARD, ANSWER_CARD, *EXITS, PART, URGE, NOTICE, HISTORY, PENDING)
