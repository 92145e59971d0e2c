"""Steps that the conversations about the bulletin share."""

from tests.day import Day, Phone


def by_unit(day: Day) -> dict[str, str]:
    return {row["unit"]: row["state"] for row in day.rows("items")}


def issue(day: Day, no: int | None = None) -> dict[str, object]:
    return next(row for row in day.rows("bulletins") if row["no"] == no or no is None)


async def submit_two(day: Day) -> Phone:
    """区工信局 and 金溪镇 send in a piece each; returns the editor's phone."""
    await day.phone("liaison-gongxinju").says("投稿：《新增规上工业企业12家》今年以来，我区新增规上工业企业12家。")
    await day.phone("liaison-jinxizhen").says("投稿：探索“一事快办”缩短企业开办时间")
    return day.phone("zhaowan")


async def sign_one(day: Day, no: int) -> str:
    """Submission to signature of one issue with one public piece; returns the answer to the signer."""
    await day.phone("liaison-gongxinju").says(f"投稿：《第{no}条经验》做法如下。")
    await day.phone("zhaowan").says("把工信局那条编入今日信息，可周知")
    await day.phone("sunli").says("审核通过")
    return await day.phone("guoping").says(f"签发{no}期")
