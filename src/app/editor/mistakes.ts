/** Mistakes of the text in the editor: underlined, their lines marked, and put right with one key or click. */
import { forEachDiagnostic, setDiagnostics, type Diagnostic as Mark } from '@codemirror/lint';
import {
  RangeSet,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type TransactionSpec,
} from '@codemirror/state';
import { gutterLineClass, GutterMarker, type EditorView } from '@codemirror/view';
import type { Diagnostic } from '../../script/diagnostic.ts';

/** Marks that are drawn; a text with more is wrong as a whole. */
const mostMarks = 300;

/** Expected words that a mark lists. */
const mostWords = 10;

/** A diagnostic as a mark in the text that the editor has now. */
export function markOf({ doc }: EditorState, diagnostic: Diagnostic): Mark {
  const { line, column, endColumn, message, suggestion, expected } = diagnostic;
  const at = doc.line(Math.min(Math.max(1, line), doc.lines));
  const from = Math.min(at.from + column - 1, at.to);
  const to = Math.min(Math.max(from, at.from + endColumn - 1), at.to);
  const words = expected.slice(0, mostWords).join(', ');
  const more = suggestion === null && words !== '' ? `; expected ${words}` : '';
  const mark: Mark = { from, to, severity: 'error', message: message + more };
  return suggestion === null ? mark : { ...mark, actions: [putAction(suggestion)] };
}

function putAction(suggestion: string) {
  return {
    name: `Put “${suggestion}”`,
    apply(view: EditorView, from: number, to: number) {
      view.dispatch({
        changes: { from, to, insert: suggestion },
        selection: { anchor: from + suggestion.length },
        userEvent: 'input.complete',
      });
    },
  };
}

class WrongLine extends GutterMarker {
  override readonly elementClass = 'cm-wrong';
}
const wrongLine = new WrongLine();

const setWrongLines = StateEffect.define<RangeSet<GutterMarker>>();

const wrongLinesField = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(lines, transaction) {
    for (const effect of transaction.effects) if (effect.is(setWrongLines)) return effect.value;
    return transaction.docChanged ? lines.map(transaction.changes) : lines;
  },
  provide: (field) => gutterLineClass.from(field),
});

/** Numbers of lines with mistakes stand out. */
export const wrongLines: Extension = wrongLinesField;

/** Shows these mistakes instead of those before. */
export function showMistakes(
  state: EditorState,
  diagnostics: readonly Diagnostic[],
): readonly TransactionSpec[] {
  const marks = diagnostics.slice(0, mostMarks).map((diagnostic) => markOf(state, diagnostic));
  const lines = [...new Set(marks.map(({ from }) => state.doc.lineAt(from).from))];
  const ranges = lines.map((from) => wrongLine.range(from));
  return [setDiagnostics(state, marks), { effects: setWrongLines.of(RangeSet.of(ranges, true)) }];
}

/** Puts the suggestion for a mistake in the line of the cursor, the first behind the cursor’s word. */
export function fixHere(view: EditorView): boolean {
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  let fixed = false;
  forEachDiagnostic(view.state, ({ actions = [] }, from, to) => {
    const [action] = actions;
    if (fixed || !action || from < line.from || from > line.to) return;
    fixed = true;
    action.apply(view, from, to);
  });
  return fixed;
}
