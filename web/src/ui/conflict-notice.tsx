import { GitCompareArrows, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { type Clash, nameOf } from "@/lib/draft";
import { diffLines } from "@/lib/line-diff";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { LineDifference } from "./line-difference";

/** What a notice needs of a draft that somebody else has edited, too. */
export interface DisputedDraft {
  clashes: Clash[];
  aside: Clash[];
  resolve: (side: "mine" | "theirs") => void;
  bringBack: () => void;
  forget: () => void;
}

interface NoticeProps {
  draft: DisputedDraft;
  noun: string;
  words?: Record<string, string>;
}

/** Shows both texts, and what each choice keeps, before one is made. */
export function ConflictNotice({ draft, noun, words }: NoticeProps) {
  return (
    <section
      aria-label="Conflict"
      className="flex flex-col gap-3 rounded-lg border border-warn/50 bg-warnsoft px-3 py-2"
    >
      <div className="flex items-start gap-3">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        <p role="alert" className="min-w-0 flex-1">
          {`Someone else changed the same part of this ${noun} while you were editing it. Nothing is saved until you choose. Either choice keeps all other edits, and the text that is not chosen can be brought back as long as this page is open.`}
        </p>
      </div>
      <Clashes
        clashes={draft.clashes.map(({ name, here, other }) => ({ name, here: other, other: here }))}
        words={words}
        sides={{ removed: "Only in theirs", added: "Only in yours" }}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => draft.resolve("theirs")}>Load their version</Button>
        <Button variant="primary" onClick={() => draft.resolve("mine")}>
          Keep mine
        </Button>
      </div>
    </section>
  );
}

/** After the choice: the other text is there still. */
export function AsideNotice({ draft, noun, words }: NoticeProps) {
  const [isOpen, setOpen] = useState(false);
  const names = draft.aside.map(({ name }) => nameOf(name, words)).join(", ");
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-bg2 px-3 py-2">
      <p role="status" className="min-w-0 flex-1 basis-60">
        {`The version of this ${noun} that was not chosen (${names}) is kept until you leave this page.`}
      </p>
      <Button size="sm" onClick={() => setOpen(true)}>
        <GitCompareArrows aria-hidden /> Compare
      </Button>
      <Button size="sm" variant="ghost" onClick={draft.forget}>
        Dismiss
      </Button>
      <Dialog
        wide
        open={isOpen}
        onOpenChange={setOpen}
        title="The version that was not chosen"
        description="They change places: what is there now is kept as the other one."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Leave it as it is</Button>
            <Button
              variant="primary"
              onClick={() => {
                draft.bringBack();
                setOpen(false);
              }}
            >
              Bring it back
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          <Clashes
            clashes={draft.aside}
            words={words}
            sides={{ removed: "Only in what is there now", added: "Only in the other version" }}
          />
        </div>
      </Dialog>
    </div>
  );
}

interface ClashesProps {
  clashes: Clash[];
  words?: Record<string, string>;
  sides: { removed: string; added: string };
}

function Clashes({ clashes, words, sides }: ClashesProps) {
  return clashes.map(({ name, here, other }) => (
    <div key={name} className="flex min-w-0 flex-col gap-1">
      <h3 className="font-medium">{nameOf(name, words)}</h3>
      <LineDifference
        label={`${nameOf(name, words)}: the difference`}
        lines={diffLines(written(here), written(other))}
        words={sides}
        around={3}
        className="max-h-[35vh]"
      />
    </div>
  ));
}

/** Texts as they are; anything else as it is sent. */
function written(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
