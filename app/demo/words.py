"""Names of the demo county. All made up."""

#: Name, area, and how many families are there; each has room for ten.
HIVES = (
    ("Andover Hive", "Andover", 9),
    ("Basingstoke Hive", "Basingstoke", 10),
    ("Waterlooville Hive", "Waterlooville", 9),
    ("Eastleigh Hive", "Eastleigh", 9),
    ("Bitterne Hive", "Bitterne, Hedge End and Southampton", 10),
    ("Gosport Hive", "Gosport", 9),
)

SOCIAL_WORKERS = ("Martin Oakes", "Sunita Rao", "Claire Beckett", "Tunde Bello")

FIRST_NAMES = (
    "Karen", "Mike", "Joanne", "Steve", "Fatima", "Paul", "Grace", "Ian", "Nicola", "Gareth",
    "Amara", "Colin", "Debbie", "Raj", "Wendy", "Marcus", "Sheila", "Owen", "Bev", "Kwame",
    "Tracey", "Neil", "Yasmin", "Phil", "Carol", "Dev", "Mandy", "Pete", "Ruth", "Leon",
    "Angela", "Trevor", "Zainab", "Simon", "Hazel", "Kofi", "Lorraine", "Barry", "Meera", "Doug",
)  # fmt: skip

FAMILY_NAMES = (
    "Harper", "Bramley", "Sharma", "Whitcombe", "Doyle", "Adeyemi", "Pritchard", "Lovell",
    "Kaur", "Stratton", "Mills", "Fairweather", "Osei", "Tanner", "Begum", "Holloway",
    "Pearce", "Winslow", "Mbeki", "Garland", "Hussain", "Thorne", "Rowe", "Chowdhury",
    "Dunford", "Ellery", "Sutton", "Grant", "Weaver", "Nash", "Barlow", "Cope", "Dacosta",
    "Everett", "Farrow", "Gale", "Hobbs", "Ingram", "Jarvis", "Keating", "Langley", "Mensah",
    "Norris", "Oakley", "Prentice", "Quick", "Redmond", "Sampson", "Tully", "Underhill",
    "Vickers", "Wadley", "Yarrow", "Abbott", "Boateng", "Cawley", "Dyer", "Eastman", "Finch",
    "Gupta", "Hadley", "Iqbal", "Jessop", "Kirby", "Lacey", "Merrick", "Newton", "Orchard",
    "Plummer", "Radley", "Seymour", "Tran", "Upton", "Vaughan", "Wells", "Young", "Ashby",
    "Bishop", "Clarke", "Drew", "Emery", "Frost",
)  # fmt: skip

CHILDREN = (
    "Alfie", "Maisie", "Kai", "Poppy", "Tyler", "Ruby", "Jayden", "Ellie", "Mohammed", "Lacey",
    "Connor", "Freya", "Reuben", "Skye", "Dylan", "Amelia", "Zac", "Tia", "Bobby", "Layla",
    "Finley", "Gracie", "Callum", "Evie", "Joshua", "Summer", "Riley", "Imogen", "Jaxon", "Daisy",
    "Leo", "Chloe", "Kian", "Rosie", "Harley", "Megan", "Toby", "Aaliyah", "Archie", "Willow",
    "Noah", "Keira", "Mason", "Holly", "Ethan", "Amber", "Isaac", "Scarlett", "Louis", "Paige",
    "Nathan", "Eden", "Rhys", "Libby", "Samuel", "Nevaeh", "Jude", "Bella", "Ryan", "Erin",
)  # fmt: skip

AGENCIES = ("Bluebell Fostering", "Harbour Foster Care", "Stepping Stones Fostering")

HOST_ROOMS = (
    "A room of their own next to ours, single bed.",
    "Bunk beds in the back room, a night light in the hall.",
    "A single room with a desk, and a put-you-up for a second child.",
    "The loft room, two beds, its own bathroom.",
    "A cot and a single bed in the small room.",
)

PRONOUNS = ("", "", "", "", "", "", "", "she/her", "he/him", "they/them")

#: Who says what in the first Hive's room.
CONVERSATION = (
    ("priya", "Morning everyone. The hall is ours again this Saturday from 10, kettle on from half past nine."),
    ("aisha", "Lovely, we will be there. Shall I bring the craft box?"),
    ("priya", "Yes please Aisha, the glitter is forgiven."),
    ("sam", "Does anybody have school shoes, size 3? Grew out of his in six weeks."),
    ("lisa", "I have a pair hardly worn. Will drop them round tonight."),
    ("sam", "You are a star, thank you."),
    ("aisha", "Has anyone done the attachment course online? Worth it?"),
    ("lisa", "I did the evening one. Really good, and you can switch the camera off and eat your tea.\nhttps://www.thefosteringnetwork.org.uk"),
    ("priya", "I will put the next dates up when I have them."),
    ("sam", "First full night's sleep here in a month. Just wanted to tell someone who would get it."),
    ("aisha", "That is huge. Well done both of you."),
    ("lisa", "Best news of the week."),
)  # fmt: skip
