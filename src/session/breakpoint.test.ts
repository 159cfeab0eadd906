import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violationClasses } from '../model/violations/rule.ts';
import { publicState } from './publicState.ts';
import { parseBreakpoint, printBreakpoint, type Breakpoint } from './breakpoint.ts';
import { parseBreakpoints } from './breakpointList.ts';
import { runCommand } from './commands.ts';
import { createTestSession } from './testing/testSession.ts';

const breakpoints: fc.Arbitrary<Breakpoint> = fc.oneof(
  fc
    .integer({ min: 1, max: 9_999_999 })
    .map((operation) => ({ kind: 'operation', operation }) as const),
  fc.constant({ kind: 'owner' } as const),
  fc.constantFrom(...violationClasses).map((each) => ({ kind: 'class', class: each }) as const),
  fc
    .record({
      buffer: fc.stringMatching(/^[A-Za-z_][\w-]{0,40}$/),
      offset: fc.integer({ min: 0, max: 999_999_999 }),
    })
    .map(({ buffer, offset }) => ({ kind: 'byte', buffer, offset }) as const),
);

describe('a breakpoint as text', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(breakpoints, (breakpoint) => {
        expect(parseBreakpoint(printBreakpoint(breakpoint))).toEqual(breakpoint);
      }),
    );
  });

  it('is left out and named where it cannot be read', () => {
    expect(parseBreakpoints('12;frame;owner;0;12')).toEqual({
      breakpoints: [{ kind: 'operation', operation: 12 }, { kind: 'owner' }],
      wrong: 'has no breakpoint in “frame;0”',
    });
  });
});

describe('playing', () => {
  it('stops at a breakpoint and says at which', async () => {
    const { session, clock } = createTestSession();
    runCommand(session, 'breakpoint.toggle', { at: '3' });
    await runCommand(session, 'play.toggle');
    clock.pass(600_000);
    expect(publicState(session)).toMatchObject({ at: '3', playing: false });
    expect(session.store.getState().toast).toBe('');
    runCommand(session, 'breakpoint.toggle', { at: '3' });
    await runCommand(session, 'play.toggle');
    clock.pass(600_000);
    expect(publicState(session).at).toBe('10');
  });
});

describe('running to the next breakpoint', () => {
  it('goes there, and says where none follows', () => {
    const { session } = createTestSession();
    expect(runCommand(session, 'breakpoint.next')).toEqual({ error: 'no breakpoint follows' });
    runCommand(session, 'breakpoint.toggle', { at: 'owner' });
    expect(runCommand(session, 'breakpoint.next')).toEqual({ ok: true });
    // missed-clean hands the buffer over by its map, the fifth operation.
    expect(publicState(session).at).toBe('5');
    expect(session.store.getState().toast).toBe('Stopped at every change of owner');
  });

  it('takes no text that is no breakpoint', () => {
    const { session } = createTestSession();
    expect(runCommand(session, 'breakpoint.toggle', { at: '<b>' })).toEqual({
      error: '“<b>” is no breakpoint such as 12, owner or frame+64',
    });
  });
});
