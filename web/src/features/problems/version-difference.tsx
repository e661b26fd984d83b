import type { Item } from "@codecraft/api/resources";
import { Equal } from "lucide-react";
import type { ReactNode } from "react";
import { diffLines } from "@/lib/line-diff";
import { Badge, type Tone } from "@/ui/badge";
import { LineDifference } from "@/ui/line-difference";
import { EmptyState } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { type Change, changedSettings, changedStarters, changedTests } from "./version-diff";

type Version = Item<"problem-versions">["attributes"];

/** What became of one version in another: settings, statement, tests by name, starter code. */
export function VersionDifference({ before, after }: { before: Version; after: Version }) {
  const settings = changedSettings(before, after);
  const tests = changedTests(before, after);
  const starters = changedStarters(before, after);
  const isSameText = before.statement === after.statement;
  if (settings.length + tests.length + starters.length === 0 && isSameText) {
    return (
      <EmptyState icon={Equal} title="No difference">
        {`Versions ${before.number} and ${after.number} say the same and are judged by the same tests.`}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      <Part title="Settings" same={settings.length === 0}>
        <Table label="Settings that differ" stacked>
          <thead>
            <tr>
              <Th>Setting</Th>
              <Th className="w-1/2 min-w-32">{`Version ${before.number}`}</Th>
              <Th className="w-1/2 min-w-32">{`Version ${after.number}`}</Th>
            </tr>
          </thead>
          <tbody>
            {settings.map((setting) => (
              <Tr key={setting.name}>
                <Td className="whitespace-nowrap font-medium">{setting.name}</Td>
                <Td written label={`Version ${before.number}`}>
                  {setting.before}
                </Td>
                <Td written label={`Version ${after.number}`}>
                  {setting.after}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </Part>
      <Part title="Statement" same={isSameText}>
        <LineDifference label="Lines of the statement" lines={diffLines(before.statement, after.statement)} />
      </Part>
      <Part title="Tests" same={tests.length === 0}>
        <Changes all={tests} />
      </Part>
      <Part title="Starter code" same={starters.length === 0}>
        <Changes all={starters} />
      </Part>
    </div>
  );
}

function Part({ title, same, children }: { title: string; same: boolean; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 font-semibold">{title}</h3>
      {same ? <p className="text-fg2">No difference.</p> : children}
    </section>
  );
}

const kinds: Record<Change["kind"], { word: string; tone: Tone }> = {
  added: { word: "Added", tone: "ok" },
  removed: { word: "Removed", tone: "bad" },
  changed: { word: "Changed", tone: "warn" },
};

function Changes({ all }: { all: Change[] }) {
  return (
    <ul className="flex flex-col rounded-lg border border-line">
      {all.map(({ kind, name, what }) => (
        <li
          key={`${kind} ${name}`}
          className="flex min-h-9 flex-wrap items-center gap-2 border-line border-b px-3 py-1.5 last:border-b-0"
        >
          <Badge tone={kinds[kind].tone}>{kinds[kind].word}</Badge>
          <span className="wrap-anywhere min-w-0 font-medium">{name}</span>
          {what && <span className="text-fg2">{what}</span>}
        </li>
      ))}
    </ul>
  );
}
