import { useMutation, useQuery } from "@tanstack/react-query";
import { Clapperboard, Download, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useCan } from "@/api/session";
import { formatBytes } from "@/lib/format";
import { Button } from "@/ui/button";
import { Progress } from "@/ui/progress";
import { type Film, filmsQuery, forgetFilms, isUnderWay, stretchOf } from "./films";
import { MakeFilm } from "./make-film";
import type { Recording } from "./recordings";

/** The films that were made of a recording, and the way to others. */
export function FilmsPart({ interviewId, recording }: { interviewId: string; recording: Recording }) {
  const all = useQuery(filmsQuery(interviewId)).data ?? [];
  const films = all.filter(({ attributes }) => attributes.recordingId === recording.id);
  const [isMaking, setMaking] = useState(false);
  const holds = useCan("interviews:hold");
  const mayMake = useCan("interviews:write") || holds;
  const remove = useMutation({
    mutationFn: (film: Film) => api.remove(film),
    onSuccess: () => toast.success("The film is removed."),
    onSettled: () => forgetFilms(interviewId),
  });
  if (!mayMake && films.length === 0) return null;
  return (
    <div className="mt-2 border-line border-t pt-2 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <Clapperboard aria-hidden className="size-4 text-fg2" />
        <span className="text-fg2">{films.length === 0 ? "No films" : "Films"}</span>
        {mayMake && (
          <Button size="sm" variant="ghost" onClick={() => setMaking(true)}>
            Make a film…
          </Button>
        )}
      </div>
      <ul aria-label="Films" className="divide-y divide-line empty:hidden">
        {films.map((film) => (
          <FilmLine key={film.id} film={film} onRemove={mayMake ? () => remove.mutate(film) : undefined} />
        ))}
      </ul>
      {isMaking && <MakeFilm {...{ interviewId, recording }} onClose={() => setMaking(false)} />}
    </div>
  );
}

function FilmLine({ film, onRemove }: { film: Film; onRemove?: () => void }) {
  const { state, reason, progress, bytes, format, author } = film.attributes;
  const stretch = stretchOf(film);
  return (
    <li className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 py-1">
      <span className="tabular-nums" title={`Asked for by ${author}`}>
        {stretch}
      </span>
      <span className="text-fg2 uppercase">{format}</span>
      <span className="min-w-0 flex-1">
        {isUnderWay(film) && (
          <span className="flex items-center gap-2">
            <span className="w-32">
              <Progress label={`Film ${stretch}`} value={Math.round(progress * 100)} max={100} />
            </span>
            <span className="text-fg2">{state === "waiting" ? "Waits" : "Being made"}</span>
          </span>
        )}
        {state === "failed" && (
          <span className="flex items-center gap-1 text-bad">
            <TriangleAlert aria-hidden className="size-4 shrink-0" />
            <span className="first-letter:uppercase">{reason}</span>
          </span>
        )}
      </span>
      {state === "made" && (
        <>
          <span className="text-fg2 tabular-nums">{formatBytes(bytes)}</span>
          <Button asChild size="sm" variant="ghost">
            <a href={`/v1/clips/${film.id}/file`} download aria-label={`Download the film ${stretch}`}>
              <Download aria-hidden /> Download
            </a>
          </Button>
        </>
      )}
      {onRemove && (
        <Button variant="ghost" size="icon-sm" aria-label={`Remove the film ${stretch}`} onClick={onRemove}>
          <Trash2 aria-hidden />
        </Button>
      )}
    </li>
  );
}
