// The signs of docs/picture.md: small pieces cut out of pictures that `bufscope render` draws, so that the page shows
// what the workbench shows.
import { DOMParser } from 'linkedom';

/**
 * @typedef {object} Sign
 * @property {string} name of its files, in docs/signs/
 * @property {string} run arguments of `render` that draw the picture
 * @property {string} [mark] how the words of the mark begin that is cut out
 * @property {[x: number, y: number, width: number, height: number]} [box] or the place that is cut out
 * @property {number} [height] of a tall mark so much is kept, around its middle
 */

const clean = 'missed-clean --platform arm64 --at 8';
const zapped = 'shootdown --platform arm64 --at 6.6';
const bounced = 'bounce-in-graphics --platform bounce --at 8';
const remapped = 'two-iommus --platform arm64-iommu --at 10';

/** @type {readonly Sign[]} */
export const signs = [
  { name: 'initial', run: clean, mark: 'line 1 in memory' },
  { name: 'dirty', run: clean, mark: "line 0 in CPU 0's cache" },
  { name: 'stale', run: zapped, mark: 'line 1 in memory' },
  { name: 'stale-read', run: clean, mark: 'line 0 in what gpu read' },
  { name: 'no-copy', run: clean, mark: "line 1 in CPU 0's cache" },
  { name: 'by-device', run: bounced, mark: 'line 0 in bounce slot 0' },
  { name: 'pte-writable', run: clean, mark: 'page 0, PTE', height: 44 },
  { name: 'pte-absent', run: zapped, mark: 'page 1, PTE', height: 44 },
  { name: 'pte-zapped', run: zapped, mark: 'page 0, PTE', height: 62 },
  { name: 'tlb', run: clean, mark: 'page 0, TLB of CPU 0', height: 84 },
  { name: 'tlb-flushed', run: zapped, mark: 'page 0, TLB of CPU 0', height: 84 },
  { name: 'tlb-stale', run: zapped, mark: 'page 0, TLB of CPU 1', height: 84 },
  { name: 'mapped', run: bounced, mark: 'page 0, gpu: mapped', height: 48 },
  { name: 'not-mapped', run: zapped, mark: 'page 0, gpu: not mapped', height: 48 },
  { name: 'iova', run: remapped, mark: 'page 0, IOMMU page table of gpu', height: 48 },
  { name: 'iotlb', run: remapped, mark: 'page 1, IOTLB of gpu: IOTLB', height: 84 },
  { name: 'owner', run: remapped, box: [16, 154, 112, 54] },
  { name: 'contested', run: bounced, box: [16, 120, 122, 74] },
  { name: 'handing-over', run: zapped, box: [16, 124, 112, 72] },
  { name: 'this-step', run: zapped, box: [280, 44, 206, 36] },
  { name: 'violation', run: bounced, box: [180, 44, 196, 36] },
];

/** Space that is left around a mark, in pixels. */
const margin = 5;

/** @param {Element} element how far its group is moved, with all around it */
function shiftOf(element) {
  let x = 0;
  let y = 0;
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
    const [, dx = '0', dy = '0'] =
      /^translate\(([-\d.]+)[ ,]([-\d.]+)\)/.exec(at.getAttribute('transform') ?? '') ?? [];
    x += Number(dx);
    y += Number(dy);
  }
  return { x, y };
}

/**
 * The place of a mark in the picture: that of its largest rectangle.
 * @param {Element} group
 * @param {number | undefined} height
 * @returns {[number, number, number, number]}
 */
function boxOf(group, height) {
  const shift = shiftOf(group);
  const sizes = [...group.querySelectorAll('rect')].map((rect) =>
    ['x', 'y', 'width', 'height'].map((name) => Number(rect.getAttribute(name) ?? 0)),
  );
  const [x = 0, y = 0, width = 0, all = 0] =
    sizes.toSorted((a, b) => (b[2] ?? 0) - (a[2] ?? 0))[0] ?? [];
  const kept = Math.min(all, height ?? all);
  const top = shift.y + y + (all - kept) / 2;
  const around = kept < all ? 0 : margin;
  return [shift.x + x - margin, top - around, width + 2 * margin, kept + 2 * around];
}

/**
 * Cuts a sign out of a picture.
 * @param {string} svg the whole picture
 * @param {Sign} sign
 * @returns {string} a picture of its own; throws where the picture has no such mark
 */
export function cutSign(svg, sign) {
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const root = document.documentElement;
  const named = [...root.querySelectorAll('g')].filter(
    (group) => group.firstElementChild?.tagName === 'title',
  );
  const { mark } = sign;
  const wanted =
    mark === undefined
      ? undefined
      : named.find((group) => group.firstElementChild?.textContent?.startsWith(mark));
  if (mark !== undefined && !wanted) throw new Error(`${sign.name}: no mark begins with "${mark}"`);
  const box = sign.box ?? (wanted ? boxOf(wanted, sign.height) : [0, 0, 0, 0]);
  for (const group of named) {
    if (group !== wanted) group.remove();
  }
  for (const element of root.querySelectorAll('svg > title, svg > desc')) element.remove();
  for (const text of wanted ? root.querySelectorAll('text') : []) {
    if (!wanted?.contains(text)) text.remove();
  }
  const [, , width, height] = box;
  root.setAttribute('viewBox', box.join(' '));
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  return `${root.outerHTML.replaceAll(/\n\s*(?=\n)/g, '')}\n`;
}
