/** What the embedded figure is like: where it opens, what it shows, what its reader may do. */
import type { ReactNode } from 'react';
import { printCursor } from '../../history/cursor.ts';
import type { LinkTheme } from '../../history/linkFormat.ts';
import { embedViews, type EmbedView } from '../../session/embedLink.ts';
import { Choices, Field, Numbers, pixelChoices } from '../export/Choices.tsx';
import { useSession } from '../useSession.ts';
import type { EmbedRequest } from './useEmbed.ts';

const viewWords: Readonly<Record<EmbedView, string>> = {
  room: 'Room',
  lanes: 'Lanes',
  'room,lanes': 'Both',
};

const themes: readonly (readonly [LinkTheme, string])[] = [
  ['auto', 'As its page'],
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['contrast', 'High contrast'],
];

interface ChoicesProps {
  readonly request: EmbedRequest;
  readonly change: (part: Partial<EmbedRequest>) => void;
}

export function FigureChoices({ request, change }: ChoicesProps) {
  const at = useSession((s) => printCursor(s.cursor));
  return (
    <>
      <Choices
        name="Opens at"
        value={request.start}
        choices={[
          ['here', at === '0' ? 'This point' : `Step ${at}`],
          ['beginning', 'The beginning'],
        ]}
        onChange={(start) => change({ start })}
      />
      {request.kind !== 'link' && <LookChoices request={request} change={change} />}
      {request.kind === 'frame' && <SizeChoices request={request} change={change} />}
      <Switches request={request} change={change} />
    </>
  );
}

function LookChoices({ request, change }: ChoicesProps) {
  return (
    <>
      <Choices
        name="Shows"
        value={request.view}
        choices={embedViews.map((view) => [view, viewWords[view]] as const)}
        onChange={(view) => change({ view })}
      />
      <Choices
        name="Controls"
        value={request.controls}
        choices={[
          ['bar', 'Buttons and caption'],
          ['none', 'None'],
        ]}
        onChange={(controls) => change({ controls })}
      />
      <Field name="Theme">
        <select
          value={request.theme}
          onChange={({ currentTarget }) =>
            change({ theme: themes.find(([id]) => id === currentTarget.value)?.[0] ?? 'auto' })
          }
        >
          {themes.map(([id, words]) => (
            <option key={id} value={id}>
              {words}
            </option>
          ))}
        </select>
      </Field>
    </>
  );
}

const widths = [480, 640, 800, 1000, 1280];
const heights = [360, 480, 560, 640, 720, 900];

function SizeChoices({ request, change }: ChoicesProps) {
  return (
    <div className="export-row">
      <Numbers
        name="Width"
        value={request.width ?? 0}
        choices={[[0, 'All there is'], ...pixelChoices(widths)]}
        onChange={(width) => change({ width: width || null })}
      />
      <Numbers
        name="Height"
        value={request.height}
        choices={pixelChoices(heights)}
        onChange={(height) => change({ height })}
      />
    </div>
  );
}

function Switches({ request, change }: ChoicesProps) {
  const range = useSession((s) => s.range);
  const marked = range && `${printCursor(range.from)} to ${printCursor(range.to)}`;
  const isFigure = request.kind !== 'link';
  return (
    <div className="embed-switches">
      {marked !== null && (
        <Switch on={request.marked} onChange={(on) => change({ marked: on })}>
          Only the marked part, {marked}
        </Switch>
      )}
      <Switch on={request.play} onChange={(play) => change({ play })}>
        Plays by itself
      </Switch>
      {isFigure && (
        <Switch on={request.readonly} onChange={(readonly) => change({ readonly })}>
          Read-only: through time and nothing else
        </Switch>
      )}
    </div>
  );
}

interface SwitchProps {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}

function Switch({ on, onChange, children }: SwitchProps) {
  return (
    <label className="embed-switch">
      <input
        type="checkbox"
        checked={on}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
