import { dark, fonts, light, radii, text } from "./tokens";

const dashed = (name: string) => name.replace(/[A-Z0-9]/g, (letter) => `-${letter.toLowerCase()}`);

const block = (head: string, lines: string[]) =>
  `${head} {\n${lines.map((line) => `  ${line};\n`).join("")}}\n`;

function theme(className: string, colours: typeof light, scheme: string): string {
  const lines = Object.entries(colours).map(([name, value]) => `--${dashed(name)}: ${value}`);
  return block(className, [...lines, `color-scheme: ${scheme}`]);
}

/** What Tailwind makes its classes of: `bg-accentsoft`, `text-xs`, `rounded-md`. */
function classes(): string[] {
  const colours = Object.keys(light).filter((name) => name !== "shadow");
  return [
    ...colours.map((name) => `--color-${name.toLowerCase()}: var(--${dashed(name)})`),
    "--shadow-pop: var(--shadow)",
    ...Object.entries(fonts).map(([name, family]) => `--font-${name}: ${family}`),
    ...Object.entries(text).flatMap(([name, { size, line }]) => [
      `--text-${name}: ${size}px`,
      `--text-${name}--line-height: ${line}px`,
    ]),
    ...Object.entries(radii).map(([name, radius]) => `--radius-${name}: ${radius}px`),
  ];
}

/** The tokens as a style sheet: variables that change with the theme, and the classes made of them. */
export function styleSheet(): string {
  const head = "/* Written from tokens.ts: npx vitest run --project @codecraft/tokens --update */\n";
  return [
    head,
    theme(":root", light, "light"),
    theme(".dark", dark, "dark"),
    block("@theme inline", classes()),
  ].join("");
}
