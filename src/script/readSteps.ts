/** Reads the lines of a text one by one into steps, with what stands above, behind and below them. */
import type { MicroPoint, Operation } from '../model/operation.ts';
import type { DeclarationLayout, Expect, Layout, ScenarioStep } from './ast.ts';
import type { Report } from './diagnostic.ts';
import {
  createLayoutCollector,
  declarationWord,
  type LayoutCollector,
  trimStart,
} from './layout.ts';
import type { Clause, Line, Token } from './lines.ts';
import { readDuring, readExpect } from './readClauses.ts';
import { type Context, readOperation } from './readOperation.ts';
import { oneLine } from './values.ts';
import { mostLines, type WorkMeter } from './work.ts';

/** Operations of the longest scenario. */
export const mostOperations = 20_000;

/** A step while lines below it may still add to it. */
interface OpenStep {
  readonly operation: Operation | null;
  readonly expects: Expect[];
  readonly notes: readonly string[];
  readonly meanwhile: { readonly at: MicroPoint; readonly step: OpenStep }[];
  readonly line: number;
  readonly above: Layout;
  remark: string | null;
}

export interface StepReader {
  readonly context: Context;
  readonly layout: LayoutCollector;
  readonly steps: OpenStep[];
  /** The step to which an `expect` line belongs. */
  last: OpenStep | null;
  notes: string[];
  /** Line of the first note that waits for an operation. */
  noteLine: Token | null;
  operations: number;
  readonly work: WorkMeter;
  /** Whether the work was found to be too much; it is said once. */
  tooMuch: boolean;
}

const valueVerbs: readonly Operation['action']['do'][] = ['read', 'dmaRead'];

function readExpects(reader: StepReader, step: OpenStep, clauses: readonly Clause[]): void {
  const { report } = reader.context;
  for (const clause of clauses) {
    if (clause.word.text !== 'expect') continue;
    const expect = readExpect(clause, report);
    if (!expect) continue;
    step.expects.push(expect);
    const isValue = expect.what.kind === 'value' || expect.what.kind === 'runs';
    const verb = step.operation?.action.do;
    if (isValue && verb !== undefined && !valueVerbs.includes(verb))
      report.error(clause.items[0] ?? clause.word, 'only a read returns bytes', {
        expected: ['ok', 'none', 'fault', 'nofault'],
      });
  }
}

/** Where a `during` line belongs; null after a complaint. */
function readPoint(reader: StepReader, line: Line): MicroPoint | null {
  const { report } = reader.context;
  const [during, second] = line.clauses.filter((clause) => clause.word.text === 'during');
  if (!during) return null;
  if (second) report.error(second.word, 'an operation happens at one point only');
  if (reader.steps.length === 0)
    report.error(during.word, 'there is no operation above, in which this could happen');
  return readDuring(during, report);
}

function readOperationLine(reader: StepReader, line: Line): void {
  const { context, layout } = reader;
  reader.operations += 1;
  const isDuring = line.clauses.some((clause) => clause.word.text === 'during');
  const outer = isDuring ? reader.steps.at(-1) : undefined;
  const above = layout.take();
  const step: OpenStep = {
    operation: readOperation(line, context),
    expects: [],
    notes: reader.notes,
    meanwhile: [],
    line: line.number,
    above: reader.steps.length === 0 ? trimStart(above) : above,
    remark: line.comment?.text ?? null,
  };
  reader.notes = [];
  reader.noteLine = null;
  measure(reader, step.operation, line);
  const at = readPoint(reader, line);
  readExpects(reader, step, line.clauses);
  if (outer && at) outer.meanwhile.push({ at, step });
  else if (!isDuring) reader.steps.push(step);
  reader.last = step;
}

function measure(reader: StepReader, operation: Operation | null, line: Line): void {
  if (!operation || !line.head || reader.work.add(operation) || reader.tooMuch) return;
  reader.tooMuch = true;
  const message = `too much work: up to here the operations touch more than ${mostLines} cache lines`;
  reader.context.report.error(line.head, message);
}

function readNote(reader: StepReader, line: Line, head: Token): void {
  const text = oneLine(line.text?.text ?? '');
  const end = { ...head, column: head.endColumn };
  if (text === '') reader.context.report.error(end, 'note needs a text', { expected: ['TEXT'] });
  else reader.notes.push(text);
  reader.noteLine ??= head;
}

/** A line of `expect` alone continues the operation above; anything else is a mistake. */
function readStray(reader: StepReader, line: Line): void {
  const { report } = reader.context;
  const [first] = line.items;
  const [clause] = line.clauses;
  if (first) {
    const expected = [
      'AGENT:',
      'title',
      'summary',
      'source',
      'note',
      'platform',
      'buffer',
      'device',
    ];
    const message = `a line begins with an agent and a colon, or with a word such as note; not with ‘${first.text}’`;
    report.error(first, message, { expected, word: first.text });
    return;
  }
  if (!clause) return;
  const during = line.clauses.find((known) => known.word.text === 'during');
  if (during) report.error(during.word, '‘during’ stands in the line of its operation');
  if (!reader.last)
    report.error(clause.word, 'there is no operation above, of which this is expected');
  else {
    readExpects(reader, reader.last, line.clauses);
    if (!line.comment) return;
    if (reader.last.remark === null) reader.last.remark = line.comment.text;
    else reader.layout.comment(line.comment);
  }
}

function checkComment(line: Line, report: Report): void {
  const last = line.clauses.at(-1);
  const before = last?.items.at(-1) ?? last?.word ?? line.items.at(-1) ?? line.head;
  if (line.comment && before && before.endColumn === line.comment.column)
    report.error(
      { ...line.comment, endColumn: line.comment.column + 1 },
      'a space is missing before #',
      {
        expected: [' #'],
      },
    );
}

function readStepLine(reader: StepReader, line: Line): void {
  if (line.kind === 'operation') readOperationLine(reader, line);
  else if (line.kind === 'stray') readStray(reader, line);
  else if (line.kind === 'blank' && line.comment) reader.layout.comment(line.comment);
  else if (line.kind === 'blank') reader.layout.blank();
}

/** Reads all lines; declarations only for the comments at them. */
export function readSteps(reader: StepReader, lines: readonly Line[]): DeclarationLayout[] {
  const layouts: DeclarationLayout[] = [];
  const counts = new Map<string, number>();
  for (const line of lines) {
    const { head } = line;
    checkComment(line, reader.context.report);
    const word = line.kind === 'operation' ? undefined : declarationWord(head?.text ?? '');
    if (word && head) {
      // The lines of a summary are joined and broken anew, so all their comments stand above it.
      const index = word === 'summary' ? 0 : (counts.get(word) ?? 0);
      counts.set(word, index + 1);
      layouts.push({
        word,
        index,
        above: reader.layout.take(),
        // A line of text has none: a # is part of it, unless a character that is none cuts the line in two.
        remark: line.kind === 'text' ? null : (line.comment?.text ?? null),
      });
    } else if (line.kind === 'text' && head) readNote(reader, line, head);
    else readStepLine(reader, line);
    if (reader.operations > mostOperations) {
      if (head)
        reader.context.report.error(head, `a scenario has at most ${mostOperations} operations`);
      break;
    }
    // What costs too much to run may cost too much to read as well.
    if (reader.tooMuch) return layouts;
  }
  if (reader.noteLine)
    reader.context.report.error(reader.noteLine, 'a note stands above its operation; none follows');
  return layouts;
}

/** Without the operations that could not be read. */
export function closeStep(step: OpenStep): ScenarioStep[] {
  if (!step.operation) return [];
  return [
    {
      operation: step.operation,
      expects: step.expects,
      notes: step.notes,
      meanwhile: step.meanwhile.flatMap(({ at, step: inner }) =>
        closeStep(inner).map((closed) => ({ at, step: closed })),
      ),
      line: step.line,
      ...(step.above.length > 0 ? { above: step.above } : {}),
      ...(step.remark === null ? {} : { remark: step.remark }),
    },
  ];
}

/** For the first line of a text. */
export const createStepReader = (context: Context, work: WorkMeter): StepReader => ({
  context,
  layout: createLayoutCollector(),
  steps: [],
  last: null,
  notes: [],
  noteLine: null,
  operations: 0,
  work,
  tooMuch: false,
});
