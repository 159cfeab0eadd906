/**
 * `<bufscope-player>`: a player as an element of any page. It is made when it comes near the window, or when
 * somebody asks something of it; it may be taken out of the page and put back. Until then its content is seen.
 */
import type { LinkControls, LinkTheme } from '../history/linkFormat.ts';
import type { PublicState } from '../session/automation.ts';
import type { CommandArguments, Outcome } from '../session/commandTypes.ts';
import { createPlayer, type Player } from './createPlayer.ts';
import {
  fragmentOf,
  lookOf,
  ownScript,
  readScriptFrom,
  watchedAttributes,
  workbenchOf,
} from './elementLink.ts';
import type { PlayerEvent } from './handle.ts';
import { noState } from './noState.ts';
import type { RunSource } from './runSource.ts';

export interface ElementOptions {
  readonly version: string;
  readonly runs: RunSource;
  /** Address of the workbench for a fragment; null: there is none. */
  readonly workbench: (fragment: string) => string | null;
}

/** The element as pages use it; docs/embedding.md describes it. */
export interface BufscopePlayer extends HTMLElement {
  scenario: string;
  at: string;
  platform: string;
  view: string;
  controls: LinkControls;
  theme: LinkTheme;
  readonly: boolean;
  src: string;
  /** Goes on by operations, or by micro-events; back where the count is negative. */
  step(count?: number, by?: 'operation' | 'micro'): Promise<Outcome>;
  /** Goes to a point: `12`, `'12.3'`. */
  seek(at: string | number): Promise<Outcome>;
  /** Plays on from here. */
  play(): Promise<Outcome>;
  /** Stops playing. */
  pause(): Promise<Outcome>;
  /** Shows what a fragment says, as in docs/links.md. */
  load(fragment: string): Promise<void>;
  /** Runs a command of the allow-list. */
  run(command: string, args?: CommandArguments): Promise<Outcome>;
  /** What is shown, as JSON: the keys are those of docs/automation.md. */
  state(): PublicState;
}

/** How far outside of the window a figure is made ready. */
const nearMargin = '400px';

/** What pages hear of. */
const toldEvents: readonly PlayerEvent['type'][] = ['ready', 'step', 'violation', 'end', 'error'];

const mostSteps = 10_000;

function createElementClass(options: ElementOptions) {
  return class extends HTMLElement implements BufscopePlayer {
    static readonly observedAttributes = watchedAttributes;

    #player: Player | null = null;
    #near: IntersectionObserver | null = null;
    /** What it showed when it was taken out of the page. */
    #kept: string | null = null;
    #changed = new Set<string>();

    connectedCallback(): void {
      if (this.#player) return;
      this.#near = new IntersectionObserver(
        (entries) => {
          if (entries.some(({ isIntersecting }) => isIntersecting)) this.#begin();
        },
        { rootMargin: nearMargin },
      );
      // Before the page is read, what stands between the tags is not here yet.
      const look = (): void => this.#near?.observe(this);
      if (document.readyState === 'loading')
        document.addEventListener('DOMContentLoaded', look, { once: true });
      else look();
    }

    disconnectedCallback(): void {
      this.#near?.disconnect();
      this.#near = null;
      // Where it is only moved, it is back at once.
      queueMicrotask(() => {
        if (this.isConnected || !this.#player) return;
        this.#kept = this.#player.state().link || null;
        this.#player.destroy();
        this.#player = null;
      });
    }

    attributeChangedCallback(name: string, before: string | null, after: string | null): void {
      if (!this.#player || before === after) return;
      if (this.#changed.size === 0) queueMicrotask(() => this.#follow());
      this.#changed.add(name);
    }

    /** Does what changed attributes say, all of them at once. */
    #follow(): void {
      const names = [...this.#changed];
      this.#changed.clear();
      const player = this.#player;
      if (!player) return;
      const { at, speed, problems, ...look } = lookOf(this);
      const isLook = names.every(
        (name) => name in look || ['at', 'speed', 'readonly'].includes(name),
      );
      if (!isLook) {
        void player.load(this.#fragment());
        return;
      }
      if (names.includes('at')) void player.run('seek', { at });
      if (names.includes('speed')) void player.run('speed.set', { speed });
      if (names.includes('theme')) player.look({ theme: look.theme }, 'theme', problems);
      if (names.includes('controls'))
        player.look({ controls: look.controls }, 'controls', problems);
      if (names.includes('view')) player.look({ panels: look.view }, 'view', problems);
    }

    #fragment(): string | Promise<string> {
      const src = this.getAttribute('src');
      if (src === null || src === '') return fragmentOf(this, ownScript(this));
      return readScriptFrom(new URL(src, this.baseURI)).then((text) => fragmentOf(this, text));
    }

    #begin(): Player {
      if (this.#player) return this.#player;
      this.#near?.disconnect();
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      const player = createPlayer(root, {
        ...options,
        workbench: workbenchOf(this) ?? options.workbench,
        fragment: this.#kept ?? this.#fragment(),
        isReadonly: () => this.hasAttribute('readonly'),
        isWholePage: false,
      });
      this.#player = player;
      player.listen((event) => {
        if (!toldEvents.includes(event.type)) return;
        this.dispatchEvent(new CustomEvent(event.type, { detail: event }));
      });
      return player;
    }

    async run(command: string, args: CommandArguments = {}): Promise<Outcome> {
      return this.#begin().run(command, args);
    }

    async step(count = 1, by: 'operation' | 'micro' = 'operation'): Promise<Outcome> {
      const command = `${by === 'micro' ? 'micro' : 'step'}.${count < 0 ? 'back' : 'forward'}`;
      let outcome: Outcome = { ok: true };
      for (let i = 0; i < Math.min(Math.abs(count), mostSteps) && !('error' in outcome); i++)
        outcome = await this.run(command);
      return outcome;
    }

    seek(at: string | number): Promise<Outcome> {
      return this.run('seek', { at });
    }

    play(): Promise<Outcome> {
      return this.run('play.start');
    }

    pause(): Promise<Outcome> {
      return this.run('play.pause');
    }

    load(fragment: string): Promise<void> {
      return this.#begin().load(fragment);
    }

    state(): PublicState {
      return this.#player?.state() ?? noState;
    }

    get scenario(): string {
      return this.getAttribute('scenario') ?? '';
    }
    set scenario(value: string) {
      this.setAttribute('scenario', value);
    }
    get at(): string {
      return this.#player?.state().at ?? this.getAttribute('at') ?? '0';
    }
    set at(value: string) {
      this.setAttribute('at', value);
    }
    get platform(): string {
      return this.getAttribute('platform') ?? '';
    }
    set platform(value: string) {
      this.setAttribute('platform', value);
    }
    get view(): string {
      return this.getAttribute('view') ?? 'room';
    }
    set view(value: string) {
      this.setAttribute('view', value);
    }
    get controls(): LinkControls {
      return lookOf(this).controls;
    }
    set controls(value: LinkControls) {
      this.setAttribute('controls', value);
    }
    get theme(): LinkTheme {
      return lookOf(this).theme;
    }
    set theme(value: LinkTheme) {
      this.setAttribute('theme', value);
    }
    get readonly(): boolean {
      return this.hasAttribute('readonly');
    }
    set readonly(value: boolean) {
      this.toggleAttribute('readonly', value);
    }
    get src(): string {
      return this.getAttribute('src') ?? '';
    }
    set src(value: string) {
      this.setAttribute('src', value);
    }
  };
}

/** Defines the element; a second copy of the code leaves the first in place. */
export function definePlayer(options: ElementOptions): void {
  const name = 'bufscope-player';
  if (!customElements.get(name)) customElements.define(name, createElementClass(options));
}
