"""Everyday words, what the office calls the same, and what is likely wanted: for guessing, never to act on."""

EVERYDAY: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        r"[咋怎](?:么)?(?:弄|办|样|整|搞)|啥情况|什么情况|到哪|完了没|好了没|看完|进度|有.{0,2}(?:消息|下文|动静)",
        "",
        ("query_task", "feedback", "find_doc"),
    ),
    (r"那个.{1,8}(?:事|活|项目|工程)|这个(?:事|活)", "督办", ("query_task", "feedback")),
    (r"屋|房间|场地|开会的?地|地儿|地方开|个地方|教室|厅", "会议室", ("book_room", "find_room")),
    (r"开.{0,4}会|碰.{0,2}头|个会", "会议", ("create_meeting", "book_room")),
    (r"红头|材料|文件|公文|来.{0,3}文|一份(?:函|通知|报告|请示)", "收文", ("log_incoming", "find_doc")),
    (r"领导|书记|区长|过目|签字|批一下", "批示", ("submit", "record_instruction", "mark_read")),
    (r"来不了|走不开|去不成|没空|顶替|代我", "请假", ("reply_meeting",)),
    (r"报个|消息|稿|动态|简讯|写了一?[篇条]", "投稿 信息", ("edit_issue", "submit_info")),
    (r"新闻|日报|每日|看点", "今日信息", ("read_bulletin",)),
    (r"[弄搞写登打]错|更改|改一下", "更正", ("amend",)),
    (r"办完|搞定|做完|弄好|干完|完成了|收尾", "办结", ("apply_close", "close", "feedback")),
    (r"接到|接收|拿到", "签收", ("sign", "log_incoming")),
    (r"分给|交给|派给|给.{1,6}办|让.{1,6}办|甩给", "转办 牵头", ("transfer", "create_task")),
    (r"汇报|反映|报一下|回个话|情况说明", "反馈", ("feedback", "feedback_doc")),
    (r"盯|抓一抓|落实|督促|催", "督办", ("create_task", "query_task")),
    (r"不去了|不开了|不要了|退掉", "取消", ("cancel", "reply_meeting")),
    (r"换.{0,3}(?:时间|日子|地方)|往后拖|推后|提前", "改期", ("reschedule",)),
)
