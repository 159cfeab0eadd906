import { describe, expect, it } from 'vitest';
import { runCommand } from './commands.ts';
import { createTestSession } from './testing/testSession.ts';
import { textToolsLoader } from './loaders.ts';

await textToolsLoader.load();

async function openAt(id: string, at: string) {
  const { session } = createTestSession();
  await runCommand(session, 'scenario.open', { scenario: id });
  await runCommand(session, 'platform.set', { platform: 'arm64' });
  await runCommand(session, 'seek', { at });
  return session;
}

describe('fix.apply and fix.undo', () => {
  it('fix what goes wrong at the cursor in a fork, and take it back', async () => {
    const session = await openAt('shootdown', '12');
    const before = session.store.getState();
    expect(before.history.violations.length).toBeGreaterThan(0);
    expect(await runCommand(session, 'fix.apply')).toEqual({ ok: true });
    const fixed = session.store.getState();
    expect(fixed.tree.branches).toHaveLength(2);
    expect(fixed.undo?.what).toBe('Fix: unmap frame, map frame FROM_DEVICE');
    expect(runCommand(session, 'fix.undo')).toEqual({ ok: true });
    expect(session.store.getState()).toEqual(before);
    expect(runCommand(session, 'fix.undo')).toEqual({ error: 'there is no fix to take back' });
  });

  it('fix what made an effect possible, where the effect is shown', async () => {
    const session = await openAt('missed-clean', '8');
    const { history } = session.store.getState();
    expect(history.entries[7]?.violations.map(({ rule }) => rule)).toEqual(['stale-read']);
    expect(await runCommand(session, 'fix.apply')).toEqual({ ok: true });
    const { cursor, scenarioId } = session.store.getState();
    // The write at 7 is what gets a sync before it; an exporter that acts on syncs is another script.
    expect([cursor.operation, scenarioId]).toEqual([8, null]);
  });

  it('say so where nothing is wrong', async () => {
    const session = await openAt('shootdown', '2');
    expect(await runCommand(session, 'fix.apply')).toEqual({
      error: 'nothing here has a fix that can be done',
    });
  });

  it('take nothing back that was done since', async () => {
    const session = await openAt('shootdown', '12');
    await runCommand(session, 'fix.apply');
    await runCommand(session, 'fork.do', { line: 'gpu: unmap frame' });
    expect(runCommand(session, 'fix.undo')).toEqual({ error: 'there is no fix to take back' });
    expect(session.store.getState().tree.branches).toHaveLength(3);
  });
});
