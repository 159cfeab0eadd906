import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAutomation } from './automation.ts';
import { publicState } from './publicState.ts';
import { commands } from './commands.ts';
import { createTestSession } from './testing/testSession.ts';

const page = readFileSync(`${import.meta.dirname}/../../docs/automation.md`, 'utf8');

describe('docs/automation.md', () => {
  it('lists every command with its arguments', () => {
    const rows = [...page.matchAll(/^\| `([a-z]+(?:\.[a-zA-Z]+)?)` \|.*\|([^|]*)\|$/gm)];
    const listed = new Map(rows.map(([, id = '', args = '']) => [id, args]));
    const wanted = commands.map(({ id }) => id);
    expect(wanted.filter((id) => !listed.has(id))).toEqual([]);
    for (const { id, parameters } of commands)
      for (const { name } of parameters) expect(listed.get(id), id).toContain(`\`${name}\``);
  });

  it('lists every key of the state', () => {
    const { session } = createTestSession();
    for (const key of Object.keys(publicState(session))) expect(page).toContain(`\`${key}\``);
  });
});

describe('createAutomation', () => {
  it('offers what the session does, in a version', () => {
    const { session } = createTestSession();
    const automation = createAutomation(session, '1.2.3', Promise.resolve());
    expect(automation.version).toBe('1.2.3');
    expect(automation.run('seek', { at: '2' })).toEqual({ ok: true });
    expect(automation.state().at).toBe('2');
    expect(automation.isIdle()).toBe(true);
  });
});
