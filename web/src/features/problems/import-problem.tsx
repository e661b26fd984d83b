import { ApiError, explain } from "@codecraft/api/errors";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { FileArchive, TriangleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { queryClient } from "@/api/query";
import { upload } from "@/api/upload";
import { cn } from "@/lib/cn";
import { formatBytes } from "@/lib/format";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Progress } from "@/ui/progress";
import { placeOf } from "./package-fault";

interface Imported {
  data: { id: string };
  meta: { notes: string[] };
}

const largest = 64 * 1024 * 1024;

/** Makes a draft of a problem package: dropped here, or chosen. */
export function ImportProblem({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [part, setPart] = useState(0);
  const ending = useRef(new AbortController());
  useEffect(() => () => ending.current.abort(), []);
  const open = (id: string) => navigate({ to: "/problems/$problemId", params: { problemId: id } });
  const taking = useMutation({
    meta: { shown: true },
    mutationFn: (file: File) => {
      setPart(0);
      if (file.size > largest) {
        throw new Error(`The package holds ${formatBytes(file.size)}: at most 64 MiB can be imported.`);
      }
      return upload<Imported>("/v1/problem-imports", file, {
        contentType: "application/zip",
        onProgress: setPart,
        signal: ending.current.signal,
      });
    },
    onSuccess: async ({ data, meta }) => {
      await queryClient.invalidateQueries({ queryKey: ["problems", "list"] });
      if (meta.notes.length === 0) await open(data.id);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Import a problem"
      description="A zip archive of an ICPC or Kattis package (legacy or 2025-09), or of a full Polygon package."
      footer={
        taking.data ? (
          <Button variant="primary" onClick={() => void open(taking.data.data.id)}>
            Open the problem
          </Button>
        ) : (
          <Button onClick={onClose}>Cancel</Button>
        )
      }
    >
      <div className="flex min-h-44 flex-col gap-3">
        {taking.data ? (
          <Notes notes={taking.data.meta.notes} />
        ) : taking.isPending ? (
          <Sending name={taking.variables.name} part={part} />
        ) : (
          <DropPlace onFile={(file) => taking.mutate(file)} />
        )}
        {taking.error && <Faults error={taking.error} />}
      </div>
    </Dialog>
  );
}

function DropPlace({ onFile }: { onFile: (file: File) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button inside is everybody's
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) onFile(file);
      }}
      className={cn(
        "flex flex-1 flex-col items-center justify-center gap-3 rounded-lg border border-line2 border-dashed p-6 text-center",
        isOver && "border-accent bg-accentsoft",
      )}
    >
      <FileArchive aria-hidden className="size-6 text-fg2" />
      <p className="text-fg2">Drop the archive here, or</p>
      <Button variant="primary" onClick={() => chooser.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={chooser}
        type="file"
        aria-label="Problem package"
        accept=".zip,application/zip"
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
    </div>
  );
}

function Sending({ name, part }: { name: string; part: number }) {
  return (
    <div className="flex flex-1 flex-col justify-center gap-3">
      <p role="status" className="truncate">
        {part < 1 ? `Sending ${name}` : `Reading ${name}: its tests, validators and solutions`}
      </p>
      <Progress label="Sent" value={Math.round(part * 100)} max={100} />
    </div>
  );
}

function Notes({ notes }: { notes: string[] }) {
  return (
    <>
      <p role="status">The problem is imported. This of the package was left out or changed:</p>
      <ul className="list-disc pl-5 text-fg2">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </>
  );
}

/** What is wrong with the package, each with its place in it. */
function Faults({ error }: { error: unknown }) {
  const faults = error instanceof ApiError ? error.problems : [];
  return (
    <div role="alert" className="rounded-md bg-badsoft px-3 py-2 text-sm">
      <p className="flex items-center gap-2 font-medium text-bad">
        <TriangleAlert aria-hidden className="size-4 shrink-0" /> The package could not be imported
      </p>
      <ul className="mt-1 list-disc break-words pl-5">
        {faults.length === 0 ? (
          <li>{explain(error)}</li>
        ) : (
          faults.map((fault) => <FaultLine key={`${fault.source?.pointer} ${fault.detail}`} fault={fault} />)
        )}
      </ul>
      <p className="mt-1 text-fg2">Mend the package and choose it again: nothing was kept.</p>
    </div>
  );
}

function FaultLine({ fault }: { fault: ApiError["problems"][number] }) {
  const { place, words } = placeOf(fault);
  return (
    <li>
      {place && (
        <>
          <code className="font-mono text-xs">{place}</code>:{" "}
        </>
      )}
      {words}
    </li>
  );
}
