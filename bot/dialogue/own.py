"""What belongs to the conversation itself rather than to a line of business: 撤销, 帮助, 转人工, 闲聊."""

import re
from dataclasses import replace

from bot.dialogue.helping import help_, topic
from bot.dialogue.state import State
from bot.dialogue.words import agrees, stops, undoes, waits
from handlers.line import Intent, Reply, Slot, Slots
from handlers.registry import line
from handlers.said import Said
from handlers.turn import Turn
from scheduler.wording import hour
from storage import changes, guard
from storage.changes import UNDO_WITHIN, Change
from storage.office import Person

NOT_UNDERSTOOD = "没太明白，您可以说：①登记收文 ②查督办 ③订会议室 ④请假 ⑤今日信息。回复“帮助”看例句。"
SMALLTALK = "我只办公文、督办、会务和信息这些事。回复“帮助”看我能做什么。"
NOTHING_UNFINISHED = "没有没办完的事项，请直接说要办什么。"
NOTHING_ASKED = "现在没有待您选择或确认的事项，请直接说要办什么。回复“帮助”看例句。"
NOTHING_TO_STOP = "现在没有办到一半的事项。要撤回上一步操作，请回复“撤销”。"
ONLY_LAST = (
    "“撤销”只撤回您自己10分钟内的最近一步操作，要撤回请只回复“撤销”；要改别的请直接说明，例如“1203号缓急改成特急”。"
)
TAKEN_BACK = "已撤销"
"""How every line begins when it took a write back (domain.md 9.6, 22). Said otherwise it refused: the write stands."""
UNDO_MORE = "undo_more"
_UNDONE = "undone"
LONGEST_ACT = 32
_THANKS = re.compile(r"谢|辛苦|不客气|真棒|厉害|不错")
_GREETS = re.compile(r"(?:你|您)好|早|[上中下]午好|晚上好|在[吗么不]|[Hh]i|[Hh]ello")
_PLAIN = re.compile(
    r"撤[销回消]|刚才|刚刚|上一?[步条个次]|最近|一下|操作|登记|预[订定]|签收|回执|投稿|呈送|反馈|转办|立项|那个|这个|那条|这条|那一?步"
    r"|错了|登|写|说|发|作废|不算|[的了吧啊呀掉我请把将，,。！!\s]|不对|帮我"
)


def undo(turn: Turn, _slots: Slots) -> Reply:
    """Take back the person's last write, within ten minutes (domain.md C.1 f); one further back only when asked for."""
    last = changes.last(turn.tx, turn.person.userid)
    if last is None:
        return Reply("没有可以撤销的操作。")
    if turn.now - last.at > UNDO_WITHIN:
        return Reply("已超过10分钟，请说明要改什么，例如“那个89号时限改成9月25日”。")
    if _PLAIN.sub("", turn.said.bare):
        return Reply(ONLY_LAST)
    if not last.line:
        return _barred(turn, last)
    if turn.about and turn.about[0].startswith(f"{_UNDONE}:"):
        further = f"{hour(last.at)}在“{line(last.line).title}”里的操作"
        return Reply(
            f"上一步已经撤销。再往前是{further}，也要撤销吗？", options=("再撤销一步", "不用了"), then=UNDO_MORE
        )
    return take_back(turn, last)


def _barred(turn: Turn, last: Change) -> Reply:
    act = "" if last.kind.isascii() else f"“{last.kind}”"
    return Reply(
        f"最近一步操作{act}不能用“撤销”收回，更早的也未作改动。"
        f"要改请直接说明，或联系秘书科（{turn.office.phones.secretariat}）。"
    )


def bar(turn: Turn) -> None:
    """Remember that the newest act cannot be taken back: 撤销 means it, and never the one before it (C.1 f)."""
    if turn.did and not turn.wrote:
        kind = turn.did[:LONGEST_ACT]
        changes.remember(turn.tx, actor=turn.actor, at=turn.now, line="", kind=kind, object="", data={})


def undo_more(turn: Turn, index: int) -> Reply:
    """The answer to whether the write before the one taken back goes too."""
    last = changes.last(turn.tx, turn.person.userid)
    if index != 0 or last is None or turn.now - last.at > UNDO_WITHIN:
        return Reply("好的，未作改动。")
    return take_back(turn, last)


def take_back(turn: Turn, last: Change) -> Reply:
    """Let the line take the write back; when it refuses, the write stays the last."""
    if not last.line:
        return _barred(turn, last)
    reply = line(last.line).undo[last.kind](turn, last)
    if reply.text.startswith(TAKEN_BACK):
        changes.mark_undone(turn.tx, last.id, turn.now)
        turn.note("撤销", last.object, after={"kind": last.kind})
        reply = replace(reply, about=(f"{_UNDONE}:{last.id}", *reply.about))
    turn.did = ""  # an undoing, or the attempt at one, is itself no act to take back
    return reply


def idle(said: Said, state: State) -> str | None:
    """What to say to 1, 是 or 取消 when nothing was asked; None when the message says more than that."""
    if waits(said.bare) and not state.waiting() and not said.bare.startswith(("收", "已收")):
        return "好的，有事请随时说。"
    if said.own or (
        said.choice is None and agrees(said.bare) is None and not (stops(said.bare) and not undoes(said.bare))
    ):
        return None
    if state.parked:
        return "刚才放下的事还没办完：回复“继续”接着办，回复“取消”不办了。"
    return NOTHING_TO_STOP if said.yes is False or stops(said.bare) else NOTHING_ASKED


def human(turn: Turn, _slots: Slots) -> Reply:
    """Whom to call."""
    phones = turn.office.phones
    return Reply(
        f"请拨打秘书科{phones.secretariat}；会务{phones.conference}；督查{phones.supervision}；值班室{phones.duty}。"
    )


def smalltalk(turn: Turn, _slots: Slots) -> Reply:
    """Polite, short, and back to business."""
    if _THANKS.search(turn.said.bare):
        return Reply("不客气，有事请随时说。回复“帮助”看我能做什么。")
    return Reply(f"{'您好。' if _GREETS.match(turn.said.bare) else ''}{SMALLTALK}")


def paper_only(_turn: Turn, _slots: Slots) -> Reply:
    """Nobody may register a classified paper by its title alone (SC06)."""
    return Reply(guard.PAPER_ONLY, trusted=True)


def _everyone(_person: Person) -> bool:
    return True


def _never(_slots: Slots) -> bool:
    return False


OWN_INTENTS = (
    Intent(
        "undo",
        "撤销",
        "",
        (
            (r"^\s*撤[销回消](?!.{0,12}(?:会议|预[订定]|\d+期))", 1.2),
            (r"^(?:刚才|刚刚|上一?[步条]).{0,10}(?:撤[销回消]|作废|不算)", 1.0),
            (r"^.{0,8}(?:错了?|不对)[，,。 ]*(?:请|帮我)?撤[销回消]", 1.2),
            (r"^把.{0,16}撤[销回消]", 1.0),
        ),
        undo,
        _everyone,
    ),
    Intent(
        "help",
        "帮助",
        "",
        (
            (
                r"^\s*(?:帮助|帮忙|帮我|[Hh]elp|HELP|菜单|功能|使用说明|说明书?|你(?:都)?(?:会|能)(?:做|干|办)?(?:些)?(?:什么|啥)(?:事)?"
                r"|怎么用(?:你)?|能(?:做|干|办)(?:什么|啥)|有(?:什么|哪些)功能|例句|[?？](?!\s*[?？]))\s*[？?呢啊。]*\s*$",
                1.2,
            ),
            (r"^\s*(?:帮助|[Hh]elp)\s*[：:，, ]?(?![我你他她它])[^，,。；;\d]{2,12}$", 1.6),
            (
                r"^\s*(?:怎么|如何|教我(?:怎么)?)(?:登记?|预?[订定]|查|请假|投稿|签收|呈送|转办|反馈|立项|申请|发|回执|撤销|延期|签到)"
                r"[^，,。；;\d]{0,8}$",
                1.6,
            ),
            (
                r"^\s*[^，,。；;\d]{2,8}(?:怎么|如何)(?:说|用|操作|写|发|订|登记?|请|签|投)(?:呢|啊)?[？?]?\s*$",
                1.6,
            ),
        ),
        help_,
        _everyone,
        (Slot("topic", topic, required=_never),),
    ),
    Intent(
        "secrecy_way",
        "涉密文件",
        "",
        (
            (r"(?:只|光|就|仅)(?:登记|登|写|报|发|记)(?:个|一下)?(?:标题|题目|文号|名称|编号)", 1.42),
            (r"(?:标题|题目|文号|名称|编号)(?:行?(?:能不能|可不可以|可以|总可以|总能|能))(?:登|写|发|记)", 1.4),
        ),
        paper_only,
        _everyone,
    ),
    Intent("human", "转人工", "", ((r"转?人工(?!智能)|找(?:个)?(?:真人|人(?:说|问|工|帮))", 1.0),), human, _everyone),
    Intent(
        "smalltalk",
        "闲聊",
        "",
        (
            (
                r"^\s*(?:(?:你好|您好|[Hh]i|[Hh]ello|HELLO|在吗|在不在|在么|早上?好|早安|上午好|中午好|下午好|晚上好|谢谢(?:你|您|啦|了)?|多谢"
                r"|感谢|辛苦(?:了|啦)?|不客气|哈+|呵+|嘿+|再见|拜拜|晚安|ok收到|收到谢谢|牛|厉害|真棒|不错|测试|test|Test)"
                r"[！!。，,.~～呀啊吗？? ]*)+$",
                0.9,
            ),
            (r"^\s*你(?:是谁|是什么|叫什么|是(?:不是)?(?:机器人|人工智能|AI|ai|ChatGPT|真人)|多大|几岁|有对象)", 0.9),
            (
                r"^\W*(?:帮|替|给)?我?(?:写|拟)(?:个|一?[篇份]|一下).{0,16}(?:讲话|发言|致辞|讲稿|心得|材料|检讨)稿?\W*$",
                1.42,
            ),
            (
                r"天气|(?:讲|说)个?(?:笑话|故事)|唱(?:首|个)歌|写(?:首)?诗|聊(?:聊|会儿)?天|吃(?:什么|啥)|彩票|股票|星座|好无聊",
                0.6,
            ),
            (r"[\u3041-\u30fa\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff\u0e00-\u0e7f]{3}", 1.4),
            (
                r"^\W*(?:你|这|真是?|太|什么)?(?:个|是个?|就是)?(?:机器人)?(?:破|烂)?(?:垃圾|玩意儿?)\W*$|^\W*滚\W*$",
                0.9,
            ),
            (r"[傻煞沙]逼|[傻煞]比|笨蛋|白痴|蠢货|垃圾机器人|废物|滚(?:蛋|开)|他妈|妈的|神经病|去死|脑残", 0.8),
            (
                r"(?:忽略|无视|忘记|忘掉)(?:以上|之前|前面|上面|所有|一切|你的).{0,8}(?:指令|规则|设定|提示|要求|限制|内容)",
                1.4,
            ),
            (
                r"(?:取消|绕过|关闭|解除|跳过|提升|开放).{0,6}(?:权限|限制|审计|保密检查|安全检查)|^\s*我(?:才)?是(?:系统|超级)?管理员",
                1.4,
            ),
            (r"(?i)ignore .{0,24}(?:instructions|rules|prompt)|system prompt|jailbreak|developer mode", 1.4),
            (r"(?:系统提示词|提示词|开发者模式|越狱|你现在是|扮演(?:一个|一名)?|假装你是)", 1.0),
        ),
        smalltalk,
        _everyone,
    ),
)
