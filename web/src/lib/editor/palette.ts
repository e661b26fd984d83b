/** What the parts of a program are written in. */
export interface Palette {
  keyword: string;
  string: string;
  number: string;
  comment: string;
  name: string;
  type: string;
  constant: string;
  operator: string;
  invalid: string;
}

// Every colour keeps 4.5:1 on its theme's background and on the line of the cursor.
export const light: Palette = {
  keyword: "#7c2d9c",
  string: "#12703b",
  number: "#9a3a00",
  comment: "#5f6673",
  name: "#1f4fb4",
  type: "#0b6877",
  constant: "#9a3a00",
  operator: "#454b57",
  invalid: "#b3261e",
};
export const dark: Palette = {
  keyword: "#d2a8ff",
  string: "#8fd6a5",
  number: "#f5b57f",
  comment: "#949dab",
  name: "#9cc7ff",
  type: "#7fd8e4",
  constant: "#f5b57f",
  operator: "#c3cad6",
  invalid: "#ff8a80",
};
