import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Activity, CircleCheck, TriangleAlert, Unplug } from "lucide-react";
import { useCan } from "@/api/session";
import { formatTime } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Page } from "@/shell/page";
import { Badge } from "@/ui/badge";
import { EmptyState, Loaded } from "@/ui/states";
import { Figures } from "./figures";
import { Health } from "./health";
import { Languages } from "./languages";
import { Problems } from "./problems";
import { Processes } from "./processes";
import { operationsQuery } from "./queries";
import { Settings } from "./settings";
import { formatSpan, healthOf, watchedSince } from "./words";
import { Workers } from "./workers";

const route = getRouteApi("/staff/operations");

/** How the whole installation is, for those who run it. */
export function OperationsPage() {
  const mayRead = useCan("operations:read");
  const operations = useQuery({ ...operationsQuery, enabled: mayRead });
  if (!mayRead) {
    return (
      <Page title="Operations">
        <EmptyState icon={Activity} title="This page is for those who run the installation">
          Owners and administrators of the organization that set it up see it.
        </EmptyState>
      </Page>
    );
  }
  const { data, error, dataUpdatedAt } = operations;
  return (
    <Page
      title="Operations"
      beside={data && <Verdict parts={data.attributes.parts} />}
      actions={data && <Freshness at={dataUpdatedAt} isOld={error !== null} />}
    >
      <Loaded query={operations}>{(item) => <Overview item={item} />}</Loaded>
    </Page>
  );
}

function Verdict({ parts }: Pick<Item<"operations">["attributes"], "parts">) {
  const { tone, words } = healthOf(parts);
  const Icon = tone === "ok" ? CircleCheck : TriangleAlert;
  return (
    <Badge tone={tone}>
      <Icon aria-hidden /> {words}
    </Badge>
  );
}

/** When it was so; and since when no answer has come, while what was told last stays. */
function Freshness({ at, isOld }: { at: number; isOld: boolean }) {
  const now = useNow(1000);
  const time = formatTime(new Date(at).toISOString());
  if (!isOld) return <p className="text-fg2 text-sm tabular-nums">As of {time}, renewed every 5 s</p>;
  return (
    <p className="flex items-center gap-1.5 text-bad text-sm tabular-nums">
      <Unplug aria-hidden className="size-4 shrink-0" />
      <span>
        <span role="status">No answer any more.</span> This is how it was {formatSpan((now - at) / 1000)} ago,
        at {time}
      </span>
    </p>
  );
}

function Overview({ item }: { item: Item<"operations"> }) {
  const { at, parts, queue, load, workers, languages, problems, processes } = item.attributes;
  const { q, setting, process } = route.useSearch();
  const navigate = route.useNavigate();
  const keep = (part: { q?: string; setting?: string; process?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  return (
    <div>
      <Health parts={parts} />
      <Figures queue={queue} load={load} />
      <Workers workers={workers} />
      <Problems
        problems={problems}
        since={watchedSince(processes)}
        filter={q}
        onFilter={(text) => keep({ q: text })}
      />
      <Languages languages={languages} />
      <Processes processes={processes} at={at} />
      <Settings
        processes={processes}
        chosen={process}
        filter={setting}
        onChoose={(id) => keep({ process: id })}
        onFilter={(text) => keep({ setting: text })}
      />
    </div>
  );
}
