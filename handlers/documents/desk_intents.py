"""What the clerk says on his own desk: 初审, 退文, 拟办, 挂起, 作废, 合并, 移交 (domain.md 2.6)."""

from handlers.documents import initial, pausing, refs, returning, settling, succession, voiding
from handlers.documents import slots as read
from handlers.documents.naming import ANY, OWN, PAPER, WRITE, On, never
from handlers.line import Intent, Slot, Slots
from handlers.said import Said


def _text(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return initial.text_of(said.text)


DESK_ACTS: dict[str, refs.Act] = {
    "return": returning.ask,
    "review_doc": initial.review,
    "propose_doc": initial.propose,
    "hold_doc": pausing.pause,
    "resume_doc": pausing.resume,
    "void_doc": voiding.void,
    "no_transfer": settling.settle,
}
DESK_INTENTS = (
    Intent(
        "return",
        "退文",
        "1203号退文",
        (
            (r"退文(?!(?:情况|统计|几件|多少))", 1.15),
            (rf"{ANY}.{{0,6}}退回(?:去|原单位|来文单位)?", 1.15),
            (r"(?:来文|文件|报告|请示|函|意见)[^，,。]{0,14}退回", 1.1),
        ),
        returning.run,
        WRITE,
        (
            Slot("unit", read.sender, required=never),
            PAPER,
            Slot("title", read.title, required=never),
            Slot("reason_enum", returning.reason, required=never),
        ),
    ),
    Intent(
        "review_doc",
        "初审",
        "1203号初审",
        (
            (rf"{ANY}.{{0,6}}初审|初审.{{0,6}}{ANY}", 1.45),
            (r"^\s*(?:通过)?初审", 1.05),
            (r"^\s*初审(?:已)?(?:通过|合格|没问题|过了)[。！]?$", 1.4),
        ),
        On(initial.review, "review_doc"),
        WRITE,
        (PAPER,),
    ),
    Intent(
        "propose_doc",
        "拟办",
        "1203号拟办：拟呈林区长阅示；建议由应急局牵头办理",
        (
            (rf"{ANY}.{{0,6}}拟办", 1.5),
            (r"^\s*拟办(?:意见)?[：:]", 1.7),
            (r"^\s*拟(?:同步|同时|一并|按程序)?(?:呈|报|送|请|由|转)", 1.4),
            (rf"拟办.{{0,6}}{ANY}", 1.3),
            (r"^\s*(?:请|帮我)?(?:提|写|拟|登记|出)?(?:一个|一份|一下|个)?拟办(?:意见)?", 1.1),
        ),
        On(initial.propose, "propose_doc"),
        WRITE,
        (PAPER, Slot("text", _text, required=never)),
    ),
    Intent(
        "hold_doc",
        "挂起",
        "1203号挂起，等待市里批复",
        (
            (rf"{ANY}.{{0,8}}(?:挂起|暂停办?|暂缓|先放[一着下])", 1.35),
            (rf"(?:挂起|暂停|暂缓).{{0,8}}{ANY}", 1.35),
            (r"^\s*(?:把)?(?:这件|那件|它)?(?:先)?挂起", 1.05),
        ),
        On(pausing.pause, "hold_doc"),
        WRITE,
        (PAPER,),
    ),
    Intent(
        "resume_doc",
        "恢复办理",
        "1203号恢复办理",
        (
            (rf"{ANY}.{{0,8}}(?:恢复|解除挂起|继续办|接着办|解挂)", 1.4),
            (rf"(?:恢复|解除挂起|解挂).{{0,8}}{ANY}", 1.4),
            (r"^\s*(?:恢复办理|解除挂起)", 1.05),
        ),
        On(pausing.resume, "resume_doc"),
        WRITE,
        (PAPER,),
    ),
    Intent(
        "void_doc",
        "作废",
        "1203号作废，误登",
        (
            (rf"^(?!.*(?:同意|发文)).{{0,8}}{OWN}.{{0,8}}作废", 1.45),
            (rf"^(?!.*(?:同意|发文)).{{0,8}}作废.{{0,6}}{OWN}", 1.35),
            (rf"{OWN}.{{0,6}}(?:登错了?|误登|登重了?|重复登记)", 1.2),
            (r"^\s*(?:[这那刚][件份才个]?)?(?:登错|登重|误登|重复登?|登重复)[^。；;]{0,8}作废", 1.6),
        ),
        On(voiding.void, "void_doc"),
        WRITE,
        (PAPER,),
    ),
    Intent(
        "merge_doc",
        "合并重复",
        "1204号和1203号是同一件，合并",
        (
            (rf"{OWN}.{{0,10}}{OWN}.{{0,8}}(?:同一[件份个]|合并|重复|一样的?)", 1.45),
            (rf"合并.{{0,4}}{OWN}.{{0,6}}{OWN}", 1.45),
        ),
        voiding.merge,
        WRITE,
    ),
    Intent(
        "hand_over_docs",
        "移交经手件",
        "把我经手的移交给秘书科长",
        (
            (
                r"^(?!.*档案).{0,16}(?:经手|催办|在办|手上|手头|名下|负责).{0,12}(?:移交|交接|交给|转给|转交|(?:都|全部?|先)给)",
                1.35,
            ),
            (rf"{ANY}.{{0,6}}(?:移交|交接|交给.{{1,8}}(?:催办|跟进|负责))", 1.3),
        ),
        succession.hand_over,
        WRITE,
        (PAPER, Slot("person", succession.taker, required=never)),
    ),
    Intent(
        "no_transfer",
        "批示不转办",
        "",
        (
            (r"批示.{0,6}(?:不用|不需要?|无需|不必|不)(?:再)?转", 1.45),
            (r"^\s*(?:暂|先)?(?:不用|不需要?|无需|不必|不)(?:再)?转办?了?[。]?$", 1.3),
        ),
        On(settling.settle, "no_transfer"),
        WRITE,
        (PAPER,),
    ),
)
