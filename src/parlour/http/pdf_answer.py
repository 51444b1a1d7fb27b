"""A PDF as an answer."""

from litestar import Response

MEDIA_TYPE = "application/pdf"


class PDFAnswer(Response[bytes]):
    """A PDF file that a browser shows, with a file name."""

    def __init__(self, content: bytes, name: str) -> None:
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        super().__init__(content, media_type=MEDIA_TYPE, headers=headers)
