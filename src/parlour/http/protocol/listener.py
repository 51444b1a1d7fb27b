"""Closing a listening socket so that nobody is reset.

The system resets connections that it has made and nobody has accepted when their listener is closed. So newcomers are
kept out first, then those who are waiting are accepted, and then the listener is closed.
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
    """Let no one connect from now on. A client tries again after a second, and is refused once the socket is closed.

    Elsewhere than on Linux it does nothing.
    """
    instructions = ctypes.create_string_buffer(DROP_ALL)
    program = struct.pack("HL", 1, ctypes.addressof(instructions))
    with contextlib.suppress(OSError):
        listener.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)


def is_somebody_waiting(listener: socket.socket) -> bool:
    """Whether there is a connection to be accepted."""
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    return bool(poll.poll(0))
