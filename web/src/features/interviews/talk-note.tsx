import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { count } from "@/lib/format";
import type { Talk } from "./talk";

/** Says what an interview about an attempt begins with. */
export function TalkNote({ talk }: { talk: Talk }) {
  const { candidateName, candidateEmail, assessmentTitle } = talk.attempt.attributes;
  return (
    <p className="flex items-start gap-2 rounded-lg border border-line px-4 py-3">
      <MessagesSquare aria-hidden className="mt-0.5 size-4 shrink-0 text-fg2" />
      <span className="wrap-anywhere min-w-0">
        It is to talk about{" "}
        <Link
          to="/attempts/$attemptId"
          params={{ attemptId: talk.attempt.id }}
          className="text-accent underline"
        >
          what {candidateName || candidateEmail} did in {assessmentTitle}
        </Link>
        : {count(talk.problemIds.length, "problem is", "problems are")} chosen, and what was handed in last is
        laid out as {count(talk.files.length, "file")}.
      </span>
    </p>
  );
}
