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

  it('begins with an example that can be read', () => {
    const example = /```\n(title[^]*?)```/.exec(document)?.[1] ?? '';
    expect(parseScenario(example).diagnostics).toEqual([]);
    expect(parseScenario(example).scenario?.steps).toHaveLength(7);
  });
});
