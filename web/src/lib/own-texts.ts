/** What was copied, cut or dragged on this page last; not kept anywhere else. */
const texts: string[] = [];
const most = 50;

/** Indentation and line breaks do not count: browsers and editors write them their own ways. */
const spaced = (text: string) => text.replace(/\s+/g, " ").trim();

/** Whether the text, or a text it is part of, was copied on this page. */
export function isOwnText(text: string): boolean {
  const wanted = spaced(text);
  return texts.some((known) => known.includes(wanted));
}

/** Remembers what is copied, cut or dragged anywhere on the page, until the watch is ended. */
export function watchCopies(): () => void {
  const names = ["copy", "cut", "dragstart"];
  for (const name of names) document.addEventListener(name, remember);
  return () => {
    for (const name of names) document.removeEventListener(name, remember);
    texts.length = 0;
  };
}

function remember(event: Event) {
  const text = spaced(taken(event as ClipboardEvent & DragEvent));
  if (!text) return;
  texts.push(text);
  if (texts.length > most) texts.shift();
}

/** What an editor has put there itself, or else what is selected. */
function taken(event: ClipboardEvent & DragEvent): string {
  const put = (event.clipboardData ?? event.dataTransfer)?.getData("text/plain");
  if (put) return put;
  const field = event.target;
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
    return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
  }
  return String(document.getSelection() ?? "");
}
