import type { Item } from "@codecraft/api/resources";
import { useState } from "react";
import type { DraftHandle } from "@/lib/draft";
import { joinWords, splitWords } from "@/lib/run-options";
import { Field } from "@/ui/field";
import { Checkbox, Input, Select } from "@/ui/input";
import { descendants } from "./group-tree";

interface GroupRulesProps {
  draft: DraftHandle<"test-groups">;
  groups: Item<"test-groups">[];
  mayEdit: boolean;
}

const aggregations = {
  all: "All or nothing",
  sum: "The sum of its tests",
  min: "The least of its tests",
  max: "The most of its tests",
};

/** What a group earns, which group it is in, and which must be accepted before it. */
export function GroupRules({ draft: { value, item, messages, set }, groups, mayEdit }: GroupRulesProps) {
  const [args, setArgs] = useState(joinWords(value.validatorArgs));
  const below = descendants(groups, item.id);
  const others = groups.filter((group) => group.id !== item.id && !below.has(group.id));
  const required = new Set(value.requiredIds);
  return (
    <fieldset disabled={!mayEdit} className="grid items-start gap-4 border-line border-b p-3 sm:grid-cols-3">
      <legend className="sr-only">Rules of {value.name}</legend>
      <Field label="Points are earned as" error={messages.aggregation}>
        <Select
          value={value.aggregation}
          onChange={(event) => set({ aggregation: event.target.value as typeof value.aggregation })}
        >
          {Object.entries(aggregations).map(([name, word]) => (
            <option key={name} value={name}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Inside the group" error={messages.parentId}>
        <Select value={value.parentId} onChange={(event) => set({ parentId: event.target.value })}>
          <option value="">None</option>
          {others.map((group) => (
            <option key={group.id} value={group.id}>
              {group.attributes.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Validator's arguments" error={messages.validatorArgs}>
        <Input
          value={args}
          spellCheck={false}
          className="font-mono"
          onChange={(event) => {
            setArgs(event.target.value);
            set({ validatorArgs: splitWords(event.target.value) });
          }}
        />
      </Field>
      {others.length > 0 && (
        <fieldset className="sm:col-span-3">
          <legend className="mb-1.5 font-medium text-sm">Judged only when these are accepted</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            {others.map((group) => (
              <Checkbox
                key={group.id}
                checked={required.has(group.id)}
                onChange={(event) =>
                  set({
                    requiredIds: event.target.checked
                      ? [...value.requiredIds, group.id]
                      : value.requiredIds.filter((id) => id !== group.id),
                  })
                }
              >
                {group.attributes.name}
              </Checkbox>
            ))}
          </div>
          {messages.requiredIds && (
            <p role="alert" className="text-bad text-xs">
              {messages.requiredIds}
            </p>
          )}
        </fieldset>
      )}
    </fieldset>
  );
}
