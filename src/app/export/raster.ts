/** SVG as pixels, in the page's own faces, which are put into the picture for that. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels that a canvas may have: what every browser can do, and no more memory than a page may take. */
export const mostPixels = 32_000_000;

const faces = [
  ['Inter', 'fonts/inter.woff2', '100 900'],
  ['JetBrains Mono', 'fonts/jetbrains-mono.woff2', '100 800'],
] as const;

let known: Promise<string> | null = null;

/** The faces as a style element: a picture in an image element sees nothing of the page. */
function fontStyle(): Promise<string> {
  known ??= Promise.all(faces.map(faceRule)).then((rules) => `<style>${rules.join('')}</style>`);
  return known;
}

async function faceRule([name, path, weights]: (typeof faces)[number]): Promise<string> {
  const response = await fetch(path);
  if (!response.ok) return '';
  const data = base64(new Uint8Array(await response.arrayBuffer()));
  return `@font-face{font-family:'${name}';font-weight:${weights};src:url(data:font/woff2;base64,${data}) format('woff2')}`;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** The picture with its faces inside. */
export async function withFonts(svg: string): Promise<string> {
  const style = await fontStyle().catch(() => '');
  return svg.replace('<title>', () => `${style}<title>`);
}

/** Width and height that an SVG of ours says of itself. */
export function sizeOf(svg: string): Size {
  const [, width, height] = /^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"/u.exec(svg) ?? [];
  return { width: Number(width ?? 0), height: Number(height ?? 0) };
}

/** Draws a picture on a canvas, from its left upper corner. */
export async function drawOn(
  context: CanvasRenderingContext2D,
  svg: string,
  scale: number,
): Promise<void> {
  const address = URL.createObjectURL(new Blob([await withFonts(svg)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const { width, height } = sizeOf(svg);
    context.drawImage(image, 0, 0, Math.round(width * scale), Math.round(height * scale));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A canvas of a size; a string says why there is none. */
export function canvasOf(size: Size, willRead: boolean): CanvasRenderingContext2D | string {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(size.width);
  canvas.height = Math.round(size.height);
  if (canvas.width * canvas.height > mostPixels)
    return `${canvas.width} by ${canvas.height} pixels are too many: take a smaller width or scale`;
  return (
    canvas.getContext('2d', { willReadFrequently: willRead }) ?? 'this browser draws no pixels'
  );
}

/** The picture as a PNG file. */
export async function pngOf(svg: string, scale: number): Promise<Blob | string> {
  const { width, height } = sizeOf(svg);
  const context = canvasOf({ width: width * scale, height: height * scale }, false);
  if (typeof context === 'string') return context;
  await drawOn(context, svg, scale);
  const blob = await new Promise<Blob | null>((resolve) =>
    context.canvas.toBlob(resolve, 'image/png'),
  );
  return blob ?? 'this browser makes no PNG';
}
