import { explain } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query";
import { placeErrors } from "@/lib/form";
import { Page } from "@/shell/page";
import { Button } from "@/ui/button";
import { Loaded, SkeletonRows } from "@/ui/states";
import { AgendaFields, TitleField } from "./about-fields";
import { aboutOf, type InterviewValues, newValues, peopleOf, rubricOf, whenOf } from "./interview-form";
import { PeopleFields } from "./people-fields";
import { invite } from "./queries";
import { RecordingField } from "./recording-field";
import { RubricFields } from "./rubric-fields";
import { type Missing, type Outcome, Scheduled } from "./scheduled";
import { layOut, type Talk, talkQuery, valuesAbout } from "./talk";
import { TalkNote } from "./talk-note";
import { TemplateField } from "./template-field";
import { chooseProblems, type Template } from "./templates";
import { WhenFields } from "./when-fields";

const back = { to: "/interviews", label: "All interviews" } as const;

export function NewInterviewPage() {
  const { attempt } = useSearch({ from: "/staff/interviews/new" });
  const query = useQuery({ ...talkQuery(attempt ?? ""), enabled: attempt !== undefined });
  if (attempt === undefined) return <NewInterview />;
  return (
    <Loaded
      page
      query={query}
      skeleton={
        <div className="p-6">
          <SkeletonRows rows={10} />
        </div>
      }
    >
      {(talk) => <NewInterview talk={talk} />}
    </Loaded>
  );
}

function NewInterview({ talk }: { talk?: Talk }) {
  const navigate = useNavigate();
  const [failure, setFailure] = useState<string>();
  const [made, setMade] = useState<{
    interview: Item<"interviews">;
    outcomes: Outcome[];
    missing: Missing;
  }>();
  const [template, setTemplate] = useState<Template>();
  const [defaultValues] = useState(() => (talk ? valuesAbout(talk) : newValues()));
  const form = useForm<InterviewValues>({ defaultValues });
  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      const interview = await api.create("interviews", {
        ...aboutOf(values),
        ...whenOf(values),
        ...rubricOf(values),
        ...(talk && { attemptId: talk.attempt.id }),
      });
      const problemIds = [...(talk?.problemIds ?? []), ...(template?.attributes.problemIds ?? [])];
      const missing = {
        problems: await chooseProblems(interview.id, problemIds),
        files: await layOut(interview.id, talk?.files ?? []),
      };
      const outcomes: Outcome[] = [];
      for (const person of peopleOf(values)) {
        // One who cannot be invited keeps nobody else out: the next page says who, and why.
        const outcome = await invite(interview.id, person).then(
          (invited) => ({ person, link: invited.attributes.link }),
          (error) => ({ person, failure: explain(error) }),
        );
        outcomes.push(outcome);
      }
      setMade({ interview, outcomes, missing });
      void queryClient.invalidateQueries({ queryKey: keys.interviews.list() });
    } catch (error) {
      setFailure(
        placeErrors(error, form.setError, ["title", "agenda", "recorded", "timeZone", "durationMinutes"]),
      );
    }
  });
  if (made) {
    return (
      <Page title={made.interview.attributes.title} width="narrow" back={back}>
        <Scheduled {...made} />
      </Page>
    );
  }
  return (
    <Page title="Schedule an interview" width="narrow" back={back}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
        {failure && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {failure}
          </p>
        )}
        {talk && <TalkNote talk={talk} />}
        <TemplateField form={form} chosen={template} onChoose={setTemplate} />
        <TitleField form={form} />
        <WhenFields form={form} />
        <AgendaFields form={form} />
        <RecordingField form={form} />
        <PeopleFields form={form} />
        <RubricFields form={form} />
        <div className="flex justify-end gap-2">
          <Button onClick={() => void navigate({ to: "/interviews" })}>Cancel</Button>
          <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
            Schedule and invite
          </Button>
        </div>
      </form>
    </Page>
  );
}
