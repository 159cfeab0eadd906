import { describe, expect, it } from 'vitest';
import { publicState } from './publicState.ts';
import { beatsOf, currentBeat, cutQuestion } from './beats.ts';
import { commandOfKey, runCommand } from './commands.ts';
import { lectureKeys } from './lectureCommands.ts';
import type { Session } from './session.ts';
import { createTestSession } from './testing/testSession.ts';

function shown({ store }: Session) {
  const beats = beatsOf(store.getState());
  return beats[currentBeat(store.getState(), beats)];
}

describe('a note', () => {
  it('is told in two where its last sentence asks', () => {
    expect(cutQuestion('It stands. What then?')).toEqual({
      statement: 'It stands.',
      question: 'What then?',
    });
    expect(cutQuestion('What will the device read next: A or B?').question).toBe(
      'What will the device read next: A or B?',
    );
    expect(cutQuestion('Why? Because.')).toEqual({ statement: 'Why? Because.', question: '' });
  });
});

describe('a lecture', () => {
  it('begins with its title', () => {
    const { session } = createTestSession();
    expect(beatsOf(session.store.getState()).map(({ kind, head }) => [kind, head])).toEqual([
      ['title', 'A write that the device never sees'],
    ]);
  });

  it('says one idea after the other: what is so, what broke, what was missing, what is asked', async () => {
    const { session } = createTestSession();
    // The seventh operation of missed-clean writes while the device owns the buffer.
    runCommand(session, 'seek', { at: '7' });
    expect(beatsOf(session.store.getState()).map(({ kind }) => kind)).toEqual([
      'words',
      'violation',
      'fix',
      'question',
    ]);
    expect(shown(session)?.text).toMatch(/tells nobody\.$/);
    await runCommand(session, 'lecture.next');
    expect(shown(session)?.kind).toBe('violation');
    await runCommand(session, 'lecture.next');
    expect(shown(session)?.lines.length).toBeGreaterThan(0);
    await runCommand(session, 'lecture.next');
    expect(shown(session)?.text).toBe('What will the device read next: A or B?');
    expect(publicState(session).at).toBe('7');
    await runCommand(session, 'lecture.next');
    expect(publicState(session).at).toBe('8');
    expect(shown(session)?.kind).toBe('words');
    await runCommand(session, 'lecture.back');
    expect(publicState(session).at).toBe('7');
    expect(shown(session)?.kind).toBe('question');
  });

  it('ends at both ends, and says so', async () => {
    const { session } = createTestSession();
    expect(await runCommand(session, 'lecture.back')).toEqual({
      error: 'this is the beginning of the run',
    });
    runCommand(session, 'seek.end');
    const ideas = beatsOf(session.store.getState()).length;
    for (let i = 1; i < ideas; i++) await runCommand(session, 'lecture.next');
    expect(await runCommand(session, 'lecture.next')).toEqual({
      error: 'this is the end of the run',
    });
  });

  it('explains the micro-event inside an operation', async () => {
    const { session } = createTestSession();
    runCommand(session, 'seek', { at: '5' });
    await runCommand(session, 'micro.back');
    expect(publicState(session).at).toMatch(/^5\.\d+$/);
    const [beat] = beatsOf(session.store.getState());
    expect(beat?.text).toContain('line');
  });

  it('is moved by what a presenter remote sends', () => {
    expect(lectureKeys['PageDown']).toBe('lecture.next');
    expect(lectureKeys['PageUp']).toBe('lecture.back');
    // Escape has to leave a lecture, though it selects nothing elsewhere.
    expect(commandOfKey('Escape')?.id).toBe('select.none');
    expect(lectureKeys['Escape']).toBe('lecture.toggle');
  });
});
