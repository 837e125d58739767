"""Names and words of the demo county. All made up."""

HIVES = (
    ("Andover Hive", "Andover"),
    ("Basingstoke Hive", "Basingstoke"),
    ("Waterlooville Hive", "Waterlooville"),
    ("Eastleigh Hive", "Eastleigh"),
    ("Bitterne Hive", "Bitterne, Hedge End and Southampton"),
    ("Gosport Hive", "Gosport"),
)

FIRST_NAMES = (
    "Karen", "Mike", "Joanne", "Steve", "Fatima", "Paul", "Grace", "Ian", "Nicola", "Gareth",
    "Amara", "Colin", "Debbie", "Raj", "Wendy", "Marcus", "Sheila", "Owen", "Bev", "Kwame",
    "Tracey", "Neil", "Yasmin", "Phil", "Carol", "Dev", "Mandy", "Pete", "Ruth", "Leon",
)  # fmt: skip

FAMILY_NAMES = (
    "Harper", "Bramley", "Sharma", "Whitcombe", "Doyle", "Adeyemi", "Pritchard", "Lovell",
    "Kaur", "Stratton", "Mills", "Fairweather", "Osei", "Tanner", "Begum", "Holloway",
    "Pearce", "Winslow", "Mbeki", "Garland", "Hussain", "Thorne", "Rowe", "Chowdhury",
    "Dunford", "Ellery", "Sutton", "Grant", "Weaver", "Nash",
)  # fmt: skip

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
