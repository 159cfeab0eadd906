import { expect, it } from 'vitest';
import { runCommand } from './commands.ts';
import { laneRows, mostRows } from './laneRows.ts';
import { createTestSession } from './testing/testSession.ts';

it('tells every operation of the opening scenario, with what it broke', () => {
  const { session } = createTestSession();
  const { history } = session.store.getState();
  const { rows, first, last } = laneRows(session.store.getState());
  expect([first, last]).toEqual([1, history.entries.length]);
  expect(rows[0]).toMatchObject({ operation: 1, at: '1', agent: 'app@cpu0', isNested: false });
  const told = rows.flatMap(({ violations }) => violations);
  expect(told).toHaveLength(history.violations.length);
});

it('has a window of a long run, around the cursor', async () => {
  const { session } = createTestSession();
  const lines = Array.from({ length: 500 }, () => 'app@cpu0: barrier');
  const text = ['buffer frame', ...lines].join('\n');
  expect(await runCommand(session, 'script.apply', { text })).toEqual({ ok: true });
  const at = (operation: number) => {
    const { history } = session.store.getState();
    const { rows, first, last } = laneRows({ history, cursor: { operation, micro: null } });
    return [first, last, rows.length];
  };
  expect(at(0)).toEqual([1, 200, mostRows]);
  expect(at(250)).toEqual([151, 350, mostRows]);
  expect(at(500)).toEqual([301, 500, mostRows]);
});
