/** Completions inside an operation: verbs, arguments, `during` and `expect`. */
import { type CompletionOption, documented } from './completionOption.ts';
import type { Site } from './completionSite.ts';
import {
  docOfExpectation,
  docOfForm,
  docOfKind,
  docOfLiteral,
  docOfOwnWord,
  docOfPlatform,
  literalsOf,
} from './documentation.ts';
import {
  formLabel,
  type NameKind,
  nameTitles,
  type OperationForm,
  type Part,
  type Speaker,
} from './form.ts';
import { formsOf, speakerOf } from './forms.ts';
import type { Token } from './lines.ts';
import type { OperationParts } from './outline.ts';
import { platformIds } from './platformSettings.ts';
import { costWords } from './costWords.ts';
import { isWord, microEventKinds } from './words.ts';

/** Verbs that scenarios use most, in the order in which a first script needs them. */
const likelyVerbs: Readonly<Record<Speaker, readonly string[]>> = {
  thread: ['export', 'mmap', 'write', 'read', 'sync', 'receive', 'poll', 'munmap', 'close'],
  kernel: ['read', 'write', 'move', 'zap', 'vmap'],
  device: ['import', 'map', 'dma read', 'dma write', 'unmap', 'release', 'submit write', 'run'],
  cpu: ['evict', 'prefetch', 'drain'],
  iommu: ['flush'],
};

/** Points inside operations that lessons are about. */
const likelyKinds = ['ipi.send', 'fence.wait', 'pte.clear', 'cache.writeback', 'dma.start', 'call'];

/** Names that scripts give to what is introduced. */
const usualNames: Readonly<Record<NameKind, readonly string[]>> = {
  buffer: [],
  device: [],
  fd: ['fd', 'fd2', 'fd3'],
  map: ['p', 'q', 'r', 's'],
  single: ['m', 'm2', 'm3'],
  coherent: ['c', 'c2'],
  vmap: ['v', 'v2'],
  job: ['j1', 'j2', 'j3', 'j4'],
  process: ['child', 'child2'],
};

/** Verbs of the agent: those that something can be done with first, `NAME =` put in where it is missing. */
export function verbOptions(site: Site, parts: OperationParts): readonly CompletionOption[] {
  const { tokens, result } = parts;
  const speaker = speakerOf(parts.agent.agent);
  const begun = tokens.map(({ text }) => text);
  const fitting = formsOf(speaker).filter(
    ({ verb, introduces }) =>
      (result === null || introduces !== null) && beginsWith(verb.split(' '), begun),
  );
  const likely = likelyVerbs[speaker];
  const rank = (form: OperationForm): number => {
    const known = likely.indexOf(form.verb);
    return (isUsable(site, parts, form) ? 0 : 1000) + (known < 0 ? likely.length : known);
  };
  const seen = new Set<string>();
  return fitting
    .toSorted((a, b) => rank(a) - rank(b))
    .filter(({ verb }) => !seen.has(verb) && seen.add(verb))
    .map((form) => verbOption(site, parts, form));
}

const beginsWith = (words: readonly string[], begun: readonly string[]): boolean =>
  words.length > begun.length && begun.every((word, i) => words[i] === word);

/** Whether everything that it must name can be named. */
function isUsable({ names }: Site, { agent }: OperationParts, form: OperationForm): boolean {
  return form.parts.every((part) => {
    const of = part.part === 'name' ? part.of : part.part === 'place' ? part.place.of : null;
    return of === null || names.candidates(of, agent.agent, null).length > 0;
  });
}

function verbOption(site: Site, parts: OperationParts, form: OperationForm): CompletionOption {
  const label = form.verb.split(' ').slice(parts.tokens.length).join(' ');
  const option = documented(label, 'operation', docOfForm(form), formLabel(form));
  const needsName = form.introduces !== null && parts.result === null && parts.tokens.length === 0;
  const space = form.parts.length > 0 ? ' ' : '';
  const name = needsName && form.introduces !== null ? freshName(site, form.introduces) : '';
  return { ...option, apply: `${needsName ? `${name} = ` : ''}${label}${space}` };
}

/** A usual name that nothing has yet. */
function freshName({ outline }: Site, kind: NameKind): string {
  const used = new Set(outline.names.map(({ name }) => name));
  const [first = 'x'] = usualNames[kind];
  const free = usualNames[kind].find((name) => !used.has(name));
  if (free !== undefined) return free;
  let number = 2;
  while (used.has(`${first}_${number}`)) number += 1;
  return `${first}_${number}`;
}

/** What the parser takes as the next argument. */
export function argumentOptions(
  site: Site,
  parts: OperationParts,
  form: OperationForm,
): readonly CompletionOption[] {
  const joins = site.before.endsWith('|');
  const expected = site.expected().filter((word) => !joins || !word.includes('|'));
  return expected.flatMap((word) => {
    if (word === 'a letter') return letterOptions(site);
    if (word === 'LENGTH' || word === 'BYTES') return lengthOptions(site, word);
    if (word === 'expect' || word === 'during') return [ownWord(word)];
    if (isLiteral(form, word)) return [documented(word, 'word', docOfLiteral(form, word))];
    return nameOption(site, word, nextPart(parts, form));
  });
}

const isLiteral = (form: OperationForm, word: string): boolean =>
  word.split('|').every((single) => form.parts.some((part) => literalsOf(part).includes(single)));

function ownWord(word: string): CompletionOption {
  const doc = docOfOwnWord(word);
  return { ...documented(word, 'word', doc, doc?.title ?? ''), apply: `${word} ` };
}

function nameOption({ outline }: Site, word: string, part: Part | null): CompletionOption[] {
  const known = outline.names.findLast(({ name }) => name === word);
  const isProcess = outline.names.some(({ owner }) => owner === word);
  if (!known && !isProcess) return [];
  const detail = known ? nameTitles[known.kind] : nameTitles.process;
  const info =
    known && known.owner !== '' ? `Introduced by ${known.by}, a name of ${known.owner}.` : '';
  const option: CompletionOption = { label: word, kind: 'name', detail, info, source: '' };
  const isPlace = part?.part === 'place' || part?.part === 'ranges';
  return [isPlace ? { ...option, apply: `${word}+0` } : option];
}

/** The part that stands next, where each before it takes exactly one group of characters; else null. */
function nextPart({ tokens }: OperationParts, form: OperationForm): Part | null {
  const args = tokens.slice(form.verb.split(' ').length);
  const groups = args.filter((token, i) => !isBehind(token, args[i - 1])).length;
  const before = form.parts.slice(0, groups);
  return before.every(({ part }) => part !== 'sync') ? (form.parts[groups] ?? null) : null;
}

const isBehind = (token: Token, last: Token | undefined): boolean =>
  last !== undefined && last.endColumn === token.column;

function letterOptions({ outline: { names } }: Site): CompletionOption[] {
  const used = new Set(names.map(({ name }) => name));
  return ['A', 'B', 'C', 'D']
    .filter((letter) => !used.has(letter))
    .map((letter) => valueOption(letter, `byte ${letter.charCodeAt(0)}`));
}

const valueOption = (label: string, detail: string): CompletionOption => ({
  label,
  kind: 'value',
  detail,
  info: '',
  source: '',
});

function lengthOptions({ outline }: Site, label: string): CompletionOption[] {
  const { overrides } = outline.declarations.platform;
  const line = String(overrides.lineSize ?? 64);
  const page = String(overrides.pageSize ?? 4096);
  const lengths = [valueOption(line, 'a cache line'), valueOption(page, 'a page')];
  return label === 'BYTES' ? lengths.toReversed() : lengths;
}

/** What can follow `during` and `expect`. */
export function clauseOptions(site: Site): readonly CompletionOption[] {
  const clause = site.line.clauses.at(-1);
  if (!clause) return [];
  if (clause.word.text === 'during' && clause.items.length === 0) return kindOptions();
  const behindOn = clause.items.some(({ text }) => text === 'on');
  const words = site.expected();
  const values = clause.items.length === 0 && isRead(site) ? letterOptions(site) : [];
  const options = words.flatMap((word) => {
    if (word === 'on' || word === 'expect') return [ownWord(word)];
    if (behindOn) return platformOption(site, word);
    return expectationOption(word);
  });
  return [...values, ...options];
}

const isRead = ({ parts }: Site): boolean =>
  parts?.form?.verb === 'read' || parts?.form?.verb === 'dma read';

function kindOptions(): readonly CompletionOption[] {
  const all = [...new Set([...likelyKinds, ...Object.keys(microEventKinds)])];
  return all.map((kind) => documented(kind, 'micro-event', docOfKind(kind)));
}

function platformOption({ before }: Site, id: string): CompletionOption[] {
  const written = (/\bon\s+(\S*)$/.exec(before)?.[1] ?? '').split(',');
  if (!platformIds.includes(id) || written.includes(id)) return [];
  return [documented(id, 'platform', docOfPlatform(id))];
}

function expectationOption(word: string): CompletionOption[] {
  const doc = docOfExpectation(word);
  if (!doc) return [];
  const detail = doc.kind === 'rule' ? doc.title.slice(word.length + 2) : doc.kind;
  const option = documented(word, 'expectation', doc, detail);
  const isCost = isWord(costWords, word) || word === 'returns';
  return [isCost ? { ...option, apply: `${word}=` } : option];
}
