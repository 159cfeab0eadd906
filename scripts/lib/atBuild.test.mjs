import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atBuild } from './atBuild.mjs';

/** @type {string} */
let folder;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bufscope-build-'));
  const squares = 'export const squares: readonly number[] = [2, 3].map((n) => makeSquare(n));';
  writeFileSync(join(folder, 'make.ts'), 'export const makeSquare = (n: number) => n * n;');
  writeFileSync(
    join(folder, 'a.atBuild.ts'),
    `import { makeSquare } from './make.ts';\n${squares}`,
  );
  writeFileSync(join(folder, 'main.ts'), "export { squares } from './a.atBuild.ts';");
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('atBuild', () => {
  it('puts what the module exports into the bundle, and none of the code that made it', async () => {
    const built = await build({
      root: folder,
      configFile: false,
      logLevel: 'error',
      plugins: [atBuild()],
      build: { write: false, lib: { entry: 'main.ts', formats: ['es'], fileName: 'main' } },
    });
    const text = JSON.stringify(built);
    expect(text).toContain('[4, 9]');
    expect(text).not.toContain('makeSquare(n)');
  });
});
