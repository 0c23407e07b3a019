// Takes one file out of a zip archive (a Python wheel is one), checking its length and checksum.
import { crc32, inflateRawSync } from 'node:zlib';

/** Signatures and offsets: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
const signature = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;

/** The content of the first file whose name fits, or null when none does. Throws on a damaged archive. */
export function readZipEntry(zip: Buffer, fits: (name: string) => boolean): Buffer | null {
  const end = findEnd(zip);
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== signature.central)
      throw new Error('The zip directory is damaged.');
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (fits(name)) return contentOf(zip, at, name);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return null;
}

function findEnd(zip: Buffer): number {
  // The end record is 22 bytes plus a comment of at most 65,535.
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 65_535); at -= 1) {
    if (zip.readUInt32LE(at) === signature.end) return at;
  }
  throw new Error('This is not a complete zip archive.');
}

function contentOf(zip: Buffer, central: number, name: string): Buffer {
  const method = zip.readUInt16LE(central + 10);
  const checksum = zip.readUInt32LE(central + 16);
  const packedLength = zip.readUInt32LE(central + 20);
  const length = zip.readUInt32LE(central + 24);
  const local = zip.readUInt32LE(central + 42);
  if (zip.readUInt32LE(local) !== signature.local)
    throw new Error(`${name} is not where it should be.`);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + packedLength);
  if (method !== 0 && method !== 8) throw new Error(`${name} is packed by an unknown method.`);
  const content = method === 8 ? inflateRawSync(packed) : Buffer.from(packed);
  if (content.length !== length || crc32(content) !== checksum) {
    throw new Error(`${name} is damaged: its checksum does not fit.`);
  }
  return content;
}
