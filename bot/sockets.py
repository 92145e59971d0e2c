"""A listening socket that systemd hands over (socket activation, sd_listen_fds(3)).

The socket lives in systemd while the server is restarted: who connects meanwhile waits for a second instead of being
refused, and WeCom waits five.
"""

import os
import socket

FIRST = 3
"""The descriptor at which handed-over sockets begin."""


def handed_over() -> socket.socket | None:
    """The socket meant for this process, or None. Asked for once: children inherit nothing."""
    pid, count = os.environ.pop("LISTEN_PID", ""), os.environ.pop("LISTEN_FDS", "")
    os.environ.pop("LISTEN_FDNAMES", None)
    if pid != str(os.getpid()) or not count.isdecimal() or int(count) < 1:
        return None
    os.set_inheritable(FIRST, False)
    return socket.socket(fileno=FIRST)
