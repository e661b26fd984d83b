interface Device {
  name: string;
  kind: "computer" | "phone" | "program";
}

/** The marks of browsers, the more special first: most of them also pretend to be Chrome and Safari. */
const browsers: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOPT\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(HeadlessChrome|Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bVersion\/.*\bSafari\//, "Safari"],
];

const systems: [RegExp, string, Device["kind"]][] = [
  [/\biPhone\b/, "iPhone", "phone"],
  [/\biPad\b/, "iPad", "phone"],
  [/\bAndroid\b/, "Android", "phone"],
  [/\bWindows\b/, "Windows", "computer"],
  [/\bCrOS\b/, "ChromeOS", "computer"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS", "computer"],
  [/\bLinux\b/, "Linux", "computer"],
];

/** What a device calls itself (its User-Agent), in words. */
export function deviceOf(agent: string): Device {
  const browser = browsers.find(([mark]) => mark.test(agent))?.[1];
  const [, system, kind] = systems.find(([mark]) => mark.test(agent)) ?? [];
  if (browser) return { name: system ? `${browser} on ${system}` : browser, kind: kind ?? "computer" };
  const program = /^[^\s/(;]+/.exec(agent)?.[0];
  if (!program) return { name: "An unknown device", kind: "program" };
  if (program === "Mozilla") {
    return { name: system ? `A browser on ${system}` : "An unknown browser", kind: kind ?? "computer" };
  }
  return { name: `The program ${program}`, kind: "program" };
}
