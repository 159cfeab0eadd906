/** Reads the agent, the result and the verb of a line, and finds the form that says what may follow. */
import type { Agent, Operation } from '../model/operation.ts';
import type { Report, Span } from './diagnostic.ts';
import { type ArgValues, formLabel, type OperationForm, readArgs, type Speaker } from './form.ts';
import { formsOf, operationForms, speakerOf } from './forms.ts';
import type { Line, Token } from './lines.ts';
import type { Names } from './names.ts';
import { nearest } from './nearest.ts';
import { type Cast, readAgent } from './readAgent.ts';
import { readArguments } from './readArguments.ts';
import type { Reader } from './readPart.ts';

/** What a line is read against. */
export interface Context {
  readonly cast: Cast;
  readonly names: Names;
  readonly report: Report;
}

const speakerTitles: Readonly<Record<Speaker, string>> = {
  thread: 'a process (app@cpu0)',
  kernel: 'kernel code (kernel@cpu0)',
  device: 'a device',
  cpu: 'a CPU (cpu0)',
  iommu: 'the IOMMU',
};

const verbs = (forms: readonly OperationForm[]): string[] => [
  ...new Set(forms.map((form) => form.verb)),
];

/** The forms whose verb the tokens begin with, the longest verb first: `mmap bytes` before `mmap`. */
export function matchVerb(
  forms: readonly OperationForm[],
  tokens: readonly Token[],
): OperationForm[] {
  const words = (form: OperationForm): string[] => form.verb.split(' ');
  return forms
    .filter((form) => words(form).every((word, index) => tokens[index]?.text === word))
    .toSorted((a, b) => words(b).length - words(a).length);
}

/** Where the verb stands; an empty stretch at the end where there is none. */
function verbSpan(tokens: readonly Token[], end: Span): Span {
  return tokens[0] ?? end;
}

function complainAboutVerb(
  speaker: Speaker,
  tokens: readonly Token[],
  end: Span,
  report: Report,
): void {
  const own = verbs(formsOf(speaker));
  const span = verbSpan(tokens, end);
  const [first, second] = tokens;
  if (!first) {
    report.error(span, 'an operation is missing', { expected: own });
    return;
  }
  const [other] = matchVerb(operationForms, tokens);
  if (other) {
    const who = other.speakers.map((known) => speakerTitles[known]).join(' or ');
    const message = `‘${other.verb}’ is for ${who}, not for ${speakerTitles[speaker]}`;
    report.error(span, message, { expected: own });
    return;
  }
  const partner = own.find((verb) => verb.startsWith(`${first.text} `));
  const whole = partner !== undefined && second ? `${first.text} ${second.text}` : first.text;
  const column = whole === first.text ? first.endColumn : (second?.endColumn ?? first.endColumn);
  const message = `‘${whole}’ is no operation of ${speakerTitles[speaker]}`;
  report.error({ ...first, endColumn: column }, message, { expected: own, word: whole });
}

/** Chooses the form; a wrongly written agent is taken for the one that has the verb. */
function chooseForm(
  agent: Agent,
  guessed: boolean,
  tokens: readonly Token[],
): { form: OperationForm | undefined; agent: Agent } {
  const [form] = matchVerb(formsOf(speakerOf(agent)), tokens);
  if (form || !guessed || agent.kind !== 'device') return { form, agent };
  const thread: Agent = { kind: 'thread', process: agent.device, cpu: agent.cpu };
  const [threadForm] = matchVerb(formsOf('thread'), tokens);
  return threadForm ? { form: threadForm, agent: thread } : { form, agent };
}

/** The name before `=`, which must be there where the form introduces one, and nowhere else. */
function checkResult(
  form: OperationForm,
  result: Token | null,
  verb: Span,
  agent: Agent,
  { names, report }: Context,
): boolean {
  if (form.introduces === null) {
    if (result === null) return true;
    report.error(result, `‘${form.verb}’ gives nothing that could be named`);
    return false;
  }
  if (result === null) {
    const message = `the result of ‘${form.verb}’ needs a name: ${formLabel(form)}`;
    report.error({ ...verb, endColumn: verb.column }, message, { expected: ['NAME ='] });
    return false;
  }
  const problem = names.introduce(result.text, form.introduces, agent);
  if (problem !== null) report.error(result, problem);
  return problem === null;
}

/** The place behind everything that the operation consists of. */
function endOf(line: Line): Span {
  const last = line.items.at(-1) ?? line.head;
  const column = last?.endColumn ?? 1;
  return { line: line.number, column, endColumn: column };
}

/** Makes the name of a line with a misspelled verb known, so that the lines below are not wrong too. */
function keepName(result: Token, tokens: readonly Token[], agent: Agent, { names }: Context): void {
  const own = formsOf(speakerOf(agent)).filter((form) => form.introduces !== null);
  const meant = nearest(tokens[0]?.text ?? '', verbs(own));
  const kind = own.find((form) => form.verb === meant)?.introduces ?? null;
  if (kind !== null) names.introduce(result.text, kind, agent);
}

/** The operation of a line, clauses aside; null after complaints. */
export function readOperation(line: Line, context: Context): Operation | null {
  if (line.head === null) return null;
  const read = readAgent(line.head, context.cast, context.report);
  if (read === null) return null;
  const [first, second] = line.items;
  const isNamed = first?.kind === 'word' && second?.kind === 'sign' && second.text === '=';
  const result = isNamed ? first : null;
  const tokens = isNamed ? line.items.slice(2) : line.items;
  const end = endOf(line);
  const { form, agent } = chooseForm(read.agent, read.guessed, tokens);
  if (form === undefined) {
    if (result !== null) keepName(result, tokens, agent, context);
    const silent = read.guessed && matchVerb(operationForms, tokens).length > 0;
    if (!silent) complainAboutVerb(speakerOf(agent), tokens, end, context.report);
    return null;
  }
  const reader: Reader = {
    tokens,
    next: form.verb.split(' ').length,
    end,
    agent,
    names: context.names,
    report: context.report,
    failed: read.guessed,
  };
  const values: ArgValues = readArguments(reader, form);
  const isRight = checkResult(form, result, verbSpan(tokens, end), agent, context);
  if (reader.failed || !isRight) return null;
  return { agent, action: form.build(readArgs({ ...values, name: result?.text ?? null })) };
}
