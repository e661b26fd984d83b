import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { crc32 } from "node:zlib";

/** A zip archive of a folder, nothing compressed; change may rewrite a file on its way in. */
export async function zipFolder(folder: string, change: (path: string, data: Buffer) => Buffer): Promise<Buffer> {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = Buffer.from(relative(folder, path));
    const data = change(name.toString(), await readFile(path));
    const about = Buffer.alloc(26); // what both headers hold, from the version on
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(crc32(data), 10);
    about.writeUInt32LE(data.length, 14);
    about.writeUInt32LE(data.length, 18);
    about.writeUInt16LE(name.length, 22);
    const record = Buffer.concat([Buffer.from("PK\x03\x04"), about, name, data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), about, rest, name]));
    local.push(record);
    offset += record.length;
  }
  const index = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, index, end]);
}
