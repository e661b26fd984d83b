import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { CircleSlash, TriangleAlert } from "lucide-react";
import { formatBytes, formatMoment, formatNumber } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Progress } from "@/ui/progress";
import { Loaded, Skeleton } from "@/ui/states";
import { usagesQuery } from "./queries";
import { Section } from "./section";

/** What is counted, in the order in which it is shown, and what happens when it is used up. */
const words: Record<string, { title: string; full: string }> = {
  "auth-mails": {
    title: "Invitations of members",
    full: "When they are used up, nobody more is invited as a member until then.",
  },
  "assessments-mails": {
    title: "Invitations to assessments",
    full: "When they are used up, nobody more is invited to an assessment until then; links that were sent stay good.",
  },
  "interviews-mails": {
    title: "Mails about interviews",
    full: "When they are used up, nobody more is invited, and no interview moved, until then; cancelling and reminding go on.",
  },
  "execution-judgings": {
    title: "Judgings",
    full: "When they are used up, nothing more is submitted, verified or judged again until then; what candidates typed is handed in at their end all the same.",
  },
  "execution-runs": {
    title: "Runs",
    full: "When they are used up, people are asked to wait for the next minute.",
  },
  bytes: {
    title: "Tests, pictures and recordings",
    full: "When the room is used up, no test, package or picture is added, and no further interview is planned to be recorded; those that are planned are recorded. Recordings give theirs back as they are removed, tests as they are deleted, unless a version needs them, and so do problems that were never published.",
  },
};

const known = Object.keys(words);

/** What is not known yet, as of a server that is newer, comes last. */
const rank = ({ id }: Item<"usages">) => (words[id] ? known.indexOf(id) : known.length);

/** Two services keep bytes, in one room: they are one row. */
function inOneRoom(all: Item<"usages">[]): Item<"usages">[] {
  const [first, ...more] = all.filter(({ attributes }) => attributes.name === "bytes");
  if (!first) return [...all];
  const used = more.reduce((sum, { attributes }) => sum + attributes.used, first.attributes.used);
  const room = { ...first, id: "bytes", attributes: { ...first.attributes, used } };
  return [...all.filter(({ attributes }) => attributes.name !== "bytes"), room];
}

/** How much of what it may the organization has used. */
export function UsageSection() {
  const usages = useQuery(usagesQuery);
  return (
    <Section
      title="Usage"
      lead="How much the organization has used of what it may. Whoever runs this installation sets the limits."
    >
      <Loaded query={usages} skeleton={<Waiting />}>
        {(all) => (
          <ul className="grid gap-6">
            {inOneRoom(all)
              .sort((a, b) => rank(a) - rank(b))
              .map((usage) => (
                <Row key={usage.id} usage={usage} />
              ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

function Row({ usage: { id, attributes } }: { usage: Item<"usages"> }) {
  const { name, used, limit, windowSeconds, resetsAt } = attributes;
  const { title, full } = words[id] ?? { title: name, full: "" };
  const show = name === "bytes" ? formatBytes : formatNumber;
  const amount = `${show(used)} of ${show(limit)}`;
  return (
    <li>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="flex-1 font-medium">{title}</h3>
        <State part={used / limit} />
        <p className="tabular-nums">{amount}</p>
      </div>
      <Progress
        className="mt-1.5"
        label={`${title}: ${amount} used`}
        value={Math.min(used, limit)}
        max={limit}
      />
      <p className="mt-1.5 text-fg2 text-sm">
        {windowSeconds === 60 && "Counted anew every minute. "}
        {windowSeconds !== 60 && resetsAt && `Counted anew ${formatMoment(resetsAt)}. `}
        {full}
      </p>
    </li>
  );
}

/** Said in a word, for a bar that is nearly full looks like one that is. */
function State({ part }: { part: number }) {
  if (part >= 1) {
    return (
      <Badge tone="bad">
        <CircleSlash aria-hidden /> Used up
      </Badge>
    );
  }
  if (part >= 0.8) {
    return (
      <Badge tone="warn">
        <TriangleAlert aria-hidden /> Nearly used up
      </Badge>
    );
  }
  return null;
}

function Waiting() {
  return (
    <div className="grid gap-6">
      {known.map((id) => (
        <div key={id} className="grid h-16 content-start gap-2">
          <Skeleton className="w-1/3" />
          <Skeleton className="h-1.5" />
          <Skeleton className="w-4/5" />
        </div>
      ))}
    </div>
  );
}
