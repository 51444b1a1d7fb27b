"""Comments on clients, at the address of the contract and at the one that clients use (tag Clients)."""

from parlour.access.permissions import Permission
from parlour.areas.clients import refusals
from parlour.areas.clients.service import comments as service
from parlour.areas.clients.v1.wire import comments as wire
from parlour.areas.clients.v1.wire.fields import ClientInPath
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, CountedAnswer, answer, counted

operations = Operations(B2B_V1, "Clients")

COMMENTS = "/api/v1/clients/{location_id}/clients/{client_id}/comments"
SAME_COMMENTS = "/api/v1/company/{location_id}/clients/{client_id}/comments"


@operations.get(SAME_COMMENTS, "list_comments_of_client", Permission.CLIENT_COMMENTS_VIEW)
@operations.get(COMMENTS, "list_client_comments", Permission.CLIENT_COMMENTS_VIEW)
async def list_client_comments(ctx: Reading, client_id: ClientInPath) -> CountedAnswer[list[wire.ClientComment]]:
    """List the comments on a client

    The newest first.
    """
    found = await service.list_comments(ctx.conn, ctx.tenant, client_id)
    return counted([wire.ClientComment.from_model(comment, ctx.tenant) for comment in found], len(found))


@operations.post(SAME_COMMENTS, "add_comment_on_client", Permission.CLIENT_COMMENTS_ADD)
@operations.post(COMMENTS, "create_client_comment", Permission.CLIENT_COMMENTS_ADD)
async def create_client_comment(
    ctx: Writing, client_id: ClientInPath, data: Body[wire.CommentForm]
) -> Answer[wire.ClientComment]:
    """Comment on a client

    In at most 255 characters.
    """
    comment = await service.add_comment(ctx.conn, ctx.tenant, client_id, data.accept().text)
    return answer(wire.ClientComment.from_model(comment, ctx.tenant))


@operations.delete(
    f"{SAME_COMMENTS}/{{comment_id}}",
    "delete_comment_on_client",
    Permission.CLIENT_COMMENTS_EDIT_OWN,
    refuses=(refusals.NOT_OWN_COMMENT,),
)
@operations.delete(
    f"{COMMENTS}/{{comment_id}}",
    "delete_client_comment",
    Permission.CLIENT_COMMENTS_EDIT_OWN,
    refuses=(refusals.NOT_OWN_COMMENT,),
)
async def delete_client_comment(ctx: Writing, client_id: ClientInPath, comment_id: wire.CommentInPath) -> None:
    """Delete a comment on a client

    One that another user wrote needs the right `client_comments_other_edit_access`, too.
    """
    await service.delete_comment(ctx.conn, ctx.tenant, client_id, comment_id)
