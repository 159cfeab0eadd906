/**
 * What leaves the page as a file: what can be asked for, and who makes it. Pictures are drawn by the views, which
 * the session does not know, so the page provides what makes the files.
 */
import type { CheckedArguments, Outcome, Parameter } from './commandTypes.ts';
import type { Session } from './session.ts';

export const exportKinds = ['picture', 'animation', 'report', 'trace', 'script'] as const;
export type ExportKind = (typeof exportKinds)[number];

export function isExportKind(text: string): text is ExportKind {
  return exportKinds.some((each) => each === text);
}

/** Parameters of `export.save`: all but the first may be left out. */
export const exportParameters: readonly Parameter[] = [
  { name: 'what', what: `one of ${exportKinds.join(', ')}` },
  { name: 'format', what: 'svg or png of a picture, gif or webm of an animation', optional: true },
  { name: 'view', what: 'room, lanes, machine or all', optional: true },
  { name: 'theme', what: 'light, dark or contrast', optional: true },
  { name: 'width', what: 'pixels across', optional: true },
  { name: 'scale', what: 'pixels of a PNG for each, 1 to 3', optional: true },
  { name: 'from', what: 'the step at which an animation begins', optional: true },
  { name: 'to', what: 'the step at which an animation ends', optional: true },
  {
    name: 'each',
    what: 'micro or operation: what an animation shows a picture of',
    optional: true,
  },
];

export interface Exporter {
  /** Makes a file of what is shown and has the browser save it. */
  readonly save: (session: Session, args: CheckedArguments) => Promise<Outcome>;
}

const exporters = new WeakMap<Session, Exporter>();

/** Says what makes the files of a session. */
export function provideExporter(session: Session, exporter: Exporter): void {
  exporters.set(session, exporter);
}

export function exporterOf(session: Session): Exporter | undefined {
  return exporters.get(session);
}
