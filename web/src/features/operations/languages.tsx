import { Code, TriangleAlert } from "lucide-react";
import { count } from "@/lib/format";
import { EmptyState } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { Card } from "./card";
import type { Language } from "./queries";

/** What programs can be written in, with the versions that workers have. */
export function Languages({ languages }: { languages: Language[] }) {
  const there = languages.filter(({ workers }) => workers > 0);
  const absent = languages.filter(({ workers }) => workers === 0);
  return (
    <Card
      title="Languages"
      beside={
        <span className="text-fg2 text-sm tabular-nums">
          {there.length} of {languages.length} installed
        </span>
      }
    >
      {there.length === 0 ? (
        <EmptyState icon={Code} title="No language is installed">
          Start a worker, or install a language on its host: codecraft doctor says how.
        </EmptyState>
      ) : (
        <Table stacked label="Languages that are installed">
          <thead>
            <tr>
              <Th>Language</Th>
              <Th className="w-full">Version</Th>
              <Th>On</Th>
            </tr>
          </thead>
          <tbody>
            {there.map((language) => (
              <Tr key={language.id}>
                <Td className="whitespace-nowrap font-medium">{language.name}</Td>
                <Td label="Version" written>
                  <div>
                    {language.versions.join(", ")}
                    <Doubt language={language} />
                  </div>
                </Td>
                <Td label="On">
                  <span className="whitespace-nowrap">{count(language.workers, "worker")}</span>
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {absent.length > 0 && (
        <details className="mt-3">
          <summary className="cursor-pointer text-fg2">
            {count(absent.length, "language is", "languages are")} not installed
          </summary>
          <ul className="mt-2 grid gap-2">
            {absent.map(({ id, name, problem }) => (
              <li key={id} className="wrap-anywhere">
                <span className="font-medium">{name}</span>
                {problem && <span className="text-fg2 text-sm">: {problem}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

/** What is not as it should be with one that is there all the same. */
function Doubt({ language: { versions, problem } }: { language: Language }) {
  const doubts = [versions.length > 1 && "Workers have different versions", problem].filter(Boolean);
  if (doubts.length === 0) return null;
  return (
    <p className="mt-0.5 flex items-start gap-1 text-warn text-xs">
      <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      {doubts.join("; ")}
    </p>
  );
}
