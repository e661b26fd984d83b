import type { Item } from "@codecraft/api/resources";
import { Link } from "@tanstack/react-router";
import { CircleCheck, Copy, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { copyText } from "@/lib/copy";
import { count, formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { roles } from "./labels";
import type { Person } from "./queries";

/** What became of inviting somebody. */
export interface Outcome {
  person: Person;
  link?: string;
  failure?: string;
}

/** What an interview was to begin with, and does not. */
export interface Missing {
  problems: number;
  files: number;
}

interface ScheduledProps {
  interview: Item<"interviews">;
  outcomes: Outcome[];
  /** How many problems could not be chosen, and files not be laid out. */
  missing: Missing;
}

/** Says what was scheduled, and shows everybody's link: this once, as the server keeps none. */
export function Scheduled({ interview, outcomes, missing }: ScheduledProps) {
  const { startsAt, timeZone } = interview.attributes;
  const invited = outcomes.filter(({ link }) => link).length;
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="flex items-start gap-2">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
        <span>
          It is scheduled for {formatMoment(startsAt, undefined, timeZone)}.{" "}
          {invited > 0 &&
            `${count(invited, "mail is", "mails are")} on the way, with a link and an entry for the calendar.`}
        </span>
      </p>
      {missing.problems > 0 && (
        <Lacking>
          {count(missing.problems, "problem")} could not be chosen: they are not published any more, or you
          may not choose problems. In the room others can be.
        </Lacking>
      )}
      {missing.files > 0 && (
        <Lacking>
          {count(missing.files, "file")} could not be laid out: the review of the attempt has all.
        </Lacking>
      )}
      {outcomes.length > 0 && (
        <ul aria-label="Links" className="divide-y divide-line rounded-lg border border-line">
          {outcomes.map((outcome) => (
            <Invited key={`${outcome.person.email} ${outcome.link}`} {...outcome} />
          ))}
        </ul>
      )}
      {invited > 0 && (
        <p className="text-fg2 text-xs">
          These links are shown only now. Afterwards you can make a new one for anybody on the interview's
          page.
        </p>
      )}
      <div>
        <Button asChild variant="primary">
          <Link to="/interviews/$interviewId" params={{ interviewId: interview.id }} replace>
            Go to the interview
          </Link>
        </Button>
      </div>
    </div>
  );
}

function Lacking({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" /> <span>{children}</span>
    </p>
  );
}

function Invited({ person, link, failure }: Outcome) {
  const who = person.name || person.email;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-2">
      <div className="wrap-anywhere min-w-0">
        <p className="font-medium">
          {who} <span className="font-normal text-fg2">{roles[person.role].toLowerCase()}</span>
        </p>
        {person.name && <p className="text-fg2 text-xs">{person.email}</p>}
        {failure && (
          <p className="mt-0.5 flex items-start gap-1.5 text-sm text-warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            Not invited: {failure} Add them on the interview's page.
          </p>
        )}
      </div>
      {link && (
        <Button size="sm" aria-label={`Copy the link of ${who}`} onClick={() => void copyText(link)}>
          <Copy aria-hidden /> Copy link
        </Button>
      )}
    </li>
  );
}
