/** What the Embed sheet works with: the figure as chosen, and the lines that put it elsewhere. */
import { useEffect, useState } from 'react';
import { encodeLinkWith } from '../../history/linkFormat.ts';
import { isFork, linkOf } from '../../session/derive.ts';
import { embedLink, type EmbedChoices } from '../../session/embedLink.ts';
import { embedSnippet, type Embed, type EmbedKind } from '../../session/embedSnippets.ts';
import { textToolsLoader } from '../../session/loaders.ts';
import type { SessionState } from '../../session/sessionState.ts';
import type { TextTools } from '../../session/textTools.ts';
import { scriptText } from '../export/textFiles.ts';
import { useSession, useSessionObject } from '../useSession.ts';

/** All that can be chosen in the sheet. */
export interface EmbedRequest extends EmbedChoices {
  readonly kind: EmbedKind;
  /** Pixels; null: as wide as there is room. */
  readonly width: number | null;
  readonly height: number;
}

export interface MadeEmbed {
  readonly snippet: string;
  /** What the frame of the preview shows. */
  readonly fragment: string;
  /** What the picture of a link has to be called where the site has none; null where it has. */
  readonly pictureName: string | null;
  /** The static page of a built-in scenario, without its ending; null for any other run. */
  readonly page: string | null;
}

/** The lines for what is asked; null until the tools for text are here. */
export function useEmbed(request: EmbedRequest): MadeEmbed | null {
  const state = useSession((s) => s);
  const { options } = useSessionObject();
  const [tools, setTools] = useState(() => textToolsLoader.ifLoaded());
  useEffect(() => {
    let isShown = true;
    textToolsLoader
      .load()
      .then((loaded) => isShown && setTools(loaded))
      .catch(() => undefined);
    return () => {
      isShown = false;
    };
  }, []);
  return tools && makeEmbed(request, state, tools, folderOf(options.addressOf('')));
}

/** The folder of a page's address, with its `/`. */
function folderOf(address: string): string {
  return (address.split(/[?#]/u, 1)[0] ?? '').replace(/[^/]*$/u, '');
}

/** Name under which the picture of a run that the site has no picture of is to be saved. */
const ownPicture = 'figure.svg';

function makeEmbed(
  request: EmbedRequest,
  state: SessionState,
  tools: TextTools,
  base: string,
): MadeEmbed {
  const { kind, width, height, ...choices } = request;
  const ownPlatform = state.scenario.platform.id;
  const link = embedLink(linkOf(state), ownPlatform, choices);
  const isBuiltIn = state.scenarioId !== null && !isFork(state);
  const hasPicture = isBuiltIn && state.platform === ownPlatform;
  const embed: Embed = {
    base,
    link,
    title: state.scenario.title || 'a run of its own',
    script: isBuiltIn ? null : scriptText(state, tools),
    picture: hasPicture ? `${base}scenarios/${state.scenarioId}.svg` : ownPicture,
    packer: tools.packer,
  };
  const showsPicture = kind === 'link' || kind === 'element';
  return {
    snippet: embedSnippet(kind, embed, { width, height }),
    fragment: encodeLinkWith(tools.packer, link),
    pictureName: showsPicture && !hasPicture ? ownPicture : null,
    page: hasPicture ? `scenarios/${state.scenarioId}` : null,
  };
}
