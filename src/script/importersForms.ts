/** Forms of the actions of `model/vocabulary/importers.ts`. */
import type { ImporterAction } from '../model/vocabulary/importers.ts';
import type { OperationForm, Part } from './form.ts';

const device = ['device'] as const;
const buffer: Part = { part: 'name', key: 'buffer', of: ['buffer'] };
const direction: Part = { part: 'direction', key: 'direction', optional: false };
const directionOrOwn: Part = { part: 'direction', key: 'direction', optional: true };
const proposal =
  'Russell King, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 17 June 2013';
const dmaBuf = 'drivers/dma-buf/dma-buf.c';

type Simple = Extract<
  ImporterAction,
  { do: 'getSg' | 'putSg' | 'pinBuffer' | 'unpinBuffer' | 'moveBuffer' }
>['do'];

/** A call that names a buffer and no more. */
function simpleForm(
  todo: Simple,
  form: Pick<OperationForm, 'verb' | 'speakers' | 'doc' | 'source' | 'example' | 'tells'>,
): OperationForm {
  return {
    ...form,
    introduces: null,
    parts: [buffer],
    build: (args) => ({ do: todo, buffer: args.name('buffer') }),
    take: (action) => (action.do === todo ? { buffer: action.buffer } : null),
  };
}

function syncForm(to: 'cpu' | 'device'): OperationForm {
  return {
    verb: `sync_sg_for_${to}`,
    speakers: device,
    introduces: null,
    parts: [buffer, direction],
    doc: `Split calls of 2013: hands the mapped list to the ${to === 'cpu' ? 'CPU' : 'device'} for a while.`,
    source: proposal,
    example: `gpu: sync_sg_for_${to} frame FROM_DEVICE`,
    tells: `syncs its list of {buffer} for the ${to === 'cpu' ? 'CPU' : 'device'}`,
    build: (args) => ({
      do: 'syncSg',
      to,
      buffer: args.name('buffer'),
      direction: args.direction('direction'),
    }),
    take: (action) =>
      action.do === 'syncSg' && action.to === to
        ? { buffer: action.buffer, direction: action.direction }
        : null,
  };
}

const splitForms: readonly OperationForm[] = [
  simpleForm('getSg', {
    verb: 'get_sg',
    speakers: device,
    doc: 'Split calls of 2013: gets the sg list of an attachment without mapping it.',
    source: proposal,
    example: 'gpu: get_sg frame',
    tells: 'gets the list of {buffer}',
  }),
  simpleForm('putSg', {
    verb: 'put_sg',
    speakers: device,
    doc: 'Split calls of 2013: gives the sg list back.',
    source: proposal,
    example: 'gpu: put_sg frame',
    tells: 'gives the list of {buffer} back',
  }),
  {
    verb: 'map_sg',
    speakers: device,
    introduces: null,
    parts: [buffer, direction],
    doc: 'Split calls of 2013: maps the list for a job and hands the buffer to the device.',
    source: proposal,
    example: 'gpu: map_sg frame TO_DEVICE',
    tells: 'maps its list of {buffer} for {direction}',
    build: (args) => ({
      do: 'mapSg',
      buffer: args.name('buffer'),
      direction: args.direction('direction'),
    }),
    take: (action) =>
      action.do === 'mapSg' ? { buffer: action.buffer, direction: action.direction } : null,
  },
  {
    verb: 'unmap_sg',
    speakers: device,
    introduces: null,
    parts: [buffer, directionOrOwn],
    doc: 'Split calls of 2013: unmaps the list after a job and hands the buffer back.',
    source: proposal,
    example: 'gpu: unmap_sg frame',
    tells: 'unmaps its list of {buffer}',
    build: (args) => ({
      do: 'unmapSg',
      buffer: args.name('buffer'),
      direction: args.directionOrNull('direction'),
    }),
    take: (action) =>
      action.do === 'unmapSg' ? { buffer: action.buffer, direction: action.direction } : null,
  },
  syncForm('cpu'),
  syncForm('device'),
];

export const importerForms: readonly OperationForm[] = [
  ...splitForms,
  simpleForm('pinBuffer', {
    verb: 'pin',
    speakers: device,
    doc: 'Keeps the exporter from moving the buffer, as scanout needs.',
    source: `${dmaBuf}: dma_buf_pin`,
    example: 'gpu: pin frame',
    tells: 'pins {buffer}',
  }),
  simpleForm('unpinBuffer', {
    verb: 'unpin',
    speakers: device,
    doc: 'Lets the exporter move the buffer again.',
    source: `${dmaBuf}: dma_buf_unpin`,
    example: 'gpu: unpin frame',
    tells: 'unpins {buffer}',
  }),
  simpleForm('moveBuffer', {
    verb: 'move',
    speakers: ['kernel'],
    doc: 'The exporter moves the buffer to other frames, where nobody keeps it from that; dynamic importers are told.',
    source: `${dmaBuf}: dma_buf_move_notify; drivers/gpu/drm/ttm/ttm_bo.c: ttm_bo_evict`,
    example: 'kernel@cpu0: move frame',
    tells: 'moves {buffer} to other frames',
  }),
];
