/** Scripts as files: chosen or dropped ones read with a limit and as UTF-8 only, and the script saved as one. */

/** Bytes of the largest file that is read. */
export const largestFile = 1024 * 1024;

/** What files of scripts are called. */
export const fileEndings = ['.bufscope', '.txt'];

export type FileText = { readonly text: string } | { readonly error: string };

/** What reading needs of a file. */
export type ScriptFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

/** The text of a file, line ends made one; or in words why it has none. Never rejects. */
export async function readScriptFile(file: ScriptFile): Promise<FileText> {
  // A name may turn around what stands behind it.
  const name = `“${file.name.slice(0, 60).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD')}”`;
  if (file.size > largestFile)
    return { error: `${name} is too large for a script: the limit is 1 MB` };
  try {
    const bytes = await file.arrayBuffer();
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\0')) return { error: `${name} is no text` };
    return { text: text.replaceAll(/\r\n?/g, '\n') };
  } catch (error) {
    const isCoding = error instanceof TypeError;
    return { error: isCoding ? `${name} is not UTF-8 text` : `${name} could not be read` };
  }
}

/** Lets a person choose a file; null where they do not. */
export function chooseFile(): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = [...fileEndings, 'text/plain'].join(',');
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

/** Saves a text as a file. */
export function saveText(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** A file name from a title: `A write that …` becomes `a-write-that.bufscope`. */
export function fileNameOf(title: string): string {
  const words = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `${words.slice(0, 60).replace(/-+$/, '') || 'script'}.bufscope`;
}
