import { Disc } from "lucide-react";
import type { ReactNode } from "react";
import { PlainPage } from "@/shell/plain-page";
import { Button } from "@/ui/button";
import type { Consent } from "./queries";

/** Asked each time one comes in: a recording begins only once everybody has answered, and shows nobody who refused. */
export function ConsentPage({
  heading,
  onAnswer,
}: {
  heading: ReactNode;
  onAnswer: (consent: Consent) => void;
}) {
  return (
    <PlainPage>
      {heading}
      <section aria-labelledby="consent" className="mt-6 flex max-w-xl flex-col gap-3">
        <h2 id="consent" className="flex items-center gap-2 font-semibold text-lg">
          <Disc aria-hidden className="size-5 text-bad" /> This interview is to be recorded
        </h2>
        <p>
          A recording holds the picture, the sound and the screens of those who agree, so that those who
          decide can look at it again. Only people of the organization who review interviews see it.
        </p>
        <p>
          You are free to say no. You then take part in the same way, and nothing of you is recorded. You are
          asked each time you come in, and a light in the room shows whether a recording is running.
        </p>
        <div className="mt-3 flex flex-wrap gap-2">
          <Button variant="primary" onClick={() => onAnswer("given")}>
            I agree to be recorded
          </Button>
          <Button onClick={() => onAnswer("refused")}>Take part without being recorded</Button>
        </div>
      </section>
    </PlainPage>
  );
}
