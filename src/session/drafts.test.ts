import { describe, expect, it } from 'vitest';
import { publicState } from './publicState.ts';
import { runCommand } from './commands.ts';
import { keepDraft } from './drafts.ts';
import { newScript } from './newScript.ts';
import { platforms } from '../model/platforms/platforms.ts';
import { createTestSession } from './testing/testSession.ts';

const text = 'title T\nbuffer b pages=1\napp@cpu0: fd = export b\n';

describe('texts under way', () => {
  it('are kept when the editor closes, each beside what it began from', async () => {
    const { session } = createTestSession();
    const { store } = session;
    await runCommand(session, 'script.edit');
    const original = store.getState().draft ?? '';
    expect(original).toMatch(/^title/);
    const key = 'scenario:missed-clean';
    store.setState(({ drafts }) => keepDraft(drafts, key, `${original}#`, original));
    runCommand(session, 'script.close');
    expect(store.getState().draft).toBeNull();
    await runCommand(session, 'scenario.open', { scenario: 'shootdown' });
    await runCommand(session, 'script.edit');
    expect(store.getState().draft).toContain('PTE shootdown');
    await runCommand(session, 'scenario.open', { scenario: 'missed-clean' });
    await runCommand(session, 'script.edit');
    expect(store.getState().draft).toBe(`${original}#`);
    runCommand(session, 'script.discard');
    await runCommand(session, 'script.edit');
    expect(store.getState().draft).toBe(original);
  });

  it('are not kept where they are what they began from', () => {
    const kept = keepDraft(new Map([['a', 'x']]), 'a', 'same', 'same');
    expect(kept.drafts.size).toBe(0);
  });

  it('stay open when they are applied, and nothing is left to keep', async () => {
    const { session } = createTestSession();
    await runCommand(session, 'script.new');
    session.store.setState(({ drafts }) => ({
      draft: text,
      ...keepDraft(drafts, 'new', text, newScript),
    }));
    await runCommand(session, 'script.apply', { text });
    const { draft, drafts, draftOf } = session.store.getState();
    expect([draft, drafts.size, draftOf]).toEqual([text, 0, '']);
    expect(publicState(session).title).toBe('T');
  });

  it('close when something else is applied', async () => {
    const { session } = createTestSession();
    await runCommand(session, 'script.edit');
    await runCommand(session, 'script.apply', { text });
    expect(session.store.getState().draft).toBeNull();
  });

  it('show the panel of the script', async () => {
    const { session } = createTestSession();
    runCommand(session, 'panel.toggle', { panel: 'script' });
    await runCommand(session, 'script.edit');
    expect(session.store.getState()).toMatchObject({ front: 'script' });
    expect(session.store.getState().panels).toContain('script');
  });
});

describe('a new script', () => {
  it('does on every platform what it expects, and breaks nothing', async () => {
    const { session } = createTestSession();
    expect(await runCommand(session, 'script.apply', { text: newScript })).toEqual({ ok: true });
    for (const { id } of platforms) {
      await runCommand(session, 'platform.set', { platform: id });
      await runCommand(session, 'seek', { at: '8' });
      // The device reads 64 bytes of A.
      const { result, violations } = publicState(session);
      expect([id, result?.words, violations]).toEqual([id, expect.stringContaining('A'), []]);
    }
  });
});
