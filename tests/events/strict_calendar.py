"""RFC 5545 read strictly by hand: lines, folding, characters, and what each part must have."""

import re
from dataclasses import dataclass, field

_LINE = re.compile(
    r'(?P<name>[A-Z][A-Z0-9-]*)(?P<params>(?:;[A-Z][A-Z0-9-]*=(?:"[^"\x00-\x1f\x7f]*"'
    r'|[^";:,\x00-\x1f\x7f]*)(?:,(?:"[^"\x00-\x1f\x7f]*"|[^";:,\x00-\x1f\x7f]*))*)*):(?P<value>.*)'
)
_TEXT = re.compile(r"(?:[^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,Nn])*")
_DATE = re.compile(r"\d{8}")
_MOMENT = re.compile(r"\d{8}T[0-2]\d[0-5]\d[0-6]\d")
_TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "PRODID", "TZID", "TZNAME", "UID", "X-WR-CALNAME"}
#: Properties: those that must be there once, those that may be there once.
_MUST = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
_MAY = {
    "VCALENDAR": {"CALSCALE", "METHOD"},
    "VEVENT": {"CLASS", "CREATED", "DESCRIPTION", "LAST-MODIFIED", "LOCATION", "SEQUENCE",
               "STATUS", "SUMMARY", "TRANSP", "URL", "DTEND"},
    "VTIMEZONE": {"LAST-MODIFIED", "TZURL"},
    "STANDARD": {"RRULE", "TZNAME"},
    "DAYLIGHT": {"RRULE", "TZNAME"},
}  # fmt: skip
_INSIDE = {None: {"VCALENDAR"}, "VCALENDAR": {"VEVENT", "VTIMEZONE"},
           "VTIMEZONE": {"STANDARD", "DAYLIGHT"}}  # fmt: skip


@dataclass
class Part:
    """A component: its properties as (parameters, value), and what is in it."""

    kind: str
    properties: dict[str, tuple[str, str]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.properties[name][1]

    def text(self, name: str) -> str:
        plain = {"n": "\n", "N": "\n"}
        return re.sub(r"\\(.)", lambda found: plain.get(found[1], found[1]), self.value(name))

    def of(self, kind: str) -> list["Part"]:
        return [each for each in self.parts if each.kind == kind]


def read_strictly(body: bytes) -> Part:
    """The calendar in `body`; raises `AssertionError` with what is wrong."""
    assert body.endswith(b"\r\n"), "the last line ends too"
    lines = body.split(b"\r\n")[:-1]
    for line in lines:
        assert b"\n" not in line, f"a bare line feed: {line!r}"
        assert b"\r" not in line, f"a bare carriage return: {line!r}"
        assert 0 < len(line) <= 75, f"{len(line)} octets: {line!r}"
        line.decode("utf-8")  # no letter may be cut in two
    unfolded = re.sub(rb"\r\n[ \t]", b"", body).decode("utf-8").split("\r\n")[:-1]
    return _calendar(unfolded)


def _calendar(lines: list[str]) -> Part:
    root = Part("")
    open_parts = [root]
    for line in lines:
        found = _LINE.fullmatch(line)
        assert found, f"no content line: {line!r}"
        name, params, value = found["name"], found["params"], found["value"]
        here = open_parts[-1]
        if name == "BEGIN":
            assert value in _INSIDE.get(here.kind or None, set()), f"{value} in {here.kind}"
            made = Part(value)
            here.parts.append(made)
            open_parts.append(made)
        elif name == "END":
            assert open_parts.pop().kind == value
            _check(here)
        else:
            assert name not in here.properties or name.startswith("X-"), f"{name} twice"
            known = _MUST[here.kind] | _MAY[here.kind]
            assert name in known or name.startswith("X-"), f"{name} in {here.kind}"
            _check_value(name, params, value)
            here.properties[name] = params, value
    assert open_parts == [root]
    (calendar,) = root.parts
    _check_whole(calendar)
    return calendar


def _check_value(name: str, params: str, value: str) -> None:
    if name in _TEXTS:
        assert _TEXT.fullmatch(value), f"{name}: {value!r} is not escaped"
    if name in {"DTSTAMP", "CREATED", "LAST-MODIFIED"}:
        assert not params
        assert re.fullmatch(rf"{_MOMENT.pattern}Z", value), f"{name} is to be in UTC: {value}"
    if name in {"DTSTART", "DTEND"}:
        form = {";VALUE=DATE": _DATE, ";TZID=Europe/London": _MOMENT}.get(params)
        assert (form or re.compile(rf"{_MOMENT.pattern}Z?")).fullmatch(value), (params, value)
    if name == "SEQUENCE":
        assert value.isdigit()
    if name == "STATUS":
        assert value in {"TENTATIVE", "CONFIRMED", "CANCELLED"}


def _check(part: Part) -> None:
    missing = _MUST[part.kind] - part.properties.keys()
    assert not missing, f"{part.kind} without {sorted(missing)}"
    if part.kind == "VEVENT" and "DTEND" in part.properties:
        begins, ends = part.properties["DTSTART"], part.properties["DTEND"]
        assert ("DATE" in begins[0].split("=")) == ("DATE" in ends[0].split("=")), "of one kind"
        if begins[0] == ends[0]:
            assert ends[1] > begins[1], "it ends after it begins"


def _check_whole(calendar: Part) -> None:
    assert calendar.value("VERSION") == "2.0"
    assert calendar.parts, "a calendar has at least one component"
    uids = [each.value("UID") for each in calendar.of("VEVENT")]
    assert len(uids) == len(set(uids)), "one UID twice"
    zones = {each.value("TZID") for each in calendar.of("VTIMEZONE")}
    used = {
        params.removeprefix(";TZID=")
        for each in calendar.of("VEVENT")
        for params, _ in each.properties.values()
        if params.startswith(";TZID=")
    }
    assert used <= zones, "each time zone that is named is described"
