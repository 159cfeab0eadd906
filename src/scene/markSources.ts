/**
 * What the marks of a page are made from, where comparing slices of the state by identity would find too many
 * changes. Whatever else marks come to say of mappings and events has to be named here.
 */
import type { MicroEvent } from '../model/microEvent.ts';
import type { State } from '../model/state.ts';
import { holds } from './roomDevices.ts';

/** What the marks of devices say of the bytes [start, end): to whom they are mapped and who has them. */
export function mappingSources(
  state: State,
  buffer: number,
  start: number,
  end: number,
): readonly unknown[] {
  const sources: unknown[] = [];
  for (const attachment of state.attachments)
    if (attachment.buffer === buffer && attachment.state !== 'detached')
      sources.push(attachment.device);
  // What follows are mappings.
  sources.push(null);
  for (const mapping of state.mappings) {
    const mappingEnd = mapping.start + mapping.length;
    if (!mapping.live || mapping.buffer !== buffer || mapping.start >= end || mappingEnd <= start)
      continue;
    const { device, kind, direction, changing, adopted, moved } = mapping;
    sources.push(device, mapping.start, mappingEnd, kind, direction, changing, adopted, moved);
    sources.push(holds(mapping, start, end));
  }
  return sources;
}

const placesByEvent = new WeakMap<MicroEvent, string>();

/** The places that an event is between, as one word: all that the marks of its pages say of it. */
export function placesOf(event: MicroEvent): string {
  const known = placesByEvent.get(event);
  if (known !== undefined) return known;
  const made = JSON.stringify([event.range === null, event.from, event.to]);
  placesByEvent.set(event, made);
  return made;
}
