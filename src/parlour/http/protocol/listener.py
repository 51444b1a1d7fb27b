"""Closing a listening socket without resetting connections.

When a listener is closed, the system resets the connections that were established but not yet accepted. So new ones are
blocked first, then the waiting ones are accepted, and then the listener is closed.
"""

import contextlib
import ctypes
import select
import socket
import struct

# Linux: the number of the option, and a filter of one instruction that lets no packet through: `ret #0`.
SO_ATTACH_FILTER = 26
DROP_ALL = struct.pack("HBBI", 0x06, 0, 0, 0)


def refuse_newcomers(listener: socket.socket) -> None:
    """Block new connections. A client tries again after a second, and is refused when the socket is closed.

    This does nothing on other systems than Linux, and where the system lets only root attach a filter.
    """
    instructions = ctypes.create_string_buffer(DROP_ALL)
    program = struct.pack("HL", 1, ctypes.addressof(instructions))
    with contextlib.suppress(OSError):
        listener.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)


def is_somebody_waiting(listener: socket.socket) -> bool:
    """Return whether a connection is waiting to be accepted."""
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    return bool(poll.poll(0))
