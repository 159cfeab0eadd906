/** What the header has no room for: on a phone, and in a narrow window. */
import { Dialog } from './Dialog.tsx';
import { icons } from './icons.tsx';
import { useRun, useSession } from './useSession.ts';

/** A command in a few words, for a list that is read with a thumb on it. */
const choices = [
  ['matrix.open', 'Matrix', 'The same script on every platform at once'],
  ['compare.menu', 'Compare', 'Two runs side by side on one cursor'],
  ['lecture.toggle', 'Lecture', 'Large type, one idea at a time'],
  ['export.menu', 'Save', 'Pictures, animations, traces, reports'],
  ['embed.menu', 'Embed', 'This figure on a page of your own'],
  ['breakpoint.menu', 'Breakpoints', 'Where playing stops'],
  ['panel.menu', 'Panels', 'Show and hide parts of the page'],
  ['tour.start', 'Tour', 'Five steps, one minute'],
  ['palette', 'All commands', 'Everything that bufscope can do, with a search'],
  ['help', 'Keys', 'For a keyboard or a presenter remote'],
] as const;

export function MoreSheet({ onClose }: { readonly onClose: () => void }) {
  const run = useRun();
  return (
    <Dialog title="More" place="middle" onClose={onClose}>
      <div className="dialog-scroll scroll">
        {choices.map(([id, name, summary]) => (
          <button
            key={id}
            type="button"
            className="choice"
            onClick={() => {
              onClose();
              void run(id);
            }}
          >
            <span className="choice-title">{name}</span>
            <span className="choice-summary">{summary}</span>
          </button>
        ))}
        <Themes />
      </div>
    </Dialog>
  );
}

const themes = [
  ['auto', 'As the system', icons.theme],
  ['light', 'Light', icons.light],
  ['dark', 'Dark', icons.dark],
  ['contrast', 'High contrast', icons.contrast],
] as const;

function Themes() {
  const current = useSession((s) => s.theme);
  const run = useRun();
  return (
    <div className="more-themes" role="group" aria-label="Theme">
      {themes.map(([theme, name, icon]) => (
        <button
          key={theme}
          type="button"
          className="button"
          aria-pressed={theme === current}
          onClick={() => run('theme.set', { theme })}
        >
          {icon}
          {name}
        </button>
      ))}
    </div>
  );
}
