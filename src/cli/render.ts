/** `bufscope render`: a picture of a point of a run, as an SVG or PNG file. */
import { writeFileSync } from 'node:fs';
import {
  figureSvg,
  figureViews,
  figureWidths,
  isFigureView,
  type FigureOptions,
} from '../figure/figure.ts';
import type { FigurePoint } from '../figure/pointScenes.ts';
import { endCursor } from '../history/move.ts';
import type { Selection } from '../scene/selection.ts';
import { parseSelection } from '../scene/selectionText.ts';
import { nearest } from '../script/nearest.ts';
import { isPictureTheme, pictureThemes } from '../view/svg/drawnStyles.ts';
import type { Args } from './args.ts';
import { chooseCursor } from './atOption.ts';
import { cliDocument } from './cliDocument.ts';
import type { Command } from './command.ts';
import { chooseDmaDebug, dmaDebugOption, withDmaDebug } from './dmaDebugOption.ts';
import { exitCode, type ExitCode, type Io } from './io.ts';
import { loadOnly } from './oneWord.ts';
import { picturedMachines } from './picturedMachines.ts';
import { choosePlatform } from './platformOption.ts';
import { replayScenario } from '../history/replay.ts';
import { plain } from './style.ts';

export const renderCommand: Command = {
  name: 'render',
  usage:
    'FILE|ID -o F [--at A] [--view V] [--platform P] [--dma-debug on|off] [--theme T] [--width N] [--scale N] [--caches L] [--select S]',
  summary: 'draw a picture of a step, as SVG or PNG',
  options: [
    {
      name: 'o',
      value: 'F',
      text: 'the file to write, F.svg or F.png; - is standard output, as SVG',
    },
    { name: 'at', value: 'A', text: 'at this step: 12, or 12.3; the end, where it is left out' },
    { name: 'view', value: 'V', text: `${figureViews.join(', ')}; the room, where it is left out` },
    { name: 'platform', value: 'P', text: 'on this platform instead of the one it names' },
    dmaDebugOption,
    { name: 'theme', value: 'T', text: pictureThemes.join(', ') },
    {
      name: 'width',
      value: 'N',
      text: `pixels across, ${figureWidths.usual} where it is left out`,
    },
    { name: 'scale', value: 'N', text: 'pixels of a PNG for each of its width, 1 to 3; else 2' },
    { name: 'caches', value: 'L', text: 'caches along the lines, or by sets: lines, sets' },
    { name: 'select', value: 'S', text: 'with this selected, as in links: b0l3@cache1' },
  ],
  run: render,
};

async function render(args: Args, io: Io): Promise<ExitCode> {
  const loaded = loadOnly(args, 'render', io);
  if (!loaded) return exitCode.unusable;
  const platform = choosePlatform(args, loaded.scenario, io);
  if (platform === null) return exitCode.unusable;
  const dmaDebug = chooseDmaDebug(args, io);
  if (dmaDebug === undefined) return exitCode.unusable;
  const chosen = choose(args);
  if (typeof chosen === 'string') return refuse(chosen, io);
  const { history } = replayScenario(withDmaDebug(loaded.scenario, dmaDebug), platform);
  const at = chooseCursor(args, history, io);
  if (at === undefined) return exitCode.unusable;
  const { view, theme, width, scale, selection, caches } = chosen;
  const title = loaded.scenario.title;
  const svg = figureSvg(
    { history, cursor: at ?? endCursor(history), selection, caches, opened: new Set() },
    { view, theme, width, title },
    { document: cliDocument(), machines: picturedMachines() },
  );
  if (svg === null) return refuse('no object has a machine at this step yet', io);
  if (!isPng(chosen.file)) return write(chosen.file, svg, io);
  const png = await pngOf(svg, scale);
  return typeof png === 'string' ? refuse(png, io) : write(chosen.file, png, io);
}

interface Chosen extends Omit<FigureOptions, 'title'> {
  readonly file: string;
  /** Pixels of a PNG for each of the picture's. */
  readonly scale: number;
  readonly selection: Selection | null;
  readonly caches: FigurePoint['caches'];
}

/** What the options ask for; a string says what is wrong with them. */
function choose({ options }: Args): Chosen | string {
  const file = options.get('o');
  if (file === undefined) return 'render needs -o F: the file to write, or - for standard output';
  if (/\.(?:gif|webm|pdf|jpe?g|webp)$/iu.test(file))
    return `${plain(file)}: render writes SVG and PNG; the page saves GIF and WebM, rsvg-convert and Inkscape make PDF of SVG`;
  const view = options.get('view') ?? 'room';
  if (!isFigureView(view)) return unknown('view', view, figureViews);
  const theme = options.get('theme') ?? 'light';
  if (!isPictureTheme(theme)) return unknown('theme', theme, pictureThemes);
  const width = Number(options.get('width') ?? figureWidths.usual);
  if (!Number.isInteger(width) || width < figureWidths.least || width > figureWidths.most)
    return `--width must be a number from ${figureWidths.least} to ${figureWidths.most}`;
  const scale = Number(options.get('scale') ?? 2);
  if (!(scale >= 1 && scale <= 3)) return '--scale must be a number from 1 to 3';
  const wanted = options.get('select');
  const selection = wanted === undefined ? null : parseSelection(wanted);
  if (wanted !== undefined && !selection)
    return `${plain(wanted)} is no selection such as b0l3@cache1 or pte:pte/1:0`;
  const caches = options.get('caches') ?? 'lines';
  if (caches !== 'lines' && caches !== 'sets') return unknown('layout', caches, ['lines', 'sets']);
  return { file, view, theme, width, scale, selection, caches };
}

function isPng(file: string): boolean {
  return /\.png$/iu.test(file);
}

/** Pixels of the largest PNG, as in the page. */
const mostPixels = 32_000_000;

/** The picture as pixels; a string says why there are none. What draws them is loaded for that alone. */
async function pngOf(svg: string, scale: number): Promise<Uint8Array | string> {
  const [, width, height] = /^<svg [^>]*?width="([\d.]+)" height="([\d.]+)"/u.exec(svg) ?? [];
  const across = Math.round(Number(width ?? 0) * scale);
  const pixels = across * Number(height ?? 0) * scale;
  if (pixels > mostPixels)
    return `${across} by ${Math.round(pixels / across)} pixels are too many: take a smaller --width or --scale`;
  try {
    const [{ createRasterizer }, { readPngParts }] = await Promise.all([
      import('./png.ts'),
      import('./pngParts.ts'),
    ]);
    const rasterize = await createRasterizer(readPngParts());
    return rasterize(svg, across);
  } catch (error) {
    return `no PNG could be drawn: ${error instanceof Error ? plain(error.message) : 'it failed'}`;
  }
}

function unknown(what: string, word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  const hint = near === null ? `${what}s: ${words.join(', ')}` : `did you mean ${near}?`;
  return `unknown ${what} ${plain(word)}; ${hint}`;
}

function write(file: string, picture: string | Uint8Array, io: Io): ExitCode {
  if (file === '-' && typeof picture === 'string') {
    io.out(picture.trimEnd());
    return exitCode.ok;
  }
  try {
    writeFileSync(file, picture);
    return exitCode.ok;
  } catch (error) {
    return refuse(error instanceof Error ? plain(error.message) : 'it cannot be written', io);
  }
}

function refuse(message: string, io: Io): ExitCode {
  io.err(`error: ${message}`);
  return exitCode.unusable;
}
