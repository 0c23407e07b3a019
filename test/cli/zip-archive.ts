// Makes a zip archive of one file, as pip's wheels are, for the tests of what reads them.
import { crc32, deflateRawSync } from 'node:zlib';

export function zipOf(name: string, content: Buffer, method: 'stored' | 'deflated'): Buffer {
  const packed = method === 'stored' ? content : deflateRawSync(content);
  const fileName = Buffer.from(name);
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(crc32(content), 0);
  sizes.writeUInt32LE(packed.length, 4);
  sizes.writeUInt32LE(content.length, 8);
  const code = method === 'stored' ? 0 : 8;
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(code, 8);
  sizes.copy(local, 14);
  local.writeUInt16LE(fileName.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(code, 10);
  sizes.copy(central, 16);
  central.writeUInt16LE(fileName.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + fileName.length + packed.length, 16);
  return Buffer.concat([local, fileName, packed, central, fileName, end]);
}
