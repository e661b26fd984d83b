import "@excalidraw/excalidraw/index.css";
import "./board.css";
import {
  CaptureUpdateAction,
  Excalidraw,
  MainMenu,
  reconcileElements,
  restoreElements,
} from "@excalidraw/excalidraw";
import type { ExcalidrawElement, OrderedExcalidrawElement } from "@excalidraw/excalidraw/element/types";
import type { AppState, ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { type KeyboardEvent, memo, useRef, useState } from "react";
import type { BoardElement, Easel } from "./scene";

export interface BoardProps {
  first: BoardElement[];
  isDark: boolean;
  isReadOnly: boolean;
  /** Is given what draws elements, as soon as the first ones are there. */
  onEasel: (easel: Easel) => void;
  /** All elements, whenever one has changed. */
  onDraw?: (elements: readonly BoardElement[]) => void;
  /** Of a replay: all that is ever drawn is in sight, and what is drawn is each time the whole board. */
  whole?: BoardElement[];
}

/** What the server takes. */
const kinds = new Set(["rectangle", "diamond", "ellipse", "arrow", "line", "freedraw", "text", "frame"]);

/** Keys of the board that the room has for something else. */
const ownKeys = new Set(["?", "e", "g", "s", "v"]);

const elementsOf = (all: readonly BoardElement[]) =>
  restoreElements(all as unknown as ExcalidrawElement[], null) as OrderedExcalidrawElement[];

/** A stroke is sent when it is drawn: each of its thousand points would be the whole of it again. */
function drawn(elements: readonly ExcalidrawElement[], { newElement }: AppState): readonly BoardElement[] {
  return newElement?.type === "freedraw" ? elements.filter(({ id }) => id !== newElement.id) : elements;
}

/** What others draw is none of one's own steps to take back. */
function show(api: ExcalidrawImperativeAPI, elements: OrderedExcalidrawElement[]) {
  api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
}

function join(api: ExcalidrawImperativeAPI, elements: BoardElement[]) {
  const here = api.getSceneElementsIncludingDeleted() as OrderedExcalidrawElement[];
  const come = elementsOf(elements) as unknown as Parameters<typeof reconcileElements>[1];
  show(api, reconcileElements(here, come, api.getAppState()));
}

/** Takes away what came by way of the clipboard and is not taken by the server. */
function refuse(api: ExcalidrawImperativeAPI, elements: readonly OrderedExcalidrawElement[]): boolean {
  if (elements.every(({ type, isDeleted }) => isDeleted || kinds.has(type))) return false;
  show(
    api,
    elements.map((element) => (kinds.has(element.type) ? element : { ...element, isDeleted: true })),
  );
  api.setToast({ message: "The whiteboard takes no pictures and no pages of elsewhere." });
  return true;
}

/** Excalidraw on its own: loaded when a whiteboard is first looked at. */
function BoardBody(props: BoardProps) {
  const { first, isDark, isReadOnly, whole, onEasel, onDraw } = props;
  const api = useRef<ExcalidrawImperativeAPI>(undefined);
  const isReady = useRef(false);
  const [isEmpty, setEmpty] = useState(first.length === 0);

  const begin = (board: ExcalidrawImperativeAPI) => {
    isReady.current = true;
    if (whole) board.scrollToContent(elementsOf(whole), { fitToContent: true });
    onEasel((elements) => (whole ? show(board, elementsOf(elements)) : join(board, elements)));
  };
  const change = (elements: readonly OrderedExcalidrawElement[], state: AppState) => {
    const board = api.current;
    if (!board) return;
    // It tells of changes only when the first elements are there: what is drawn before would be lost.
    if (!isReady.current) begin(board);
    setEmpty(elements.every(({ isDeleted }) => isDeleted));
    if (!isReadOnly && !refuse(board, elements)) onDraw?.(drawn(elements, state));
  };
  const keep = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey && ownKeys.has(event.key.toLowerCase())) event.stopPropagation();
  };

  return (
    <section aria-label="Whiteboard" className="board relative h-full" onKeyDown={keep}>
      <Excalidraw
        initialData={{ elements: elementsOf(first), scrollToContent: true }}
        excalidrawAPI={(given) => {
          api.current = given;
        }}
        onChange={change}
        theme={isDark ? "dark" : "light"}
        viewModeEnabled={isReadOnly}
        isCollaborating
        aiEnabled={false}
        langCode="en"
        validateEmbeddable={false}
        UIOptions={{
          canvasActions: {
            loadScene: false,
            export: false,
            saveToActiveFile: false,
            saveAsImage: false,
            toggleTheme: false,
            changeViewBackgroundColor: false,
          },
          tools: { image: false },
        }}
      >
        <MainMenu>
          <MainMenu.DefaultItems.SearchMenu />
          <MainMenu.DefaultItems.Help />
          {!isReadOnly && <MainMenu.DefaultItems.ClearCanvas />}
        </MainMenu>
      </Excalidraw>
      {isEmpty && (
        <p className="pointer-events-none absolute inset-x-4 top-1/2 z-10 text-center text-fg2">
          {isReadOnly ? "Nothing is drawn yet." : "Draw here: everybody in the room sees it at once."}
        </p>
      )}
    </section>
  );
}

export default memo(BoardBody);
