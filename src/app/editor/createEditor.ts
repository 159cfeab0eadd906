/**
 * The script editor: CodeMirror in a shadow root of its own, because only there does it use constructed style
 * sheets, which a strict content security policy allows. It knows no session: what it needs comes in, what
 * happens goes out through callbacks.
 */
import { defaultKeymap, history, historyKeymap, toggleComment } from '@codemirror/commands';
import { lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorSelection, EditorState, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  type KeyBinding,
} from '@codemirror/view';
import type { Diagnostic } from '../../script/diagnostic.ts';
import { wordHelp } from './help.ts';
import { scenarioLanguage, setDevices } from './language.ts';
import { fixHere, markOf, showMistakes, wrongLines } from './mistakes.ts';
import {
  lineOfOperation,
  operationAt,
  runMarks,
  setRunLines,
  setRunPlace,
  type RunActions,
  type RunLines,
  type RunPlace,
} from './runMarks.ts';
import { editorTheme } from './theme.ts';

export interface EditorOptions extends RunActions {
  /** Where it is put. */
  readonly parent: HTMLElement;
  readonly text: string;
  /** Devices as declared, for their colours. */
  readonly devices: readonly string[];
  readonly selection: { readonly from: number; readonly to: number };
  /** After every change. */
  readonly onChange: () => void;
  readonly onApply: () => void;
  readonly onClose: () => void;
}

export interface Editor {
  readonly text: () => string;
  /** Puts another text in place of all; undo brings the old one back. */
  readonly setText: (text: string) => void;
  readonly setMistakes: (diagnostics: readonly Diagnostic[], devices: readonly string[]) => void;
  readonly setRun: (lines: RunLines) => void;
  readonly setPlace: (place: RunPlace) => void;
  /** Shows the place of a mistake. */
  readonly show: (diagnostic: Diagnostic) => void;
  /** Puts the suggestion of a mistake. */
  readonly fix: (diagnostic: Diagnostic) => void;
  readonly focus: () => void;
  readonly destroy: () => void;
}

/** Makes an editor; the caller destroys it. */
export function createEditor(options: EditorOptions): Editor {
  const { host, view } = mount(options);
  let isPlaced = false;
  return {
    text: () => view.state.doc.toString(),
    setText(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    setMistakes(diagnostics, devices) {
      const marks = showMistakes(view.state, diagnostics);
      view.dispatch(...marks, { effects: setDevices.of(devices) });
    },
    setRun: (lines) => view.dispatch({ effects: setRunLines.of(lines) }),
    setPlace(place) {
      // Begins where the run stands; later the text follows the run unless somebody is writing.
      const line = lineOfOperation(view.state, place.operation);
      const isFresh = !isPlaced && view.state.selection.main.head === 0;
      const y = isPlaced ? 'nearest' : 'center';
      const mayMove = line !== null && (isFresh || !view.hasFocus);
      const scroll = mayMove ? [EditorView.scrollIntoView(line, { y })] : [];
      view.dispatch({
        ...(isFresh && line !== null ? { selection: { anchor: line } } : {}),
        effects: [setRunPlace.of(place), ...scroll],
      });
      isPlaced = true;
    },
    show(diagnostic) {
      const { from, to } = markOf(view.state, diagnostic);
      view.dispatch({ selection: EditorSelection.single(from, to), scrollIntoView: true });
      view.focus();
    },
    fix(diagnostic) {
      const { from, to, actions = [] } = markOf(view.state, diagnostic);
      actions[0]?.apply(view, from, to);
      view.focus();
    },
    focus: () => view.focus(),
    destroy() {
      view.destroy();
      host.remove();
    },
  };
}

function mount(options: EditorOptions): { readonly host: HTMLElement; readonly view: EditorView } {
  const { parent, text, selection } = options;
  const host = document.createElement('div');
  host.className = 'editor-host';
  parent.append(host);
  const root = host.attachShadow({ mode: 'open' });
  const place = document.createElement('div');
  place.style.height = '100%';
  root.append(place);
  // Keys belong to the text, all but the palette's: the page must not take them for commands.
  host.addEventListener('keydown', (event) => {
    if (!isPaletteKey(event)) event.stopPropagation();
  });
  const inside = (offset: number): number => Math.min(offset, text.length);
  const view = new EditorView({
    root,
    parent: place,
    state: EditorState.create({
      doc: text,
      selection: EditorSelection.single(inside(selection.from), inside(selection.to)),
      extensions: extensionsOf(options),
    }),
  });
  return { host, view };
}

const isPaletteKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';

function extensionsOf(options: EditorOptions) {
  return [
    Prec.high(keymap.of(ownKeys(options))),
    wordHelp(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    EditorView.lineWrapping,
    EditorState.allowMultipleSelections.of(true),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    lineNumbers(),
    runMarks(options),
    wrongLines,
    scenarioLanguage(options.devices),
    EditorView.contentAttributes.of({
      'aria-label': 'Script text',
      'aria-multiline': 'true',
      tabindex: '0',
      autocapitalize: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onChange();
    }),
    // Last: what has none of the keys above. Escape closes the editor only where nothing else is open.
    keymap.of([
      ...searchKeymap,
      ...historyKeymap,
      ...lintKeymap,
      ...defaultKeymap.filter(({ key }) => key !== 'Mod-i'),
      { key: 'Escape', run: () => (options.onClose(), true) },
    ]),
    editorTheme,
  ];
}

function ownKeys({ onApply, onSeek, onBreakpoint }: EditorOptions): readonly KeyBinding[] {
  const onStep =
    (action: (operation: number) => void) =>
    ({ state }: EditorView): boolean => {
      const operation = operationAt(state, state.selection.main.head);
      if (operation !== null) action(operation);
      return true;
    };
  return [
    { key: 'Mod-Enter', run: () => (onApply(), true) },
    { key: 'Mod-/', run: toggleComment },
    { key: 'F9', run: onStep(onBreakpoint) },
    { key: 'Alt-Enter', run: onStep(onSeek) },
    { key: 'Mod-.', run: fixHere },
  ];
}
