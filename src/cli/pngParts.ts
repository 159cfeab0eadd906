/** Where the parts lie that draw pixels: beside the built program, or in a checkout. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PngParts } from './png.ts';

const program = 'resvg.wasm';

const faces = [
  'inter-400.woff2',
  'inter-600.woff2',
  'jetbrains-mono-400.woff2',
  'jetbrains-mono-600.woff2',
  'dejavu-sans-signs.woff2',
];

/** Files of the parts, by the names that they have beside the built program. */
export function pngFiles(): ReadonlyMap<string, string> {
  const { resolve } = createRequire(import.meta.url);
  const ofFaces = [...faces, 'README.txt'].map(
    (name) => [name, fileHere(`faces/${name}`)] as const,
  );
  return new Map([[program, resolve('@resvg/resvg-wasm/index_bg.wasm')], ...ofFaces]);
}

/** The parts, read; throws where one is missing. */
export function readPngParts(): PngParts {
  const isBuilt = existsSync(fileHere(`png/${program}`));
  const files = isBuilt ? null : pngFiles();
  const read = (name: string) =>
    new Uint8Array(readFileSync(files?.get(name) ?? fileHere(`png/${name}`)));
  return { program: read(program), faces: faces.map(read) };
}

/** A file seen from this one. The name is put together here, so that no bundler takes it for one of its own. */
function fileHere(path: string): string {
  return join(dirname(fileURLToPath(import.meta.url)), path);
}
