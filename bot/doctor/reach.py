"""Name, port and certificate of an address: how far one gets, and where it ends."""

import asyncio
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 5.0
"""Seconds for each step."""
_EXPIRED, _NOT_YET, _SELF_SIGNED, _SELF_SIGNED_CHAIN, _NO_ISSUER, _NAME, _ADDRESS = 10, 9, 18, 19, 20, 62, 64
_CERTIFICATE = {
    _EXPIRED: ("tls_expired", "证书已过期", "请续期证书并让代理服务器重新加载"),
    _NOT_YET: ("tls_not_yet", "证书还没有生效", "请核对证书的起始日期和本机时间"),
    _SELF_SIGNED: ("tls_self_signed", "证书是自签名的，企业微信不认", "请换成受信任机构签发的证书"),
    _SELF_SIGNED_CHAIN: ("tls_self_signed", "证书由不受信任的机构签发", "请换成受信任机构签发的证书"),
    _NO_ISSUER: (
        "tls_chain",
        "证书链不完整或签发机构不受信任",
        "请在代理服务器上配置含中间证书的完整证书链（fullchain）",
    ),
    _NAME: ("tls_name", "证书上的域名与网址不符", "请使用包含该域名的证书，或改正网址"),
    _ADDRESS: ("tls_name", "证书上没有这个IP地址", "请改用证书上的域名"),
}


class Unreachable(Exception):
    """Where the way ends: a stable `kind`, the cause and the next step in Chinese."""

    def __init__(self, kind: str, cause: str, fix: str) -> None:
        super().__init__(cause)
        self.kind, self.cause, self.fix = kind, cause, fix


@dataclass(frozen=True, slots=True)
class Reached:
    """The address answers. `expires`: when its certificate ends, seconds since the epoch; None without TLS."""

    addresses: frozenset[str]
    expires: float | None


async def reach(url: str) -> Reached:
    """Resolve, connect and shake hands, nothing more. Raises Unreachable."""
    parts = urlsplit(url)
    secure, host = parts.scheme == "https", parts.hostname or ""
    try:
        port = parts.port or (443 if secure else 80)
    except ValueError:
        raise Unreachable("port", "端口写法不对", "请填1至65535之间的端口") from None
    addresses = await _resolve(host, port)
    try:
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(host, port, ssl=trusted() if secure else None)
    except TimeoutError:
        raise Unreachable(
            "timeout", f"连接 {host}:{port} 超时", "请检查防火墙、安全组和路由是否放行该地址和端口"
        ) from None
    except ssl.SSLCertVerificationError as error:
        raise _certificate(error) from None
    except (ssl.SSLError, ConnectionResetError) as error:
        raise _handshake(error, host, port) from None
    except OSError:
        raise Unreachable(
            "refused", f"{host}:{port} 没有程序在监听", "请核对端口，并确认服务已启动、防火墙没有拒绝"
        ) from None
    certificate = writer.get_extra_info("peercert") or {}
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    expires = ssl.cert_time_to_seconds(certificate["notAfter"]) if "notAfter" in certificate else None
    return Reached(addresses, expires)


def trusted() -> ssl.SSLContext:
    """Whom this machine trusts at this moment (SSL_CERT_FILE included)."""
    return ssl.create_default_context()


async def _resolve(host: str, port: int) -> frozenset[str]:
    try:
        async with asyncio.timeout(PATIENCE):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError:
        raise Unreachable("dns", f"解析域名 {host} 超时", "请检查本机的 DNS 设置（/etc/resolv.conf）") from None
    except (OSError, UnicodeError):
        raise Unreachable("dns", f"域名 {host} 解析不到地址", "请核对域名拼写、域名解析记录和本机的 DNS 设置") from None
    return frozenset(str(entry[4][0]) for entry in found)


def _certificate(error: ssl.SSLCertVerificationError) -> Unreachable:
    kind, cause, fix = _CERTIFICATE.get(error.verify_code, ("tls_untrusted", "证书没有通过验证", "请更换受信任的证书"))
    return Unreachable(kind, cause, fix)


def _handshake(error: OSError, host: str, port: int) -> Unreachable:
    reason = getattr(error, "reason", "") or ""
    if reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"}:
        return Unreachable(
            "tls_plain", f"{host}:{port} 上不是 https 服务", "请核对端口，或在该端口配置 TLS 证书（见 ops/nginx）"
        )
    return Unreachable("tls_protocol", "TLS 握手没有完成", "请确认服务器支持 TLS 1.2 以上，中间没有设备拦截")
