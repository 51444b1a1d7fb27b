"""Files of clients (tag Clients). Their downloads are in `downloads`."""

from parlour.access.permissions import Permission
from parlour.areas.clients.model.files import MOST_BYTES, ClientFile, new_file
from parlour.areas.clients.service import files as service
from parlour.areas.clients.v1.wire import files as wire
from parlour.areas.clients.v1.wire.fields import ClientInPath
from parlour.areas.images.refusals import STORE_AWAY
from parlour.http.apis import B2B_V1
from parlour.http.body import Form
from parlour.http.context import Context, Detached, Reading
from parlour.http.operations import Operations
from parlour.http.v1_envelope import CountedAnswer, MessageAnswer, counted, message_answer

operations = Operations(B2B_V1, "Clients")
FILES = "/api/v1/company/{location_id}/clients/files/{client_id}"
# The file, and the rest of the form that carries it.
MAX_FORM_BYTES = MOST_BYTES + 1024 * 1024


@operations.get(FILES, "get_client_file_list", Permission.CLIENT_FILES_VIEW)
async def get_client_file_list(ctx: Reading, client_id: ClientInPath) -> CountedAnswer[list[wire.ClientFileRow]]:
    """List the files of a client

    The newest first.
    """
    return _answer(ctx, await service.list_files(ctx.conn, ctx.tenant, client_id))


@operations.post(
    FILES,
    "upload_client_file",
    Permission.CLIENT_FILES_UPLOAD,
    max_body_bytes=MAX_FORM_BYTES,
    refuses=(STORE_AWAY,),
)
async def upload_client_file(
    ctx: Detached, client_id: ClientInPath, data: Form[wire.FileForm]
) -> CountedAnswer[list[wire.ClientFileRow]]:
    """Upload a file of a client

    Ours, not in the contract. The answer lists all files of the client.
    """
    content = data.accept().file
    new = new_file(wire.name_of(content), content)
    found = await service.add_file(ctx.pool, ctx.actor, ctx.services.files, ctx.tenant, client_id, new)
    return _answer(ctx, found)


@operations.delete(f"{FILES}/{{file_id}}", "delete_client_file", Permission.CLIENT_FILES_DELETE, status=202)
async def delete_client_file(ctx: Detached, client_id: ClientInPath, file_id: wire.FileInPath) -> MessageAnswer:
    """Delete a file of a client

    With its content.
    """
    await service.delete_file(ctx.pool, ctx.actor, ctx.services.files, ctx.tenant, client_id, file_id)
    return message_answer("The file was deleted.")


def _answer(ctx: Context, found: list[ClientFile]) -> CountedAnswer[list[wire.ClientFileRow]]:
    site = wire.Site.of(ctx.tenant, ctx.services.settings.base_url)
    return counted([wire.ClientFileRow.from_model(each, site) for each in found], len(found))
