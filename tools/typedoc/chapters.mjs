// The comments between the exports of src/package/model.ts are the chapters of its page: `// Scripts`.
import { readFileSync } from 'node:fs';
import { Comment, CommentTag, Converter } from 'typedoc';

const entry = new URL('../../src/package/model.ts', import.meta.url);

/** The chapter of each exported name. */
function readChapters() {
  const chapters = new Map();
  let chapter = '';
  const pattern = /^\/\/ (?<title>.+)$|^export (?:type )?\{(?<names>[^}]*)\}/gm;
  for (const { groups } of readFileSync(entry, 'utf8').matchAll(pattern)) {
    chapter = groups?.title ?? chapter;
    const names = groups?.names?.split(',') ?? [];
    for (const name of names) if (name.trim() !== '') chapters.set(name.trim(), chapter);
  }
  return chapters;
}

const chapters = readChapters();

/** In the order of the entry. */
export const chapterOrder = [...new Set(chapters.values())];

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    for (const module of context.project.children ?? []) {
      if (module.name !== 'model') continue;
      for (const child of module.children ?? []) {
        const owners = [child, ...(child.signatures ?? [])];
        const title = chapters.get(child.name);
        for (const owner of owners) {
          if (title === undefined || (owner === child && child.signatures)) continue;
          owner.comment ??= new Comment();
          owner.comment.blockTags.push(
            new CommentTag('@category', [{ kind: 'text', text: title }]),
          );
        }
      }
    }
  });
}
