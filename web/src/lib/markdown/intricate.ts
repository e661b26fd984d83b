/** Characters that may begin or end something: what a parser does with many of them in one paragraph grows with their square. */
const marker = /[*_~[\]`>$]/g;
const mostInParagraph = 1_500;
const mostInAll = 15_000;

/** Whether a text would take a browser seconds to parse as Markdown: no text that is meant to be read has so many marks. */
export function isIntricate(text: string): boolean {
  let all = 0;
  for (const paragraph of text.split(/\n[ \t]*\n/)) {
    const marks = paragraph.match(marker)?.length ?? 0;
    all += marks;
    if (marks > mostInParagraph || all > mostInAll) return true;
  }
  return false;
}
