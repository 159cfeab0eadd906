/**
 * A report of what a run breaks, in Markdown: every violation with its step, what went wrong, why it is wrong, the
 * smallest fix as script lines, and what comes of it elsewhere. Names and texts come from anywhere, so that none of
 * them is ever markup.
 */
import { defects, rules } from '../model/violations/rules.ts';
import type { Fix, Violation } from '../model/violation.ts';
import { printOperation } from '../script/printOperation.ts';
import { printCursor, type Cursor } from './cursor.ts';
import { codeBlock, codeSpan, plainText } from './markdown.ts';
import type { History } from './history.ts';
import type { Verdict } from './verdicts.ts';

export interface ReportOptions {
  readonly title: string;
  /** Title of the platform. */
  readonly platform: string;
  readonly verdict: (violation: Violation) => Verdict;
  /** Where the run is seen; empty: nowhere. */
  readonly link: string;
  /** What comes of a violation of operation number `operation` on other platforms, in sentences. */
  readonly elsewhere: (operation: number, violation: Violation) => string;
}

interface Placed {
  readonly violation: Violation;
  readonly cursor: Cursor;
}

/** The whole report, ending with a line break. */
export function reportOf(history: History, options: ReportOptions): string {
  const placed = placedOf(history);
  const harm = placed.filter(({ violation }) => options.verdict(violation) === 'harm').length;
  const { title, platform, link } = options;
  const paragraphs = [
    `# ${plainText(title === '' ? 'Untitled script' : title)}`,
    [
      `- Platform: ${plainText(platform)}`,
      `- Operations: ${history.entries.length}`,
      `- Violations: ${placed.length} (${harm} wrong, ${placed.length - harm} luck)`,
      ...(link === '' ? [] : [`- Run: [open in bufscope](<${linkText(link)}>)`]),
    ].join('\n'),
    ...(placed.length === 0 ? ['No rule is broken.'] : []),
    ...placed.flatMap((each) => sectionOf(each, placed, history, options)),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function placedOf({ entries }: History): readonly Placed[] {
  return entries.flatMap(({ events }, i) =>
    events.flatMap((event, k) => {
      const micro = k + 1 === events.length ? null : k + 1;
      return event.violations.map((violation) => ({
        violation,
        cursor: { operation: i + 1, micro },
      }));
    }),
  );
}

function sectionOf(
  { violation, cursor }: Placed,
  all: readonly Placed[],
  history: History,
  { platform, verdict, elsewhere }: ReportOptions,
): readonly string[] {
  const rule = rules[violation.rule];
  const operation = history.entries[cursor.operation - 1]?.input.operation;
  const isHarm = verdict(violation) === 'harm';
  const causes = all.filter(({ violation: other }) => violation.causes.includes(other.id));
  const facts = [
    `- Who: ${plainText(violation.agent)}`,
    ...(violation.bytes ? [`- Where: ${plainText(bytesOf(history, violation.bytes))}`] : []),
    ...causes.map(
      (cause) =>
        `- Because of step ${printCursor(cause.cursor)}: ${plainText(rules[cause.violation.rule].title)}`,
    ),
    ...(violation.defect ? [`- Defect: ${plainText(defects[violation.defect].title)}`] : []),
    `- ${isHarm ? 'Wrong' : 'Luck'} on ${plainText(platform)}. ${plainText(elsewhere(cursor.operation, violation))}`.trimEnd(),
  ];
  return [
    `## Step ${printCursor(cursor)}: ${plainText(rule.title)}`,
    ...(operation ? [codeSpan(printOperation(operation))] : []),
    plainText(violation.outcome),
    facts.join('\n'),
    `Rule ${codeSpan(violation.rule)}: ${plainText(rule.text)} (${plainText(rule.source)})`,
    ...(violation.fix ? fixOf(violation.fix) : []),
  ];
}

function bytesOf({ setup }: History, bytes: NonNullable<Violation['bytes']>): string {
  const name = setup.buffers[bytes.buffer]?.name ?? `buffer ${bytes.buffer}`;
  const last = bytes.start + bytes.length - 1;
  return bytes.length === 1
    ? `${name}, byte ${bytes.start}`
    : `${name}, bytes ${bytes.start} to ${last}`;
}

function fixOf({ text, before, after, settings }: Fix): readonly string[] {
  const lines = [
    ...before.map((each) => `+ ${printOperation(each)}   # before this line`),
    ...after.map((each) => `+ ${printOperation(each)}   # after this line`),
    ...settings.map(
      ({ declaration, name, key, value }) => `${declaration} ${name} ${key}=${value}`,
    ),
  ];
  const words = `**Fix:** ${plainText(text)}`;
  return lines.length === 0 ? [words] : [words, codeBlock(lines.join('\n'))];
}

/** An address that cannot leave its brackets. */
function linkText(link: string): string {
  return link.replaceAll(/[\s<>\\]/gu, (letter) => encodeURIComponent(letter));
}
