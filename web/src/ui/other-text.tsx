import type { SharedDocument } from "@codecraft/collab/document";
import type { DocumentView } from "@codecraft/collab/state";
import { GitCompareArrows } from "lucide-react";
import { useState } from "react";
import { diffLines } from "@/lib/line-diff";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { LineDifference } from "./line-difference";

interface OtherTextProps {
  document: SharedDocument;
  view: DocumentView;
}

/** A text that could not be saved, or one that was not chosen then: what differs, and what either choice keeps. */
export function OtherText({ document, view }: OtherTextProps) {
  if (view.rescued !== undefined) return <Rescued document={document} text={view.rescued} />;
  return view.aside === undefined ? null : <Aside document={document} text={view.aside} />;
}

interface TextProps {
  document: SharedDocument;
  text: string;
}

function Rescued({ document, text }: TextProps) {
  return (
    <section
      aria-label="Two texts"
      className="flex max-h-[60%] flex-col gap-2 overflow-y-auto border-warn/50 border-b bg-warnsoft px-3 py-2"
    >
      <p role="alert">
        This browser has a text that could not be saved, beside the one in the editor. Whichever you choose,
        the other one stays in this browser and can be brought back.
      </p>
      <LineDifference
        label="The difference of the two texts"
        lines={diffLines(document.text, text)}
        words={{ removed: "Only in the editor", added: "Only in the text that was not saved" }}
        around={2}
        className="min-h-16"
      />
      <div className="flex shrink-0 flex-wrap justify-end gap-2">
        <Button size="sm" onClick={() => document.decide("drop")}>
          Keep what is in the editor
        </Button>
        <Button size="sm" variant="primary" onClick={() => document.decide("restore")}>
          Use the text that was not saved
        </Button>
      </div>
    </section>
  );
}

function Aside({ document, text }: TextProps) {
  const [isOpen, setOpen] = useState(false);
  const leave = (act: () => void) => () => {
    act();
    setOpen(false);
  };
  return (
    <div className="flex shrink-0 items-center gap-2 border-line border-b bg-bg2 px-3 py-1 text-fg2 text-sm">
      <p role="status" className="min-w-0 flex-1">
        The text that you did not choose is kept in this browser.
      </p>
      <Button size="sm" onClick={() => setOpen(true)}>
        <GitCompareArrows aria-hidden /> Compare
      </Button>
      <Dialog
        wide
        open={isOpen}
        onOpenChange={setOpen}
        title="The text that you did not choose"
        description="The two change places: what is in the editor now is kept as the other one."
        footer={
          <>
            <Button variant="danger" onClick={leave(() => document.dropAside())}>
              Throw it away
            </Button>
            <Button variant="primary" onClick={leave(() => document.swapAside())}>
              Put it into the editor
            </Button>
          </>
        }
      >
        {isOpen && (
          <LineDifference
            label="The difference of the two texts"
            lines={diffLines(document.text, text)}
            words={{ removed: "Only in the editor", added: "Only in the other text" }}
            around={3}
          />
        )}
      </Dialog>
    </div>
  );
}
