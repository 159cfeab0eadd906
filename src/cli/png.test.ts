import { describe, expect, it } from 'vitest';
import { createRasterizer } from './png.ts';
import { readPngParts } from './pngParts.ts';

const rasterize = await createRasterizer(readPngParts());

function picture(words: string, height = 40): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="${height}" viewBox="0 0 200 ${height}"><text x="4" y="24" font-size="16" font-family="'Inter', sans-serif">${words}</text></svg>`;
}

/** Width and height that a PNG says of itself: two numbers behind the name of its first chunk. */
function sizeOf(png: Uint8Array): readonly number[] {
  const view = new DataView(png.buffer, png.byteOffset);
  expect([...png.slice(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('pixels', () => {
  it('are as many as asked for, and cut below where that is asked', () => {
    expect(sizeOf(rasterize(picture('A'), 400))).toEqual([400, 80]);
    expect(sizeOf(rasterize(picture('A', 90), 200, 63))).toEqual([200, 63]);
  });

  it('are the same every time', () => {
    const again = rasterize(picture('Agyrφ'), 400);
    expect(rasterize(picture('Agyrφ'), 400)).toEqual(again);
  });

  it('show every sign that our pictures use', () => {
    const none = rasterize(picture(''), 200);
    for (const sign of ['⚑', '⚐', '→', '…', '×', '−', '·', '–', '▸', '▾', '@'])
      expect(rasterize(picture(sign), 200), sign).not.toEqual(none);
  });
});
