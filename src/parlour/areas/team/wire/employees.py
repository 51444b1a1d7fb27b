"""The personal data of team members on the wire: what fields mean, and the numbers of genders."""

from parlour.areas.team.model.employees import Gender
from parlour.http.wire import says

PHONE = says("The phone number.", "+13155550175")
FIRST_NAME = says("The first name.", "Ana")
LAST_NAME = says("The last name.", "Lima")
MIDDLE_NAME = says("The middle name.", "")
HIRED_ON = says("The first day of work.", "2024-03-01T00:00:00")
REGISTERED_UNTIL = says("The last day of the permit to work.", None)
CITIZENSHIP = says("The citizenship.", "Portugal")
GENDER = says("0 unknown, 1 male, 2 female.", 2)
IDENTITY_DOCUMENT = says("The identity document.", "P 1234567")
TAX_NUMBER = says("The tax number.", "00-1234567")
INSURANCE_NUMBER = says("The number of the social insurance.", "")

GENDERS = (Gender.UNKNOWN, Gender.MALE, Gender.FEMALE)
"""The genders by their numbers on the wire."""
