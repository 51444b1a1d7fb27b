"""Reviews that clients leave by the link of their appointment (tag Client Personal Cabinet)."""

from parlour.access.identity import Partner
from parlour.access.permissions import Entry
from parlour.areas.reviews import refusals, service
from parlour.areas.reviews.v1 import feedback_wire as wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer

operations = Operations(B2B_V1, "Client Personal Cabinet")


@operations.get(
    "/api/v1/master_record_review/{record_token}",
    "get_feedback_form_status",
    Entry.PARTNER,
    refuses=(refusals.NO_APPOINTMENT,),
)
async def get_feedback_form_status(
    ctx: Reading[Partner], record_token: wire.RecordTokenInPath
) -> Answer[wire.ReviewStatus]:
    """Get what a review is about

    An appointment can be reviewed from its start on, unless it was deleted or the client didn't come.
    """
    found = await service.get_appointment(ctx.conn, record_token)
    return answer(wire.ReviewStatus.from_model(found, ctx.services.settings.base_url))


@operations.post(
    "/api/v1/master_record_review/{record_token}",
    "submit_feedback_form",
    Entry.PARTNER,
    status=200,
    refuses=(refusals.NO_APPOINTMENT, refusals.REVIEWED, refusals.NO_TIPS),
)
async def submit_feedback_form(
    ctx: Writing[Partner], record_token: wire.RecordTokenInPath, data: Body[wire.ClientsReview]
) -> Answer[wire.ReviewThanks]:
    """Leave a review as a client

    Of the team member, once for an appointment. It counts at once in the member's mean.
    """
    given = data.accept()
    if given.tips_amount:
        raise refusals.NO_TIPS.error("tips_amount")
    await service.leave_clients_review(ctx.conn, record_token, given.rating, given.text or "")
    return answer(wire.ReviewThanks(wire.NoCharge("")))
