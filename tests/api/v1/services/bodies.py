"""A service as the tests send and read it."""

from typing import Any

SERVICE: dict[str, Any] = {
    "title": "Haircut",
    "price_min": 35,
    "price_max": 45.5,
    "duration": 2700,
    "technical_break_duration": 300,
    "discount": 10,
    "comment": "For any length",
    "weight": 7,
    "active": 1,
    "api_id": "cut-1",
}
# What a change can't go without, as a new service has it.
PATCHED: dict[str, Any] = {
    "title": "Haircut",
    "booking_title": "",
    "category_id": 0,
    "price_min": 35,
    "price_max": 45.5,
    "duration": 2700,
    "is_multi": False,
    "tax_variant": None,
    "vat_id": None,
    "is_need_limit_date": False,
    "seance_search_start": 0,
    "seance_search_finish": 86400,
    "step": 0,
    "seance_search_step": 900,
}
# A new service with its title alone.
DEFAULTS: dict[str, Any] = {
    "title": "Haircut",
    "booking_title": "",
    "print_title": "",
    "category_id": 0,
    "price_min": 0,
    "price_max": 0,
    "discount": 0,
    "duration": 3600,
    "technical_break_duration": None,
    "comment": "",
    "weight": 0,
    "active": 0,
    "is_online": False,
    "api_id": "",
    "is_multi": False,
    "tax_variant": None,
    "vat_id": None,
    "is_need_limit_date": False,
    "date_from": "0000-00-00",
    "date_to": "0000-00-00",
    "seance_search_start": 0,
    "seance_search_finish": 86400,
    "seance_search_step": 900,
    "step": 0,
    "capacity": 1,
    "prepaid": "forbidden",
    "price_prepaid_amount": 0,
    "price_prepaid_percent": 0,
    "repeat_visit_days_step": None,
    "is_chain": False,
    "is_price_managed_only_in_chain": False,
    "is_comment_managed_only_in_chain": False,
    "service_type": 1,
    "api_service_id": 0,
    "schedule_template_type": 0,
    "online_invoicing_status": 0,
    "is_abonement_autopayment_enabled": 0,
    "autopayment_before_visit_time": 0,
    "abonement_restriction_value": 0,
    "staff": [],
    "resources": [],
    "image_group": [],
    "dates": [],
}


def member(id_: int, length: int = 3600, name: str = "Ana Lima", **more: Any) -> dict[str, Any]:
    """A team member as an answer shows one."""
    return {"id": id_, "seance_length": length, "technological_card_id": None, "price": None, "name": name, **more}
