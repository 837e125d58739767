"""The one form of the file: what a row can be, and its columns."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.roles import Role
from app.families.models import CareStatus, HouseholdKind


class Kind(StrEnum):
    """What one row is about: its first cell says so."""

    HIVE = "Hive"
    HOUSEHOLD = "Household"
    CARER = "Carer"
    CHILD = "Child"


class Heading(StrEnum):
    """The columns, by the words in the first row of the file."""

    WHAT = "What"
    HIVE = "Hive"
    HOUSEHOLD = "Household"
    NAME = "Name"
    EMAIL = "E-mail"
    ROLE = "Role"
    AREA = "Area"
    PLACES = "Places"
    KIND = "Type"
    APPROVED_ON = "Approved on"
    PREVIOUS_AGENCY = "Previous agency"
    WAITING_SINCE = "Waiting since"
    BORN_ON = "Date of birth"
    CARE_STATUS = "Care status"
    PRONOUNS = "Pronouns"
    PLACED_SINCE = "Placed since"
    SCHOOL_YEAR = "School year"
    #: Only in a manager's export: how many there are, without their names. Not read.
    CHILDREN = "Children"


#: What a file must have once it has a row of this kind.
NEEDED: dict[Kind, tuple[Heading, ...]] = {
    Kind.HIVE: (Heading.HIVE,),
    Kind.HOUSEHOLD: (Heading.HOUSEHOLD,),
    Kind.CARER: (Heading.HOUSEHOLD, Heading.NAME, Heading.EMAIL),
    Kind.CHILD: (Heading.HOUSEHOLD, Heading.NAME, Heading.BORN_ON, Heading.CARE_STATUS),
}

ROLES: dict[str, Role] = {
    each.label: each for each in (Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER)
}
KINDS: dict[str, HouseholdKind] = {
    "County": HouseholdKind.COUNTY,
    "Connected": HouseholdKind.CONNECTED,
    "Newly approved": HouseholdKind.NEWLY_APPROVED,
}
CARE_STATUSES: dict[str, CareStatus] = {each.label: each for each in CareStatus}
SCHOOL_YEARS: dict[str, int] = {"Reception": 0} | {f"Year {year}": year for year in range(1, 14)}


@dataclass(frozen=True)
class Column:
    """A column as the page explains it."""

    heading: Heading
    rows: str
    meaning: str


COLUMNS = (
    Column(Heading.WHAT, "Every row", "Hive, Household, Carer or Child"),
    Column(Heading.HIVE, "Every row", "Its name. Empty for a family on the waiting list"),
    Column(Heading.HOUSEHOLD, "Household, Carer, Child", "The family's name: The Okafor family"),
    Column(Heading.NAME, "Carer, Child", "A carer's full name, a child's preferred name"),
    Column(Heading.EMAIL, "Carer", "The invitation goes there. Each carer needs their own"),
    Column(Heading.ROLE, "Carer", "Carer, Link carer or Support worker. Empty means Carer"),
    Column(Heading.AREA, "Hive, Household", "The town. A family on the waiting list needs it"),
    Column(
        Heading.PLACES, "Hive, Household", "Households a Hive has room for; children approved for"
    ),
    Column(Heading.KIND, "Household", "County, Connected or Newly approved. Empty means County"),
    Column(Heading.APPROVED_ON, "Household", "The date of the approval"),
    Column(Heading.PREVIOUS_AGENCY, "Household", "The agency the family came from, if any"),
    Column(Heading.WAITING_SINCE, "Household", "The date. Only for a family on the waiting list"),
    Column(Heading.BORN_ON, "Child", "The date"),
    Column(Heading.CARE_STATUS, "Child", "In care, Birth child or Other"),
    Column(Heading.PRONOUNS, "Child", "If known: she/her"),
    Column(Heading.PLACED_SINCE, "Child", "The date. Empty means today"),
    Column(
        Heading.SCHOOL_YEAR, "Child", "Only to check the date of birth: Reception, Year 1 to 13"
    ),
)

HEADINGS = [column.heading for column in COLUMNS]
