/** Colours by what they mean. Text on its own background keeps 4.5:1 in both themes; control borders 3:1. */
export const light = {
  bg: "#ffffff",
  bg2: "#f7f8fa",
  bg3: "#eef0f4",
  fg: "#16181d",
  fg2: "#545b69",
  fg3: "#6b7280",
  line: "#dfe2e8",
  line2: "#8a91a0",
  accent: "#4f46e5",
  accent2: "#4338ca",
  accentFg: "#ffffff",
  accentSoft: "#eeedfd",
  ok: "#12703b",
  okSoft: "#e3f4ea",
  warn: "#855500",
  warnSoft: "#fdf1d8",
  bad: "#b3261e",
  badSoft: "#fcebea",
  shadow: "0 8px 24px rgb(16 20 30 / 0.12), 0 1px 3px rgb(16 20 30 / 0.08)",
  overlay: "rgb(16 20 30 / 0.4)",
};

export const dark: typeof light = {
  bg: "#0f1115",
  bg2: "#171a21",
  bg3: "#20242d",
  fg: "#eceef2",
  fg2: "#a3abba",
  fg3: "#929baa",
  line: "#2a2f3a",
  line2: "#6b7385",
  accent: "#8b8cf9",
  accent2: "#a5a6fb",
  accentFg: "#0f1115",
  accentSoft: "#22233f",
  ok: "#4cc38a",
  okSoft: "#12291f",
  warn: "#f1b24a",
  warnSoft: "#2d2412",
  bad: "#ff8a80",
  badSoft: "#341c1c",
  shadow: "0 8px 24px rgb(0 0 0 / 0.5), 0 0 0 1px rgb(255 255 255 / 0.03)",
  overlay: "rgb(0 0 0 / 0.6)",
};

export const fonts = {
  sans: "Inter, system-ui, sans-serif",
  mono: '"JetBrains Mono", ui-monospace, monospace',
};

/** In pixels: of the letters, and of the line. */
export const text = {
  xs: { size: 12, line: 16 },
  sm: { size: 13, line: 20 },
  base: { size: 14, line: 20 },
  lg: { size: 16, line: 24 },
  xl: { size: 20, line: 28 },
  "2xl": { size: 24, line: 32 },
};

/** Of corners, in pixels. */
export const radii = { md: 6, lg: 8 };
