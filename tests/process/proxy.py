"""The real nginx with the file that we ship (ops/nginx/zhongshu.conf), on ports of the test."""

import asyncio
import os
import re
import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path

import aiohttp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.bench.processes import free_port
from scheduler.clock import SystemClock
from tests.process.serving import moment

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
SHIPPED = Path(__file__).parents[2] / "ops" / "nginx" / "zhongshu.conf"
_MAIN = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/zhongshu.conf;
}}
"""


@asynccontextmanager
async def nginx(folder: Path, ports: list[int]) -> AsyncIterator[tuple[str, ssl.SSLContext]]:
    """Yields its https address and what trusts its certificate."""
    assert NGINX is not None
    trust, port = _certificate(folder), free_port()
    config = SHIPPED.read_text(encoding="utf-8")
    config = config.replace("/etc/nginx/tls/", f"{folder}/").replace("/var/log/nginx/", f"{folder}/")
    config = config.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    for shipped, ours in zip(re.findall(r"server (127\.0\.0\.1:\d+)", config), ports, strict=True):
        config = config.replace(shipped, f"127.0.0.1:{ours}")
    (folder / "zhongshu.conf").write_text(config, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user), encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    process = await asyncio.create_subprocess_exec(*command)
    try:
        address = f"https://127.0.0.1:{port}"
        await _answers(address, trust, process)
        yield address, trust
    finally:
        process.terminate()
        await process.wait()


async def _answers(address: str, trust: ssl.SSLContext, process: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession() as web, asyncio.timeout(180):
        while process.returncode is None:
            try:
                async with web.get(f"{address}/healthz", ssl=trust):
                    return
            except aiohttp.ClientError:
                await moment()
    raise AssertionError("nginx did not come up")


def _certificate(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bot.example.gov.cn")]), SystemClock().now()
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    built = built.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    signed = built.add_extension(names, critical=False).sign(key, hashes.SHA256())
    form = serialization.Encoding.PEM
    (folder / "zhongshu.crt").write_bytes(signed.public_bytes(form))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "zhongshu.key").write_bytes(key.private_bytes(form, *plain))
    return ssl.create_default_context(cafile=str(folder / "zhongshu.crt"))
