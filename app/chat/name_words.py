"""Words that the name guard must know, so that it stays calm."""

import re


def _these(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", words))


#: Children's names that are everyday words too: alone, or before some other word with a capital,
#: they say nothing about a child.
ALSO_WORDS = _these(
    "april art august autumn bay bill dawn drew eve faith felicity grace harmony heath hope iris "
    "ivy jade jasmine jay jewel joy june lily mark may melody mercy olive pat patience pearl penny "
    "poppy rich rob rose ruby sandy sky skye sue summer sunny victor violet will"
)

#: What a capital begins that is no surname.
NOT_SURNAMES = _these(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december christmas easter hive school academy "
    "primary infant infants junior juniors college nursery mum dad nan grandma grandad aunt uncle "
    "and or is was has had will can could would should did does the she he they it we you not "
    "so but if when what who how why please thank thanks yes no ok okay said says loves likes "
    "today tomorrow tonight yesterday"
)

#: Before "School" these make no name of one.
NOT_A_SCHOOL = _these(
    "primary infant infants junior juniors secondary high sunday summer after before the our my "
    "your their his her big new old holiday driving back forest first middle upper lower special "
    "this that which in at to from for and is"
)
