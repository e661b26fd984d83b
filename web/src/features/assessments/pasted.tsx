import type { Item } from "@codecraft/api/resources";
import { useState } from "react";
import { count } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { amount, word } from "./data";

/** Where pasted text comes from, as the server has found it; of what it could not find the candidate's page tells. */
const origins: Record<string, string> = {
  short: "short",
  document: "own text: from the candidate's code",
  statement: "own text: from the statement or a sample",
  page: "own text: copied on the page, as the page says",
  elsewhere: "from elsewhere",
};

/** What was pasted from elsewhere into a document; of a long text its beginning. */
export function pastedTexts(activities: Item<"activities">[], documentId: string): string[] {
  return activities
    .map(({ attributes }) => attributes)
    .filter(
      ({ kind, data }) => kind === "paste" && data?.origin === "elsewhere" && data.documentId === documentId,
    )
    .map(({ data }) => word(data?.text).replace(/…$/, ""));
}

/** A paste: whether its text is the candidate's own, how much it is, and where it went. */
export function Pasted({ data }: { data: Record<string, unknown> }) {
  const origin = word(data.origin);
  const size = [count(amount(data.length), "character"), count(amount(data.lines), "line")].join(", ");
  return (
    <>
      Pasted <Badge tone={origin === "elsewhere" ? "warn" : "neutral"}>{origins[origin] ?? origin}</Badge>
      <span className="text-fg2 text-sm">{`${size}, at line ${amount(data.line)}`}</span>
    </>
  );
}

/** The text itself; what is the candidate's own, folded until asked for. */
export function PastedText({ data }: { data: Record<string, unknown> }) {
  const [open, setOpen] = useState(data.origin === "elsewhere");
  return (
    <div>
      <Button variant="ghost" size="sm" className="-ml-2" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "Hide the pasted text" : "Show the pasted text"}
      </Button>
      {open && (
        <pre className="max-h-60 max-w-3xl overflow-auto rounded-md border border-line bg-bg2 p-2 font-mono text-xs">
          <mark className="bg-warnsoft text-fg">{word(data.text)}</mark>
        </pre>
      )}
    </div>
  );
}
