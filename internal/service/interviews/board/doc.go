// Package board is the whiteboard in the room of an interview: one for all who are in it.
//
// Invariants:
//   - a board is a log of drawings, each with a number and the server's time. A drawing is of elements as Excalidraw has them, whole;
//     of two versions of one element the higher holds, and of equal ones that with the lower nonce, as in its own pages.
//     So a tab that comes back with an old scene brings nothing back that was deleted.
//   - the elements of now are kept beside the log, so that who comes late reads them and not the log.
//   - who may draw may edit files, at the moment at which it is written; who may read files sees the board.
//   - the log is for those who may see the replay. Others in the room, who keep up with the board by it, read of a drawing what of it
//     is on the board still, and of what was deleted that it was: not what was there before they came.
//   - a board holds no pictures and nothing of other sites, and is bounded in elements and in bytes; the log, too.
//
// Tables: boards, board_elements, drawings.
package board
