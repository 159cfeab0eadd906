/** New files that are no dma-bufs, put behind a descriptor. */
import type { Draft } from '../../draft.ts';
import type { OperationResult } from '../../result.ts';
import type { OpenFile } from '../../state.ts';
import { openNew } from './dmaBufFiles.ts';
import { O_RDWR } from './flags.ts';
import { createFile } from './openFile.ts';

/** Opens a file of this kind; read and write, and closed on exec, unless said otherwise. */
export function openFile(
  draft: Draft,
  process: string,
  name: string,
  { kind, object }: Pick<OpenFile, 'kind' | 'object'>,
  { flags = O_RDWR, closeOnExec = true }: { flags?: number; closeOnExec?: boolean } = {},
): OperationResult {
  return openNew(draft, process, name, createFile(draft, kind, object, flags), closeOnExec);
}
