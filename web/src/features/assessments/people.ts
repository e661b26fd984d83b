/** A line of a pasted list, as far as it can be read here; the server has the last word. */
export interface Line {
  number: number;
  text: string;
  email?: string;
  name?: string;
}

const address = /[^\s<>,;"\t]+@[^\s<>,;"\t]+\.[^\s<>,;"\t]+/;

/**
 * Reads people one a line: an address alone, `Name <address>`, or columns by comma, semicolon or tab. A first line
 * without an address is taken for the heads of columns.
 */
export function readPeople(text: string): Line[] {
  const lines: Line[] = [];
  for (const [i, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const email = address.exec(line)?.[0];
    if (!email && lines.length === 0 && /e-?mail|address/i.test(line)) continue;
    const name = line
      .replace(email ?? "", "")
      .split(/[,;\t<>]/)
      .map((part) => part.replace(/"/g, "").trim())
      .find((part) => part !== "");
    lines.push({ number: i + 1, text: line, email, name: email ? name : undefined });
  }
  return lines;
}
