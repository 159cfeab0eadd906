import { describe, expect, it } from 'vitest';
import { scenarios } from '../scenarios/catalogue.ts';
import { scenariosPage } from './scenariosPage.ts';

const page = scenariosPage();
const path = new URL('../../docs/scenarios.md', import.meta.url).pathname;

describe('docs/scenarios.md', () => {
  it('says what comes of the scenarios (written anew by `npm run scenarios`)', async () => {
    await expect(page).toMatchFileSnapshot(path);
  });

  it('has each of them once, under its thread', () => {
    for (const { id, group } of scenarios) {
      const before = page.split(`opens with \`#scenario=${id}&v=1\``);
      expect(before, id).toHaveLength(2);
      expect(before[0]?.split('\n## ').at(-1)?.split('\n')[0], id).toBe(group);
    }
  });

  it('tells luck from harm by platform', () => {
    const [, own = ''] = page.split('opens with `#scenario=missed-clean&v=1`');
    const [table = ''] = own.split('\n###');
    expect(table).toContain('| x86 | luck | `cpu-access-while-device-owns` |  |');
    expect(table).toMatch(/\| arm64 \| wrong \| `cpu-access-while-device-owns`, `stale-read` \|/);
  });
});
