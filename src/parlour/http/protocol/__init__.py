"""HTTP/1.1 on a socket, between uvicorn's server and the application.

    connection.py   one connection: which request is answered, deadlines, the end
    parser.py       where requests begin and end, and what is none
    exchange.py     one request and its answer, as the application sees them
    gate.py         what all connections of a worker share: who may come in, memory for bodies, deadlines
    limits.py       how much and how long
    listener.py     closing a listening socket
    refusals.py     answers to what never became a request

See docs/decisions/0012-transport.md.
"""

from parlour.http.protocol.connection import Connection as Connection
from parlour.http.protocol.gate import Gate as Gate
from parlour.http.protocol.limits import limits_of as limits_of
from parlour.http.protocol.limits import raise_file_limit as raise_file_limit
from parlour.http.protocol.listener import is_somebody_waiting as is_somebody_waiting
from parlour.http.protocol.listener import refuse_newcomers as refuse_newcomers
