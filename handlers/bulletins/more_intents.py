"""What else can be wanted of the bulletin: 约稿, 合并, 编发, 撤回, 上报, 采用, 批示, 导出 (domain.md 5, C.1)."""

from handlers.bulletins import calling, commenting, desks, elsewhere, merging, more_slots, printing, publishing, upward
from handlers.bulletins.rules import NUMBER
from handlers.line import Intent, Reply, Slot, Slots
from handlers.turn import Turn
from storage.office import Person, Role


def _never(_slots: Slots) -> bool:
    return False


def _may_comment(person: Person) -> bool:
    return desks.is_editor(person) or person.has(Role.LEADER_LIAISON)


def _may_withdraw(person: Person) -> bool:
    return desks.may_send_back(person)


def _may_answer(person: Person) -> bool:
    return person.has(Role.UNIT_LIAISON)


def _no_ranking(turn: Turn, slots: Slots) -> Reply:
    """Scores of units are off unless configured, and no ranking in chat whatever is configured (domain.md 5.5, 7.9)."""
    return Reply("信息工作不在这里计分、排名。采用和批示情况由信息科导出核对，通报由信息科按程序办理。")


def _expanded(turn: Turn, slots: Slots) -> Reply:
    """各镇街 stands for its units."""
    units: list[str] = []
    for name in slots["units"]:
        units += [unit.short for unit in turn.office.group(name[1:])] if name.startswith("*") else [name]
    return calling.call(turn, {**slots, "units": list(dict.fromkeys(units))})


_NO = Slot("issue_no", more_slots.issue_no, required=_never)
_SAID = Slot("words", more_slots.words, required=_never)
_DAY = Slot("on", more_slots.on, required=_never)

MORE = (
    Intent(
        name="call_info",
        label="约稿",
        example="约稿：围绕“稳就业”，请人社局、工信局9月23日12点前报送",
        patterns=(
            (
                r"^\W*(?:发(?:一个|个|起)?|登记)?约稿(?!情况|进展|怎么样|来稿|了几|都|谁|报|.{0,6}(?:延|改[到成为]|推[迟后]|取消|不[约用]))",
                1.45,
            ),
            (r"^\W*(?:再|帮我|想|要|请)*约(?:[一两三几]?[篇条个]|点|些).{0,30}(?:稿|信息)", 1.45),
            (r"向.{1,30}约(?:一?[篇条个])?稿|请.{1,40}围绕.{2,40}报送?.{0,6}信息", 1.42),
        ),
        run=_expanded,
        allowed=desks.is_editor,
        slots=(
            Slot("topic", more_slots.topic, ask="约稿围绕什么主题？"),
            Slot("units", more_slots.units, ask="向哪些单位约稿？如“人社局、工信局”或“各镇街”。"),
            Slot("datetime", more_slots.due, ask="什么时候前报送？如“9月23日12:00前”。"),
        ),
    ),
    Intent(
        name="call_status",
        label="约稿情况",
        example="约稿情况",
        patterns=(
            (r"约稿(?:的)?(?:情况|进展|怎么样|报了几|都|报[送来齐]|谁)", 1.46),
            (r"(?:谁|哪些单位|哪几家|还有谁|有哪些).{0,8}(?:没报|没交|未报|还没).{0,4}(?:约稿|稿)", 1.46),
            (r"(?:哪些|什么|有没有|我的?)约稿", 1.46),
        ),
        run=calling.status,
        allowed=desks.may_submit,
    ),
    Intent(
        name="call_later",
        label="约稿延期",
        example="约稿延到9月28日12点前",
        patterns=((r"约稿.{0,8}(?:延|改[到成为]|推[迟后]|截止).{0,4}", 1.46),),
        run=calling.put_off,
        allowed=desks.is_editor,
        slots=(Slot("datetime", more_slots.due, ask="延到什么时候？如“9月28日12:00前”。"),),
        family="call_info",
    ),
    Intent(
        name="answer_call",
        label="约稿来稿",
        example="",
        patterns=((r"^\W*(?:这|刚才那|那)[条篇]?(?:个)?(?:就)?是(?:回应)?约稿|^\W*约稿来稿", 1.47),),
        run=calling.answer_call,
        allowed=_may_answer,
    ),
    Intent(
        name="merge_items",
        label="合并来稿",
        example="合并①和③",
        patterns=((r"合并(?!.{0,4}(?:会议|督办|登记))", 1.42), (r"^\W*合并\W*$", 1.42)),
        run=merging.merge,
        allowed=desks.is_editor,
        family="edit",
    ),
    Intent(
        name="issue_bulletin",
        label="编发信息",
        example="编发231期",
        patterns=(
            (rf"编发.{{0,8}}(?:{NUMBER}|信息|日报|增刊)|^\W*(?:立即|现在)?编发", 1.36),
            (rf"{NUMBER}[^签]{{0,12}}(?:编发|推送|发出去?)(?!的?[吗么没])", 1.36),
        ),
        run=publishing.issue,
        allowed=desks.is_editor,
        slots=(_NO,),
        family="issue",
    ),
    Intent(
        name="withdraw_issue",
        label="作废或撤回信息",
        example="231期撤回，原因：数据有误",
        patterns=(
            (rf"{NUMBER}.{{0,10}}(?:撤回|作废)|(?:撤回|作废).{{0,10}}{NUMBER}", 1.45),
            (r"(?:撤回|作废).{0,4}(?:今[日天])?(?:的)?(?:信息|日报)", 1.42),
        ),
        run=publishing.withdraw,
        allowed=_may_withdraw,
        slots=(_NO, Slot("reason", more_slots.reason, ask="原因是什么？")),
        family="correct_issue",
    ),
    Intent(
        name="submit_up",
        label="登记信息上报",
        example="上报市委办、省委办：231期第1条",
        patterns=(
            (
                r"(?:上报|报送?|补报)(?:给|到|至|了)?.{0,4}(?:省委|省政府|省府|市委|市府|市政府)(?!.{0,12}(?:批示|采用|通知))",
                1.42,
            ),
            (r"(?:条|篇|》|信息|期).{0,8}(?:上报|补报).{0,4}(?:省|市|中办|国办)", 1.42),
            (r"^\W*(?:登记)?(?:信息)?上报(?:登记|信息)?[：:，,\s]", 1.2),
        ),
        run=elsewhere.send_up,
        allowed=desks.is_editor,
        slots=(
            _SAID,
            Slot("organs", more_slots.organs, ask="报给哪里？", options=upward.ORGANS),
            _DAY,
        ),
    ),
    Intent(
        name="adoption",
        label="登记信息采用",
        example="市委办采用：《新增规上工业企业12家》，单篇，9月18日",
        patterns=(
            (r"(?:省|市|中|国)(?:委办?|府办?|政府办?|办)?.{0,6}(?:综合|单篇|全文)?采用", 1.36),
            (r"采用(?:通报|通知(?!我)|登记)|登记采用", 1.3),
        ),
        run=elsewhere.adopt,
        allowed=desks.is_editor,
        slots=(
            _SAID,
            Slot("organ", more_slots.organ, ask="哪里采用的？", options=upward.ORGANS),
            Slot("adopted_as", more_slots.kind, ask="怎么采用的？", options=upward.KINDS),
            _DAY,
        ),
    ),
    Intent(
        name="info_comment",
        label="登记信息批示",
        example="周书记对231期第1条作了批示",
        patterns=(
            (r"(?:信息|(?<!\d)日报|\d期|这篇|那篇|那条|第.{1,2}条).{0,12}(?:批示|批了|圈阅)", 1.36),
            (r"(?:批示|批了|圈阅).{0,12}(?:信息|(?<!\d)日报|\d期|那篇|那条)", 1.36),
        ),
        run=commenting.comment,
        allowed=_may_comment,
        slots=(
            _SAID,
            Slot("leaders", more_slots.leaders, required=_never),
            Slot("unit", more_slots.unit_after, required=_never),
            _DAY,
        ),
    ),
    Intent(
        name="export_issue",
        label="导出信息",
        example="导出231期",
        patterns=(
            (rf"(?:导出|打印|下载|生成).{{0,8}}(?:{NUMBER}|信息|日报|增刊|本期)", 1.4),
            (rf"(?:{NUMBER}|信息|日报|本期|\d{{2,4}}).{{0,4}}(?:[wW]ord|WORD|文档|docx|排版)", 1.42),
            (rf"排版.{{0,4}}(?:{NUMBER}|信息|本期)", 1.36),
        ),
        run=printing.print_issue,
        allowed=desks.is_editor,
        slots=(_NO,),
    ),
    Intent(
        name="info_score",
        label="",
        example="",
        patterns=((r"(?:信息|投稿|采用).{0,8}(?:得分|积分|计分|排名|排行|名次)", 1.47),),
        run=_no_ranking,
        allowed=desks.may_submit,
    ),
)
