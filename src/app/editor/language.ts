/**
 * The scenario language for the editor: its own grammar, and the colours. A token is coloured by what it is
 * in its line, an agent in the colour of its role. Only what is on screen is looked at.
 */
import { LRLanguage, syntaxTree } from '@codemirror/language';
import { StateEffect, StateField, type Extension, type Range } from '@codemirror/state';
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view';
import { operationForms } from '../../script/forms.ts';
import { parser } from '../../script/generated/scenarioParser.ts';
import { whoOfDevice, type Who } from '../../session/scriptLines.ts';

type SyntaxNode = ReturnType<typeof syntaxTree>['topNode'];

/** Reads the text of a node. */
type Slice = (node: SyntaxNode) => string;

const language = LRLanguage.define({
  name: 'bufscope',
  parser,
  languageData: { commentTokens: { line: '#' } },
});

/** Names of devices in the order of their declarations, which gives them their colours. */
export const setDevices = StateEffect.define<readonly string[]>();

const devicesField = StateField.define<readonly string[]>({
  create: () => [],
  update(devices, transaction) {
    for (const effect of transaction.effects) if (effect.is(setDevices)) return effect.value;
    return devices;
  },
});

/** Language, its comments, and its colours. */
export function scenarioLanguage(devices: readonly string[]): Extension {
  return [language, devicesField.init(() => devices), colours];
}

const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }

    update(update: ViewUpdate): void {
      const isParsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      const isRenamed = update.startState.field(devicesField) !== update.state.field(devicesField);
      if (update.docChanged || update.viewportChanged || isParsed || isRenamed)
        this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate(view: EditorView): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  const devices = view.state.field(devicesField);
  const slice: Slice = (node) => view.state.sliceDoc(node.from, node.to);
  for (const { from, to } of view.visibleRanges)
    syntaxTree(view.state).iterate({
      from,
      to,
      enter({ node, name, from: start, to: end }) {
        const mark = classOf(node, name, slice, devices);
        if (mark !== null && end > start) ranges.push(markOf(mark).range(start, end));
      },
    });
  return Decoration.set(ranges, true);
}

const marks = new Map<string, Decoration>();

function markOf(name: string): Decoration {
  const known = marks.get(name) ?? Decoration.mark({ class: name });
  marks.set(name, known);
  return known;
}

function classOf(
  node: SyntaxNode,
  name: string,
  slice: Slice,
  devices: readonly string[],
): string | null {
  switch (name) {
    case 'TextWord':
    case 'DeclarationWord':
      return 'tok-line';
    case 'Text':
      return 'tok-text';
    case 'Agent':
      return `tok-agent who-${whoOf(slice(node), devices)}`;
    case 'ExpectWord':
    case 'DuringWord':
    case 'OnWord':
      return 'tok-clause';
    case 'Comment':
      return 'tok-comment';
    case 'Sign':
      return 'tok-sign';
    case 'Number':
      return 'tok-number';
    case 'Point':
      return 'tok-outcome';
    case 'Word':
      return classOfWord(node, slice, devices);
    default:
      return null;
  }
}

function classOfWord(node: SyntaxNode, slice: Slice, devices: readonly string[]): string {
  const text = slice(node);
  const parent = node.parent?.name;
  if (parent === 'Expectation' || parent === 'During') return 'tok-outcome';
  if (devices.includes(text)) return `who-${whoOf(text, devices)}`;
  const isBeforeSign = node.nextSibling?.name === 'Sign' && node.nextSibling.from === node.to;
  if (parent === 'Declaration') return isBeforeSign ? 'tok-key' : 'tok-value';
  if (isVerb(node, slice)) return 'tok-verb';
  return /^[A-Z][A-Z_0-9]+$/.test(text) ? 'tok-word' : 'tok-name';
}

const longVerbs = new Set(operationForms.map(({ verb }) => verb).filter((v) => v.includes(' ')));

/** The first word behind the agent, or behind `NAME =`, and the second of a verb that has two. */
function isVerb(node: SyntaxNode, slice: Slice): boolean {
  const before = node.prevSibling;
  if (node.parent?.name !== 'Operation' || !before) return false;
  if (before.name === 'Agent') return node.nextSibling?.name !== 'Sign';
  if (before.name === 'Sign')
    return before.prevSibling?.prevSibling?.name === 'Agent' && slice(before) === '=';
  return longVerbs.has(`${slice(before)} ${slice(node)}`) && isVerb(before, slice);
}

/** The role of an agent as it is written: `app@cpu0:`, `gpu`. */
function whoOf(agent: string, devices: readonly string[]): Who {
  const name = /^[\w-]+/.exec(agent)?.[0] ?? '';
  const device = devices.indexOf(name);
  if (device >= 0) return whoOfDevice(device);
  return agent.includes('@') || /^cpu\d/.test(agent) ? 'cpu' : 'other';
}
