import type { Item } from "@codecraft/api/resources";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Eye, EyeOff, ListChecks, Plus, SlidersHorizontal, Trash2 } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { overtake, queryClient } from "@/api/query";
import { useDraft } from "@/lib/draft";
import { count } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { NumberInput } from "@/ui/number-input";
import { SaveNotice, SaveState } from "@/ui/save-state";
import { EmptyState, Loaded, Skeleton } from "@/ui/states";
import { GroupRules } from "./group-rules";
import { inTree } from "./group-tree";
import { groupsQuery, testsQuery } from "./queries";
import { TestList } from "./test-list";

interface TestsProps {
  problemId: string;
  mayEdit: boolean;
}

/** Sample tests, which candidates see whole, and hidden groups, which give the points. */
export function Tests({ problemId, mayEdit }: TestsProps) {
  const groups = useQuery(groupsQuery(problemId));
  return (
    <Loaded query={groups}>
      {(list) => (
        <div className="flex flex-col gap-4">
          {list.length === 0 && (
            <EmptyState
              icon={ListChecks}
              title="No tests yet"
              action={mayEdit && <AddGroup problemId={problemId} groups={list} sample primary />}
            >
              Begin with a sample: a small input and its answer that candidates see beside the statement.
            </EmptyState>
          )}
          {inTree(list).map(({ group, depth }) => (
            <div key={group.id} style={{ marginInlineStart: `${Math.min(depth, 4) * 16}px` }}>
              <Group group={group} groups={list} problemId={problemId} mayEdit={mayEdit} />
            </div>
          ))}
          {mayEdit && list.length > 0 && (
            <div className="flex flex-wrap gap-2">
              {!list.some((group) => group.attributes.sample) && (
                <AddGroup problemId={problemId} groups={list} sample />
              )}
              <AddGroup problemId={problemId} groups={list} sample={false} />
            </div>
          )}
        </div>
      )}
    </Loaded>
  );
}

interface AddGroupProps {
  problemId: string;
  groups: Item<"test-groups">[];
  sample: boolean;
  primary?: boolean;
}

function AddGroup({ problemId, groups, sample, primary }: AddGroupProps) {
  const hidden = groups.filter((group) => !group.attributes.sample).length;
  const add = useMutation({
    mutationFn: () =>
      api.create(
        "test-groups",
        {
          name: sample ? "Samples" : `Group ${hidden + 1}`,
          sample,
          points: sample ? 0 : 10,
          position: Math.max(0, ...groups.map((group) => group.attributes.position)) + 1,
        },
        { problem: { type: "problems", id: problemId } },
      ),
    onSuccess: () => queryClient.invalidateQueries(groupsQuery(problemId)),
  });
  return (
    <Button variant={primary ? "primary" : "secondary"} pending={add.isPending} onClick={() => add.mutate()}>
      <Plus aria-hidden /> {sample ? "Add samples" : "Add a hidden group"}
    </Button>
  );
}

function Group({
  group,
  groups,
  problemId,
  mayEdit,
}: {
  group: Item<"test-groups">;
  groups: Item<"test-groups">[];
  problemId: string;
  mayEdit: boolean;
}) {
  const tests = useQuery(testsQuery(group.id));
  const [removing, setRemoving] = useState(false);
  const [hasRules, showRules] = useState(false);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["problems", "one", problemId] });
  const draft = useDraft(group, (saved) => {
    const key = groupsQuery(problemId).queryKey;
    overtake(key, () =>
      queryClient.setQueryData(key, (list) => list?.map((other) => (other.id === saved.id ? saved : other))),
    );
    void refresh();
  });
  const { value, messages, set } = draft;
  const remove = useMutation({
    mutationFn: () => api.remove(draft.item),
    onSuccess: () => Promise.all([refresh(), queryClient.invalidateQueries(groupsQuery(problemId))]),
  });
  return (
    <section aria-label={`Test group ${value.name}`} className="rounded-lg border border-line">
      <header className="flex flex-wrap items-center gap-2 border-line border-b bg-bg2 px-3 py-2">
        <Field label="Name of the group" hideLabel error={messages.name} className="w-40">
          <Input
            value={value.name}
            readOnly={!mayEdit}
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
        {value.sample ? (
          <Badge tone="accent">
            <Eye aria-hidden /> Shown to candidates
          </Badge>
        ) : (
          <>
            <Field label="Points of the group" hideLabel error={messages.points} className="w-20">
              <NumberInput
                value={value.points}
                min={0}
                step="any"
                readOnly={!mayEdit}
                onChange={(points) => set({ points })}
              />
            </Field>
            <span className="text-fg2">points</span>
            <Badge>
              <EyeOff aria-hidden /> Hidden
            </Badge>
          </>
        )}
        {!value.sample && (
          <Button variant="ghost" size="sm" aria-expanded={hasRules} onClick={() => showRules(!hasRules)}>
            <SlidersHorizontal aria-hidden /> Rules
          </Button>
        )}
        <span className="flex-1" />
        <span className="text-fg2 text-sm">{tests.data && count(tests.data.length, "test")}</span>
        {mayEdit && (
          <>
            <SaveState quiet state={draft.state} />
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Delete the group ${value.name}`}
              onClick={() => setRemoving(true)}
            >
              <Trash2 aria-hidden />
            </Button>
          </>
        )}
      </header>
      {hasRules && <GroupRules draft={draft} groups={groups} mayEdit={mayEdit} />}
      <SaveNotice draft={draft} noun="group" />
      <Loaded query={tests} skeleton={<Skeleton className="m-3 w-1/2" />}>
        {(list) => <TestList tests={list} group={group} problemId={problemId} mayEdit={mayEdit} />}
      </Loaded>
      <Confirm
        open={removing}
        onOpenChange={setRemoving}
        danger
        title={`Delete the group “${value.name}”?`}
        description={`${count(tests.data?.length ?? 0, "test")} of it are deleted too. Published versions are not touched.`}
        action="Delete"
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </section>
  );
}
