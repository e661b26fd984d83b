/** Dates and times in zones of the IANA database, by what the browser knows of them. */

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

/** What to choose from; a browser may leave some out that it understands, such as the newer name of one. */
export const zoneNames = (): string[] =>
  [...new Set(["UTC", ownZone(), ...Intl.supportedValuesOf("timeZone")])].sort();

/** What clocks show at an instant, as if it were UTC. */
function wall(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
}

const dayMs = 86_400_000;

/** The instants at which clocks of a zone show a date and a time: none where they skip it, two where they are set back over it. */
export function momentsOf(date: string, time: string, zone: string): string[] {
  const shown = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(shown) || !isZone(zone)) return [];
  const offsets = [shown - dayMs, shown + dayMs].map((near) => wall(near, zone) - near);
  const instants = [...new Set(offsets)].map((offset) => shown - offset);
  return instants
    .filter((instant) => wall(instant, zone) === shown)
    .sort((a, b) => a - b)
    .map((instant) => new Date(instant).toISOString());
}

/** The date and the time that clocks of a zone show at a moment, as form controls write them. */
export function shownAt(moment: string, zone: string): { date: string; time: string } {
  const [date = "", time = ""] = new Date(wall(Date.parse(moment), zone)).toISOString().split("T");
  return { date, time: time.slice(0, 5) };
}

/** Whether clocks of both zones show the same at a moment. */
export function agree(moment: string, one: string, other: string): boolean {
  return wall(Date.parse(moment), one) === wall(Date.parse(moment), other);
}
