"""What everybody can say for himself: reminders, suggestions, fewer messages (domain.md C.1, 7.4, 7.9)."""

from handlers.line import Intent, Slot, Slots
from handlers.personal import heard, listing, quieting, reminding, suggesting
from storage.office import Person

_ME = r"(?:提醒(?:一下)?(?:我|本人|俺)|(?:叫|喊)(?:一下)?我(?!们)|(?:定|设|加|建)(?:置)?(?:一?个|条)?(?:提醒|闹钟))"
_SPAN = r"(?:半个?|[\d一二两三四五六七八九十]+个?半?)(?:分钟|小时|刻钟|钟头)"


def _never(_slots: Slots) -> bool:
    return False


def everyone(_person: Person) -> bool:
    """Whoever is in the office's WeCom."""
    return True


INTENTS = (
    Intent(
        "remind_me",
        "个人提醒",
        "提醒我明天上午9点交材料；每周一9点提醒我报周报",
        (
            (rf"^(?!\W*(?:取消|不用|不要|别|删|我的|登记|投稿|反馈)).{{0,40}}{_ME}", 1.55),
            (r"^\W*个人提醒[，,：:]", 1.55),
        ),
        reminding.remind,
        everyone,
        (
            Slot("datetime", heard.when_slot, "什么时间提醒您？例如“明天上午9点”“每周一9点”。"),
            Slot("rrule", heard.rrule_slot, required=_never),
            Slot("holiday", heard.holiday_slot, required=_never),
            Slot("text", heard.text_slot, "提醒您什么事？写一句话就行。"),
        ),
    ),
    Intent(
        "my_reminders",
        "我的提醒",
        "我的提醒",
        (
            (
                r"^\W*(?:查|看)?(?:一下|看)?我?(?:的|都?有哪些|设了?(?:哪些|什么))?(?:个人)?提醒(?:列表|有哪些|清单|都有什么)?\W*$",
                1.5,
            ),
        ),
        listing.listed,
        everyone,
    ),
    Intent(
        "cancel_reminder",
        "取消提醒",
        "取消提醒2",
        (
            (r"^\W*(?:取消|删除?掉?|去掉).{0,16}提醒", 1.6),
            (r"^\W*(?:[这那]个?条?)?(?:不用|不要|别)(?:再)?(?:提醒|叫)(?:我)?(?:了|.{2,20}了?)\W*$", 1.55),
            (r"^\W*提醒\d+(?:不要|不用|取消|删)", 1.6),
        ),
        listing.cancel,
        everyone,
    ),
    Intent(
        "snooze",
        "稍后提醒",
        "",
        (
            (rf"^\W*(?:再过?|过|等){_SPAN}(?:以?后|之后)?(?:再)?(?:提醒|叫|说|讲|办)?(?:一下)?(?:我)?(?:吧)?\W*$", 1.6),
            (rf"^\W*{_SPAN}(?:以?后|之后)(?:再)?(?:提醒|叫)?(?:一下)?(?:我)?\W*$", 1.6),
            (rf"^\W*{_SPAN}再?(?:提醒|叫)(?:一下)?我?\W*$", 1.6),
            (r"^\W*(?:稍后|等会儿?|过会儿?|待会儿?|晚点)(?:再)?(?:提醒|叫|说)?(?:一下)?(?:我)?(?:吧)?\W*$", 1.6),
            (rf"^\W*(?:推迟|延后|推后){_SPAN}(?:再)?提醒", 1.5),
        ),
        reminding.later,
        everyone,
        family="remind_me",
    ),
    Intent(
        "feedback_to_admin",
        "建议",
        "建议 反馈入口能不能选多个督办一起填",
        (
            (
                r"^\s*(?:投诉建议|投诉|提(?:个|点|条)建议|建议)(?!都?有(?:哪|什么|几|多少)|列表|清单|情况)"
                r"(?!稿|函|案|书|类|立项|发牌|督办|发[黄红]|\d)[：:，, ]?",
                1.0,
            ),
            (r"(?:给你们?|我)提(?:个|点|条)?(?:建议|意见)", 1.0),
        ),
        suggesting.suggest,
        everyone,
        (Slot("text", suggesting.text_slot, "请写下您的建议或投诉。"),),
    ),
    Intent(
        "answer_suggestion",
        "答复建议",
        "答复建议3：已采纳，下月上线",
        ((r"^\W*(?:答复|回复)(?:投诉)?建议\s*(?:第)?\d|^\W*建议\s*\d+号?(?:的)?(?:答复|回复)", 1.6),),
        suggesting.answer,
        suggesting.may_answer,
    ),
    Intent(
        "my_suggestions",
        "查建议",
        "",
        (
            (
                r"^\W*(?:现在|目前|都)?(?:有|收到)(?:了)?(?:哪些|什么|几条|多少)(?:条)?(?:投诉)?(?:意见)?建议\W*$|建议都?有(?:哪些|什么|几条|多少)|建议(?:列表|清单|情况)|待答复(?:的)?(?:投诉)?建议|(?:哪些|几条)建议.{0,6}(?:没|未|待)答复|我(?:的|提的?)建议.{0,8}(?:答复|回复|怎么样|了吗|呢|$)",
                1.5,
            ),
        ),
        suggesting.listed,
        everyone,
    ),
    Intent(
        "fewer_messages",
        "少打扰",
        "少打扰；少打扰 12点到14点",
        (
            (
                r"少打扰|免打扰|勿扰|(?:别|不要|少)(?:再|老是|总是|一直)?打扰我?(?:了)?$|恢复(?:正常|所有|全部)(?:提醒|推送)",
                1.4,
            ),
        ),
        quieting.quieter,
        everyone,
        family="unsubscribe",
    ),
    Intent(
        "no_ranking",
        "使用排名",
        "",
        (
            (
                r"(?:排|排名|排序|排行|前十|名次|通报|统计).{0,14}(?:使用|登录|活跃|打卡|上线|发言)(?:次数|率|量|情况|频率|度|时长)",
                1.6,
            ),
            (
                r"(?:使用|登录|活跃|打卡|上线|发言)(?:次数|率|量|情况|频率|度|时长)?.{0,10}(?:排|排名|排序|排行|前十|名次|倒数|最[多少])",
                1.6,
            ),
            (r"谁(?:用|登录)(?:得|的)?(?:最|比较)[多少]", 1.5),
        ),
        quieting.no_ranking,
        everyone,
        family="smalltalk",
    ),
    Intent(
        "no_shaming",
        "已读情况",
        "",
        (
            (r"(?:已读|未读|没读|没看|未回|没回).{0,10}(?:群里|点名|曝光|公示)", 1.6),
            (r"(?:已读|未读|没读|没看|不看|已阅|未回|没回|不回).{0,12}(?:发|公布|通报|晒|挂|贴|点名).{0,6}群", 1.6),
            (r"(?:群里|在群).{0,8}(?:公布|通报|点名|晒|挂|发).{0,16}(?:已读|未读|没读|没看|未回|没回|读没读)", 1.6),
            (r"(?:谁|哪些(?:人|单位)).{0,4}(?:已读|读了|看了)(?:不回|没回|未回)", 1.5),
        ),
        quieting.no_shaming,
        everyone,
        family="smalltalk",
    ),
)
