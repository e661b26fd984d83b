const longest = 50;
const most = 20;

/** The tags in what was typed or pasted: commas, semicolons and line breaks stand between them. */
export function splitTags(written: string): string[] {
  const tags = written
    .split(/[,;\r\n]+/)
    .map((tag) => tag.trim().toLowerCase().replace(/\s+/g, "-"))
    .filter(Boolean);
  return [...new Set(tags)];
}

/** The server's rules, told before anything is sent. */
export function tagFault(tag: string): string | undefined {
  if ([...tag].length > longest)
    return `A tag has at most ${longest} characters; this one has ${[...tag].length}.`;
  if (/\p{Cc}/u.test(tag)) return "A tag is one line without control characters.";
  return undefined;
}

/** What becomes of the tags there are when these are written: those that keep the rules are added, the rest stays written. */
export function addTags(tags: string[], written: string): { tags: string[]; rest: string; fault?: string } {
  const all = [...tags];
  const refused: string[] = [];
  let fault: string | undefined;
  for (const tag of splitTags(written)) {
    if (all.includes(tag)) continue;
    const why = tagFault(tag) ?? (all.length >= most ? `A problem has at most ${most} tags.` : undefined);
    if (why) refused.push(tag);
    else all.push(tag);
    fault ??= why;
  }
  return { tags: all, rest: refused.join(", "), fault };
}
