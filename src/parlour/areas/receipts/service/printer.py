"""The printer process: turns the texts of a receipt into a PDF.

Runs as `python -m parlour.areas.receipts.service.printer` under the limits of `parlour.confined`. It stays for some
time, because the libraries take long to load.
"""

import msgspec

from parlour.areas.receipts.model.receipts import Receipt
from parlour.areas.receipts.service.printing import print_receipt
from parlour.confined.inside import answer_requests

_RECEIPTS = msgspec.msgpack.Decoder(Receipt)


def answer(content: bytes) -> bytes:
    """Return the PDF of a receipt."""
    return print_receipt(_RECEIPTS.decode(content))


if __name__ == "__main__":
    answer_requests(answer)
