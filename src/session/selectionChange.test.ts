import { describe, expect, it } from 'vitest';
import { publicState } from './publicState.ts';
import { runCommand } from './commands.ts';
import { createTestSession } from './testing/testSession.ts';

/** Operations in which what is selected changes, from the beginning of missed-clean. */
function changes(what: string): readonly string[] {
  const { session } = createTestSession();
  runCommand(session, 'select', { what });
  const found: string[] = [];
  while (!('error' in runCommand(session, 'select.change'))) {
    found.push(publicState(session).at.split('.')[0] ?? '');
  }
  return found;
}

describe('the next change of what is selected', () => {
  it('is each store to the line, its write-back and its eviction, in the cache', () => {
    // Written at 3; cleaned by the map at 5; written again at 7; at 9 written back, then dropped.
    expect(changes('b0l0@cache0')).toEqual(['3', '5', '7', '9', '9']);
  });

  it('is what makes the copy in memory stale, and what brings the newest', () => {
    // Stale from the store at 3 on, cleaned at 5, stale from 7 on, written back by the eviction at 9.
    expect(changes('b0l0@memory')).toEqual(['3', '5', '7', '9']);
  });

  it('is nothing where nothing happens', () => {
    expect(changes('b0l5@memory')).toEqual([]);
  });

  it('is each transition of a machine', () => {
    // The engine of the device runs three times: at 6, 8 and 10.
    const engine = changes('dmaTransfer:dma/gpu');
    expect([...new Set(engine)]).toEqual(['6', '8', '10']);
  });

  it('says where nothing is selected', () => {
    const { session } = createTestSession();
    expect(runCommand(session, 'select.change')).toEqual({ error: 'nothing is selected' });
  });
});
