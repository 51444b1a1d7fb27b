"""The front page: where things are, in one self-contained page."""

import html
from typing import Any

from litestar import Request, Router, get
from litestar.enums import MediaType
from litestar.response import Redirect

from parlour.http.openapi import describe
from parlour.http.services import services_of

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parlour</title><style>
:root {{ color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif }}
body {{ max-width: 60rem; margin: 3rem auto; padding: 0 1rem }}
code {{ font: 0.9em ui-monospace, monospace }} table {{ border-collapse: collapse; width: 100% }}
td {{ padding: .3rem .8rem .3rem 0; border-top: 1px solid #8884; vertical-align: top; overflow-wrap: anywhere }}
td:first-child {{ width: 40% }}
</style></head><body><main>
<h1>Parlour</h1>
<p>This server speaks the Altegio B2B API v1. Point a client at <code>{base_url}</code>.</p>
<p>Description: <a href="/openapi/b2b-v1.yaml">OpenAPI as YAML</a>, <a href="/openapi/b2b-v1.json">as JSON</a>.
Sign in with <code>POST /auth</code> and a partner token; then send
<code>Authorization: Bearer &lt;partner token&gt;, User &lt;user token&gt;</code>.</p>
{groups}
</main></body></html>
"""


@get("/", sync_to_thread=False)
def root() -> Redirect:
    return Redirect("/docs")


@get("/docs", media_type=MediaType.HTML, sync_to_thread=False)
def docs(request: Request[Any, Any, Any]) -> str:
    operations: dict[str, list[tuple[str, str, str]]] = {}
    for path, item in describe(request.app)["paths"].items():
        for method, operation in item.items():
            row = (method.upper(), path.removeprefix("/api/v1"), operation["summary"])
            operations.setdefault(operation["tags"][0], []).append(row)
    groups = "".join(f"<h2>{html.escape(tag)}</h2><table>{_rows(found)}</table>" for tag, found in operations.items())
    return PAGE.format(base_url=html.escape(f"{services_of(request).settings.base_url}/api/v1"), groups=groups)


def _rows(operations: list[tuple[str, str, str]]) -> str:
    return "".join(
        f"<tr><td>{html.escape(summary)}</td><td><code>{method} {html.escape(path)}</code></td></tr>"
        for method, path, summary in sorted(operations, key=lambda operation: operation[1])
    )


ROUTER = Router("/", route_handlers=[root, docs], include_in_schema=False)
