import { it } from 'vitest';
import { conformCommand } from './conform/conform.ts';
it('x', async () => {
  for (const f of ['swiotlb','direct','mixed']) {
  console.time(f);
  await conformCommand.run({ words: [`test/recordings/${f}-values.jsonl.gz`], options: new Map() }, { out: (l)=>console.log(l), err: (l)=>console.log(l), color: false });
  console.timeEnd(f);
  }
}, 100000);
