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
import { type KeyboardEvent, memo, useEffect, useRef, useState } from "react";
import { type BoardElement, type Easel, inOrder } from "./scene";

export interface BoardProps {
  first: BoardElement[];
  isDark: boolean;
  isReadOnly: boolean;
  /** Whether it is looked at: it may be somewhere else on the page than before. */
  isShown: boolean;
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

/**
 * An element as Excalidraw has it, by itself: of many at once it would give those that are twice there, or in another order, ids
 * and places of their own. Of what it cannot draw only that it is there is known.
 */
function elementOf(element: BoardElement): OrderedExcalidrawElement {
  const given = element as unknown as ExcalidrawElement;
  try {
    const [sound] = restoreElements([given], null);
    if (sound) return sound;
  } catch {
    // Whoever uses the API may have sent what no page would: it takes no other element with it.
  }
  return { ...given, isDeleted: true } as OrderedExcalidrawElement;
}

const elementsOf = (all: readonly BoardElement[]) => inOrder(all).map(elementOf);

/** A stroke is sent when it is drawn: each of its thousand points would be the whole of it again. */
function drawn(elements: readonly ExcalidrawElement[], { newElement }: AppState): readonly BoardElement[] {
  return newElement?.type === "freedraw" ? elements.filter(({ id }) => id !== newElement.id) : elements;
}

/** What others draw is none of one's own steps to take back. */
function show(api: ExcalidrawImperativeAPI, elements: OrderedExcalidrawElement[]) {
  api.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
}

/** Draws what has come, but for what somebody here has in hand, which is answered: Excalidraw keeps its own of these. */
function join(api: ExcalidrawImperativeAPI, elements: BoardElement[]): BoardElement[] {
  const state = api.getAppState();
  const held = [state.editingTextElement, state.resizingElement, state.newElement].map(
    (element) => element?.id,
  );
  const come = elementsOf(elements.filter(({ id }) => !held.includes(id)));
  if (come.length > 0) {
    const here = api.getSceneElementsIncludingDeleted() as OrderedExcalidrawElement[];
    show(api, reconcileElements(here, come as unknown as Parameters<typeof reconcileElements>[1], state));
  }
  return elements.filter(({ id }) => held.includes(id));
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

/** Where there is little room its menu has a picture only. */
function nameMenu(board: HTMLElement | null) {
  board?.querySelector(".main-menu-trigger:not([aria-label])")?.setAttribute("aria-label", "Menu");
}

/** Excalidraw on its own: loaded when a whiteboard is first looked at. */
function BoardBody(props: BoardProps) {
  const { first, isDark, isReadOnly, isShown, whole, onEasel, onDraw } = props;
  const api = useRef<ExcalidrawImperativeAPI>(undefined);
  const section = useRef<HTMLElement>(null);
  const isReady = useRef(false);
  const waiting = useRef<BoardElement[]>([]);
  const [isEmpty, setEmpty] = useState(first.length === 0);
  const [beginning] = useState(() => ({
    elements: elementsOf(first).filter(({ isDeleted }) => !isDeleted),
    scrollToContent: true,
  }));

  useEffect(() => {
    if (isShown) api.current?.refresh();
  }, [isShown]);

  const begin = (board: ExcalidrawImperativeAPI) => {
    isReady.current = true;
    if (whole) board.scrollToContent(elementsOf(whole), { fitToContent: true });
    onEasel((elements) => {
      if (whole) show(board, elementsOf(elements));
      else waiting.current = join(board, [...waiting.current, ...elements]);
    });
  };
  const change = (elements: readonly OrderedExcalidrawElement[], state: AppState) => {
    const board = api.current;
    if (!board) return;
    // It tells of changes only when the first elements are there: what is drawn before would be lost.
    if (!isReady.current) begin(board);
    if (waiting.current.length > 0) waiting.current = join(board, waiting.current);
    nameMenu(section.current);
    setEmpty(elements.every(({ isDeleted }) => isDeleted));
    if (!isReadOnly && !refuse(board, elements)) onDraw?.(drawn(elements, state));
  };
  const keep = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey && ownKeys.has(event.key.toLowerCase())) event.stopPropagation();
  };

  return (
    <section ref={section} aria-label="Whiteboard" className="board relative h-full" onKeyDown={keep}>
      <Excalidraw
        initialData={beginning}
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
