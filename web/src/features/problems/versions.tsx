import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { formatDateTime, formatNumber } from "@/lib/format";
import { Rejudge } from "@/ui/rejudge";
import { EmptyState, Loaded } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { versionsQuery } from "./queries";

export function Versions({ problemId }: { problemId: string }) {
  const versions = useQuery(versionsQuery(problemId));
  return (
    <Loaded query={versions}>
      {(list) =>
        list.length === 0 ? (
          <EmptyState icon={History} title="Never published">
            Each time the problem is published, a version that never changes is kept here.
          </EmptyState>
        ) : (
          <Table label="Versions">
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
                  <Td className="font-medium">{version.number}</Td>
                  <Td>{version.title}</Td>
                  <Td className="text-right">{formatNumber(version.points)}</Td>
                  <Td className="whitespace-nowrap text-fg2">{formatDateTime(version.publishedAt)}</Td>
                  <Td>
                    <Rejudge
                      size="sm"
                      subject={{ problemVersionId: id }}
                      what={`all submissions to version ${version.number}`}
                      label="Judge all again"
                    />
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )
      }
    </Loaded>
  );
}
