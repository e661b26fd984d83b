import { useCallback, useRef, useState } from "react";

function makeElement(): HTMLElement {
  const element = document.createElement("div");
  element.className = "flex min-h-0 flex-1 flex-col";
  return element;
}

/**
 * Where the whiteboard of a room is drawn: an element that is moved to where one looks at it, and is parked out of sight
 * otherwise. So the steps that can be taken back outlive a look at a file or the video, wherever in the room that is.
 *
 *	unmade → shown ⇄ parked
 */
export function useBoardHome() {
  const [element] = useState(makeElement);
  const [state, setState] = useState<"unmade" | "shown" | "parked">("unmade");
  const parking = useRef<HTMLDivElement>(null);
  /** The ref of what the board is looked at in. */
  const place = useCallback(
    (at: HTMLElement | null) => {
      element.removeAttribute("style");
      element.removeAttribute("inert");
      at?.append(element);
      setState("shown");
      return () => {
        // It keeps its size: nothing of it is drawn anew.
        const { width, height } = element.getBoundingClientRect();
        Object.assign(element.style, { width: `${width}px`, height: `${height}px` });
        element.setAttribute("inert", "");
        parking.current?.append(element);
        setState("parked");
      };
    },
    [element],
  );
  return { element, parking, place, isMade: state !== "unmade", isShown: state === "shown" };
}
