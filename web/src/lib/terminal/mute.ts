import type { IFunctionIdentifier, Terminal } from "@xterm/xterm";

/** What programs ask their terminal: where the cursor is, what it is, which modes are set. */
const questions: IFunctionIdentifier[] = [
  { final: "n" },
  { prefix: "?", final: "n" },
  { final: "c" },
  { prefix: ">", final: "c" },
  { prefix: "=", final: "c" },
  { intermediates: "$", final: "p" },
  { prefix: "?", intermediates: "$", final: "p" },
];

/** Commands that set a colour, and with a question mark ask for it. */
const colours = [4, 10, 11, 12];

/**
 * Has a screen answer nothing that a program asks while it is to be mute: of several screens of one program one answers, and of a
 * program of long ago none.
 */
export function mute({ parser }: Pick<Terminal, "parser">, isMute: () => boolean) {
  for (const question of questions) parser.registerCsiHandler(question, isMute);
  parser.registerDcsHandler({ intermediates: "$", final: "q" }, isMute);
  for (const colour of colours) parser.registerOscHandler(colour, (data) => data.includes("?") && isMute());
}
