/** How numbers, sizes and times are written everywhere. The machine's own locale and zone are used. */

const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const timeOnly = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

export function formatNumber(value: number): string {
  return number.format(value);
}

/** "1 test", "3 tests". */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number.format(value)} ${value === 1 ? one : many}`;
}

/** "75 / 100". */
export function formatScore(score: number | null | undefined, of: number | null | undefined): string {
  if (of === null || of === undefined)
    return score === null || score === undefined ? "–" : number.format(score);
  return `${score === null || score === undefined ? "–" : number.format(score)} / ${number.format(of)}`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${number.format(Math.round(bytes / 102.4) / 10)} KiB`;
  if (bytes < 1024 ** 3) return `${number.format(Math.round(bytes / 1024 / 102.4) / 10)} MiB`;
  return `${number.format(Math.round(bytes / 1024 ** 2 / 102.4) / 10)} GiB`;
}

export function formatKilobytes(kilobytes: number): string {
  return formatBytes(kilobytes * 1024);
}

/** Times of programs: "0.8 ms", "12 ms", "1.25 s". */
export function formatMs(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "–";
  if (ms < 10) return `${number.format(Math.round(ms * 10) / 10)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${number.format(Math.round(ms / 10) / 100)} s`;
}

/** A countdown: "1:05:09", "25:00", "0:09". Never below zero. */
export function formatClock(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds));
  const h = Math.floor(left / 3600);
  const m = Math.floor((left % 3600) / 60);
  const s = String(left % 60).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
}

/** How long something lasts, in words: "45 min", "1 h 30 min". */
export function formatMinutes(minutes: number): string {
  const h = Math.floor(minutes / 60);
  const m = Math.round(minutes % 60);
  if (h === 0) return `${m} min`;
  return m === 0 ? `${h} h` : `${h} h ${m} min`;
}

export function formatDateTime(time: string | null | undefined): string {
  return time ? dateAndTime.format(new Date(time)) : "–";
}

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A moment that people must keep, with its zone: "Mon 30 Nov, 18:00 CET"; with the year when it is not this one. In
 * this machine's zone, or in a named one.
 */
export function formatMoment(time: string | null | undefined, now = Date.now(), timeZone?: string): string {
  if (!time) return "–";
  const date = new Date(time);
  const withYear = date.getFullYear() !== new Date(now).getFullYear();
  const key = `${withYear} ${timeZone}`;
  let format = formats.get(key);
  if (!format) {
    const year = withYear ? ({ year: "numeric" } as const) : {};
    format = new Intl.DateTimeFormat(undefined, {
      weekday: "short",
      day: "numeric",
      month: "short",
      ...year,
      hour: "2-digit",
      minute: "2-digit",
      timeZoneName: "short",
      timeZone,
    });
    formats.set(key, format);
  }
  return format.format(date);
}

/** This machine's zone at a moment, in full: "Central European Standard Time, Europe/Berlin". */
export function zoneName(time: string | null | undefined): string {
  const format = new Intl.DateTimeFormat(undefined, { timeZoneName: "long" });
  const long = format
    .formatToParts(time ? new Date(time) : new Date())
    .find((part) => part.type === "timeZoneName");
  const { timeZone } = format.resolvedOptions();
  return [...new Set([long?.value, timeZone])].filter(Boolean).join(", ");
}

export function formatTime(time: string): string {
  return timeOnly.format(new Date(time));
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** "now", "5 min. ago", "in 2 hr."; below a minute it stays "now", so that lists do not flicker. */
export function formatRelative(time: string | null | undefined, now: number): string {
  if (!time) return "–";
  const seconds = (new Date(time).getTime() - now) / 1000;
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return "now";
}
