import type { ReactNode } from "react";

const addresses = /https?:\/\/[^\s<>"]+/gi;
/** What ends a sentence, and not the address before it. */
const trailing = /[.,;:!?'")\]}]+$/;

function hrefOf(text: string): string | undefined {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** Text as it was written, in which addresses of the web can be followed, and nothing else. */
export function LinkedText({ text }: { text: string }) {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(addresses)) {
    const address = found.replace(trailing, "");
    const href = hrefOf(address);
    if (!href) continue;
    parts.push(
      text.slice(end, index),
      <a
        key={index}
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        className="text-accent underline underline-offset-2"
      >
        {address}
      </a>,
    );
    end = index + address.length;
  }
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  );
}
