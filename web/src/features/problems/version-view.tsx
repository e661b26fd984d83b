import type { Item } from "@codecraft/api/resources";
import type { ReactNode } from "react";
import { count, formatNumber } from "@/lib/format";
import { LanguageName } from "@/ui/language-select";
import { Markdown } from "@/ui/markdown";
import { settingsOf } from "./version-diff";

type Version = Item<"problem-versions">["attributes"];

/** A version as it was published; nothing of it can be changed. */
export function VersionView({ version, pictures }: { version: Version; pictures: string }) {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]">
      <div className="flex min-w-0 flex-col gap-6">
        <Part title="Statement">
          {version.statement ? (
            <Markdown text={version.statement} pictures={pictures} />
          ) : (
            <p className="text-fg2">None.</p>
          )}
        </Part>
        <Part title="Samples">
          <div className="flex flex-col gap-4">
            {version.samples.map((sample) => (
              <div key={sample.name}>
                <h4 className="wrap-anywhere mb-1 font-medium">{sample.name}</h4>
                <div className="grid gap-3 sm:grid-cols-2">
                  <Verbatim label="Input" text={sample.input} />
                  <Verbatim label="Expected output" text={sample.answer} />
                </div>
                {sample.explanation && (
                  <Markdown className="mt-2" text={sample.explanation} pictures={pictures} />
                )}
              </div>
            ))}
          </div>
        </Part>
        {version.starters.map((starter) => (
          <Part
            key={starter.language}
            title={
              <>
                Starter code in <LanguageName id={starter.language} />
              </>
            }
          >
            <Verbatim label="Source" text={starter.source} />
          </Part>
        ))}
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Part title="Settings">
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
            {[...settingsOf(version)].map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-fg2">{name}</dt>
                <dd className="wrap-anywhere">{value}</dd>
              </div>
            ))}
          </dl>
        </Part>
        <Part title="Tests">
          <TestNames version={version} />
        </Part>
      </div>
    </div>
  );
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Verbatim({ label, text }: { label: string; text: string }) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 font-medium text-fg2 text-xs">{label}</figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 min-h-9 overflow-auto rounded-md border border-line bg-bg2 px-3 py-1.5 font-mono text-sm"
      >
        {text || <span className="text-fg3">nothing</span>}
      </pre>
    </figure>
  );
}

/** All groups with their tests' names, for who may see them; otherwise what candidates know of them. */
function TestNames({ version }: { version: Version }) {
  const groups: { name: string; points: number; tests?: { name: string }[] }[] =
    version.judging?.groups ?? version.groups;
  return (
    <ul className="flex flex-col gap-2">
      {groups.map((group) => (
        <li key={group.name} className="wrap-anywhere">
          <span className="font-medium">{group.name}</span>
          <span className="text-fg2">
            {group.tests ? ` · ${count(group.tests.length, "test")}` : ""}
            {` · ${formatNumber(group.points)} points`}
          </span>
          {group.tests && group.tests.length > 0 && (
            <div className="text-fg2 text-sm">{group.tests.map((test) => test.name).join(", ")}</div>
          )}
        </li>
      ))}
    </ul>
  );
}
