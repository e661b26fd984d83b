import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Printer } from "lucide-react";
import { formatMinutes, formatMoment } from "@/lib/format";
import { usePaper } from "@/lib/theme";
import { Page } from "@/shell/page";
import { Button } from "@/ui/button";
import { Loaded, SkeletonRows } from "@/ui/states";
import { PacketParts } from "./parts";
import { type Packet, packetQuery } from "./queries";

/** What came of an interview in one document, for whoever decides: read here, printed, or kept as a PDF. */
export function PacketPage() {
  const { interviewId } = useParams({ from: "/staff/interviews/$interviewId/packet" });
  const query = useQuery(packetQuery(interviewId));
  return (
    <Loaded
      page
      query={query}
      skeleton={
        <div className="p-6">
          <SkeletonRows rows={12} />
        </div>
      }
    >
      {(packet) => <Ready packet={packet} />}
    </Loaded>
  );
}

function Ready({ packet }: { packet: Packet }) {
  usePaper();
  const { id, attributes } = packet.interview;
  const { title, startsAt, timeZone, durationMinutes } = attributes;
  return (
    <Page
      title={`Packet: ${title}`}
      heading={title}
      back={{ to: "/interviews/$interviewId", params: { interviewId: id }, label: "The interview" }}
      actions={
        <Button variant="primary" onClick={() => window.print()}>
          <Printer aria-hidden /> Print or save as PDF
        </Button>
      }
    >
      <p className="mb-6 text-fg2">
        {formatMoment(startsAt, undefined, timeZone)}, {formatMinutes(durationMinutes)}
      </p>
      <PacketParts packet={packet} />
    </Page>
  );
}
