// `node scripts/make-icons.ts`: draws packaging/icon.svg in every size and form that the packages need. Run it after the
// drawing was changed and commit what it wrote.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureBrowser } from './browser.ts';

const folder = resolve(import.meta.dirname, '../packaging');
const LINUX_SIZES = [16, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 256];
/** Types of an .icns that hold a PNG, by the side of the square in pixels. */
const MAC_TYPES: readonly (readonly [string, number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
];

async function draw(sizes: readonly number[]): Promise<Map<number, Buffer>> {
  const svg = readFileSync(join(folder, 'icon.svg'), 'utf8');
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox'] });
  const drawn = new Map<number, Buffer>();
  try {
    for (const size of sizes) {
      const page = await browser.newPage({ viewport: { width: size, height: size } });
      await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
      drawn.set(size, await page.screenshot({ omitBackground: true }));
      await page.close();
    }
  } finally {
    await browser.close();
  }
  return drawn;
}

/** An .ico: header, one directory entry of 16 bytes per size, then the PNG files. */
function windowsIcon(images: readonly { size: number; png: Buffer }[]): Buffer {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + 16 * index;
    // 256 is written as 0
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
}

/** An .icns: type and length before every PNG, and before the whole. */
function macIcon(images: readonly { type: string; png: Buffer }[]): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(8 + body.length, 4);
    return Buffer.concat([head, body]);
  };
  return chunk('icns', Buffer.concat(images.map(({ type, png }) => chunk(type, png))));
}

const drawn = await draw([...new Set([...LINUX_SIZES, ...WINDOWS_SIZES, ...MAC_TYPES.map(([, size]) => size)])]);
const pngOf = (size: number): Buffer => {
  const png = drawn.get(size);
  if (png === undefined) throw new Error(`The icon was not drawn at ${size} px.`);
  return png;
};
mkdirSync(join(folder, 'icons'), { recursive: true });
for (const size of LINUX_SIZES) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), pngOf(size));
writeFileSync(join(folder, 'icon.ico'), windowsIcon(WINDOWS_SIZES.map((size) => ({ size, png: pngOf(size) }))));
writeFileSync(join(folder, 'icon.icns'), macIcon(MAC_TYPES.map(([type, size]) => ({ type, png: pngOf(size) }))));
