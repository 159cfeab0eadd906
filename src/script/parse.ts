/**
 * Text to scenario. Never throws; reports every mistake of the text, and gives a scenario only where
 * there is none. Operations are checked against names, CPUs and limits, not against the model's state.
 */
import { findPlatform } from '../model/platforms/platforms.ts';
import type { Scenario, ScenarioStep } from './ast.ts';
import { defaultPlatform } from './platformSettings.ts';
import { createReport, type Diagnostic } from './diagnostic.ts';
import { reportHidden } from './hiddenCharacters.ts';
import { mergeSummaryLayout, tidyDeclarations, trimEnd, trimStart } from './layout.ts';
import { readLines } from './lines.ts';
import { longestText } from './longestText.ts';
import { anyNames, createNames } from './names.ts';
import type { Cast } from './readAgent.ts';
import { type Declarations, readDeclarations } from './readDeclarations.ts';
import type { Context } from './readOperation.ts';
import { closeStep, createStepReader, readSteps } from './readSteps.ts';
import { createWorkMeter, type WorkMeter } from './work.ts';

/** What a text was read as. */
export interface ParseResult {
  /** Null where there is an error. */
  readonly scenario: Scenario | null;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Operations that were read on their own. */
export interface ParsedSteps {
  /** Without the lines that have mistakes. */
  readonly steps: readonly ScenarioStep[];
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What agents and operations depend on of declarations. */
export function castOf(declarations: Pick<Declarations, 'platform' | 'buffers' | 'devices'>): Cast {
  const { id, overrides } = declarations.platform;
  return {
    devices: declarations.devices.map((device) => device.name),
    buffers: declarations.buffers.map((buffer) => buffer.name),
    cpus: overrides.cpus ?? (findPlatform(id) ?? findPlatform(defaultPlatform))?.cpus ?? 1,
  };
}

function meterOf({ platform, buffers }: Pick<Declarations, 'platform' | 'buffers'>): WorkMeter {
  const own = {
    ...(findPlatform(platform.id) ?? findPlatform(defaultPlatform)),
    ...platform.overrides,
  };
  const { pageSize = 4096, lineSize = 64 } = own;
  return createWorkMeter(new Map(buffers.map(({ name, pages }) => [name, pages * pageSize])), {
    lineSize,
    pageSize,
  });
}

const byPlace = (a: Diagnostic, b: Diagnostic): number => a.line - b.line || a.column - b.column;

function tooLong(): ParseResult {
  const report = createReport();
  const span = { line: 1, column: 1, endColumn: 1 };
  report.error(span, `the text is longer than ${longestText} characters`);
  return { scenario: null, diagnostics: report.diagnostics };
}

/** Reads a whole scenario. Nothing throws: mistakes are in `diagnostics`, and with one there is no scenario. */
export function parseScenario(text: string): ParseResult {
  if (text.length > longestText) return tooLong();
  const report = createReport();
  reportHidden(text, report);
  const lines = readLines(text);
  const declarations = readDeclarations(lines, report);
  const cast = castOf(declarations);
  const context: Context = { cast, names: createNames(cast.buffers, cast.devices), report };
  const reader = createStepReader(context, meterOf(declarations));
  const layout = tidyDeclarations(mergeSummaryLayout(readSteps(reader, lines)));
  const closing = trimEnd(reader.layout.take());
  const diagnostics = report.diagnostics.toSorted(byPlace);
  if (diagnostics.some((diagnostic) => diagnostic.severity === 'error'))
    return { scenario: null, diagnostics };
  const scenario: Scenario = {
    ...declarations,
    steps: reader.steps.flatMap(closeStep),
    ...(layout.length > 0 ? { layout } : {}),
    ...(closing.length > 0
      ? { closing: reader.steps.length === 0 ? trimStart(closing) : closing }
      : {}),
  };
  return { scenario, diagnostics };
}

/**
 * Reads lines of operations on their own, as links carry them, against the declarations of a scenario.
 * Names of descriptors and mappings are not checked: the state in which they are done decides.
 */
export function parseSteps(
  text: string,
  declarations: Pick<Scenario, 'platform' | 'buffers' | 'devices'>,
): ParsedSteps {
  if (text.length > longestText) return { steps: [], diagnostics: tooLong().diagnostics };
  const report = createReport();
  reportHidden(text, report);
  const context: Context = { cast: castOf(declarations), names: anyNames, report };
  const reader = createStepReader(context, meterOf(declarations));
  const lines = readLines(text);
  for (const { head, kind } of lines)
    if (head && (kind === 'declaration' || (kind === 'text' && head.text !== 'note')))
      report.error(head, 'only operations can stand here', { expected: ['AGENT:'] });
  readSteps(reader, lines);
  return {
    steps: reader.steps.flatMap(closeStep),
    diagnostics: report.diagnostics.toSorted(byPlace),
  };
}
