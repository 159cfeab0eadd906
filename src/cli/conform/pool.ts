/** Replays several recordings at a time, in threads of this program, and hands their reports on in order. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { reportOf, type FileReport, type Job, type Message } from './worker.ts';

/** More threads than this need more memory than they are worth. */
const mostThreads = 4;

/** How far a recording is. */
type Passed = (file: string, lines: number) => void;

/** The report on each of `files`, in their order, as soon as it and all before it are done. */
export async function* reportsOf(
  files: readonly string[],
  passed: Passed,
): AsyncGenerator<FileReport> {
  const threads = Math.min(mostThreads, availableParallelism(), files.length);
  if (threads <= 1) {
    for (const file of files) yield await reportOf({ file, files }, (lines) => passed(file, lines));
    return;
  }
  const jobs = files.map(openJob);
  const waiting = [...jobs];
  for (let i = 0; i < threads; i++) void workOff(waiting, files, passed);
  for (const { report } of jobs) yield await report;
}

/** This program: in a thread of its own it serves jobs (see main.ts). */
function programPath(): string {
  return fileURLToPath(import.meta.url);
}

/** A recording and the promise of its report. */
interface OpenJob {
  readonly file: string;
  readonly report: Promise<FileReport>;
  readonly settle: (report: FileReport) => void;
}

function openJob(file: string): OpenJob {
  let settle: OpenJob['settle'] = () => {};
  const report = new Promise<FileReport>((resolve) => (settle = resolve));
  return { file, report, settle };
}

/** A thread takes one recording after the other until none is left. Where it dies, another goes on. */
async function workOff(
  waiting: OpenJob[],
  files: readonly string[],
  passed: Passed,
): Promise<void> {
  let worker = new Worker(programPath());
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    const { file, settle } = job;
    // A thread that ended between two recordings would never answer.
    if (worker.threadId < 0) worker = new Worker(programPath());
    const answer = await ask(worker, { file, files }, (lines) => passed(file, lines));
    if (typeof answer === 'string') {
      settle(brokenReport(file, answer));
      worker = new Worker(programPath());
    } else settle(answer);
  }
  await worker.terminate();
}

/** Has a thread replay a recording. A string says why the thread has died over it, mostly of memory. */
function ask(
  worker: Worker,
  job: Job,
  passed: (lines: number) => void,
): Promise<FileReport | string> {
  return new Promise((resolve) => {
    const finish = (answer: FileReport | string): void => {
      // One by one: without its own listeners a worker never hands on another message.
      worker.off('message', hear).off('error', fail).off('exit', end);
      resolve(answer);
    };
    const hear = (message: Message): void => {
      if (message.type === 'passed') passed(message.lines);
      else finish(message.report);
    };
    const fail = (error: unknown): void => finish(String(error));
    const end = (): void => finish('its thread ended');
    worker.on('message', hear).on('error', fail).on('exit', end);
    worker.postMessage(job, []);
  });
}

function brokenReport(file: string, why: string): FileReport {
  const failure = `cannot be replayed: ${why}`;
  return { outcome: { file, agree: 0, notModelled: 0, all: 1, failure }, disagreements: [] };
}
