/** The other side of `pool.ts`: a thread that replays the recordings it is given, one after the other. */
import { parentPort } from 'node:worker_threads';
import { conformFile, type Disagreement, type FileOutcome } from './conformFile.ts';

/** A recording to replay. */
export interface Job {
  readonly file: string;
  /** All recordings of the call. */
  readonly files: readonly string[];
}

/** What a recording came to. */
export interface FileReport {
  readonly outcome: FileOutcome;
  /** In the order of its lines. */
  readonly disagreements: readonly Disagreement[];
}

export type Message =
  | { readonly type: 'passed'; readonly lines: number }
  | { readonly type: 'done'; readonly report: FileReport };

/** Replays one recording; `passed` hears of every some lines. */
export async function reportOf(
  { file, files }: Job,
  passed: (lines: number) => void,
): Promise<FileReport> {
  const disagreements: Disagreement[] = [];
  const outcome = await conformFile(file, files, (found) => disagreements.push(found), passed);
  return { outcome, disagreements };
}

/** Answers jobs until the thread is ended; in the main thread it does nothing. */
export function serveJobs(): void {
  const port = parentPort;
  port?.on('message', (job: Job) => {
    const post = (message: Message): void => port.postMessage(message);
    void reportOf(job, (lines) => post({ type: 'passed', lines })).then((report) =>
      post({ type: 'done', report }),
    );
  });
}
