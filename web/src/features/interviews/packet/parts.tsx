import { useQuery } from "@tanstack/react-query";
import { ClipboardCheck, Code, FileText, NotebookPen, Scale, Users } from "lucide-react";
import { languagesQuery } from "@/api/query";
import { formatInto } from "@/lib/evaluation";
import { formatMoment } from "@/lib/format";
import { Markdown } from "@/ui/markdown";
import { Source } from "@/ui/source";
import { Table, Td, Th, Tr } from "@/ui/table";
import { DecisionBadge, ParticipantState, roles } from "../labels";
import { Part } from "../part";
import { Compared } from "../scorecards";
import type { Packet } from "./queries";

export function PacketParts({ packet }: { packet: Packet }) {
  const { interview, people, cards, notes, problems, files } = packet;
  const startedAt = interview.attributes.startedAt ?? interview.attributes.startsAt;
  return (
    <div className="flex flex-col gap-6">
      <Decision interview={interview} />
      <People people={people} isOver={interview.attributes.state === "ended"} />
      <Part icon={<ClipboardCheck aria-hidden />} title="Scorecards">
        {cards.length > 0 ? <Compared cards={cards} /> : <None>No scorecard can be seen here.</None>}
      </Part>
      <Part icon={<NotebookPen aria-hidden />} title="Notes">
        <Notes notes={notes} startedAt={startedAt} />
      </Part>
      {problems.map((problem) => (
        <Problem key={problem.id} problem={problem} />
      ))}
      <Files files={files} />
    </div>
  );
}

function None({ children }: { children: string }) {
  return <p className="text-fg2">{children}</p>;
}

function Decision({ interview }: { interview: Packet["interview"] }) {
  const { decision, decisionText, decidedAt } = interview.attributes;
  return (
    <Part icon={<Scale aria-hidden />} title="Decision">
      {decision ? (
        <div className="flex flex-col gap-3">
          <p className="flex flex-wrap items-center gap-3">
            <DecisionBadge decision={decision} />
            <span className="text-fg2 text-sm">{formatMoment(decidedAt)}</span>
          </p>
          {decisionText && <Markdown text={decisionText} />}
        </div>
      ) : (
        <None>Nothing is decided yet.</None>
      )}
    </Part>
  );
}

function People({ people, isOver }: { people: Packet["people"]; isOver: boolean }) {
  return (
    <Part icon={<Users aria-hidden />} title="People">
      <Table label="Who took part">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Role</Th>
            <Th>State</Th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ id, attributes }) => (
            <Tr key={id}>
              <Td written>{attributes.name || attributes.email || "A member"}</Td>
              <Td>{roles[attributes.role]}</Td>
              <Td>
                <ParticipantState participant={attributes} over={isOver} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Part>
  );
}

function Notes({ notes, startedAt }: { notes: Packet["notes"]; startedAt: string }) {
  if (notes.length === 0) return <None>Nobody noted anything.</None>;
  return (
    <ol aria-label="Notes" className="flex flex-col gap-3">
      {notes.map(({ id, attributes: { at, name, text } }) => (
        <li key={id} className="flex gap-3 break-inside-avoid">
          <time dateTime={at} className="w-14 shrink-0 text-right text-fg2 tabular-nums">
            {formatInto(startedAt, at)}
          </time>
          <div className="min-w-0 flex-1">
            <p className="wrap-anywhere font-semibold text-sm">{name}</p>
            <Markdown text={text} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Problem({ problem }: { problem: Packet["problems"][number] }) {
  const { title, statement } = problem.attributes;
  return (
    <Part icon={<FileText aria-hidden />} title={`Problem: ${title}`}>
      <Markdown text={statement} pictures={`/v1/interview-problems/${problem.id}`} />
    </Part>
  );
}

function Files({ files }: { files: Packet["files"] }) {
  const languages = useQuery(languagesQuery).data;
  const modeOf = (id: string) => languages?.find((one) => one.id === id)?.attributes.editor ?? "";
  if (files.length === 0) {
    return (
      <Part icon={<Code aria-hidden />} title="Files">
        <None>There are none.</None>
      </Part>
    );
  }
  return files.map(({ id, attributes: { path, language, text } }) => (
    <Part key={id} icon={<Code aria-hidden />} title={`File: ${path}`}>
      {text ? <Source mode={modeOf(language)} text={text} /> : <None>It is empty.</None>}
    </Part>
  ));
}
