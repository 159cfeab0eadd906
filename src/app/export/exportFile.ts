/** Files of what is shown, by what was asked for; and how the browser gets them to the person. */
import { printCursor } from '../../history/cursor.ts';
import { textToolsLoader } from '../../session/loaders.ts';
import type { Session } from '../../session/session.ts';
import type { SessionState } from '../../session/sessionState.ts';
import { animationOf, type ExportWatch } from './animation.ts';
import type { ExportRequest } from './exportRequest.ts';
import { pagePicture } from './pagePicture.ts';
import { pngOf } from './raster.ts';
import { reportText, scriptText, traceText } from './textFiles.ts';

export interface MadeFile {
  readonly name: string;
  readonly blob: Blob;
  /** What can be copied as text; null: it is none. */
  readonly text: string | null;
}

const nothingDrawn = 'no object has a machine at this step yet';

/** Makes the file; a string says why there is none. */
export async function exportFile(
  session: Session,
  request: ExportRequest,
  watch: ExportWatch,
): Promise<MadeFile | string> {
  const state = session.store.getState();
  const name = fileName(state, request);
  switch (request.what) {
    case 'picture': {
      const svg = pagePicture(state, state.cursor, request);
      if (svg === null) return nothingDrawn;
      if (request.format === 'svg') return textFile(name, svg, 'image/svg+xml');
      return binaryFile(name, await pngOf(svg, request.scale));
    }
    case 'animation':
      return binaryFile(name, await animationOf(state, request, watch));
    case 'trace':
      return textFile(name, traceText(state, await textToolsLoader.load()), 'application/jsonl');
    case 'report':
      return textFile(
        name,
        reportText(session, state, await textToolsLoader.load()),
        'text/markdown',
      );
    case 'script':
      return textFile(name, scriptText(state, await textToolsLoader.load()), 'text/plain');
  }
}

function textFile(name: string, text: string, type: string): MadeFile {
  return { name, text, blob: new Blob([text], { type }) };
}

function binaryFile(name: string, blob: Blob | string): MadeFile | string {
  return typeof blob === 'string' ? blob : { name, blob, text: null };
}

const endings = { report: 'md', trace: 'jsonl', script: 'bufscope' } as const;

/** `bufscope-missed-clean-5.svg`, `bufscope-missed-clean-lanes-0-10.gif`. */
export function fileName(
  { scenarioId, scenario, cursor }: SessionState,
  { what, format, view, from, to }: ExportRequest,
): string {
  const stem = `bufscope-${scenarioId ?? slug(scenario.title)}`;
  const which = view === 'room' ? '' : `-${view}`;
  if (what === 'picture') return `${stem}${which}-${printCursor(cursor)}.${format}`;
  if (what === 'animation')
    return `${stem}${which}-${printCursor(from)}-${printCursor(to)}.${format}`;
  return `${stem}.${endings[what]}`;
}

function slug(title: string): string {
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');
  return words.slice(0, 60).replaceAll(/^-+|-+$/gu, '') || 'script';
}

/** How long the browser may take to fetch what it saves. */
const keptMs = 60_000;

/** Has the browser save a file. */
export function saveFile({ name, blob }: MadeFile): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}

/** Puts a file on the clipboard; false where the page may not. */
export async function copyFile({ options }: Session, { text, blob }: MadeFile): Promise<boolean> {
  if (text !== null) return options.copy(text);
  if (blob.type !== 'image/png' || typeof ClipboardItem !== 'function') return false;
  try {
    await navigator.clipboard.write([new ClipboardItem({ [blob.type]: blob })]);
    return true;
  } catch {
    return false;
  }
}
