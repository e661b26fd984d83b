import { useMutation, useQuery } from "@tanstack/react-query";
import { Captions, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useCan } from "@/api/session";
import { languageName } from "@/lib/language-name";
import { Button } from "@/ui/button";
import { AttachCaptions } from "./attach-captions";
import { captionsQuery, removeCaptions } from "./captions";
import type { Recording } from "./recordings";

interface CaptionsPartProps {
  interviewId: string;
  recording: Recording;
  nameOf: (participantId: string) => string;
}

/** Which captions a recording has, and the way to others. */
export function CaptionsPart({ interviewId, recording, nameOf }: CaptionsPartProps) {
  const all = useQuery(captionsQuery(interviewId)).data ?? [];
  const captions = all.filter(({ attributes }) => attributes.recordingId === recording.id);
  const [isAttaching, setAttaching] = useState(false);
  const holds = useCan("interviews:hold");
  const mayAttach = useCan("interviews:write") || holds;
  const remove = useMutation({
    mutationFn: (one: (typeof captions)[number]) => removeCaptions(interviewId, one),
    onSuccess: () => toast.success("The captions are removed."),
  });
  if (!mayAttach && captions.length === 0) return null;
  const fileOf = (name: string) => recording.attributes.files.find((file) => file.name === name);
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2 border-line border-t pt-2 text-sm">
      <Captions aria-hidden className="size-4 text-fg2" />
      {captions.length === 0 && <span className="text-fg2">No captions</span>}
      <ul aria-label="Captions" className="contents">
        {captions.map((one) => {
          const { language, file, author } = one.attributes;
          const of = fileOf(file);
          const what = `${languageName(language)}${of ? `, of ${nameOf(of.participantId)}` : ""}`;
          return (
            <li key={one.id} className="flex items-center rounded-md border border-line pl-2">
              <span title={author && `Attached by ${author}`}>{what}</span>
              {mayAttach && !recording.attributes.held && (
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Remove the captions: ${what}`}
                  pending={remove.isPending && remove.variables === one}
                  onClick={() => remove.mutate(one)}
                >
                  <Trash2 aria-hidden />
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {mayAttach && (
        <Button size="sm" variant="ghost" onClick={() => setAttaching(true)}>
          Attach captions…
        </Button>
      )}
      {isAttaching && (
        <AttachCaptions {...{ interviewId, recording, nameOf }} onClose={() => setAttaching(false)} />
      )}
    </div>
  );
}
