/** The header: which scenario, on which platform, share, theme, help. */
import { platforms } from '../model/platforms/platforms.ts';
import type { LinkTheme } from '../history/linkFormat.ts';
import { checksDmaApi } from '../session/derive.ts';
import { CommandButton } from './CommandButton.tsx';
import { icons, Logo } from './icons.tsx';
import { commandTitle, useRun, useSession } from './useSession.ts';

export function Header({ isPhone }: { readonly isPhone: boolean }) {
  const title = useSession((s) => s.scenario.title || 'Untitled script');
  const run = useRun();
  return (
    <header className={isPhone ? 'header phone-header' : 'header'}>
      <h1 className="brand">
        <Logo />
        <span className={isPhone ? 'hidden-text' : ''}>bufscope</span>
      </h1>
      <button
        type="button"
        className="button picker"
        aria-haspopup="dialog"
        title={commandTitle('scenario.menu')}
        onClick={() => run('scenario.menu')}
      >
        <span className="hidden-text">Scenario: </span>
        <span className="picker-title">{title}</span>
        {icons.chevron}
      </button>
      <PlatformSwitch />
      <DebugSwitch />
      {!isPhone && <Beside />}
      <div className="header-end">
        <button
          type="button"
          className={isPhone ? 'button primary square' : 'button primary'}
          title={commandTitle('share.copy')}
          aria-label="Share link"
          onClick={() => run('share.copy')}
        >
          {isPhone ? icons.link : 'Share link'}
        </button>
        {!isPhone && (
          <div className="header-tools">
            <CommandButton id="palette" label="Find a command" icon={icons.search} />
            <CommandButton id="export.menu" label="Save pictures and reports" icon={icons.save} />
            <CommandButton id="embed.menu" label="Embed" icon={icons.embed} />
            <CommandButton id="lecture.toggle" label="Lecture" icon={icons.lecture} />
            <CommandButton id="panel.menu" label="Panels" icon={icons.panels} />
            <ThemeButton />
            <CommandButton id="help" label="Help and keys" icon={icons.help} />
          </div>
        )}
        <CommandButton id="more" label="More" icon={icons.more} className="header-more" />
      </div>
    </header>
  );
}

/** The same script elsewhere: on every platform at once, or beside this run. */
function Beside() {
  const isCompared = useSession((s) => s.compare !== null);
  const run = useRun();
  return (
    <div className="beside">
      <button
        type="button"
        className="button"
        aria-haspopup="dialog"
        title={commandTitle('matrix.open')}
        onClick={() => run('matrix.open')}
      >
        Matrix
      </button>
      <button
        type="button"
        className="button"
        aria-haspopup="dialog"
        aria-pressed={isCompared}
        title={commandTitle('compare.menu')}
        onClick={() => run('compare.menu')}
      >
        Compare
      </button>
    </div>
  );
}

/** The platforms as one row of radio buttons; a switch runs the same again there. */
function PlatformSwitch() {
  const current = useSession((s) => s.platform);
  const run = useRun();
  return (
    <fieldset className="segmented">
      <legend className="hidden-text">Platform</legend>
      {platforms.map(({ id, title, summary }) => (
        <label key={id} title={summary}>
          <input
            type="radio"
            name="platform"
            value={id}
            checked={id === current}
            onChange={() => run('platform.set', { platform: id })}
          />
          {title}
        </label>
      ))}
    </fieldset>
  );
}

/** Runs the same on a kernel that checks how drivers use the DMA API. */
function DebugSwitch() {
  const on = useSession(checksDmaApi);
  const run = useRun();
  return (
    <button
      type="button"
      className="button debug-switch"
      aria-pressed={on}
      aria-label="DMA-API debug"
      title="DMA-API debug: a kernel built with CONFIG_DMA_API_DEBUG, which complains of misuse (g)"
      onClick={() => run('debug.toggle')}
    >
      dma-debug
    </button>
  );
}

const nextTheme: Readonly<Record<LinkTheme, LinkTheme>> = {
  auto: 'light',
  light: 'dark',
  dark: 'contrast',
  contrast: 'auto',
};
const themeIcons = {
  auto: icons.theme,
  light: icons.light,
  dark: icons.dark,
  contrast: icons.contrast,
} as const;
const themeWords = {
  auto: 'as the system',
  light: 'light',
  dark: 'dark',
  contrast: 'high contrast',
} as const;

function ThemeButton() {
  const theme = useSession((s) => s.theme);
  const run = useRun();
  const words = `Theme: ${themeWords[theme]}`;
  return (
    <button
      type="button"
      className="button square"
      aria-label={words}
      title={words}
      onClick={() => run('theme.set', { theme: nextTheme[theme] })}
    >
      {themeIcons[theme]}
    </button>
  );
}
