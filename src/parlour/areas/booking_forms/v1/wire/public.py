"""What a booking form asks the server before it is shown."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.booking_forms.model import BookingForm
from parlour.areas.booking_forms.v1.wire.languages import LANGUAGES, Language, language_of, texts_in
from parlour.areas.booking_forms.v1.wire.looks import LegalInfo, Style
from parlour.areas.booking_settings.model import BookingSettings
from parlour.areas.locations.model import Location
from parlour.http.envelope import NoMeta
from parlour.http.v1_envelope import Success
from parlour.http.wire import always, says

STEPS = {"service": "service", "master": "master", "datetime": "datetime", "contact": "contact", "comfirm": "confirm"}
"""The names of the steps, and those of their titles in the texts. The contract spells the last one so."""


class Step(msgspec.Struct, frozen=True):
    """A step of a booking form."""

    step: Annotated[
        str, says("`service`, `master` (team members), `datetime`, `contact` or `comfirm`.", "service", "master")
    ]
    title: Annotated[str, says("The title, in the language of the location.", "Services", "Team member")]
    num: Annotated[int, says("Its place, from 1.", 1, 2)]
    hidden: Annotated[bool, says("Whether it is left out.", False)]
    is_title_default: Annotated[bool, says("Whether the title is the usual one.", True)]
    default: Annotated[int | UnsetType, says("What is chosen already; 0 for nothing. Not of date and time.", 0)] = UNSET
    category_view_type: Annotated[
        str | UnsetType,
        says("How categories are shown: always `horizontal_tags`. Of services only.", "horizontal_tags"),
    ] = UNSET
    date_default: Annotated[str | UnsetType, says("Of date and time only: no date.", "0000-00-00")] = UNSET
    time_default: Annotated[int | UnsetType, says("Of date and time only: no time.", 0)] = UNSET
    date_hidden: Annotated[bool | UnsetType, says("Of date and time only.", False)] = UNSET
    time_hidden: Annotated[bool | UnsetType, says("Of date and time only.", False)] = UNSET


class MemberWording(msgspec.Struct, frozen=True):
    """What team members are called."""

    title: Annotated[str, says("The word for one, as in the title of its step.", "Stylist")]


class Nothing(msgspec.Struct, frozen=True):
    """Always empty."""


class PublicBookingForm(msgspec.Struct, frozen=True):
    """A booking form as people who book see it."""

    id: Annotated[int, says("The form.", 41)]
    company_id: Annotated[int, says("Its location.", 1)]
    group_id: Annotated[int, always(0, "Always 0: a form is of a location.")]
    phone_confirmation: Annotated[bool, says("Whether a code confirms the phone number.", False)]
    steps: list[Step]
    style: Style
    lang: Annotated[str, says("The language of the location, or English.", "en-US")]
    langs: list[Language]
    comment_required: Annotated[bool, always(False, "Always false.")]
    without_menu: Annotated[bool, says("Whether people go one step after the other, without a menu.", False)]
    sequence_type: Annotated[str, always("steps", "Always `steps`.")]
    url: Annotated[str, says("The address of the form.", "https://example.com/book/41")]
    sms_enabled: Annotated[bool, says("Whether clients get reminders by SMS.", True)]
    is_show_privacy_policy: Annotated[bool, says("Whether there is a privacy policy to be shown.", False)]
    specialization_display_mode: Annotated[int, always(0, "Always 0: the specialization is shown.")]
    salon_select_type_code: Annotated[str, always("list", "Always `list`.")]
    display_activity_type: Annotated[str, always("all", "Always `all` events.")]
    record_type_id: Annotated[int | None, always(None, "Always null: both kinds of appointments.")]
    is_online_sale_available: Annotated[bool, always(False, "Always false.")]
    any_master: Annotated[bool, says("Ours: whether people may leave the team member open.", True)]
    activity_record_count: Annotated[int, says("The most seats of a group event that a client can book.", 2)]

    staff_name: MemberWording
    legal_info: Annotated[LegalInfo | None, says("What people agree to; null for nothing.", None)]
    google_analytics_id: Annotated[str, says("The id of Google Analytics; empty for none.", "")]
    facebook_pixel_id: Annotated[str, says("The id of a Facebook pixel; empty for none.", "")]
    chain_main_salon_id: Annotated[int, always(0, "Always 0: a form is of a location.")] = 0
    brand: Nothing = Nothing()
    features: Nothing = Nothing()
    injection: Nothing = Nothing()
    map: Nothing = Nothing()
    online_sales_links: Annotated[list[int], always([], "Always empty: nothing is sold.")] = []
    google_analytics_client_id_index: Annotated[str | None, always(None, "Always null.")] = None
    is_multiple_activity_record: Annotated[bool, always(False, "Always false.")] = False
    weekly_view_enabled: Annotated[bool, always(False, "Always false.")] = False
    show_weekly_view_without_online_booking: Annotated[bool, always(False, "Always false.")] = False
    weekly_view_default_salon_id: Annotated[int | None, always(None, "Always null.")] = None
    metrika_counter_id: Annotated[int | None, always(None, "Always null.")] = None
    app_metrika_id: Annotated[str | None, always(None, "Always null.")] = None
    client_scripts: Annotated[str, always("", "Always empty: no scripts of others run in a form.")] = ""
    y_injection: Annotated[str, always("", "Always empty: no scripts of others run in a form.")] = ""
    first_service_category_close: Annotated[bool, always(False, "Always false.")] = False
    is_client_agreements_feature_enabled: Annotated[bool, always(False, "Always false.")] = False
    ab_test_enabled: Annotated[bool, always(False, "Always false.")] = False
    ab_test_percentage: Annotated[int, always(0, "Always 0.")] = 0
    certificate_count: Annotated[int, always(0, "Always 0: nothing is sold.")] = 0
    abonement_count: Annotated[int, always(0, "Always 0: nothing is sold.")] = 0

    @classmethod
    def of(
        cls,
        form: BookingForm,
        tenant: Tenant,
        settings: BookingSettings,
        location: Location,
        base_url: str,
    ) -> "PublicBookingForm":
        language = language_of(tenant.locale)
        steps = _steps_of(form, language)
        legal = LegalInfo.of(form, settings, base_url)
        return cls(
            id=form.id,
            company_id=form.location_id,
            group_id=0,
            phone_confirmation=settings.confirms_phone,
            steps=steps,
            style=Style.of(form, location.logo_url, base_url),
            lang=language.code,
            langs=[*LANGUAGES],
            comment_required=False,
            without_menu=form.is_guided,
            sequence_type="steps",
            url=f"{base_url}/book/{form.id}",
            sms_enabled=location.sends_sms_reminders,
            is_show_privacy_policy=bool(settings.privacy_policy),
            specialization_display_mode=0,
            salon_select_type_code="list",
            display_activity_type="all",
            record_type_id=None,
            is_online_sale_available=False,
            any_master=settings.allows_any_member,
            activity_record_count=settings.max_seats,
            staff_name=MemberWording(next(each.title for each in steps if each.step == "master")),
            legal_info=legal if legal.terms_of_use or legal.confidentiality_agreement else None,
            google_analytics_id=form.google_analytics_id,
            facebook_pixel_id=form.facebook_pixel_id,
        )


def _steps_of(form: BookingForm, language: Language) -> list[Step]:
    titles: dict[str, Any] = (texts_in(language.code) or {})["steps"]
    chosen = {"service": form.service_id or 0, "master": form.team_member_id or 0}
    hidden = {"service": form.hides_service, "master": form.hides_member}
    places = {"service": form.service_place, "master": form.member_place, "datetime": form.time_place}
    own = {"master": form.member_title}
    return [
        _step(
            name,
            own.get(name) or titles[STEPS[name]],
            num,
            hidden=hidden.get(name, False),
            is_title_default=not own.get(name),
            default=chosen.get(name, 0),
        )
        for num, name in enumerate(sorted(STEPS, key=lambda name: places.get(name, len(STEPS))), 1)
    ]


def _step(name: str, title: str, num: int, *, hidden: bool, is_title_default: bool, default: int) -> Step:
    step = Step(name, title, num, hidden, is_title_default)
    if name == "datetime":
        return replace(step, date_default="0000-00-00", time_default=0, date_hidden=False, time_hidden=False)
    view = "horizontal_tags" if name == "service" else UNSET
    return replace(step, default=default, category_view_type=view)


class Agreement(msgspec.Struct, frozen=True):
    """What people agree to."""

    content: Annotated[str, says("The text, as HTML.", "<p>We keep your name and number.</p>")]


class PrivacyPolicy(msgspec.Struct, frozen=True):
    """The privacy policy of a location."""

    agreement: Agreement


EXAMPLE = {"agreement": {"content": "<p>We keep your name and number.</p>"}}


class PrivacyPolicyAnswer(msgspec.Struct, frozen=True):
    """The privacy policy of a location, if it has one."""

    success: Success
    data: Annotated[PrivacyPolicy | None, says("The policy; null if there is none.", EXAMPLE)]
    meta: NoMeta

    @classmethod
    def of(cls, policy: str) -> "PrivacyPolicyAnswer":
        return cls(True, PrivacyPolicy(Agreement(policy)) if policy else None, [])
