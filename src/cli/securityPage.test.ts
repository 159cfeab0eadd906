import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mostMicroEvents } from '../history/history.ts';
import { unpackedLimit } from '../history/pack.ts';
import { forkDepthLimit } from '../history/parseForks.ts';
import { linkLengthLimit } from '../history/readLink.ts';
import { mostDiagnostics } from '../script/diagnostic.ts';
import { longestText } from '../script/longestText.ts';
import { mostOperations } from '../script/readSteps.ts';
import { longestAccess, mostLines } from '../script/work.ts';
import { largestFile } from '../session/scriptFiles.ts';
import { mostRecordBytes, mostSteps } from './conform/formats.ts';
import { largestRecording, longestLine, mostRecordingLines } from './conform/recordingLines.ts';
import { largestScript } from './loadScenario.ts';

const page = readFileSync('docs/security.md', 'utf8');

/** The table of limits: what, and how much. */
const written = new Map(
  [...page.matchAll(/^\| ([a-z].*) \| (\d+) \|$/gm)].map(([, what = '', most]) => [
    what,
    Number(most),
  ]),
);

describe('docs/security.md', () => {
  it('has every limit as it is', () => {
    expect(written).toEqual(
      new Map([
        ['characters of a link’s fragment', linkLengthLimit],
        ['bytes that a packed text in a link holds', unpackedLimit],
        ['forks in forks', forkDepthLimit],
        ['bytes of a script’s file', largestFile],
        ['characters of a script', longestText],
        ['operations of a script', mostOperations],
        ['cache lines that a script’s operations touch together', mostLines],
        ['bytes of one access', longestAccess],
        ['mistakes that are told of a text', mostDiagnostics],
        ['micro-events of a run', mostMicroEvents],
        ['bytes of a recording, unpacked', largestRecording],
        ['bytes of a line of a recording', longestLine],
        ['lines of a recording', mostRecordingLines],
        ['operations of a record', mostSteps],
        ['bytes that the operations of a record touch together', mostRecordBytes],
      ]),
    );
    expect(largestScript).toBe(largestFile);
  });

  it('names tests and sources that there are', () => {
    const paths = [...page.matchAll(/`((?:src|e2e|scripts)\/[\w./-]+)`/g)].map(
      ([, path = '']) => path,
    );
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
});
