import { describe, expect, it } from 'vitest';
import { fileNameOf, largestFile, readScriptFile } from './scriptFiles.ts';

const fileOf = (bytes: readonly number[], size = bytes.length) => ({
  name: 'x.bufscope',
  size,
  arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer),
});

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

describe('a file', () => {
  it('is read as UTF-8, with one kind of line end', async () => {
    expect(await readScriptFile(fileOf(bytesOf('title Ä\r\nnote x\r')))).toEqual({
      text: 'title Ä\nnote x\n',
    });
  });

  it('is refused in words where it is too large, of other bytes, or cannot be read', async () => {
    const tooLarge = await readScriptFile(fileOf([], largestFile + 1));
    expect(tooLarge).toEqual({
      error: '“x.bufscope” is too large for a script: the limit is 1 MB',
    });
    expect(await readScriptFile(fileOf([0x74, 0xe9, 0x74]))).toEqual({
      error: '“x.bufscope” is not UTF-8 text',
    });
    expect(await readScriptFile(fileOf([0x74, 0, 0x74]))).toEqual({
      error: '“x.bufscope” is no text',
    });
    const gone = { ...fileOf([]), arrayBuffer: () => Promise.reject(new Error('gone')) };
    expect(await readScriptFile(gone)).toEqual({ error: '“x.bufscope” could not be read' });
  });

  it('of just the largest size is read', async () => {
    expect(await readScriptFile(fileOf(bytesOf('a'), largestFile))).toEqual({ text: 'a' });
  });

  it('cannot turn the message around by its name', async () => {
    const file = { ...fileOf([0]), name: '\u202Etxt.exe\n' };
    expect(await readScriptFile(file)).toEqual({ error: '“\uFFFDtxt.exe\uFFFD” is no text' });
  });

  it('is named after the title', () => {
    expect(fileNameOf('A write: that…  ends!')).toBe('a-write-that-ends.bufscope');
    expect(fileNameOf('„“')).toBe('script.bufscope');
  });
});
