import { Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { useDocumentPool } from "@/lib/editor/pool";
import { useStored } from "@/lib/stored";
import { useDark } from "@/lib/theme";
import { useBoardHome } from "../board/home";
import { colourOf, cursors, type Who } from "./cursors";
import { useWhereabouts } from "./places";
import { type Standing, whyNoActing, whyNoWriting } from "./rights";
import { useBoardNumber, useEntries, useWorkspace } from "./store";
import { useFollow } from "./use-follow";
import { useRoomTerminal } from "./use-room-terminal";
import { useStart } from "./use-start";

interface DeskOptions {
  interviewId: string;
  ownId: string;
  role: Standing["role"];
  isLive: boolean;
  /** Whether one chooses problems and locks files. */
  holds: boolean;
  people: { id: string; attributes: { name: string } }[];
  /** Whether the files are in sight, and not the video alone. */
  isShown: boolean;
}

/** Calls back for each edit of one's own. */
const onOwnEdit = (tell: () => void) =>
  EditorView.updateListener.of(({ transactions }) => {
    const isOwn = (one: Transaction) => one.docChanged && one.isUserEvent("input");
    if (transactions.some((one) => !one.annotation(Transaction.remote) && isOwn(one))) tell();
  });

/** What the room works on. It lasts as long as the room is shown: texts and undo outlive a look at the video. */
export function useDesk(options: DeskOptions) {
  const { interviewId, ownId, role, isLive, holds, people, isShown } = options;
  const workspace = useWorkspace();
  const latest = useRef({ whoOf: (_: string): Who | undefined => undefined, onEdit: () => {} });
  const pool = useDocumentPool((id) => ({
    path: `/v1/interview-files/${id}/socket`,
    isShared: true,
    extensions: [
      cursors((participantId) => latest.current.whoOf(participantId)),
      onOwnEdit(() => latest.current.onEdit()),
    ],
  }));
  const [chosen, setChosen] = useState<string>();
  const files = workspace?.files ?? [];
  const open = files.find(({ id }) => id === chosen) ?? files[0];
  // Until one has chosen: where there is no file, but something drawn, that is what there is to see.
  const [wantsBoard, setBoard] = useStored<boolean | undefined>(`interview.board.${interviewId}`, undefined);
  const isDrawnOn = useBoardNumber() > 0;
  const board = useBoardHome();
  const isBoard = wantsBoard ?? (files.length === 0 && isDrawnOn);
  const ids = files.map(({ id }) => id).join();
  const isDark = useDark();
  useEffect(() => pool.setDark(isDark), [pool, isDark]);

  const whoOf = (participantId: string): Who | undefined => {
    const person = participantId === ownId ? undefined : people.find(({ id }) => id === participantId);
    const all = people.map(({ id }) => id);
    return person && { name: person.attributes.name, colour: colourOf(all, participantId) };
  };
  const whereabouts = useWhereabouts(pool).filter(({ participantId }) => participantId !== ownId);
  const { followed, follow } = useFollow({ pool, all: whereabouts, openId: open?.id, onOpen: setChosen });
  latest.current = { whoOf, onEdit: () => follow(undefined) };

  // All are open: who is where shows, and one who is followed may go from file to file.
  useEffect(() => {
    const wanted = ids.split(",").filter(Boolean);
    pool.keep(wanted);
    for (const id of wanted) pool.get(id);
  }, [pool, ids]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a file that is new is one more to tell
  useEffect(() => {
    for (const [id, document] of pool.all()) document.setShown(isShown && id === open?.id);
  }, [pool, open?.id, isShown, ids]);

  const standing = { role, isLive, isLocked: workspace?.attributes.locked ?? false };
  const whyReading = whyNoWriting(standing);
  const isWritable = whyReading === "";
  const wasWritable = useRef(isWritable);
  useEffect(() => {
    if (isWritable && !wasWritable.current) for (const document of pool.all().values()) document.reopen();
    wasWritable.current = isWritable;
  }, [pool, isWritable]);
  useToldRemovals(open?.id, ownId);

  return {
    interviewId,
    ownId,
    holds,
    workspace,
    pool,
    open,
    choose: (id: string) => {
      follow(undefined);
      setChosen(id);
    },
    /** The whiteboard is looked at, and not a file. */
    isBoard,
    setBoard,
    board,
    whoOf,
    whereabouts,
    followed,
    follow,
    whyReading,
    whyNoRun: whyNoActing(standing),
    starter: useStart(interviewId, holds),
    terminal: useRoomTerminal(interviewId, holds),
  };
}

export type Desk = ReturnType<typeof useDesk>;

/** Who removes the file before one's eyes. It goes before it is said by whom: the one looked at before counts, too. */
function useToldRemovals(openId: string | undefined, ownId: string) {
  const last = useEntries("file").findLast(({ data }) => data.what === "removed");
  const told = useRef(last?.id);
  const seen = useRef<(string | undefined)[]>([]);
  useEffect(() => {
    seen.current = [seen.current.at(-1), openId];
  }, [openId]);
  useEffect(() => {
    if (!last || last.id === told.current) return;
    told.current = last.id;
    if (last.participantId !== ownId && seen.current.includes(last.subject)) {
      toast(`${last.name} has removed ${last.data.path}.`);
    }
  }, [last, ownId]);
}
