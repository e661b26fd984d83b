import { explain } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Command as Cmdk } from "cmdk";
import { Plus } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { formatNumber } from "@/lib/format";
import { useDebounced } from "@/lib/use-debounced";
import { Button } from "./button";
import { DifficultyMark } from "./difficulty";

/** Published problems whose title holds the words. */
function pickableProblemsQuery(words: string) {
  return queryOptions({
    queryKey: keys.problems.pickable(words),
    queryFn: ({ signal }) =>
      api.list(
        "problems",
        {
          "filter[title][contains]": words,
          "filter[state]": "published,changed",
          "filter[archived]": false,
          sort: "title",
          "page[size]": 30,
        },
        { signal },
      ),
    placeholderData: (previous) => previous,
  });
}

interface PickerProps {
  label: string;
  /** Ids of those that are chosen already. */
  chosen: string[];
  onPick: (problem: Item<"problems">) => void;
}

/** Finds published problems by title; it stays open, so that several can be added one after the other. */
export function ProblemPicker({ label, chosen, onPick }: PickerProps) {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState("");
  const query = useQuery({ ...pickableProblemsQuery(useDebounced(words)), enabled: open });
  const taken = new Set(chosen);
  const problems = query.data?.items.filter((problem) => !taken.has(problem.id)) ?? [];
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button variant="ghost" aria-label={label}>
          <Plus aria-hidden /> Add a problem
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 w-[min(480px,calc(100vw-16px))] rounded-lg border border-line bg-bg shadow-pop data-[state=open]:animate-pop"
        >
          <Cmdk label={label} shouldFilter={false}>
            <Cmdk.Input
              autoFocus
              value={words}
              onValueChange={setWords}
              placeholder="Search published problems…"
              className="h-10 w-full border-line border-b bg-transparent px-3 outline-none placeholder:text-fg3"
            />
            <Cmdk.List className="max-h-72 overflow-y-auto p-1">
              {query.error && <p className="p-3 text-bad">{explain(query.error)}</p>}
              {query.isPending && <p className="p-3 text-fg2">Searching…</p>}
              {query.data && problems.length === 0 && (
                <p className="p-3 text-fg2">
                  {words ? "No published problem has this in its title." : "No further published problems."}
                </p>
              )}
              {problems.map((problem) => (
                <Cmdk.Item
                  key={problem.id}
                  value={problem.id}
                  onSelect={() => onPick(problem)}
                  className="flex min-h-9 cursor-default items-center gap-3 rounded px-2 aria-selected:bg-bg3 pointer-coarse:min-h-11"
                >
                  <span className="min-w-0 flex-1 truncate">{problem.attributes.title}</span>
                  <DifficultyMark difficulty={problem.attributes.difficulty} />
                  <span className="w-14 text-right text-fg2 tabular-nums">
                    {formatNumber(problem.attributes.points)} pts
                  </span>
                </Cmdk.Item>
              ))}
            </Cmdk.List>
          </Cmdk>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
