"""Further ways to say what can be done: shown by 帮助, and what unclear words are compared with (issue 3, 5 and 7)."""

COMMON = frozenset(
    {
        "log_incoming",
        "log_outgoing",
        "record_instruction",
        "find_doc",
        "submit",
        "transfer",
        "sign",
        "query_task",
        "feedback",
        "create_task",
        "reply_meeting",
        "create_meeting",
        "book_room",
        "find_room",
        "submit_info",
        "read_bulletin",
    }
)
"""What people want most often, whichever of it they may do."""

WAYS: dict[str, tuple[str, ...]] = {
    "log_incoming": ("收到一份文件，登记一下", "登记收文 市府办 南府办〔2026〕12号 特急 办件 后天下午3点前报"),
    "submit": ("呈送林区长", "收〔2026〕1203号呈送书记区长"),
    "transfer": ("1203号转应急局牵头", "住建局牵头，应急局配合，三个工作日内反馈"),
    "sign": ("签收1203号",),
    "feedback_doc": ("1203号反馈：方案已印发，队伍已到位",),
    "mark_read": ("1203号林区长阅毕",),
    "record_instruction": ("周书记批示了，请晓东副区长牵头",),
    "close": ("1203号办结",),
    "find_doc": ("1203号到哪了", "查文 防汛"),
    "amend": ("1203号时限改成9月25日",),
    "book_room": ("明天下午3点要个会议室，20人", "订301，周三上午9点到10点半"),
    "find_room": ("301明天有人用吗",),
    "create_meeting": ("周三下午3点开全区防汛调度会，201，何副区长主持", "发个会议通知"),
    "reschedule": ("会议改到周四上午9点",),
    "cancel": ("取消我订的会议室",),
    "reply_meeting": ("周局长去不了，派吴副局长参加", "请假，出差"),
    "approve_leave": ("不同意请假 区住建局",),
    "meeting_receipts": ("哪些单位还没回执",),
    "query_task": ("查督办 道路", "我们局还有哪些督办没办完"),
    "create_task": ("立项督办：防汛物资补充，应急局牵头，9月底前完成",),
    "feedback": ("0123号进展：已完成招标，下周开工", "反馈进展：路基已完成一半"),
    "apply_close": ("0123号申请办结：道路已通车",),
    "submit_info": ("报信息：我区新增3家专精特新企业",),
    "read_bulletin": ("看看今日信息",),
    "edit_issue": ("金溪镇那条不用，其余编入今日信息",),
    "unsubscribe": ("不要再发日报了",),
    "duty": ("明天谁带班", "本周值班表"),
    "swap": ("唐薇替我23号值班",),
    "contact": ("住建局电话多少", "李可的B角是谁"),
    "away": ("我明天外出，由周志强代",),
    "remind_me": ("每月5日上午9点提醒我报工资数据",),
    "fewer_messages": ("免打扰",),
}
"""By intent. Every one of them is understood as that intent (a test says so)."""
