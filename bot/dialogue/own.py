"""What belongs to the conversation itself rather than to a line of business: 撤销, 帮助, 建议, 转人工, 闲聊."""

from datetime import timedelta

from handlers.line import Intent, Reply, Slot, Slots
from handlers.registry import line, lines
from handlers.said import Said
from handlers.turn import Turn
from storage import changes, guard
from storage.office import Person, Role
from storage.outbox import Lane

UNDO_WITHIN = timedelta(minutes=10)
NOT_UNDERSTOOD = "没太明白，您可以说：①登记收文 ②查督办 ③订会议室 ④请假 ⑤今日信息。回复“帮助”看例句。"
SMALLTALK = "我只办公文、督办、会务和信息这些事。回复“帮助”看我能做什么。"


def undo(turn: Turn, _slots: Slots) -> Reply:
    """Take back the person's last write, within ten minutes (domain.md C.1 f)."""
    last = changes.last(turn.tx, turn.person.userid)
    if last is None:
        return Reply("没有可以撤销的操作。")
    if turn.now - last.at > UNDO_WITHIN:
        return Reply("已超过10分钟，请说明要改什么，例如“那个89号时限改成9月25日”。")
    reply = line(last.line).undo[last.kind](turn, last)
    changes.mark_undone(turn.tx, last.id, turn.now)
    turn.note("撤销", last.object, after={"kind": last.kind})
    return reply


def help_(turn: Turn, _slots: Slots) -> Reply:
    """What this person can do now, with an example each."""
    able = [intent for found in lines() for intent in found.intents if intent.allowed(turn.person) and intent.example]
    if not able:
        return Reply("您可以回复：①参加 ②请假 ③今日信息。")
    rows = [f"{index}. {intent.label}：{intent.example}" for index, intent in enumerate(able, 1)]
    return Reply("\n".join(("您可以直接这样说：", *rows, "说错了回复“撤销”；有意见回复“建议+内容”。")))


def suggestion(turn: Turn, slots: Slots) -> Reply:
    """投诉建议 is mandatory (domain.md 7.9); it goes to the office's director and the administrator."""
    owners = [*turn.office.people_with(Role.DIRECTOR), *turn.office.people_with(Role.SYSADMIN)]
    turn.tell([owner.userid for owner in owners], f"【建议】{turn.person.name}：{slots['text']}", lane=Lane.ROUTINE)
    turn.note("投诉建议", f"person:{turn.person.userid}")
    return Reply("已记录您的建议，3个工作日内由办公室回复。")


def human(turn: Turn, _slots: Slots) -> Reply:
    """Whom to call."""
    phones = turn.office.phones
    return Reply(
        f"请拨打秘书科{phones.secretariat}；会务{phones.conference}；督查{phones.supervision}；值班室{phones.duty}。"
    )


def smalltalk(_turn: Turn, _slots: Slots) -> Reply:
    return Reply(SMALLTALK)


def paper_only(_turn: Turn, _slots: Slots) -> Reply:
    """Nobody may register a classified paper by its title alone (SC06)."""
    return Reply(guard.PAPER_ONLY, trusted=True)


def _everyone(_person: Person) -> bool:
    return True


def _words(said: Said, asked: bool, _slots: Slots) -> str | None:
    rest = said.bare if asked else said.bare.removeprefix("投诉").removeprefix("建议").strip("：:，, ")
    return rest or None


OWN_INTENTS = (
    Intent(
        "undo",
        "撤销",
        "",
        ((r"^\s*撤[销回消]", 1.2), (r"^(?:刚才|上一步|上条).{0,6}(?:撤销|作废|不算)", 1.0)),
        undo,
        _everyone,
    ),
    Intent(
        "help",
        "帮助",
        "",
        ((r"^\s*(?:帮助|帮我|help|菜单|你会什么|怎么用|能做什么|\?|？)\s*$", 1.2),),
        help_,
        _everyone,
    ),
    Intent(
        "feedback_to_admin",
        "建议",
        "",
        ((r"^\s*(?:投诉)?建议[：:，, ]?(?!稿|函|案)", 1.0),),
        suggestion,
        _everyone,
        (Slot("text", _words, "请写下您的建议或投诉。"),),
    ),
    Intent(
        "secrecy_way",
        "涉密文件",
        "",
        ((r"(?:只|光|就)(?:登记|登|写|报|发|记)(?:个|一下)?(?:标题|题目|文号|名称|编号)", 1.1),),
        paper_only,
        _everyone,
    ),
    Intent("human", "转人工", "", ((r"转?人工(?!智能)|找(?:个)?真?人", 1.0),), human, _everyone),
    Intent(
        "smalltalk",
        "闲聊",
        "",
        (
            (
                r"^\s*(?:你好|您好|在吗|在不在|早上?好|下午好|晚上好|谢谢|多谢|辛苦了?|哈+|嘿+|再见|拜拜)[！!。~～呀啊吗？?]*\s*$",
                0.9,
            ),
        ),
        smalltalk,
        _everyone,
    ),
)
