import type { Item } from "@codecraft/api/resources";
import { useMutation } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { tellFailure } from "@/api/tell";
import { formatBytes } from "@/lib/format";
import { Button } from "@/ui/button";
import { testsQuery } from "./queries";
import { TestDialog } from "./test-dialog";

interface TestListProps {
  tests: Item<"tests">[];
  group: Item<"test-groups">;
  problemId: string;
  mayEdit: boolean;
}

export function TestList({ tests, group, problemId, mayEdit }: TestListProps) {
  const [edited, setEdited] = useState<Item<"tests"> | "new">();
  const key = testsQuery(group.id).queryKey;
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: key });
    void queryClient.invalidateQueries({ queryKey: ["problems", "one", problemId] });
  };
  const move = useMutation({
    mutationFn: async ({ from, to }: { from: number; to: number }) => {
      const order = [...tests];
      const [moved] = order.splice(from, 1);
      if (moved) order.splice(to, 0, moved);
      queryClient.setQueryData(key, order);
      for (const [i, test] of order.entries()) {
        if (test.attributes.position === i + 1) continue;
        await api.update(await api.get("tests", test.id), { position: i + 1 });
      }
    },
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: async (test: Item<"tests">) => api.remove(await api.get("tests", test.id)),
    onSuccess: (_, test) => {
      void refresh();
      toast(`${test.attributes.name} is deleted.`, {
        action: test.attributes.truncated ? undefined : { label: "Undo", onClick: () => void restore(test) },
      });
    },
  });
  const restore = async ({ attributes }: Item<"tests">) => {
    const { name, input, answer, explanation, position, points, args } = attributes;
    try {
      await api.create(
        "tests",
        { name, input, answer, explanation, position, points, args },
        { group: { type: "test-groups", id: group.id } },
      );
      await refresh();
    } catch (error) {
      tellFailure(error);
    }
  };
  return (
    <>
      {tests.length > 0 && (
        <ol className="divide-y divide-line">
          {tests.map((test, i) => (
            <TestRow
              key={test.id}
              test={test}
              mayEdit={mayEdit}
              busy={move.isPending}
              onEdit={() => setEdited(test)}
              onRemove={() => remove.mutate(test)}
              onUp={i > 0 ? () => move.mutate({ from: i, to: i - 1 }) : undefined}
              onDown={i < tests.length - 1 ? () => move.mutate({ from: i, to: i + 1 }) : undefined}
            />
          ))}
        </ol>
      )}
      {mayEdit && (
        <div className="border-line border-t p-2 first:border-t-0">
          <Button variant="ghost" onClick={() => setEdited("new")}>
            <Plus aria-hidden /> Add a test
          </Button>
        </div>
      )}
      {edited && (
        <TestDialog
          test={edited === "new" ? undefined : edited}
          group={group}
          nextPosition={Math.max(0, ...tests.map((test) => test.attributes.position)) + 1}
          mayEdit={mayEdit}
          onClose={() => setEdited(undefined)}
          onSaved={refresh}
        />
      )}
    </>
  );
}

interface TestRowProps {
  test: Item<"tests">;
  mayEdit: boolean;
  busy: boolean;
  onEdit: () => void;
  onRemove: () => void;
  onUp?: () => void;
  onDown?: () => void;
}

const glance = (text: string) => text.slice(0, 120).replace(/\s*\n\s*/g, " ⏎ ");

function TestRow({
  test: { attributes: test },
  mayEdit,
  busy,
  onEdit,
  onRemove,
  onUp,
  onDown,
}: TestRowProps) {
  return (
    <li className="flex min-h-9 items-center gap-3 px-3 py-1 hover:bg-bg2">
      <button
        type="button"
        onClick={onEdit}
        className="grid min-w-0 flex-1 grid-cols-[minmax(0,7rem)_minmax(0,1fr)_auto] items-center gap-3 text-left sm:grid-cols-[minmax(0,9rem)_minmax(0,1fr)_minmax(0,1fr)_auto]"
      >
        <span className="truncate font-medium">{test.name}</span>
        <code className="truncate font-mono text-fg2 text-xs">{glance(test.input)}</code>
        <code className="hidden truncate font-mono text-fg2 text-xs sm:block">→ {glance(test.answer)}</code>
        <span className="whitespace-nowrap text-fg3 text-xs tabular-nums">
          {formatBytes(test.inputBytes + test.answerBytes)}
        </span>
      </button>
      {mayEdit && (
        <span className="flex shrink-0">
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Move ${test.name} up`}
            disabled={!onUp || busy}
            onClick={onUp}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Move ${test.name} down`}
            disabled={!onDown || busy}
            onClick={onDown}
          >
            <ArrowDown aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Edit ${test.name}`}
            onClick={onEdit}
            className="hidden sm:inline-flex"
          >
            <Pencil aria-hidden />
          </Button>
          <Button variant="ghost" size="icon-sm" aria-label={`Delete ${test.name}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        </span>
      )}
    </li>
  );
}
