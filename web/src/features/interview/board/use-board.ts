import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useBoardNumber } from "../workspace/store";
import { BoardLink, type LinkView } from "./link";
import { boardPort } from "./port";
import type { BoardElement, Easel } from "./scene";

/** The board of a room. While nobody looks at it, nothing is asked for and nothing is drawn. */
export function useBoard(interviewId: string, isWritable: boolean, isShown: boolean) {
  const [view, setView] = useState<LinkView>({ state: "open", why: "" });
  const [first, setFirst] = useState<BoardElement[]>();
  const [fault, setFault] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  const easel = useRef<Easel>(undefined);
  // What has come since the first elements were read, until there is something to draw it.
  const early = useRef<BoardElement[]>([]);
  const link = useMemo(
    () =>
      new BoardLink(boardPort(interviewId), {
        elements: (elements) => {
          if (easel.current) easel.current(elements);
          else early.current.push(...elements);
        },
        view: setView,
      }),
    [interviewId],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt opens it anew
  useEffect(() => {
    let isCurrent = true;
    easel.current = undefined;
    early.current = [];
    setFirst(undefined);
    setFault(undefined);
    link
      .open()
      .then((elements) => isCurrent && setFirst(elements))
      .catch((error: unknown) => isCurrent && setFault(error));
    return () => {
      isCurrent = false;
      link.leave();
    };
  }, [link, attempt]);
  const told = useBoardNumber();
  useEffect(() => {
    if (isShown) link.heard(told);
  }, [link, told, isShown]);
  useEffect(() => {
    if (isWritable) link.send();
  }, [link, isWritable]);
  const drew = useCallback((elements: readonly BoardElement[]) => link.drew(elements), [link]);
  const onEasel = useCallback((draw: Easel) => {
    easel.current = draw;
    draw(early.current);
    early.current = [];
  }, []);
  return {
    view,
    first,
    fault,
    attempt,
    retry: () => setAttempt((n) => n + 1),
    drew,
    onEasel,
  };
}
