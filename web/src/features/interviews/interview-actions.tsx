import type { Item } from "@codecraft/api/resources";
import { useMutation } from "@tanstack/react-query";
import {
  Ban,
  CalendarPlus,
  CalendarSync,
  LayoutTemplate,
  ListChecks,
  PenLine,
  PhoneOff,
  Undo2,
} from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useCan } from "@/api/session";
import type { Action } from "@/ui/action-menu";
import { Confirm } from "@/ui/dialog";
import { type EditedPart, EditInterview } from "./edit-interview";
import { changeInterview } from "./queries";
import { SaveTemplate } from "./save-template";

const questions = {
  cancelled: {
    title: "Cancel this interview?",
    description:
      "Everybody invited gets a mail that takes it out of their calendars, and nobody can enter it.",
    action: "Cancel the interview",
    done: "Cancelled: everybody invited gets a mail.",
  },
  scheduled: {
    title: "Let it take place after all?",
    description: "Everybody invited gets a mail that puts it into their calendars again.",
    action: "Schedule again",
    done: "Scheduled again: everybody invited gets a mail.",
  },
  ended: {
    title: "End this interview for all?",
    description: "Everybody leaves the room, and nobody can enter it again.",
    action: "End the interview",
    done: "The interview has ended.",
  },
};
type Question = keyof typeof questions;

/** What can be done with an interview as a whole, and the dialogs that ask about it. */
export function useInterviewActions(interview: Item<"interviews">) {
  const mayWrite = useCan("interviews:write");
  const mayHold = useCan("interviews:hold");
  const [edited, setEdited] = useState<EditedPart>();
  const [asked, setAsked] = useState<Question>();
  const [isKept, setKept] = useState(false);
  const change = useMutation({
    mutationFn: (state: Question) => changeInterview(interview.id, { state }),
    onSuccess: (_, state) => toast.success(questions[state].done),
    onSettled: () => setAsked(undefined),
  });
  const { state } = interview.attributes;
  const all: (Action & { when: boolean })[] = [
    {
      id: "reschedule",
      label: "Reschedule…",
      icon: CalendarSync,
      when: mayWrite && state === "scheduled",
      perform: () => setEdited("when"),
    },
    {
      id: "edit",
      label: "Edit…",
      icon: PenLine,
      when: mayWrite && (state === "scheduled" || state === "live"),
      perform: () => setEdited("about"),
    },
    {
      id: "rubric",
      label: "Edit the rubric…",
      icon: ListChecks,
      when: mayWrite && state !== "cancelled",
      perform: () => setEdited("rubric"),
    },
    {
      id: "template",
      label: "Save as a template…",
      icon: LayoutTemplate,
      when: mayWrite,
      perform: () => setKept(true),
    },
    {
      id: "calendar",
      label: "Add to calendar",
      icon: CalendarPlus,
      when: state === "scheduled" || state === "live",
      perform: () => window.location.assign(`/v1/interviews/${interview.id}/calendar.ics`),
    },
    {
      id: "end",
      label: "End for all…",
      icon: PhoneOff,
      danger: true,
      when: mayHold && state === "live",
      perform: () => setAsked("ended"),
    },
    {
      id: "cancel",
      label: "Cancel…",
      icon: Ban,
      danger: true,
      when: mayWrite && state === "scheduled",
      perform: () => setAsked("cancelled"),
    },
    {
      id: "again",
      label: "Schedule again…",
      icon: Undo2,
      when: mayWrite && state === "cancelled",
      perform: () => setAsked("scheduled"),
    },
  ];
  const question = questions[asked ?? "cancelled"];
  const dialog = (
    <>
      {edited && <EditInterview interview={interview} part={edited} onClose={() => setEdited(undefined)} />}
      {isKept && <SaveTemplate interview={interview} onClose={() => setKept(false)} />}
      <Confirm
        open={asked !== undefined}
        onOpenChange={() => setAsked(undefined)}
        danger={asked !== "scheduled"}
        title={question.title}
        description={question.description}
        action={question.action}
        pending={change.isPending}
        onConfirm={() => asked && change.mutate(asked)}
      />
    </>
  );
  return { actions: all.filter(({ when }) => when), dialog };
}
