import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { lineOfOperation, operationAt, runMarks, setRunLines } from './runMarks.ts';

const run = 'title T\na: one\na: two\n# end\na: three\n';

/** A state with this text, and the run of the text above. */
function stateOf(doc: string): EditorState {
  const nothing = () => undefined;
  const extensions = runMarks({ onSeek: nothing, onBreakpoint: nothing });
  const state = EditorState.create({ doc, extensions });
  return state.update({ effects: setRunLines.of({ text: run, lines: [2, 3, 5] }) }).state;
}

/** Each line with the operation that it is marked with. */
function marked(state: EditorState): (number | null)[] {
  return Array.from({ length: state.doc.lines }, (_, i) =>
    operationAt(state, state.doc.line(i + 1).from),
  );
}

describe('the marks of a run in a text', () => {
  it('stand at the lines of its operations', () => {
    expect(marked(stateOf(run))).toEqual([null, 1, 2, null, 3, null]);
  });

  it('move with their lines, and go with them', () => {
    const above = stateOf(run).update({ changes: { from: 0, insert: '# new\n' } }).state;
    expect(marked(above)).toEqual([null, null, 1, 2, null, 3, null]);
    expect(lineOfOperation(above, 2)).toBe(above.doc.line(4).from);
  });

  it('stand in an edited text where its beginning and its end still fit, and nowhere between', () => {
    expect(marked(stateOf('title T\na: one\na: other\nb: more\n# end\na: three\n'))).toEqual([
      null,
      1,
      null,
      null,
      null,
      3,
      null,
    ]);
  });

  it('are none in another text', () => {
    const state = stateOf('buffer b');
    expect(marked(state)).toEqual([null]);
    expect(lineOfOperation(state, 1)).toBeNull();
  });
});
