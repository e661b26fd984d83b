import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Keys } from "./preferences";

const loads: Record<Keys, () => Promise<Extension>> = {
  standard: async () => [],
  vim: async () => {
    const { Vim, vim } = await import("@replit/codemirror-vim");
    Vim.defineAction("paste", putOf(Vim));
    return vim({ status: true });
  },
  emacs: async () => (await import("@replit/codemirror-emacs")).emacs(),
};

const loaded = new Map<Keys, Extension>([["standard", []]]);

/** The keys, if they are there already. */
export function keysNow(keys: Keys): Extension | undefined {
  return loaded.get(keys);
}

/** The keys of another editor; their code is loaded when first chosen. */
export async function loadKeys(keys: Keys) {
  if (!loaded.has(keys)) loaded.set(keys, await loads[keys]());
}

type Vim = typeof import("@replit/codemirror-vim")["Vim"];

interface VimActions {
  continuePaste: (cm: unknown, args: unknown, vim: unknown, text: string, register: unknown) => void;
}

/**
 * Vim's put. From the clipboard ("+p) it is a paste as by the browser's own key: the library would insert it as if it
 * were typed, and nobody would see that it came from elsewhere.
 */
function putOf(vim: Vim) {
  return async function put(this: unknown, cm: unknown, args: { registerName?: string }, state: unknown) {
    if (args.registerName !== "+") {
      const register = vim.getRegisterController().getRegister(args.registerName);
      (this as VimActions).continuePaste(cm, args, state, register.toString(), register);
      return;
    }
    const text = await navigator.clipboard.readText();
    const editor = (cm as { cm6: EditorView }).cm6;
    editor.dispatch(editor.state.replaceSelection(text), { userEvent: "input.paste", scrollIntoView: true });
  };
}
