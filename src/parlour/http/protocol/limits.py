"""How much a client may send, how long it may take, and how many connections there may be.

Limits that an operator may want to change are in the settings; the others are fixed here.
"""

import resource

import msgspec

from parlour.settings import Settings

KIB = 1024
MIB = 1024 * KIB

# A request's head, and what is around the parts of a chunked body: their extensions and trailers.
MAX_HEAD_BYTES = 32 * KIB
MAX_HEAD_LINES = 100
MAX_URL_BYTES = 8 * KIB
# Data is passed to the parser in pieces, so that a limit is exceeded by one piece at most.
PIECE_BYTES = 8 * KIB
# Requests that a client may send before it has read the answers to earlier ones.
MAX_PIPELINED = 32
# The frame of one chunk without extensions: 16 digits, and two line ends.
CHUNK_FRAME_BYTES = 20

# The size of body data waiting for the application at which reading pauses.
BODY_BUFFER_BYTES = 64 * KIB
# The key in a scope of the function that reserves memory for a body while it is unpacked.
TAKE_MEMORY = "parlour.take_memory"
# The first bytes of each body are not counted: small requests are served even when large ones fill the memory.
UNCOUNTED_BODY_BYTES = 16 * KIB
# The size of an unread body that is read to its end, to keep the connection open after an early answer.
SHORT_REST_BYTES = 256 * KIB

# A lingering close (RFC 9112, 9.6): further data is thrown away, so that the client can read the answer.
LINGER_BYTES = 64 * MIB
LINGER_S = 20.0
LINGER_SILENT_S = 2.0
# The same if there is no answer that could be lost.
LINGER_IDLE_S = 0.5
# The time in which an idle connection may still send a request after the server has begun to stop; at most half of the
# time that running requests have to finish.
DRAIN_S = 2.0

# Refused connections that are kept open for a moment, until the refusal has arrived.
MAX_REFUSED_OPEN = 64
# Files that a worker needs in addition to connections: code, logs, images, the lingering connections.
RESERVED_FILES = MAX_REFUSED_OPEN + 96
MOST_FILES = 65_536
MOST_CONNECTIONS = 2048


class Limits(msgspec.Struct, frozen=True):
    """The limits of one worker."""

    connections: int
    connections_per_address: int
    body_memory: int
    head_s: float
    body_s: float
    stall_s: float
    idle_s: float
    drain_s: float
    trusted_proxies: tuple[str, ...]


def limits_of(settings: Settings, open_files: int) -> Limits:
    """Return the limits that the settings ask for, within what `open_files` allows."""
    possible = max(open_files - RESERVED_FILES - settings.pool_size, 8)
    return Limits(
        connections=min(settings.max_connections or MOST_CONNECTIONS, possible),
        connections_per_address=settings.max_connections_per_address,
        body_memory=settings.body_memory_mib * MIB,
        head_s=settings.head_timeout_s,
        body_s=settings.body_timeout_s,
        stall_s=settings.stall_timeout_s,
        idle_s=settings.idle_timeout_s,
        drain_s=min(DRAIN_S, settings.stop_grace_s / 2),
        trusted_proxies=settings.trusted_proxies,
    )


def raise_file_limit() -> int:
    """Raise this process's soft limit of open files towards the hard one, and return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return MOST_FILES if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted
