/**
 * Texts under way in the script editor. Closing the editor asks nothing and loses nothing: a text that was
 * neither applied nor discarded is kept beside what it began from, and is there again with the next edit.
 */
import { textToolsLoader } from './loaders.ts';
import type { Change } from './actions.ts';
import { panelIds, type SessionState } from './sessionState.ts';

type Shown = Pick<SessionState, 'scenarioId' | 'script'>;
type Drafts = Pick<SessionState, 'draftOf' | 'drafts'>;

/** What a new script counts as having begun from. */
export const newDraft = 'new';

/** Under what a draft of the open editor is kept: what it began from, or what is shown. */
export function draftKey(state: Shown & Drafts): string {
  if (state.draftOf !== '') return state.draftOf;
  return state.scenarioId === null ? `script:${state.script}` : `scenario:${state.scenarioId}`;
}

/** The text that a draft began from; empty until what reads text is here. */
export function originalText(state: Shown & Drafts): string {
  const tools = textToolsLoader.ifLoaded();
  if (state.draftOf === newDraft) return tools?.newScript ?? '';
  if (state.scenarioId === null) return state.script;
  return tools?.textOf(state.scenarioId) ?? '';
}

/** The drafts with a text in the place of one, or without it where it is what it began from. */
export function keepDraft(
  drafts: SessionState['drafts'],
  key: string,
  text: string,
  original: string,
): Pick<SessionState, 'drafts'> {
  const kept = new Map(drafts);
  if (text === original) kept.delete(key);
  else kept.set(key, text);
  return { drafts: kept };
}

/** Opens the editor on what is shown, with the draft that was kept of it. */
export function openEditor(state: SessionState): Change {
  if (state.draft !== null) return {};
  const shown = { ...state, draftOf: '' };
  const draft = state.drafts.get(draftKey(shown)) ?? originalText(shown);
  return { draft, draftOf: '', ...withScript(state) };
}

/** Opens the editor on a new script, or on the one that was begun and not applied. */
export function openNew(state: SessionState): Change {
  const draft = state.drafts.get(newDraft) ?? originalText({ ...state, draftOf: newDraft });
  return { draft, draftOf: newDraft, ...withScript(state) };
}

/** Opens the editor on a text from outside. */
export function openText(state: SessionState, text: string): Change {
  const shown = { ...state, draftOf: state.draft === null ? '' : state.draftOf };
  const kept = keepDraft(state.drafts, draftKey(shown), text, originalText(shown));
  return { ...kept, draft: text, draftOf: shown.draftOf, ...withScript(state) };
}

/** Closes the editor; the draft is kept. */
export const closeEditor: Change = { draft: null, draftOf: '' };

/** Closes the editor and forgets its text. */
export function discardDraft(state: SessionState): Change {
  const drafts = new Map(state.drafts);
  drafts.delete(draftKey(state));
  return { ...closeEditor, drafts };
}

/** After a text was applied: an editor that has it stays open, and nothing is left to keep. */
export function afterApplying(before: SessionState, text: string): Change {
  if (before.draft !== text) return closeEditor;
  const drafts = new Map(before.drafts);
  drafts.delete(draftKey(before));
  return { draft: text, draftOf: '', drafts };
}

/** The script's panel shown, and in front where panels share a place. */
function withScript({ panels }: SessionState): Pick<SessionState, 'panels' | 'front'> {
  const shown = panelIds.filter((id) => id === 'script' || panels.includes(id));
  return { panels: panels.includes('script') ? panels : shown, front: 'script' };
}
