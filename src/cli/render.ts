/** `bufscope render`: a picture of a point of a run, as an SVG file. */
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
import { exitCode, type ExitCode, type Io } from './io.ts';
import { loadOnly } from './oneWord.ts';
import { picturedMachines } from './picturedMachines.ts';
import { choosePlatform } from './platformOption.ts';
import { replayScenario } from '../history/replay.ts';
import { plain } from './style.ts';

export const renderCommand: Command = {
  name: 'render',
  usage:
    'FILE|ID -o F [--at A] [--view V] [--platform P] [--theme T] [--width N] [--caches L] [--select S]',
  summary: 'draw a picture of a step, as SVG',
  options: [
    { name: 'o', value: 'F', text: 'the file to write; - is standard output' },
    { name: 'at', value: 'A', text: 'at this step: 12, or 12.3; the end, where it is left out' },
    { name: 'view', value: 'V', text: `${figureViews.join(', ')}; the room, where it is left out` },
    { name: 'platform', value: 'P', text: 'on this platform instead of the one it names' },
    { name: 'theme', value: 'T', text: pictureThemes.join(', ') },
    {
      name: 'width',
      value: 'N',
      text: `pixels across, ${figureWidths.usual} where it is left out`,
    },
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
  const chosen = choose(args);
  if (typeof chosen === 'string') return refuse(chosen, io);
  const { history } = replayScenario(loaded.scenario, platform);
  const at = chooseCursor(args, history, io);
  if (at === undefined) return exitCode.unusable;
  const { view, theme, width, selection, caches } = chosen;
  const title = loaded.scenario.title;
  const svg = figureSvg(
    { history, cursor: at ?? endCursor(history), selection, caches, opened: new Set() },
    { view, theme, width, title },
    { document: cliDocument(), machines: picturedMachines() },
  );
  if (svg === null) return refuse('no object has a machine at this step yet', io);
  return write(chosen.file, svg, io);
}

interface Chosen extends Omit<FigureOptions, 'title'> {
  readonly file: string;
  readonly selection: Selection | null;
  readonly caches: FigurePoint['caches'];
}

/** What the options ask for; a string says what is wrong with them. */
function choose({ options }: Args): Chosen | string {
  const file = options.get('o');
  if (file === undefined) return 'render needs -o F: the file to write, or - for standard output';
  if (/\.(?:png|gif|webm|pdf)$/iu.test(file))
    return `${plain(file)}: render writes SVG; PNG needs a browser: save it from the page, or convert the SVG (rsvg-convert, Inkscape)`;
  const view = options.get('view') ?? 'room';
  if (!isFigureView(view)) return unknown('view', view, figureViews);
  const theme = options.get('theme') ?? 'light';
  if (!isPictureTheme(theme)) return unknown('theme', theme, pictureThemes);
  const width = Number(options.get('width') ?? figureWidths.usual);
  if (!Number.isInteger(width) || width < figureWidths.least || width > figureWidths.most)
    return `--width must be a number from ${figureWidths.least} to ${figureWidths.most}`;
  const wanted = options.get('select');
  const selection = wanted === undefined ? null : parseSelection(wanted);
  if (wanted !== undefined && !selection)
    return `${plain(wanted)} is no selection such as b0l3@cache1 or pte:pte/1:0`;
  const caches = options.get('caches') ?? 'lines';
  if (caches !== 'lines' && caches !== 'sets') return unknown('layout', caches, ['lines', 'sets']);
  return { file, view, theme, width, selection, caches };
}

function unknown(what: string, word: string, words: readonly string[]): string {
  const near = nearest(word, words);
  const hint = near === null ? `${what}s: ${words.join(', ')}` : `did you mean ${near}?`;
  return `unknown ${what} ${plain(word)}; ${hint}`;
}

function write(file: string, svg: string, io: Io): ExitCode {
  if (file === '-') {
    io.out(svg.trimEnd());
    return exitCode.ok;
  }
  try {
    writeFileSync(file, svg);
    return exitCode.ok;
  } catch (error) {
    return refuse(error instanceof Error ? plain(error.message) : 'it cannot be written', io);
  }
}

function refuse(message: string, io: Io): ExitCode {
  io.err(`error: ${message}`);
  return exitCode.unusable;
}
