import type { Item } from "@codecraft/api/resources";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ChevronLeft, Eye, History, RotateCcw } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { overtake, queryClient } from "@/api/query";
import { formatDateTime, formatNumber } from "@/lib/format";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Select } from "@/ui/input";
import { Rejudge } from "@/ui/rejudge";
import { EmptyState, Loaded } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import type { ProblemDraft } from "./ProblemPage";
import { problemQuery, versionQuery, versionsQuery } from "./queries";
import { VersionDifference } from "./version-difference";
import { VersionView } from "./version-view";

type Version = Item<"problem-versions">;

/** The published versions; one of them to read, or two side by side. */
export function Versions({ draft }: { draft: ProblemDraft }) {
  const versions = useQuery(versionsQuery(draft.item.id));
  const { version, against } = useSearch({ from: "/staff/problems/$problemId" });
  return (
    <Loaded query={versions}>
      {(list) => {
        const shown = list.find((one) => String(one.attributes.number) === version);
        const other = list.find((one) => String(one.attributes.number) === against);
        if (list.length === 0) {
          return (
            <EmptyState icon={History} title="Never published">
              Each time the problem is published, a version that never changes is kept here.
            </EmptyState>
          );
        }
        if (shown) return <OneVersion list={list} version={shown} other={other} draft={draft} />;
        return <VersionTable list={list} />;
      }}
    </Loaded>
  );
}

function useOpenVersion() {
  const navigate = useNavigate({ from: "/problems/$problemId" });
  return (version?: number, against?: number) =>
    void navigate({
      search: (now) => ({ ...now, version: version?.toString(), against: against?.toString() }),
    });
}

function VersionTable({ list }: { list: Version[] }) {
  const open = useOpenVersion();
  return (
    <Table label="Versions" stacked>
      <thead>
        <tr>
          <Th>Version</Th>
          <Th className="w-full min-w-44">Title</Th>
          <Th className="text-right">Points</Th>
          <Th>Published</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {list.map(({ id, attributes: version }) => (
          <Tr key={id}>
            <Td label="Version" className="font-medium">
              {version.number}
            </Td>
            <Td label="Title" written>
              {version.title}
            </Td>
            <Td label="Points" className="text-right">
              {formatNumber(version.points)}
            </Td>
            <Td label="Published" className="whitespace-nowrap text-fg2">
              {formatDateTime(version.publishedAt)}
            </Td>
            <Td>
              <div className="flex gap-2 sm:justify-end">
                <Button
                  size="sm"
                  aria-label={`View version ${version.number}`}
                  onClick={() => open(version.number)}
                >
                  <Eye aria-hidden /> View
                </Button>
                <Rejudge
                  size="sm"
                  subject={{ problemVersionId: id }}
                  what={`all submissions to version ${version.number}`}
                  label="Judge all again"
                />
              </div>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

interface OneVersionProps {
  list: Version[];
  version: Version;
  other?: Version;
  draft: ProblemDraft;
}

function OneVersion({ list, version, other, draft }: OneVersionProps) {
  const open = useOpenVersion();
  const { number, publishedAt } = version.attributes;
  const others = list.filter((one) => one.id !== version.id);
  return (
    <section aria-label={`Version ${number}`}>
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <Button
          variant="ghost"
          size="icon-sm"
          className="-ml-1"
          aria-label="All versions"
          onClick={() => open()}
        >
          <ChevronLeft aria-hidden />
        </Button>
        <h2 className="font-semibold text-lg">{`Version ${number}`}</h2>
        <span className="text-fg2">{formatDateTime(publishedAt)}</span>
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {others.length > 0 && (
            <Select
              aria-label="Compare with"
              className="w-52"
              value={other ? String(other.attributes.number) : ""}
              onChange={(event) => open(number, Number(event.target.value) || undefined)}
            >
              <option value="">Compare with…</option>
              {others.map((one) => (
                <option key={one.id} value={one.attributes.number}>
                  {`Compared with version ${one.attributes.number}`}
                </option>
              ))}
            </Select>
          )}
          {draft.mayEdit && <Restore version={version} draft={draft} />}
        </div>
      </div>
      {other ? (
        <Compared a={version} b={other} />
      ) : (
        <Whole id={version.id} pictures={`/v1/problems/${draft.item.id}`} />
      )}
    </section>
  );
}

function Whole({ id, pictures }: { id: string; pictures: string }) {
  const query = useQuery(versionQuery(id));
  return (
    <Loaded query={query}>
      {({ attributes }) => <VersionView version={attributes} pictures={pictures} />}
    </Loaded>
  );
}

/** The older one is always what was before. */
function Compared({ a, b }: { a: Version; b: Version }) {
  const [older, newer] = a.attributes.number < b.attributes.number ? [a, b] : [b, a];
  const before = useQuery(versionQuery(older.id));
  const after = useQuery(versionQuery(newer.id));
  return (
    <Loaded query={before}>
      {(from) => (
        <Loaded query={after}>
          {(to) => <VersionDifference before={from.attributes} after={to.attributes} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Restore({ version, draft }: { version: Version; draft: ProblemDraft }) {
  const [asked, setAsked] = useState(false);
  const navigate = useNavigate({ from: "/problems/$problemId" });
  const { number } = version.attributes;
  const problemId = draft.item.id;
  const restore = useMutation({
    mutationFn: async () => {
      if (!(await draft.flush()))
        throw new Error("The last edits are not saved yet: look at what the page says.");
      return api.create("problem-restorations", {}, { version: { type: version.type, id: version.id } });
    },
    onSuccess: async () => {
      setAsked(false);
      const fresh = await api.get("problems", problemId);
      const { queryKey } = problemQuery(problemId);
      overtake(queryKey, () => queryClient.setQueryData(queryKey, fresh));
      await queryClient.invalidateQueries({ queryKey: ["problems"] });
      await navigate({ search: { tab: "statement" } });
      toast.success(`The draft is what version ${number} was. Verify it before you publish it.`);
    },
    onError: () => setAsked(false),
  });
  return (
    <>
      <Button onClick={() => setAsked(true)}>
        <RotateCcw aria-hidden /> Restore into the draft
      </Button>
      <Confirm
        open={asked}
        onOpenChange={setAsked}
        title={`Restore version ${number}?`}
        description="Statement, settings, starter code and tests of the draft are replaced by those of this version; what the draft holds now and no version does is lost. The reference solutions and the slug stay."
        action="Restore"
        danger
        pending={restore.isPending}
        onConfirm={() => restore.mutate()}
      />
    </>
  );
}
