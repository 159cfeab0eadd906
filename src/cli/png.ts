/**
 * SVG as pixels without a browser: resvg, compiled to WebAssembly, and the page's own faces. It reads no font of
 * the machine, so the same picture has the same bytes everywhere. Where its parts lie is `pngParts.ts`'s to know.
 */
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/** What drawing pixels takes: the program, and the faces, both as bytes. */
export interface PngParts {
  readonly program: Uint8Array<ArrayBuffer>;
  readonly faces: readonly Uint8Array[];
}

/** Draws SVG of ours as PNG, `width` pixels across; `height` cuts it below where it is higher. */
export type Rasterizer = (svg: string, width: number, height?: number) => Uint8Array;

let started: Promise<void> | null = null;

/** Makes what draws. The program is started once, however often this is called. */
export async function createRasterizer({ program, faces }: PngParts): Promise<Rasterizer> {
  started ??= initWasm(program);
  await started;
  const font = {
    fontBuffers: [...faces],
    defaultFontFamily: 'Inter',
    sansSerifFamily: 'Inter',
    monospaceFamily: 'JetBrains Mono',
  };
  return (svg, width, height) => {
    const size = { mode: 'width', value: width } as const;
    const crop = height === undefined ? {} : { crop: { left: 0, top: 0, bottom: height } };
    const drawing = new Resvg(svg, { font, fitTo: size, ...crop });
    const image = drawing.render();
    const png = image.asPng();
    image.free();
    drawing.free();
    return png;
  };
}
