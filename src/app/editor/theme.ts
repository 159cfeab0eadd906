/**
 * How the editor looks: the palette of the page by its custom properties, so that it follows every theme.
 * The rules go into a constructed style sheet of the editor's shadow root, which a strict policy allows.
 */
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

const field = {
  '&': {
    height: '100%',
    color: 'var(--ink)',
    backgroundColor: 'var(--bg)',
    fontSize: 'var(--text-s)',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.65', overflow: 'auto' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--ink)' },
  // What is too long goes on below, behind the column of the agents.
  '.cm-line': { padding: '0 10px 0 calc(8px + 10ch)', textIndent: '-10ch' },
  '@media (max-width: 1079px)': {
    '.cm-line': { padding: '0 6px 0 calc(6px + 4ch)', textIndent: '-4ch' },
  },
  '@media (max-width: 699px)': {
    // It would lie over the line that is written.
    '.cm-tooltip.cm-completionInfo': { display: 'none' },
  },
  '.cm-cursor, .cm-dropCursor': { borderLeft: '2px solid var(--here)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { backgroundColor: 'var(--here-soft)' },
  '.cm-activeLine': { backgroundColor: 'transparent', boxShadow: 'inset 0 0 0 1px var(--line)' },
  '.cm-matchingBracket': { backgroundColor: 'transparent' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
};

const gutters = {
  '.cm-gutters': {
    color: 'var(--ink-3)',
    backgroundColor: 'var(--bg)',
    borderRight: '1px solid var(--line)',
    fontSize: 'var(--text-xs)',
  },
  '.cm-gutterElement': {
    display: 'flex',
    alignItems: 'flex-start',
    justifyContent: 'flex-end',
    lineHeight: 'calc(var(--text-s) * 1.65)',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 6px', minWidth: '22px' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-gutterElement.cm-wrong': { fontWeight: 'var(--weight-strong)', color: 'var(--on-bad)' },
  '.cm-lineNumbers .cm-gutterElement.cm-wrong': {
    backgroundColor: 'var(--bad)',
    borderRadius: '3px',
  },
  '.cm-breaks .cm-gutterElement': { width: '18px', padding: '0 3px', cursor: 'pointer' },
  '.cm-break': {
    width: '10px',
    height: '10px',
    margin: 'calc((var(--text-s) * 1.65 - 10px) / 2) auto 0',
    borderRadius: '50%',
    border: '1.5px solid var(--line-strong)',
    opacity: '0',
  },
  '.cm-breaks .cm-gutterElement:hover .cm-break': { opacity: '1' },
  '.cm-break.set': {
    opacity: '1',
    backgroundColor: 'var(--bad-edge)',
    borderColor: 'var(--bad-edge)',
  },
  '.cm-steps .cm-gutterElement': { padding: '0 6px 0 2px', cursor: 'pointer' },
  '.cm-step': {
    minWidth: '18px',
    padding: '0 3px',
    borderRadius: '9px',
    margin: '2px 0',
    textAlign: 'center',
    fontVariantNumeric: 'tabular-nums',
    lineHeight: 'calc(var(--text-s) * 1.65 - 4px)',
    color: 'var(--ink-2)',
    backgroundColor: 'var(--sunken)',
  },
  '.cm-steps .cm-gutterElement:hover .cm-step': {
    color: 'var(--here)',
    boxShadow: '0 0 0 1px var(--here)',
  },
  '.cm-step.here': {
    color: 'var(--on-here)',
    backgroundColor: 'var(--here)',
    fontWeight: 'var(--weight-strong)',
  },
  '.cm-line.cm-here': {
    backgroundColor: 'var(--current-line)',
    boxShadow: 'inset 3px 0 0 var(--here)',
  },
};

const tokens = {
  '.tok-line': { color: 'var(--ink-3)', fontWeight: 'var(--weight-strong)' },
  '.tok-text': { color: 'var(--ink-2)' },
  '.tok-agent': { fontWeight: '640' },
  '.tok-verb': { color: 'var(--ink)', fontWeight: 'var(--weight-strong)' },
  '.tok-key': { color: 'var(--ink-2)' },
  '.tok-word': { color: 'var(--here)' },
  '.tok-number': { color: 'var(--ink)' },
  '.tok-sign': { color: 'var(--ink-3)' },
  '.tok-clause': { color: 'var(--ink-3)', fontStyle: 'italic' },
  '.tok-outcome': { color: 'var(--ink-2)' },
  '.tok-comment': { color: 'var(--ink-3)', fontStyle: 'italic' },
  '.who-cpu': { color: 'var(--cpu)' },
  '.who-dev-0': { color: 'var(--dev-0)' },
  '.who-dev-1': { color: 'var(--dev-1)' },
  '.who-dev-2': { color: 'var(--dev-2)' },
  '.who-dev-3': { color: 'var(--dev-3)' },
  '.who-other': { color: 'var(--ink-2)' },
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.cm-lintPoint:after': { borderBottomColor: 'var(--bad)' },
};

const panel = {
  border: '1px solid var(--line-strong)',
  borderRadius: 'var(--radius)',
  color: 'var(--ink)',
  backgroundColor: 'var(--panel)',
  boxShadow: '0 6px 20px var(--shadow)',
};

const overlays = {
  '.cm-tooltip': { ...panel, zIndex: '60', fontFamily: 'var(--font)', fontSize: 'var(--text-s)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '15em',
    minWidth: '170px',
    maxWidth: 'min(460px, 92vw)',
    fontFamily: 'var(--mono)',
    borderRadius: 'var(--radius)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    gap: '12px',
    alignItems: 'baseline',
    padding: '3px 8px',
    lineHeight: '1.5',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--ink)',
    backgroundColor: 'var(--here-soft)',
    boxShadow: 'inset 3px 0 0 var(--here)',
  },
  '.cm-completionLabel': { whiteSpace: 'nowrap' },
  '.cm-completionMatchedText': {
    textDecoration: 'none',
    color: 'var(--here)',
    fontWeight: 'var(--weight-strong)',
  },
  '.cm-completionDetail': {
    flex: '1',
    margin: '0',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    color: 'var(--ink-3)',
    fontFamily: 'var(--font)',
    fontStyle: 'normal',
    fontSize: 'var(--text-xs)',
    textAlign: 'right',
  },
  '.cm-tooltip.cm-completionInfo': { padding: '8px 10px', maxWidth: 'min(320px, 88vw)' },
  '.word': { maxWidth: 'min(360px, 88vw)', lineHeight: '1.45' },
  '.cm-tooltip-hover .word, .cm-tooltip.word': { padding: '8px 10px' },
  '.word-title': { fontFamily: 'var(--mono)', fontWeight: 'var(--weight-strong)' },
  '.word-kind': { color: 'var(--ink-3)', fontSize: 'var(--text-xs)' },
  '.word-text': { marginTop: '4px' },
  '.word-source': {
    marginTop: '6px',
    paddingTop: '5px',
    borderTop: '1px solid var(--line)',
    color: 'var(--ink-3)',
    fontFamily: 'var(--mono)',
    fontSize: 'var(--text-xs)',
    overflowWrap: 'anywhere',
  },
  '.cm-diagnostic': { padding: '8px 10px', borderLeft: '3px solid var(--bad)' },
  '.cm-diagnosticAction, .cm-button': {
    margin: '0 0 0 8px',
    padding: '3px 8px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-s)',
    color: 'var(--ink)',
    background: 'var(--panel)',
    backgroundImage: 'none',
    font: 'inherit',
    cursor: 'pointer',
  },
  '.cm-panels': { color: 'var(--ink)', backgroundColor: 'var(--panel)', fontFamily: 'var(--font)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '6px 24px 6px 8px', fontSize: 'var(--text-s)' },
  '.cm-panel.cm-search label': { fontSize: 'var(--text-xs)' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--ink-2)', fontSize: '16px' },
  '.cm-textfield': {
    padding: '3px 6px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-s)',
    color: 'var(--ink)',
    backgroundColor: 'var(--bg)',
    font: 'inherit',
  },
  '.cm-searchMatch': {
    backgroundColor: 'var(--current-line)',
    outline: '1px solid var(--line-strong)',
  },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--here-soft)', outlineColor: 'var(--here)' },
  'button:focus-visible, input:focus-visible': {
    outline: '2px solid var(--here)',
    outlineOffset: '1px',
  },
};

/** The look of the editor. */
export const editorTheme: Extension = EditorView.theme({
  ...field,
  ...gutters,
  ...tokens,
  ...overlays,
});
