/** Something that a program wrote, as the API tells it. */
export interface Chunk {
  stream: "stdout" | "stderr";
  text: string;
  atMs: number;
}

export interface ConsoleLine {
  stream: Chunk["stream"];
  text: string;
  /** When its first letter was written, since the program's start. */
  atMs: number;
}

/** The lines of both streams in their order; one that the other stream interrupts is shown in two parts. */
export function linesOf(chunks: Chunk[]): ConsoleLine[] {
  const lines: ConsoleLine[] = [];
  let open: ConsoleLine | undefined;
  for (const { stream, text, atMs } of chunks) {
    if (open?.stream !== stream) open = undefined;
    const parts = text.split("\n");
    parts.forEach((part, i) => {
      if (open) open.text += part;
      else if (part !== "" || i < parts.length - 1) {
        open = { stream, text: part, atMs };
        lines.push(open);
      }
      if (i < parts.length - 1) open = undefined;
    });
  }
  return lines;
}

/** "0.012 s": of the same width as long as programs may run. */
export function formatOffset(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}
