import type { Item } from "@codecraft/api/resources";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Monitor, Smartphone, SquareTerminal } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api, transport } from "@/api/client";
import { queryClient } from "@/api/query";
import { formatDateTime, formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Loaded } from "@/ui/states";
import { deviceOf } from "./device";
import { ownSessionsQuery } from "./queries";

const refresh = () => queryClient.invalidateQueries(ownSessionsQuery);

export function OwnSessions() {
  const sessions = useQuery(ownSessionsQuery);
  const [asking, setAsking] = useState(false);
  const end = useMutation({
    mutationFn: (session: Item<"sessions">) => api.remove(session),
    onSuccess: () => toast.success("The device is signed out."),
    onSettled: refresh,
  });
  const endOthers = useMutation({
    mutationFn: () => transport.request("/v1/sessions/others", { method: "DELETE" }),
    onSuccess: () => toast.success("All your other devices are signed out."),
    onSettled: () => {
      setAsking(false);
      return refresh();
    },
  });
  return (
    <Loaded query={sessions}>
      {(list) => (
        <div className="flex flex-col items-start gap-4">
          <ul aria-label="Your devices" className="w-full divide-y divide-line rounded-lg border border-line">
            {list.map((session) => (
              <Session
                key={session.id}
                session={session}
                isEnding={end.isPending && end.variables.id === session.id}
                onEnd={() => end.mutate(session)}
              />
            ))}
          </ul>
          {list.length > 1 && <Button onClick={() => setAsking(true)}>Sign out all other devices</Button>}
          <Confirm
            open={asking}
            onOpenChange={setAsking}
            danger
            title="Sign out all other devices?"
            description="Whoever is signed in there with your account has to give the password again. This device stays signed in."
            action="Sign them out"
            pending={endOthers.isPending}
            onConfirm={() => endOthers.mutate()}
          />
        </div>
      )}
    </Loaded>
  );
}

const icons = { computer: Monitor, phone: Smartphone, program: SquareTerminal };

function Session(props: { session: Item<"sessions">; isEnding: boolean; onEnd: () => void }) {
  const { device, isCurrent, usedAt, createdAt, organizationName } = props.session.attributes;
  const { name, kind } = deviceOf(device);
  const now = useNow(60_000);
  const Icon = icons[kind];
  return (
    <li className="flex min-h-14 items-center gap-3 px-3 py-2">
      <Icon aria-hidden className="size-4 shrink-0 text-fg2" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-2">
          <span title={device} className="wrap-anywhere font-medium">
            {name}
          </span>
          {isCurrent && <Badge tone="accent">This device</Badge>}
        </div>
        <div className="wrap-anywhere text-fg2 text-xs">
          Last used <span title={formatDateTime(usedAt)}>{formatRelative(usedAt, now)}</span>, signed in to{" "}
          {organizationName} on {formatDateTime(createdAt)}
        </div>
      </div>
      {!isCurrent && (
        <Button
          variant="ghost"
          size="sm"
          pending={props.isEnding}
          aria-label={`Sign out ${name}`}
          onClick={props.onEnd}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
