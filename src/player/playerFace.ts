/** What of a player is seen: its parts in their places, kept up to date with the session. */
import type { CommandArguments } from '../session/commandTypes.ts';
import { keyName } from '../session/keyNames.ts';
import type { Session } from '../session/session.ts';
import type { SessionState } from '../session/sessionState.ts';
import { element } from './elements.ts';
import type { OpenedFragment } from './openedFragment.ts';
import { watchPageTheme, pageThemeAround } from './pageTheme.ts';
import { createBar } from './playerBar.ts';
import { createCaption } from './playerCaption.ts';
import { commandOfKey } from './playerCommands.ts';
import { createStage, type Stage } from './playerStage.ts';
import { adoptStyles } from './styles.ts';
import { wrongWords, writeWrong } from './wrong.ts';

export interface FaceOptions {
  readonly run: (id: string, args?: CommandArguments) => unknown;
  /** Address of the workbench with what is shown; null: there is none. */
  readonly workbench: () => string | null;
  readonly onHeight: (height: number) => void;
  /** Whether the page is nothing but the figure: then it takes keys before anybody has clicked into it. */
  readonly isWholePage: boolean;
}

export interface Face {
  /** Draws a session for the first time. */
  readonly begin: (session: Session) => void;
  readonly update: (state: SessionState) => void;
  /** Shows what is wrong in the place of the picture, and returns it in words; null: nothing is. */
  readonly showWrong: (opened: Exclude<OpenedFragment, { kind: 'run' }> | null) => string;
  readonly height: () => number;
  readonly destroy: () => void;
}

export function createFace(root: ShadowRoot, options: FaceOptions): Face {
  adoptStyles(root);
  const player = element('section', { class: 'player', tabindex: '-1', 'aria-label': 'bufscope' });
  const wrong = element('div', { class: 'wrong', role: 'alert', hidden: '' });
  const notice = element('div', { class: 'notice', role: 'status', hidden: '' });
  // Until there is a picture, what stands between the tags of the element is seen.
  const waiting = element('slot', {}, element('p', { class: 'loading' }, 'Loading …'));
  const caption = createCaption(options.run);
  const hasWorkbench = options.workbench() !== null;
  const bar = createBar({
    run: options.run,
    workbench: hasWorkbench ? () => options.workbench() ?? '' : null,
  });
  const printed = element('p', { class: 'printed' });
  const below = [caption.root, bar.root, printed];
  player.append(waiting);
  root.append(player);

  let stage: Stage | null = null;
  let shown: SessionState | null = null;
  let told = 0;
  const height = (): number => {
    if (!stage) return player.offsetHeight;
    const words = below.reduce((sum, part) => sum + part.offsetHeight, notice.offsetHeight);
    return Math.ceil(stage.height() + words + 2);
  };
  const tellHeight = (): void => {
    const now = height();
    if (now === told || player.offsetWidth === 0) return;
    told = now;
    options.onHeight(now);
  };
  const sizes = new ResizeObserver(() => {
    // Paper is narrower than the screen that the picture was drawn for: there it is made smaller by this.
    player.style.setProperty('--drawn-width', `${player.clientWidth}px`);
    tellHeight();
  });
  sizes.observe(player);

  const dress = (): void => {
    const wanted = shown?.theme ?? 'auto';
    const around = root.host.isConnected ? pageThemeAround(root.host) : null;
    const theme = wanted === 'auto' ? around : wanted;
    if (theme === null) player.removeAttribute('data-theme');
    else player.setAttribute('data-theme', theme);
    player.style.colorScheme = wanted === 'contrast' && around !== null ? around : '';
  };
  const stopTheme = watchPageTheme(dress);

  const takeKey = (event: KeyboardEvent): void => {
    const name = keyName(event);
    if (name === null || event.defaultPrevented || isTaken(event, name) || !shown) return;
    const command = commandOfKey(shown, name);
    if (command === undefined || (name === 'Escape' && shown.selection === null)) return;
    event.preventDefault();
    event.stopPropagation();
    options.run(command);
  };
  const takeStrayKey = (event: KeyboardEvent): void => {
    if (event.target === document.body) takeKey(event);
  };
  player.addEventListener('keydown', takeKey);
  if (options.isWholePage) document.addEventListener('keydown', takeStrayKey);

  const update = (state: SessionState): void => {
    const before = shown;
    shown = state;
    if (before?.theme !== state.theme) dress();
    player.setAttribute('aria-label', `bufscope: ${state.scenario.title}`);
    bar.root.hidden = state.controls === 'none';
    caption.update(state);
    bar.update(state);
    printed.textContent = options.workbench() ?? '';
    notice.hidden = state.problems.length === 0;
    if (before?.problems !== state.problems) notice.replaceChildren(...writeProblems(state));
    stage?.update(state);
    tellHeight();
  };

  return {
    begin(session) {
      const made = createStage(session, options.run);
      stage = made;
      player.replaceChildren(notice, wrong, made.root, ...below);
      made.begin();
      update(session.store.getState());
    },
    update,
    showWrong(opened) {
      wrong.hidden = opened === null;
      if (stage) stage.root.hidden = opened !== null;
      caption.root.hidden = opened !== null;
      bar.root.hidden = opened !== null || shown?.controls === 'none';
      if (!opened) return '';
      if (!stage) player.replaceChildren(wrong);
      writeWrong(wrong, opened);
      tellHeight();
      return wrongWords(opened);
    },
    height,
    destroy() {
      stopTheme();
      document.removeEventListener('keydown', takeStrayKey);
      sizes.disconnect();
      stage?.destroy();
      player.remove();
    },
  };
}

/** Whether a control needs a key for itself. */
function isTaken({ target }: KeyboardEvent, name: string): boolean {
  if (!(target instanceof Element)) return false;
  if (name === 'Space') return target.closest('button, a, [role="button"]') !== null;
  return false;
}

function writeProblems({ problems }: SessionState): readonly HTMLElement[] {
  return problems.map(({ key, value, message }) => {
    const words = [key, value && `“${value}”`, message].filter((part) => part !== '');
    return element('p', {}, words.join(' '));
  });
}
