"""Mistakes in the office profile: each is named, with its line where it has one, and nothing else is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.doctor.finding import Severity
from bot.doctor.walk import examine_profile
from storage.office import SAMPLE

Edit = Callable[[str], str]
PROFILES: list[tuple[str, Edit, list[str], str]] = [
    ("tab", lambda t: t.replace("  district: 云湾区", "\tdistrict: 云湾区"), ["profile.yaml"], "Tab"),
    ("full-width colon", lambda t: t.replace("  district: 云湾区", "  district：云湾区"), ["profile.yaml"], "全角"),
    ("no number", lambda t: t.replace("seats: 60", "seats: 六十"), ["profile.wrong"], "rooms.1.seats：应是整数"),
    ("missing", lambda t: t.replace("  bulletin: 云湾信息\n", ""), ["profile.wrong"], "bulletin"),
    ("unknown role", lambda t: t.replace("roles: [clerk]", "roles: [文书]"), ["profile.wrong"], "roles"),
    ("unknown key", lambda t: t.replace("  zone:", "  zones:"), ["profile.wrong"], "zones"),
    ("rule", lambda t: t.replace('cutoff: "15:30"', 'cutoff: "25:30"'), ["profile.wrong"], "25:30"),
    ("userid twice", lambda t: t.replace("userid: wuyang", "userid: duheng"), ["profile.wrong"], "duheng"),
    ("unit of nobody", lambda t: t.replace("unit: 住建局, roles: [unit_head]", "unit: 住建厅, roles: [unit_head]"),
     ["profile.wrong"], "住建厅"),
    ("section twice", lambda t: t + "\nrooms: []\n", ["profile.double"], "rooms"),
    ("no liaison", lambda t: t.replace("aliases: [财政], liaison: liaison-caizhengju, ", "aliases: [财政], "),
     ["profile.no_liaison"], "区财政局"),
    ("leader alone", lambda t: t.replace(", serves: linzhixing", ", serves: zhoumingyuan"),
     ["profile.no_secretary"], "林知行"),
    ("serves nobody", lambda t: t.replace(", serves: linzhixing", ""),
     ["profile.no_secretary", "profile.serves"], "没有写服务"),
    ("room alias", lambda t: t.replace("aliases: [二楼会议室,", "aliases: [三楼会议室, 二楼会议室,"),
     ["profile.room_alias"], "三楼会议室"),
    ("unit alias", lambda t: t.replace("aliases: [财政]", "aliases: [财政, 审计局]"), ["profile.unit_alias"], "审计局"),
    ("empty role", lambda t: t.replace("roles: [archivist]", "roles: [clerk]"), ["profile.role"], "档案员"),
    ("no clerk", lambda t: t.replace("roles: [clerk]", "roles: [archivist]"), ["profile.role"], "文书"),
    ("no unit", lambda t: t.replace("post: 档案员, unit: 区委办,", "post: 档案员,"), ["profile.no_unit"], "尤红"),
    ("rank", lambda t: t.replace("rank: 20", "rank: 10"), ["profile.rank"], "排名都是10"),
    ("one admin", lambda t: t.replace("roles: [secadmin]", "roles: [secadmin, auditor]"), ["profile.admins"], "三员"),
    ("hours", lambda t: t.replace('hours: ["08:30-12:00"', 'hours: ["13:30-12:00"'), ["profile.hours"], "颠倒"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected", "words"), [case[1:] for case in PROFILES], ids=[c[0] for c in PROFILES])
def test_a_mistake_in_the_profile_is_named(tmp_path: Path, edit: Edit, expected: list[str], words: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    edited = edit(text)
    assert edited != text
    profile = tmp_path / "office.yaml"
    profile.write_text(edited, encoding="utf-8")
    _, findings = examine_profile(profile)
    assert sorted(found.code for found in findings if found.severity is not Severity.NOTE) == expected
    assert words in "".join(found.cause + found.fix for found in findings)
    if expected[0] in ("profile.yaml", "profile.wrong", "profile.double"):
        changed = next(
            (n for n, (a, b) in enumerate(zip(text.splitlines(), edited.splitlines(), strict=False), 1) if a != b),
            len(edited.splitlines()),
        )
        assert f"第{changed}行" in findings[0].cause or "bulletin" in words


def test_a_profile_saved_by_an_old_editor(tmp_path: Path) -> None:
    profile = tmp_path / "office.yaml"
    profile.write_bytes(SAMPLE.read_text(encoding="utf-8").encode("gb18030"))
    assert [found.code for found in examine_profile(profile)[1]] == ["profile.encoding"]
    profile.write_bytes(b"\xef\xbb\xbf" + SAMPLE.read_bytes())
    office, findings = examine_profile(profile)
    assert office is not None
    assert findings == []


def test_several_mistakes_are_told_at_once(tmp_path: Path) -> None:
    profile = tmp_path / "office.yaml"
    text = (
        SAMPLE.read_text(encoding="utf-8")
        .replace("seats: 60", "seats: 六十")
        .replace("roles: [clerk]", "roles: [文书]")
    )
    profile.write_text(text, encoding="utf-8")
    assert ["roles" in found.cause for found in examine_profile(profile)[1]] == [True, False]
