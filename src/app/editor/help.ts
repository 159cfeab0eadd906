/** Completions and explanations of words in the editor: what `src/script` knows, shown. */
import {
  acceptCompletion,
  autocompletion,
  completionStatus,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { StateEffect, StateField, type Extension } from '@codemirror/state';
import {
  EditorView,
  hoverTooltip,
  keymap,
  showTooltip,
  type Tooltip,
  type TooltipView,
} from '@codemirror/view';
import { completionsAt } from '../../script/completion.ts';
import type { CompletionOption } from '../../script/completionOption.ts';
import { hoverAt } from '../../script/hover.ts';
import { wordCard, wordSentence } from './wordCard.ts';

function complete({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const found = completionsAt(state.doc.toString(), pos);
  if (!found || (!explicit && !found.isNeeded)) return null;
  const typed = state.sliceDoc(found.from, pos);
  // A word that is complete is not offered again: Enter is to make a line.
  const isComplete = found.options.some(({ label, apply = label }) => apply.trimEnd() === typed);
  if (!explicit && isComplete) return null;
  const options = found.options.map((option, i) => completionOf(option, found.options.length - i));
  return { from: found.from, options };
}

/** The likeliest first: the editor orders by how well a label fits, then by `boost`. */
function completionOf(option: CompletionOption, rank: number): Completion {
  const { label, detail, info, source, kind, apply } = option;
  const card = { title: detail === '' ? label : detail, kind, text: info, source };
  const isPlain = info === '' && source === '';
  return {
    label,
    detail,
    boost: Math.min(99, rank / 10),
    ...(apply === undefined ? {} : { apply }),
    ...(isPlain ? {} : { info: () => wordCard(card) }),
  };
}

const setWord = StateEffect.define<Tooltip | null>();

/** The card that a key asked for; it goes with the next move. */
const askedWord = StateField.define<Tooltip | null>({
  create: () => null,
  update(tooltip, transaction) {
    for (const effect of transaction.effects) if (effect.is(setWord)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : tooltip;
  },
  provide: (field) => showTooltip.from(field),
});

function cardView(doc: Parameters<typeof wordCard>[0]): TooltipView {
  return { dom: wordCard(doc) };
}

function explainHere(view: EditorView): boolean {
  const { head } = view.state.selection.main;
  const text = view.state.doc.toString();
  const found = hoverAt(text, head) ?? hoverAt(text, head - 1);
  const said = found ? wordSentence(found.doc) : 'There is nothing to explain here.';
  const tooltip: Tooltip | null = found && {
    pos: found.from,
    above: true,
    create: () => cardView(found.doc),
  };
  view.dispatch({ effects: [setWord.of(tooltip), EditorView.announce.of(said)] });
  return true;
}

function forget(view: EditorView): boolean {
  if (view.state.field(askedWord) === null) return false;
  view.dispatch({ effects: setWord.of(null) });
  return true;
}

const hover = hoverTooltip((view, pos) => {
  const found = hoverAt(view.state.doc.toString(), pos);
  if (!found) return null;
  const { from, to, doc } = found;
  return { pos: from, end: to, above: true, create: () => cardView(doc) };
});

const listOfCompletions = {
  key: 'list of completions',
  read: ({ dom }: EditorView) => dom.querySelector('.cm-tooltip-autocomplete > ul'),
  write: (list: Element | null) => list?.setAttribute('tabindex', '0'),
};

/** What scrolls can be reached: CodeMirror's list scrolls, and would not take the focus by itself. */
const reachableList = EditorView.updateListener.of(({ view, state }) => {
  if (completionStatus(state) === 'active') view.requestMeasure(listOfCompletions);
});

/** Completions, hovers, and their keys. Tab takes a completion only where a list is open. */
export function wordHelp(): Extension {
  return [
    autocompletion({
      override: [complete],
      icons: false,
      activateOnCompletion: () => true,
      maxRenderedOptions: 60,
      defaultKeymap: true,
    }),
    reachableList,
    askedWord,
    hover,
    keymap.of([
      { key: 'Tab', run: acceptCompletion },
      { key: 'F1', run: explainHere },
      { key: 'Mod-i', run: explainHere },
      { key: 'Mod-Space', run: startCompletion },
      { key: 'Escape', run: forget },
    ]),
  ];
}
