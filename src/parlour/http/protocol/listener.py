"""Closing a listening socket without resetting connections.

When a listener is closed, the system resets the connections that were established but not yet accepted, and those whose
handshake has begun. So new ones are blocked first, then the others are accepted, and then the listener is closed.
"""

import contextlib
import ctypes
import select
import socket
import struct
from pathlib import Path

# Linux: the number of the option, and a filter of four instructions (code, jumps, operand) that drops each packet with
# the flag SYN. The third packet of a handshake has none, so handshakes that have begun can be finished.
SO_ATTACH_FILTER = 26
LOAD_BYTE, SKIP_UNLESS_SET, RETURN = 0x30, 0x45, 0x06
FLAGS_OFFSET, SYN = 13, 0x02
DROP, WHOLE_PACKET = 0, 0xFFFF_FFFF
NO_NEW_HANDSHAKES = (
    (LOAD_BYTE, 0, 0, FLAGS_OFFSET),
    (SKIP_UNLESS_SET, 0, 1, SYN),
    (RETURN, 0, 0, DROP),
    (RETURN, 0, 0, WHOLE_PACKET),
)

# Linux: its list of connections, and how it writes that the handshake of one has begun.
TABLES = {socket.AF_INET: Path("/proc/net/tcp"), socket.AF_INET6: Path("/proc/net/tcp6")}
SYN_RECEIVED = "03"


def refuse_newcomers(listener: socket.socket) -> None:
    """Block new connections. A client tries again after a second, and is refused when the socket is closed.

    This does nothing on other systems than Linux, and where the system lets only root attach a filter.
    """
    program = b"".join(struct.pack("HBBI", *instruction) for instruction in NO_NEW_HANDSHAKES)
    instructions = ctypes.create_string_buffer(program)
    with contextlib.suppress(OSError):
        listener.setsockopt(
            socket.SOL_SOCKET,
            SO_ATTACH_FILTER,
            struct.pack("HL", len(NO_NEW_HANDSHAKES), ctypes.addressof(instructions)),
        )


def is_somebody_waiting(listener: socket.socket) -> bool:
    """Return whether a connection is waiting to be accepted, or will be when its handshake ends."""
    return _is_handshake_open(listener) or _is_one_established(listener)  # in this order, or one slips through


def _is_handshake_open(listener: socket.socket) -> bool:
    """Return whether a handshake with the listener has begun. Other systems than Linux don't tell."""
    port = f":{listener.getsockname()[1]:04X}"
    with contextlib.suppress(OSError), TABLES[listener.family].open() as lines:
        for line in lines:
            _, local, _, state, *_ = line.split()
            if state == SYN_RECEIVED and local.endswith(port):
                return True
    return False


def _is_one_established(listener: socket.socket) -> bool:
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    return bool(poll.poll(0))
