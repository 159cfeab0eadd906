/** An export under way: how far it is, what went wrong, and how it is stopped. */
import { useEffect, useRef, useState } from 'react';
import { useSessionObject } from '../useSession.ts';
import { copyFile, exportFile, saveFile, type MadeFile } from './exportFile.ts';
import { cancelled } from './animation.ts';
import type { ExportRequest } from './exportRequest.ts';

export interface ExportState {
  /** Part of the work that is done, 0 to 1; null: nothing is under way. */
  readonly done: number | null;
  /** What came of it, in words; empty: nothing to say. */
  readonly message: string;
  readonly save: (request: ExportRequest) => void;
  readonly copy: (request: ExportRequest) => void;
  readonly cancel: () => void;
}

export function useExport(): ExportState {
  const session = useSessionObject();
  const [done, setDone] = useState<number | null>(null);
  const [message, setMessage] = useState('');
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function make(
    request: ExportRequest,
    handOver: (file: MadeFile) => string | Promise<string>,
  ): Promise<void> {
    const controller = new AbortController();
    running.current = controller;
    setDone(0);
    setMessage('');
    try {
      const progress = (part: number, all: number) => setDone(part / all);
      const file = await exportFile(session, request, { signal: controller.signal, progress });
      if (file !== cancelled)
        setMessage(typeof file === 'string' ? sentence(file) : await handOver(file));
    } catch {
      setMessage('The file could not be made.');
    }
    running.current = null;
    setDone(null);
  }

  const start = (
    request: ExportRequest,
    handOver: (file: MadeFile) => string | Promise<string>,
  ): void => {
    if (running.current) return;
    session.wait(make(request, handOver)).catch(() => undefined);
  };

  return {
    done,
    message,
    save: (request) =>
      start(request, (file) => {
        saveFile(file);
        return `Saved ${file.name}, ${bytes(file.blob.size)}.`;
      }),
    copy: (request) =>
      start(request, async (file) =>
        (await copyFile(session, file))
          ? 'Copied.'
          : 'The browser does not let the page copy this.',
      ),
    cancel: () => running.current?.abort(),
  };
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function bytes(size: number): string {
  if (size < 10_000) return `${size} bytes`;
  return size < 1_000_000 ? `${Math.round(size / 1000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
