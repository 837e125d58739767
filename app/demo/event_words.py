"""What is on in the demo county, and where. Made up, but for the centres of the activity week."""

from datetime import time
from typing import Any

from app.events.models import Audience, EventKind

#: One centre for each school year, and how many went (design: the Big Activity Week of 2021).
CENTRES = (
    ("Minstead", "Minstead Study Centre, Lyndhurst SO43 7GJ", 4, 13),
    ("Stubbington", "Stubbington Study Centre, Fareham PO14 2NH", 5, 19),
    ("Avon Tyrrell", "Avon Tyrrell, Bransgore BH23 8EE", 6, 17),
    ("Peter Ashley", "Peter Ashley Centre, Portsmouth PO6 3LS", 7, 18),
    ("Calshot", "Calshot Activities Centre, Southampton SO45 1BR", 8, 19),
    ("Hampshire Mountain Centre", "Hampshire Mountain Centre, Brecon LD3 8LE", 9, 19),
)
WEEK = (
    "Big Activity Week",
    "Climbing, sailing and campfires, with one's own school year. Visit it first if you like.",
    "Old trainers, a towel, a change of clothes for every day, sun cream",
)

#: In each Hive: title, about, place of the hall, cost, bring.
GROUP = (
    "Support group",
    "An evening for us: what is going well, what is not, and a cup of tea. Come as you are.",
    "",
    "",
)
TRAINING = (
    "When behaviour speaks",
    "What children tell us without words, and what helps. An evening with a psychologist.",
    "Free",
    "Something to write with",
)
#: Nearly full, full with a waiting list, and with room for all: title, about, place, address
#: (after the Hive's own area), cost, bring, from, to, places for children, ages.
SOCIALS: tuple[tuple[Any, ...], ...] = (
    ("Pizza kitchen", "We roll, top and eat. Aprons are there.", "Community kitchen",
     "12 High Street", "Free", "A box for what is left", time(10, 30), time(13), 12, (5, 14)),
    ("Splash morning", "The small pool is ours for two hours, with the slide on.",
     "Leisure centre", "Station Road", "£2 a child", "Swimming things and a pound for the locker",
     time(9, 30), time(11, 30), 6, (4, 16)),
    ("Walk in the woods", "Slowly, with dens, puddles and cake. Dogs are welcome.",
     "Car park by the woods", "Forest Lane", "Free", "Wellies", time(14), time(16, 30), None,
     (None, None)),
)  # fmt: skip
PAST_SOCIAL = (
    "Games in the park", "Sack races and ice lollies.", "Recreation ground", "Park Road", "Free",
    "A hat", time(11), time(14), None, (None, None),
)  # fmt: skip

#: What children and carers said of it afterwards: the face, and their words.
SAID = (
    ("great", ("fun", "muddy", "ice lolly")),
    ("great", ("fun", "fast", "friends")),
    ("good", ("running", "fun", "")),
    ("great", ("laughing", "friends", "sunny")),
    ("good", ("good", "noisy", "")),
    ("okay", ("too hot", "nice", "")),
    ("good", ("friends", "chatty", "tired")),
    ("great", ("together", "fun", "again")),
)

#: For the whole county: title, kind, audience, about, place, address, cost, bring, begins,
#: ends, places for children, days from today at the least, weekday (0 is Monday).
COUNTY: tuple[tuple[Any, ...], ...] = (
    ("Panto: Jack and the Beanstalk", EventKind.FAMILY_SOCIAL, Audience.FAMILIES,
     "The matinee, with the front stalls for us. Quiet seats at the back: tell us in the note.",
     "Theatre Royal", "21 Jewry Street, Winchester SO23 8SB", "Free", "A torch to wave",
     time(14), time(16, 30), 120, 24, 6),
    ("County get-together", EventKind.FAMILY_SOCIAL, Audience.FAMILIES,
     "All Hives on one meadow. Bring a blanket, meet the others.",
     "Queen Elizabeth Country Park", "Gravel Hill, Horndean PO8 0QE", "Parking £3",
     "A blanket and something to share", time(11), time(15), None, 45, 5),
    ("First aid for children", EventKind.TRAINING, Audience.CARERS,
     "The full day with a certificate. Lunch is there.", "County office",
     "Castle Avenue, Winchester SO23 8UL", "Free", "", time(9, 30), time(16), None, 17, 2),
    ("Hive team meeting", EventKind.TEAM_MEETING, Audience.SUPPORT_WORKERS,
     "Spaces, waiting list, what the Board asked.", "County office",
     "Castle Avenue, Winchester SO23 8UL", "", "", time(13), time(15), None, 6, 3),
)  # fmt: skip
