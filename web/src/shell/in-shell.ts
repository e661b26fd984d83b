import { createContext } from "react";

/** Whether a part is inside the frame of the staff already, so that a fallback needs none of its own. */
export const InShell = createContext(false);
