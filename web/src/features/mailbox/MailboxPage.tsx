import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Inbox } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { cn } from "@/lib/cn";
import { formatDateTime, formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Page } from "@/shell/page";
import { EmptyState, Loaded } from "@/ui/states";
import { Tabs } from "@/ui/tabs";

/** The mails a demonstration has "sent": they go nowhere else. */
export function MailboxPage() {
  const { mail } = useSearch({ from: "/staff/mailbox" });
  const navigate = useNavigate({ from: "/mailbox" });
  const mails = useQuery({
    queryKey: ["mails"],
    refetchInterval: 5000,
    queryFn: ({ signal }) => api.list("mails", {}, { signal }),
  });
  // What is shown stays, though nobody chose it: a mail that arrives must not take away the one that is being read.
  const newest = mails.data?.items[0]?.id;
  const [first, setFirst] = useState<string>();
  if (first === undefined && newest !== undefined) setFirst(newest);
  const chosenId = mail ?? first;
  return (
    <Page title="Mailbox">
      <p className="mb-4 text-fg2">This is a demonstration: mails are kept here instead of being sent.</p>
      <Loaded query={mails}>
        {({ items }) => {
          const chosen = items.find((item) => item.id === chosenId) ?? items[0];
          if (!chosen) {
            return (
              <EmptyState icon={Inbox} title="No mails yet">
                Invite a candidate, or ask for a new password, and the mail appears here.
              </EmptyState>
            );
          }
          return (
            <div className="grid items-start gap-4 md:grid-cols-[300px_minmax(0,1fr)]">
              <MailList
                mails={items}
                chosen={chosen.id}
                onChoose={(id) => void navigate({ search: { mail: id }, replace: true })}
              />
              <MailView key={chosen.id} mail={chosen} />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

interface MailListProps {
  mails: Item<"mails">[];
  chosen: string;
  onChoose: (id: string) => void;
}

function MailList({ mails, chosen, onChoose }: MailListProps) {
  const now = useNow(30_000);
  return (
    <ul className="max-h-60 divide-y divide-line overflow-y-auto rounded-lg border border-line md:max-h-[calc(100vh-140px)]">
      {mails.map(({ id, attributes: mail }) => (
        <li key={id}>
          <button
            type="button"
            aria-pressed={id === chosen}
            onClick={() => onChoose(id)}
            className={cn("w-full px-3 py-2 text-left hover:bg-bg2", id === chosen && "bg-bg3")}
          >
            <span className="flex items-baseline justify-between gap-2">
              <span className="truncate font-medium">{mail.to}</span>
              <span className="shrink-0 text-fg2 text-xs">{formatRelative(mail.sentAt, now)}</span>
            </span>
            <span className="block truncate text-fg2">{mail.subject}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function MailView({ mail: { attributes } }: { mail: Item<"mails"> }) {
  const [tab, setTab] = useState(attributes.html ? "html" : "text");
  const text = {
    value: "text",
    label: "Text",
    content: <pre className="whitespace-pre-wrap font-mono text-sm">{linked(attributes.text)}</pre>,
  };
  const html = {
    value: "html",
    label: "As it looks",
    content: (
      // Scripts of a mail never run: the frame allows links to open, and nothing else.
      <iframe
        title={attributes.subject}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        srcDoc={`<base target="_blank">${attributes.html}`}
        className="h-[60vh] w-full rounded-md border border-line bg-white"
      />
    ),
  };
  return (
    <article className="rounded-lg border border-line p-4">
      <h2 className="font-semibold text-lg">{attributes.subject}</h2>
      <p className="mb-3 text-fg2">
        To {attributes.to}, {formatDateTime(attributes.sentAt)}
      </p>
      <Tabs
        label="Parts of the mail"
        value={tab}
        onChange={setTab}
        tabs={attributes.html ? [html, text] : [text]}
      />
    </article>
  );
}

/** Makes the addresses in a text links. */
function linked(text: string) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
      <a key={i} href={part} target="_blank" rel="noreferrer" className="text-accent underline">
        {part}
      </a>
    ) : (
      part
    ),
  );
}
