/**
 * Where the run stands in the text: a number at each operation that was run, the line of the cursor, and
 * breakpoints. The marks belong to the text that was run last and move with it while it is edited.
 */
import {
  RangeSet,
  RangeSetBuilder,
  RangeValue,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type Text,
} from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker } from '@codemirror/view';

/** The operations of a run, in the lines of the text that was run. */
export interface RunLines {
  readonly text: string;
  /** Line of each operation of the script, from 1, by its number less one. */
  readonly lines: readonly number[];
}

export interface RunPlace {
  /** The operation at the cursor; 0: before the first. */
  readonly operation: number;
  /** Numbers of operations with a breakpoint. */
  readonly breakpoints: ReadonlySet<number>;
}

export const setRunLines = StateEffect.define<RunLines>();
export const setRunPlace = StateEffect.define<RunPlace>();

export interface RunActions {
  readonly onSeek: (operation: number) => void;
  readonly onBreakpoint: (operation: number) => void;
}

/** The mark of an operation at the beginning of its line. */
class StepMark extends RangeValue {
  readonly operation: number;

  constructor(operation: number) {
    super();
    this.operation = operation;
  }

  override eq(other: RangeValue): boolean {
    return other instanceof StepMark && other.operation === this.operation;
  }
}

const stepsField = StateField.define<RangeSet<StepMark>>({
  create: () => RangeSet.empty,
  update(steps, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setRunLines)) return placed(effect.value, transaction.state.doc);
    return transaction.docChanged ? steps.map(transaction.changes) : steps;
  },
});

const placeField = StateField.define<RunPlace>({
  create: () => ({ operation: 0, breakpoints: new Set() }),
  update(place, transaction) {
    for (const effect of transaction.effects) if (effect.is(setRunPlace)) return effect.value;
    return place;
  },
});

/** Puts the marks at lines of a text that may have been edited: its beginning and its end still fit. */
function placed({ text, lines }: RunLines, doc: Text): RangeSet<StepMark> {
  const from = text.split('\n');
  const shared = Math.min(from.length, doc.lines);
  let above = 0;
  while (above < shared && from[above] === doc.line(above + 1).text) above += 1;
  let below = 0;
  while (
    below < shared - above &&
    from[from.length - 1 - below] === doc.line(doc.lines - below).text
  )
    below += 1;
  const builder = new RangeSetBuilder<StepMark>();
  for (const [index, line] of lines.entries()) {
    const isAbove = line <= above;
    const moved = isAbove ? line : line + doc.lines - from.length;
    if (line < 1 || (!isAbove && line <= from.length - below)) continue;
    const { from: at } = doc.line(moved);
    builder.add(at, at, new StepMark(index + 1));
  }
  return builder.finish();
}

/** The operation of the line at a position; null where none of the run stands there. */
export function operationAt(state: EditorState, position: number): number | null {
  const { from, to } = state.doc.lineAt(position);
  let operation: number | null = null;
  state.field(stepsField).between(from, to, (_, __, mark) => {
    operation = mark.operation;
  });
  return operation;
}

/** Where the line of an operation begins; null where it stands no more. */
export function lineOfOperation(state: EditorState, operation: number): number | null {
  const cursor = state.field(stepsField).iter();
  for (; cursor.value; cursor.next())
    if (cursor.value.operation === operation) return state.doc.lineAt(cursor.from).from;
  return null;
}

class StepNumber extends GutterMarker {
  readonly operation: number;
  readonly isHere: boolean;

  constructor(operation: number, isHere: boolean) {
    super();
    this.operation = operation;
    this.isHere = isHere;
  }

  override eq(other: GutterMarker): boolean {
    return (
      other instanceof StepNumber &&
      other.operation === this.operation &&
      other.isHere === this.isHere
    );
  }

  override toDOM(): Node {
    const dom = document.createElement('span');
    dom.className = this.isHere ? 'cm-step here' : 'cm-step';
    dom.textContent = String(this.operation);
    dom.title = `Show step ${this.operation}`;
    return dom;
  }
}

class BreakDot extends GutterMarker {
  readonly operation: number;
  readonly isSet: boolean;

  constructor(operation: number, isSet: boolean) {
    super();
    this.operation = operation;
    this.isSet = isSet;
  }

  override eq(other: GutterMarker): boolean {
    return (
      other instanceof BreakDot && other.operation === this.operation && other.isSet === this.isSet
    );
  }

  override toDOM(): Node {
    const dom = document.createElement('span');
    dom.className = this.isSet ? 'cm-break set' : 'cm-break';
    dom.title = this.isSet ? `Breakpoint at step ${this.operation}` : 'Set a breakpoint (F9)';
    return dom;
  }
}

function markers(
  state: EditorState,
  make: (operation: number, place: RunPlace) => GutterMarker,
): RangeSet<GutterMarker> {
  const place = state.field(placeField);
  const builder = new RangeSetBuilder<GutterMarker>();
  let last = -1;
  for (const cursor = state.field(stepsField).iter(); cursor.value; cursor.next()) {
    // Lines that were joined have one mark.
    const at = state.doc.lineAt(cursor.from).from;
    if (at > last) builder.add(at, at, make(cursor.value.operation, place));
    last = Math.max(last, at);
  }
  return builder.finish();
}

const hereLine = Decoration.line({ class: 'cm-here', attributes: { 'aria-current': 'step' } });

const currentLine = EditorView.decorations.compute([stepsField, placeField], (state) => {
  const at = lineOfOperation(state, state.field(placeField).operation);
  return at === null ? Decoration.none : Decoration.set(hereLine.range(at));
});

/** Numbers and dots beside the text, and the line of the cursor. */
export function runMarks({ onSeek, onBreakpoint }: RunActions): Extension {
  const act = (view: EditorView, at: number, action: (operation: number) => void): boolean => {
    const operation = operationAt(view.state, at);
    if (operation !== null) action(operation);
    return operation !== null;
  };
  return [
    stepsField,
    placeField,
    currentLine,
    gutter({
      class: 'cm-breaks',
      markers: ({ state }) =>
        markers(state, (operation, { breakpoints }) => {
          return new BreakDot(operation, breakpoints.has(operation));
        }),
      domEventHandlers: { mousedown: (view, line) => act(view, line.from, onBreakpoint) },
    }),
    gutter({
      class: 'cm-steps',
      markers: ({ state }) =>
        markers(state, (operation, place) => {
          return new StepNumber(operation, operation === place.operation);
        }),
      initialSpacer: () => new StepNumber(10, false),
      domEventHandlers: { mousedown: (view, line) => act(view, line.from, onSeek) },
    }),
  ];
}
