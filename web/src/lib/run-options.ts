/** What a person sets for runs beside the input, as they wrote it. */
export interface RunOptions {
  args: string;
  env: string;
  flags: string;
}

export const noOptions: RunOptions = { args: "", env: "", flags: "" };

/** Words as a shell would part them: quotes keep spaces together, a backslash keeps what follows. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  const pattern = /(?:"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)|(\S))/gs;
  let word = "";
  let end = -1;
  for (const match of text.matchAll(pattern)) {
    if (end >= 0 && match.index > end) {
      words.push(word);
      word = "";
    }
    word += match[1]?.replace(/\\(.)/gs, "$1") ?? match[2] ?? match[3] ?? match[4] ?? "";
    end = match.index + match[0].length;
  }
  return end >= 0 ? [...words, word] : words;
}

/** The text that splitWords parts into these words. */
export function joinWords(words: string[]): string {
  return words
    .map((word) => (/^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, "\\$&")}"`))
    .join(" ");
}

/** NAME=value, a line each. */
export function readEnv(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf("=");
      return at < 0 ? [line.trim(), ""] : [line.slice(0, at).trim(), line.slice(at + 1)];
    }),
  );
}

/** The flags that a language does not allow; its patterns match whole flags. */
export function refusedFlags(flags: string, allowed: string[]): string[] {
  const patterns = allowed.map((pattern) => new RegExp(`^(?:${pattern})$`));
  return splitWords(flags).filter((flag) => !patterns.some((pattern) => pattern.test(flag)));
}

/** What is asked of the server; what is empty is left out. */
export function runAttributes(options: RunOptions): {
  args?: string[];
  env?: Record<string, string>;
  compilerFlags?: string[];
} {
  const args = splitWords(options.args);
  const env = readEnv(options.env);
  const compilerFlags = splitWords(options.flags);
  return {
    ...(args.length > 0 && { args }),
    ...(Object.keys(env).length > 0 && { env }),
    ...(compilerFlags.length > 0 && { compilerFlags }),
  };
}
