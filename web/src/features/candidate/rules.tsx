import { explain } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import { useMutation } from "@tanstack/react-query";
import { CalendarClock, CircleCheck, Clock, ListChecks, type LucideIcon, Play } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { useSecondsUntil } from "@/lib/clock";
import { keyNames } from "@/lib/commands";
import { count, formatClock, formatMinutes, formatMoment, zoneName } from "@/lib/format";
import { useTitle } from "@/lib/title";
import { PlainPage } from "@/shell/plain-page";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Kbd } from "@/ui/kbd";
import { Markdown } from "@/ui/markdown";
import { tookAttempt } from "./queries";

/** All a candidate should know before the clock runs, and the one button that starts it, always in sight. */
export function Rules({ attempt, onStarted }: { attempt: Item<"attempts">; onStarted: () => void }) {
  const { attributes: rules } = attempt;
  useTitle(rules.assessmentTitle);
  return (
    <PlainPage>
      <p className="text-fg2">{`Welcome, ${rules.candidateName}`}</p>
      <h1 className="mt-1 font-semibold text-2xl">{rules.assessmentTitle}</h1>
      <dl className="mt-5 grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3">
        <Fact
          icon={ListChecks}
          name="Problems"
          value={count(rules.itemCount, "problem")}
          more={rules.maxScore > 0 ? `${count(rules.maxScore, "point")} in all` : undefined}
        />
        <Fact icon={Clock} name="Time limit" value={formatMinutes(rules.timeLimitMinutes)} />
        <Fact
          icon={CalendarClock}
          name="Start until"
          value={rules.closesAt ? formatMoment(rules.closesAt) : "Whenever you like"}
          more={rules.closesAt ? zoneName(rules.closesAt) : undefined}
        />
      </dl>
      {rules.instructions && (
        <section aria-label="Instructions" className="mt-6 [&_a]:scroll-mb-20">
          <Markdown text={rules.instructions} />
        </section>
      )}
      <Advice />
      <StartBar attempt={attempt} onStarted={onStarted} />
    </PlainPage>
  );
}

interface FactProps {
  icon: LucideIcon;
  name: string;
  value: string;
  more?: string;
}

function Fact({ icon: Icon, name, value, more }: FactProps) {
  return (
    <div className="relative flex flex-col justify-center bg-bg py-3 pr-4 pl-12">
      <dt className="text-fg2 text-xs">
        <Icon aria-hidden className="absolute top-1/2 left-4 size-5 -translate-y-1/2" />
        {name}
      </dt>
      <dd className="font-medium">{value}</dd>
      {more && <dd className="text-fg2 text-xs">{more}</dd>}
    </div>
  );
}

const advice = [
  "The clock starts when you press Start, and runs on the server: closing the page does not stop it.",
  "What you type is saved as you type. After a crash, a reload or a lost connection you go on where you were.",
  "Run your code on the samples and on inputs of your own as often as you like. Runs are not scored.",
  "Submit as often as you like. Hidden tests come in groups: you see each group's verdict, not its tests.",
  "Choose among the languages allowed for each problem; each language keeps a text of its own.",
  "When the time is over, what you typed and did not submit is handed in as it is.",
  "Whoever invited you sees your code, your runs, your submissions and the problem you are at, as you work and afterwards.",
  "Edits are kept, and what you paste is marked with its text: as your own when it is from your code or this page, else as from elsewhere.",
  "Leaving this page is noted, with how long: another tab, window or program for two seconds or more.",
];

function Advice() {
  const keys: [string, string[]][] = [
    ["Run", keyNames("mod+enter")],
    ["Submit", keyNames("mod+shift+enter")],
    ["Next problem (outside the editor)", keyNames("alt+arrowdown")],
    ["All commands", keyNames("mod+k")],
    ["Leave the editor", ["Esc", "Tab"]],
  ];
  return (
    <section aria-label="What to know" className="mt-6">
      <h2 className="font-semibold text-lg">What to know</h2>
      <ul className="mt-2 flex flex-col gap-2">
        {advice.map((line) => (
          <li key={line} className="flex gap-2">
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-fg3" />
            {line}
          </li>
        ))}
      </ul>
      <ul aria-label="Keys" className="mt-4 flex flex-wrap gap-x-5 gap-y-2 text-fg2 text-sm">
        {keys.map(([name, names]) => (
          <li key={name} className="inline-flex items-center gap-2">
            {name} <Kbd keys={names} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function StartBar({ attempt, onStarted }: { attempt: Item<"attempts">; onStarted: () => void }) {
  const { opensAt, closesAt, timeLimitMinutes } = attempt.attributes;
  const untilOpen = useSecondsUntil(opensAt) ?? 0;
  const untilClose = useSecondsUntil(closesAt);
  const [asking, setAsking] = useState(false);
  const start = useMutation({
    meta: { shown: true },
    mutationFn: () => api.update({ type: "attempts", id: attempt.id }, { state: "started" }),
    onSuccess: (started) => {
      tookAttempt(started);
      onStarted();
    },
    onError: () => setAsking(false),
  });
  const isClosed = untilClose === 0;
  return (
    <div className="sticky bottom-0 -mx-4 mt-6 -mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-b-lg border-line border-t bg-bg px-4 py-3 sm:-mx-8 sm:-mb-8 sm:px-8">
      <Button
        variant="primary"
        className="h-10 px-6 text-lg"
        disabled={untilOpen > 0 || isClosed}
        onClick={() => setAsking(true)}
      >
        <Play aria-hidden /> Start
      </Button>
      {untilOpen > 0 && (
        <p className="tabular-nums">
          {`Opens in ${waiting(untilOpen)}`}
          <span className="text-fg2">{` · ${formatMoment(opensAt)}, ${zoneName(opensAt)}`}</span>
        </p>
      )}
      {isClosed && <p>{`This assessment closed on ${formatMoment(closesAt)}. Ask whoever invited you.`}</p>}
      {start.error && (
        <p role="alert" className="text-bad">
          {explain(start.error)}
        </p>
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Start now?"
        action="Start the clock"
        pending={start.isPending}
        onConfirm={() => start.mutate()}
        description={`You have ${formatMinutes(timeLimitMinutes)} from now on. The clock cannot be stopped.`}
      />
    </div>
  );
}

function waiting(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  return days > 0 ? `${count(days, "day")} ${formatClock(seconds % 86_400)}` : formatClock(seconds);
}
