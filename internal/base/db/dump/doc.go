// Package dump copies the rows of a PostgreSQL database into files, and files into an empty one.
//
// It copies by COPY, over a connection as the product has it, and not by pg_dump: that program is in none of the images, must be
// at least as new as the server, and writes down tables that our migrations make anyway. So a dump is rows alone. Whoever
// loads them makes the tables first, by the migrations that there were when they were copied, and migrates on from there.
//
// # Invariants
//
//   - All that a Reader copies, of every schema, is as it was at one moment: it is read in one transaction (REPEATABLE READ),
//     which keeps nobody from writing.
//   - Rows of a table come after those that they refer to. What a Writer loads is there when it has ended well, and else nothing.
//   - The text of a row depends on no setting of server or role.
//   - What keeps account of migrations is not copied: the migrations write it.
package dump
