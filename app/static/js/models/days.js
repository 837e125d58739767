// Days as people say them, in the time of the programme, not of the phone.
const ZONE = "Europe/London";
const isoDay = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, dateStyle: "short" });
const words = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "short", day: "numeric", month: "long" });

const DAY = 86_400_000;

/** "Today", "Yesterday" or "Tue 3 June" for "2026-06-03". */
export function dayLabel(day, now = new Date()) {
  if (day === isoDay.format(now)) return "Today";
  if (day === isoDay.format(new Date(now - DAY))) return "Yesterday";
  const said = words.format(new Date(`${day}T12:00:00Z`)).replace(",", "");
  return day.slice(0, 4) === isoDay.format(now).slice(0, 4) ? said : `${said} ${day.slice(0, 4)}`;
}
