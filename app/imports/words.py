"""Words that several rows share."""

ALREADY_THERE = "Already there, nothing changes"
INVITED_ALREADY = "Invited already, nothing changes"


def the(household_name: str) -> str:
    """A family's name within a sentence: "the Okafor family"."""
    if household_name.startswith("The "):
        return "t" + household_name[1:]
    return household_name
