import type { Item } from "@codecraft/api/resources";
import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleDot } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useCan } from "@/api/session";
import { formatBytes } from "@/lib/format";
import { Confirm } from "@/ui/dialog";
import { EmptyState, Loaded, SkeletonRows } from "@/ui/states";
import { Part } from "./part";
import { participantsQuery } from "./queries";
import { RecordingCard } from "./recording-card";
import { bytesOf, forgetRecordings, type Recording, recordingsQuery, tracksOf } from "./recordings";

type Asked = { about: "removal" | "release"; recording: Recording };

interface RecordingsPartProps {
  interview: Item<"interviews">;
  mayReplay: boolean;
}

/** The recordings of an interview: what became of each, to be played, taken along, kept and removed. */
export function RecordingsPart({ interview, mayReplay }: RecordingsPartProps) {
  const { state, startedAt, startsAt } = interview.attributes;
  const query = useQuery(recordingsQuery(interview.id, state === "live"));
  const people = useQuery(participantsQuery(interview.id)).data;
  const mayManage = useCan("recordings:manage");
  const [asked, setAsked] = useState<Asked>();
  const onSettled = () => {
    setAsked(undefined);
    return forgetRecordings(interview.id);
  };
  const hold = useMutation({
    mutationFn: ({ recording, held }: { recording: Recording; held: boolean }) =>
      api.update(recording, { held }),
    onSuccess: (_, { held }) => toast.success(held ? "On hold: it is not removed." : "The hold has ended."),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (recording: Recording) => api.remove(recording),
    onSuccess: () => toast.success("Removed."),
    onSettled,
  });
  const nameOf = (id: string) => {
    const person = people?.find((one) => one.id === id)?.attributes;
    return person?.name || person?.email || "Somebody";
  };
  const begins = (time: string) => Math.max(0, (Date.parse(time) - Date.parse(startedAt ?? startsAt)) / 1000);
  // Of one that is not to be recorded there may be something all the same, from before that was changed.
  if (!interview.attributes.recorded && !query.data?.length) return null;
  return (
    <Part icon={<CircleDot aria-hidden />} title="Recordings">
      <Loaded query={query} skeleton={<SkeletonRows rows={2} />}>
        {(recordings) =>
          recordings.length === 0 ? (
            <Nothing interview={interview} />
          ) : (
            <ul className="flex flex-col gap-2">
              {recordings.map((recording) => (
                <RecordingCard
                  key={recording.id}
                  {...{ recording, nameOf, mayReplay, mayManage }}
                  interviewId={interview.id}
                  begins={begins(recording.attributes.startedAt)}
                  onHold={(held) =>
                    held ? hold.mutate({ recording, held }) : setAsked({ about: "release", recording })
                  }
                  onRemove={() => setAsked({ about: "removal", recording })}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Confirm
        open={asked?.about === "release"}
        onOpenChange={() => setAsked(undefined)}
        title="End the hold on this recording?"
        description="It can be removed again. Where recordings are kept for a time only, it is removed by itself when that is over: at once, if it is over already."
        action="End the hold"
        pending={hold.isPending}
        onConfirm={() => asked && hold.mutate({ recording: asked.recording, held: false })}
      />
      <Confirm
        open={asked?.about === "removal"}
        onOpenChange={() => setAsked(undefined)}
        danger
        title="Remove this recording for good?"
        description={asked ? lossOf(asked.recording) : ""}
        action="Remove for good"
        pending={remove.isPending}
        onConfirm={() => asked && remove.mutate(asked.recording)}
      />
    </Part>
  );
}

/** What is lost with a recording. */
function lossOf(recording: Recording): string {
  const { files, state } = recording.attributes;
  const lost =
    state === "recorded" && files.length > 0
      ? `Its pictures and sound (${tracksOf(recording)}, ${formatBytes(bytesOf(recording))}) are lost for everybody, and nobody can bring them back. `
      : "What there is of it on the server is lost for everybody. ";
  return `${lost}The replay goes on showing code, runs, chat and notes. That there was a recording, who removed it and when stays on record.`;
}

function Nothing({ interview }: { interview: Item<"interviews"> }) {
  const isOver = interview.attributes.state === "ended";
  return (
    <EmptyState icon={CircleDot} title={isOver ? "Nothing was recorded" : "Nothing is recorded yet"}>
      {isOver
        ? "A recording begins once everybody in the room has answered, and at least one of them agrees: that did not happen."
        : "A recording begins by itself once everybody in the room has answered, and at least one of them agrees. It is here while it runs."}
    </EmptyState>
  );
}
