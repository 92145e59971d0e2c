"""One sample of every message and event of wecom.md 3, with what must be read from it."""

from bot.wecom import inbound as i
from bot.wecom import notices as n

MESSAGES = [
    ({"MsgType": "text", "Content": "明天下午三点订个会议室"}, i.TextMessage, {"content": "明天下午三点订个会议室"}),
    ({"MsgType": "text"}, i.TextMessage, {"content": ""}),
    ({"MsgType": "image", "PicUrl": "http://p", "MediaId": "m1"}, i.MediaMessage, {"kind": "image"}),
    ({"MsgType": "voice", "Format": "amr", "MediaId": "m1"}, i.MediaMessage, {"kind": "voice"}),
    ({"MsgType": "video", "MediaId": "m1", "ThumbMediaId": "m2"}, i.MediaMessage, {"kind": "video"}),
    ({"MsgType": "file", "MediaId": "m1", "FileName": "机密.docx"}, i.MediaMessage, {"kind": "file"}),
    (
        {"MsgType": "location", "Location_X": "23.5", "Location_Y": "-113.25", "Scale": "16", "Label": "云湾大道1号"},
        i.LocationMessage,
        {"latitude": 23.5, "longitude": -113.25, "scale": 16, "label": "云湾大道1号"},
    ),
    (
        {"MsgType": "link", "Title": "标题", "Description": "摘要", "Url": "https://e", "PicUrl": "https://p"},
        i.LinkMessage,
        {"title": "标题", "description": "摘要", "url": "https://e"},
    ),
    ({"MsgType": "hologram", "Content": "x"}, i.UnknownMessage, {"kind": "hologram"}),
    ({}, i.UnknownMessage, {"kind": ""}),
]

SCAN = "<ScanType>qrcode</ScanType><ScanResult>12</ScanResult>"
PLACE = "<Location_X>1.5</Location_X><Location_Y>2</Location_Y><Scale>3</Scale><Label>a</Label><Poiname>b</Poiname>"

EVENTS = [
    ("subscribe", {"EventKey": ""}, i.Subscribe, {}),
    ("unsubscribe", {"EventKey": ""}, i.Unsubscribe, {}),
    ("enter_agent", {"EventKey": ""}, i.EnterAgent, {}),
    (
        "LOCATION",
        {"Latitude": "1.5", "Longitude": "2.5", "Precision": "65.0", "AppType": "wxwork"},
        i.LocationReport,
        {"latitude": 1.5, "longitude": 2.5, "precision": 65.0},
    ),
    ("click", {"EventKey": "TODAY"}, i.MenuClick, {"key": "TODAY"}),
    ("view", {"EventKey": "https://e"}, i.MenuView, {"target": "https://e", "mini_program": False}),
    ("view_miniprogram", {"EventKey": "pages/a"}, i.MenuView, {"target": "pages/a", "mini_program": True}),
    (
        "scancode_push",
        {"EventKey": "k", "ScanCodeInfo": SCAN},
        i.ScanCode,
        {"key": "k", "scan_type": "qrcode", "result": "12", "waiting": False},
    ),
    (
        "scancode_waitmsg",
        {"EventKey": "k", "ScanCodeInfo": SCAN},
        i.ScanCode,
        {"key": "k", "scan_type": "qrcode", "result": "12", "waiting": True},
    ),
    *(
        (
            name,
            {"EventKey": "k", "SendPicsInfo": "<Count>2</Count><PicList><item/><item/></PicList>"},
            i.PicturesChosen,
            {"key": "k", "source": name, "count": 2},
        )
        for name in ("pic_sysphoto", "pic_photo_or_album", "pic_weixin")
    ),
    (
        "location_select",
        {"EventKey": "k", "SendLocationInfo": PLACE},
        i.LocationChosen,
        {"key": "k", "latitude": 1.5, "longitude": 2.0, "scale": 3, "label": "a", "poi": "b"},
    ),
    (
        "template_card_menu_event",
        {"EventKey": "k", "TaskId": "t", "CardType": "text_notice", "ResponseCode": "rc"},
        i.CardMenuPress,
        {"key": "k", "task_id": "t", "card_type": "text_notice", "response_code": "rc"},
    ),
    ("taskcard_click", {"EventKey": "k", "TaskId": "t"}, i.TaskCardPress, {"key": "k", "task_id": "t"}),
    (
        "batch_job_result",
        {"BatchJob": "<JobId>j</JobId><JobType>sync_user</JobType><ErrCode>0</ErrCode><ErrMsg>ok</ErrMsg>"},
        n.BatchJobResult,
        {"job_id": "j", "job_type": "sync_user", "err_code": 0, "err_msg": "ok"},
    ),
    ("upload_media_job_finish", {"JobId": "j"}, n.UploadFinished, {"job_id": "j"}),
    (
        "change_contact",
        {"ChangeType": "update_user", "UserID": "a", "NewUserID": "b", "Department": "1,2", "Status": "1"},
        n.ContactChange,
        {"change": "update_user", "subject": "a", "new_userid": "b", "departments": ("1", "2"), "status": 1},
    ),
    (
        "change_contact",
        {"ChangeType": "delete_party", "Id": "7"},
        n.ContactChange,
        {"change": "delete_party", "subject": "7", "new_userid": "", "departments": (), "status": 0},
    ),
    (
        "sys_approval_change",
        {
            "ApprovalInfo": "<SpNoStr>2026</SpNoStr><SpStatus>2</SpStatus><TemplateId>T</TemplateId>"
            "<Applyer><UserId>a</UserId></Applyer><SpRecord><SpStatus>1</SpStatus></SpRecord>"
            "<SpRecord><SpStatus>2</SpStatus></SpRecord><StatuChangeEvent>2</StatuChangeEvent>"
        },
        n.ApprovalChange,
        {"own": False, "number": "2026", "template_id": "T", "status": 2, "applicant": "a", "change": 2},
    ),
    (
        "open_approval_change",
        {
            "ApprovalInfo": "<ThirdNo>9</ThirdNo><OpenTemplateId>T</OpenTemplateId><OpenSpstatus>1</OpenSpstatus>"
            "<ApplyUserid>a</ApplyUserid><approverstep>0</approverstep>"
        },
        n.ApprovalChange,
        {"own": True, "number": "9", "template_id": "T", "status": 1, "applicant": "a", "change": 0},
    ),
    *(
        (name, {"EffectTime": "1761123456"}, n.AppNotice, {"name": name, "effective": 1761123456})
        for name in (
            "share_agent_change",
            "share_chain_change",
            "inactive_alert",
            "close_inactive_agent",
            "reopen_inactive_agent",
            "low_active_alert",
            "low_active",
            "active_restored",
        )
    ),
    ("modify_calendar", {"CalId": "c"}, n.CalendarChange, {"action": "modify", "calendar_id": "c"}),
    ("delete_calendar", {"CalId": "c"}, n.CalendarChange, {"action": "delete", "calendar_id": "c"}),
    *(
        (
            f"{action}_schedule",
            {"CalId": "c", "ScheduleId": "s"},
            n.ScheduleChange,
            {"action": action, "calendar_id": "c", "schedule_id": "s"},
        )
        for action in ("add", "modify", "delete", "respond")
    ),
    (
        "book_meeting_room",
        {"MeetingRoomId": "301", "BookingId": "b"},
        n.RoomBooking,
        {"booked": True, "room_id": 301, "booking_id": "b"},
    ),
    (
        "cancel_meeting_room",
        {"MeetingRoomId": "301", "BookingId": "b"},
        n.RoomBooking,
        {"booked": False, "room_id": 301, "booking_id": "b"},
    ),
    (
        "meeting_change",
        {"ChangeType": "cancel_meeting", "MeetingId": "m"},
        n.MeetingChange,
        {"change": "cancel_meeting", "meeting_id": "m", "status": 0},
    ),
    (
        "meeting_statistics",
        {"ChangeType": "start_meeting", "MeetingId": "m", "Status": "1"},
        n.MeetingChange,
        {"change": "start_meeting", "meeting_id": "m", "status": 1},
    ),
    ("living_status_change", {"LivingId": "l", "Status": "2"}, n.LivingChange, {"living_id": "l", "status": 2}),
    ("kf_msg_or_event", {"Token": "t"}, i.UnknownEvent, {"name": "kf_msg_or_event"}),
    ("location", {}, i.UnknownEvent, {"name": "location"}),  # names are case-sensitive
    ("", {}, i.UnknownEvent, {"name": ""}),
]
