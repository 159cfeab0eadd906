import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseScenario } from './parse.ts';
import { references, renderDocument } from './testing/renderReference.ts';

const path = new URL('../../docs/script.md', import.meta.url).pathname;
const document = readFileSync(path, 'utf8');

describe('docs/script.md', () => {
  it('says what the tables of the language say (written anew by `vitest run src/script --update`)', async () => {
    await expect(renderDocument(document)).toMatchFileSnapshot(path);
  });

  it('has every section', () => {
    for (const name of references.keys()) expect(document).toContain(`<!-- end of ${name} -->`);
  });

  it('has fragments that can be read where the first example ends', () => {
    const fragments = [...document.matchAll(/```\n((?:app|gpu)[^]*?)```/g)].map(
      (found) => found[1],
    );
    expect(fragments).toHaveLength(2);
    const example = /```\n(title[^]*?)```/.exec(document)?.[1] ?? '';
    for (const fragment of fragments)
      expect(parseScenario(`${example}\n${fragment}`).diagnostics).toEqual([]);
  });

  it('begins with an example that can be read', () => {
    const example = /```\n(title[^]*?)```/.exec(document)?.[1] ?? '';
    expect(parseScenario(example).diagnostics).toEqual([]);
    expect(parseScenario(example).scenario?.steps).toHaveLength(7);
  });
});
