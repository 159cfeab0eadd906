/** Loads what reads and packs text, once. */
import type { TextTools } from './textTools.ts';

let loaded: TextTools | null = null;

export async function loadTextTools(): Promise<TextTools> {
  if (!loaded) {
    const { textTools } = await import('./textTools.ts');
    loaded = textTools;
  }
  return loaded;
}

/** The tools where they are loaded already, else null. */
export function textToolsIfLoaded(): TextTools | null {
  return loaded;
}
