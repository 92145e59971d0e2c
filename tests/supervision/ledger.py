"""A small 督办台账 for the tests."""

from collections.abc import Sequence

from sqlalchemy import Connection

from handlers.line import ImportResult
from handlers.supervision.imports import import_tasks
from scheduler.desk import Desk
from scheduler.workdays import WorkCalendar
from tests.day import Day

PORT_ROAD = {
    "编号": "督〔2026〕0101号",
    "事项": "云湾港片区道路",
    "依据": "2026年9月7日区政府常务会议",
    "主办": "住建局",
    "协办": "区发改局、财政局",
    "责任领导": "何副区长",
    "交办日期": "2026-09-08",
    "时限": "2026-10-20",
    "完成标准": "取得审图合格书",
    "最新进展": "方案已报审",
    "反馈日期": "2026-09-17",
    "灯色": "绿",
}
COUNTRY_ROAD = {
    "编号": "督〔2026〕0098号",
    "事项": "金溪镇农村公路",
    "主办": "金溪镇",
    "协办": "住建局",
    "交办日期": "2026年9月1日",
    "时限": "2026年9月30日",
    "灯色": "黄",
}
NORTH_ROAD = {"编号": "督〔2026〕0097号", "事项": "城北道路绿化", "主办": "城管局", "时限": "2026-11-30"}
HARBOUR = {
    "编号": "督〔2026〕0095号",
    "事项": "云湾港项目前期手续",
    "主办": "发改局",
    "时限": "2026-11-20",
    "责任领导": "林知行",
}
CLOSED = {
    "编号": "督〔2026〕0090号",
    "事项": "云湾港道路排水改造",
    "主办": "住建局",
    "时限": "2026-08-31",
    "办结日期": "2026-08-28",
    "结果": "已完成",
}
LEDGER = (PORT_ROAD, COUNTRY_ROAD, NORTH_ROAD, HARBOUR, CLOSED)


def take_over(day: Day, rows: Sequence[dict[str, str]] = LEDGER) -> ImportResult:
    """Import rows as `zhongshu import tasks` does."""

    def unit(tx: Connection) -> ImportResult:
        desk = Desk(
            tx=tx,
            now=day.clock.now(),
            office=day.office,
            calendar=WorkCalendar(),
            request_id="import",
            actor="duheng",
        )
        return import_tasks(desk, rows)

    return day.bot.db.write_now(unit)
