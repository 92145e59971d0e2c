"""Files that others may have made or may read: forged backups, the mode of what we write, who asks for a download."""

import gzip
import shutil
import stat
from pathlib import Path

import pytest

import bot.backup
from bot.backup import CannotRestore, backup, restore
from bot.downloads import asker
from bot.schema import prepare_database
from tests.console import zhongshu
from tests.day import START


def test_a_forged_or_spoilt_backup_is_refused_in_one_line(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other shapes, other tables and columns, wrong values, a bit that fell over, a bomb: nothing gets in."""
    monkeypatch.setattr(bot.backup, "LONGEST", 1 << 20)
    good, source, target = tmp_path / "good", tmp_path / "source.db", tmp_path / "target.db"
    for file in (source, target):
        shutil.copy(sqlite_template, file)
    backup(f"sqlite:///{source}", good, START)
    head, *rows, tail = gzip.decompress(good.read_bytes()).splitlines(keepends=True)
    one = b'{"rows":{"reminder":1}}\n'
    inside = [
        (b"[]\n",),
        (b"5\n",),
        (b'{"zhongshu":1,"heads":5}\n',),
        (head, b"5\n"),
        (head, b"[]\n"),
        (head, b"[null,{}]\n"),
        (head, b'["no_such_table",{"a":1}]\n', b'{"rows":{"no_such_table":1}}\n'),
        (head, b'["reminder",[1]]\n', one),
        (head, b'["reminder",{"id); DROP TABLE reminder; --":1}]\n', one),
        (head, b'["reminder",{"due_at":5}]\n', one),
        (head, b'["reminder",' + b"[" * 5000 + b"\n"),
        (head, *rows),
        (head, b"\0" * 5_000_000),
    ]
    flipped = bytearray(good.read_bytes())
    flipped[40] ^= 255
    forged = tmp_path / "forged"
    for content in (b"", b"PK\3\4", bytes(flipped), *(gzip.compress(b"".join(lines)) for lines in inside)):
        forged.write_bytes(content)
        with pytest.raises(CannotRestore, match=r"请换一份备份|数据库未改动"):
            restore(f"sqlite:///{target}", forged)
    assert restore(f"sqlite:///{target}", good) == {"audit_event": len(rows)}
    assert tail.startswith(b'{"rows"')


def test_what_holds_the_offices_data_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database's file, an export, a report and its sources, whatever the account's umask is."""
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path}/office.db"
    prepare_database(url)
    for command in (("export", "tasks", "--format", "xlsx"), ("report", "2026Q3", "--out", "q3.docx")):
        assert zhongshu(*command, url=url).exit_code == 0
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(found) >= 4
    assert set(found.values()) == {0o600}, found


@pytest.mark.parametrize(
    ("peer", "original", "counted"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.89.0.2", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "not an address", "127.0.0.1"),
        ("8.8.8.8", "203.0.113.7", "8.8.8.8"),
        ("", "203.0.113.7", ""),
    ],
)
def test_behind_the_proxy_one_stranger_stops_nobodys_downloads(peer: str, original: str, counted: str) -> None:
    """A minute's requests are counted for who asked; only a proxy in the house is believed."""
    assert asker(peer, original) == counted


@pytest.mark.parametrize("name", ["nginx/zhongshu.conf", "container/proxy.conf"])
def test_our_proxies_say_who_asks_and_note_no_address(name: str) -> None:
    conf = (Path(__file__).parents[2] / "ops" / name).read_text("utf-8")
    place = conf.partition("location ^~ /files/ {")[2].partition("\n    }")[0]
    assert "proxy_set_header X-Real-IP $remote_addr;" in place
    assert "access_log off;" in place
