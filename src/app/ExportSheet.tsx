/** Saving what is shown: a picture, an animation of a part of the run, a report, a trace, the script. */
import './export.css';
import { useState } from 'react';
import { figureViews, type FigureView } from '../figure/figure.ts';
import { parseCursor, printCursor } from '../history/cursor.ts';
import { clampCursor } from '../history/points.ts';
import type { ExportKind } from '../session/exporter.ts';
import { pictureThemes, type PictureTheme } from '../view/svg/drawnStyles.ts';
import { Dialog } from './Dialog.tsx';
import { Choices, Field, Numbers, pixelChoices } from './export/Choices.tsx';
import { fileName } from './export/exportFile.ts';
import { ExportPreview } from './export/ExportPreview.tsx';
import { usualRequest, type ExportFormat, type ExportRequest } from './export/exportRequest.ts';
import { framePoints } from './export/frames.ts';
import { useExport, type ExportState } from './export/useExport.ts';
import { canMakeWebm } from './export/webm.ts';
import { useSession } from './useSession.ts';

const kindWords: readonly (readonly [ExportKind, string])[] = [
  ['picture', 'Picture'],
  ['animation', 'Animation'],
  ['report', 'Report'],
  ['trace', 'Trace'],
  ['script', 'Script'],
];
const viewWords: Readonly<Record<FigureView, string>> = {
  room: 'Room',
  lanes: 'Lanes',
  machine: 'Machine',
  all: 'All',
};
const themeWords: Readonly<Record<PictureTheme, string>> = {
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
};
const about: Readonly<Record<ExportKind, string>> = {
  picture: 'This step as a figure for a page, a paper or slides. SVG stays sharp at any size.',
  animation: 'The marked part of the run, or all of it, as it plays.',
  report: 'Every rule that this run breaks, why, and the smallest fix, in Markdown.',
  trace: 'Every operation and micro-event of the run, a line of JSON each.',
  script: 'The scenario as text.',
};

export function ExportSheet({ onClose }: { readonly onClose: () => void }) {
  const state = useSession((s) => s);
  const [request, setRequest] = useState(() => usualRequest(state, 'picture'));
  const work = useExport();
  const change = (part: Partial<ExportRequest>): void => setRequest({ ...request, ...part });
  const choose = (what: ExportKind): void =>
    change({ what, format: what === 'animation' ? 'gif' : 'svg' });
  return (
    <Dialog title="Save" place="middle" onClose={onClose}>
      <div className="export-sheet">
        <div className="export-options scroll">
          <Choices name="What" value={request.what} choices={kindWords} onChange={choose} />
          <p className="export-about">{about[request.what]}</p>
          {(request.what === 'picture' || request.what === 'animation') && (
            <PictureOptions request={request} change={change} />
          )}
          {request.what === 'animation' && <RangeOptions request={request} change={change} />}
        </div>
        <div className="export-preview scroll">
          <ExportPreview request={request} />
        </div>
      </div>
      <Foot request={request} name={fileName(state, request)} work={work} />
    </Dialog>
  );
}

interface OptionsProps {
  readonly request: ExportRequest;
  readonly change: (part: Partial<ExportRequest>) => void;
}

const widths = [640, 800, 1000, 1280, 1600, 1920];

function PictureOptions({ request, change }: OptionsProps) {
  const formats: readonly (readonly [ExportFormat, string])[] =
    request.what === 'picture'
      ? [
          ['svg', 'SVG'],
          ['png', 'PNG'],
        ]
      : [['gif', 'GIF'], ...(canMakeWebm() ? ([['webm', 'WebM']] as const) : [])];
  return (
    <>
      <Choices
        name="Format"
        value={request.format}
        choices={formats}
        onChange={(format) => change({ format })}
      />
      <Choices
        name="View"
        value={request.view}
        choices={figureViews.map((view) => [view, viewWords[view]] as const)}
        onChange={(view) => change({ view })}
      />
      <Choices
        name="Theme"
        value={request.theme}
        choices={pictureThemes.map((theme) => [theme, themeWords[theme]] as const)}
        onChange={(theme) => change({ theme })}
      />
      <div className="export-row">
        <Numbers
          name="Width"
          value={request.width}
          choices={pixelChoices(widths)}
          onChange={(width) => change({ width })}
        />
        {request.format === 'png' && (
          <Numbers
            name="Pixels"
            value={request.scale}
            choices={[1, 2, 3].map((scale) => [scale, `${scale}×`] as const)}
            onChange={(scale) => change({ scale })}
          />
        )}
      </div>
    </>
  );
}

function RangeOptions({ request, change }: OptionsProps) {
  const history = useSession((s) => s.history);
  const points = framePoints({ history }, request);
  return (
    <>
      <div className="export-row">
        <PointField name="From step" request={request} end="from" change={change} />
        <PointField name="To step" request={request} end="to" change={change} />
      </div>
      <Choices
        name="A picture for each"
        value={request.each}
        choices={[
          ['micro', 'Micro-event'],
          ['operation', 'Operation'],
        ]}
        onChange={(each) => change({ each })}
      />
      <p className="export-about">
        {typeof points === 'string' ? `Too long: ${points}.` : `${points.length} pictures.`}
      </p>
    </>
  );
}

interface PointFieldProps extends OptionsProps {
  readonly name: string;
  readonly end: 'from' | 'to';
}

function PointField({ name, request, end, change }: PointFieldProps) {
  const history = useSession((s) => s.history);
  const [text, setText] = useState(() => printCursor(request[end]));
  return (
    <Field name={name}>
      <input
        value={text}
        inputMode="decimal"
        size={6}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          const at = parseCursor(currentTarget.value.trim());
          if (at) change({ [end]: clampCursor(history, at) });
        }}
        onBlur={() => setText(printCursor(request[end]))}
      />
    </Field>
  );
}

interface FootProps {
  readonly request: ExportRequest;
  readonly name: string;
  readonly work: ExportState;
}

function Foot({ request, name, work }: FootProps) {
  const isBusy = work.done !== null;
  const canCopy = request.what !== 'animation';
  return (
    <footer className="export-foot">
      <p className="export-message" role="status">
        {work.message === '' ? <code>{name}</code> : work.message}
      </p>
      {isBusy ? (
        <>
          <progress aria-label="Progress" max={1} value={work.done ?? 0} />
          <button type="button" className="button" onClick={work.cancel}>
            Cancel
          </button>
        </>
      ) : (
        <>
          {canCopy && (
            <button type="button" className="button" onClick={() => work.copy(request)}>
              Copy
            </button>
          )}
          <button
            type="button"
            className="button primary"
            data-first
            onClick={() => work.save(request)}
          >
            Save
          </button>
        </>
      )}
    </footer>
  );
}
