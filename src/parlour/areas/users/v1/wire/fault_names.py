"""What fields of the model are called in the faults of users and invitations."""

NAMES = {
    "contact": "search",
    "rights": "user_permissions",
    "locations": "user_company_links",
    "location_id": "company_id",
    "team_member_id": "staff_id",
}
